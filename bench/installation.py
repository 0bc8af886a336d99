"""A PMHub of its own for one run: home, database, people, token, and the servers that are measured."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4
PEOPLE = 12
KEY = "SEED"
FIRST_ID = 5_000_000
VOICES = """
INSERT INTO feedback_feedback (product_id, number, key, title, body, kind, channel, state, author_id, received_at,
                               next_due_at, created_at, updated_at)
SELECT r.product_id, r.number, p.key || '-F' || r.number, r.title, r.description, 'complaint', 'other', 'new',
       r.author_id, r.created_at, r.created_at + interval '2 days', r.created_at, r.created_at
  FROM requirements_requirement r JOIN products_product p ON p.id = r.product_id
 WHERE p.key = %s AND r.number > %s
"""


@dataclass(frozen=True)
class Keys:
    """How a person is recognised: by the API, and by the pages."""

    token: str
    cookie: str


def prepare():
    """Point Django at a new home and set it up. Before this nothing of PMHub may be imported. Returns the home."""
    home = Path(tempfile.mkdtemp(prefix="pmhub-bench-"))
    os.environ |= {
        "PMHUB_HOME": str(home),
        "PMHUB_URL": "http://localhost",
        "PMHUB_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "pmhub.settings",
        "PMHUB_WEB_WORKERS": str(WORKERS),
        "PMHUB_WEB_THREADS": str(THREADS),
    }
    import django

    django.setup()
    return home


def populate():
    """Migrations, and a product manager with eleven colleagues; returns the person and their Keys."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from accounts.models import User
    from accounts.operations.tokens import issue_token

    if settings.EMBEDDED:
        settings.EMBEDDED.hold()
    call_command("migrate", verbosity=0)
    people = [
        User.objects.create_user(f"person{number}@bench.example", name=f"Person {number}") for number in range(PEOPLE)
    ]
    with connection.cursor() as cursor:  # an id is never a number, nor a part of one: see bench.recording
        cursor.execute("SELECT setval(pg_get_serial_sequence('requirements_requirement', 'id'), %s)", [FIRST_ID])
    _token, secret = issue_token(people[0], by=people[0], name="bench", scopes=["read", "write"])
    client = Client()
    client.force_login(people[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    return people[0], Keys(secret, f"{session.key}={session.value}")


def grow(size):
    """Seed until the product has `size` requirements and voices, then leave the tables as a quiet night would."""
    from django.db import connection

    from accounts.models import User
    from changes import stream
    from pmhub.lib.operations import recorded
    from pmhub.sample.seeding import seed
    from requirements.models import Requirement

    present = Requirement.objects.filter(product__key=KEY).count()
    seed(KEY, size - present)
    with recorded(User.objects.system(), "seed"), connection.cursor() as cursor:
        cursor.execute(VOICES, [KEY, present])
    stream.settle()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def serving(module, **environment):
    """gunicorn as PMHub uses it, serving `module`; yields `(port, process)`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--keep-alive", "60", module]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        wait_until_open(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def wait_until_open(port, process):
    for _attempt in range(300):
        if process.poll() is not None:
            sys.exit("gunicorn ended; its messages are above")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("gunicorn did not open its port")


def floor_environment(statements):
    """What bench.floor needs to reach the same database."""
    from django.db import connection

    config = connection.settings_dict
    database = {name: config[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    database |= {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None}
    return {"BENCH_DATABASE": json.dumps(database), "BENCH_STATEMENTS": str(statements)}


def memory(process):
    """Resident megabytes of each child of the process."""
    sizes = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            lines = (folder / "status").read_text().splitlines()
        except OSError:
            continue
        status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        if status.get("PPid") == str(process.pid):
            sizes.append(int(status["VmRSS"].split()[0]) / 1024)
    return sizes


def remove(home):
    from django.conf import settings
    from django.db import connection

    connection.close()
    if settings.EMBEDDED:
        settings.EMBEDDED.release()
    shutil.rmtree(home, ignore_errors=True)
