"""Real processes over a home folder of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings

ASK = "from django.db import connection as c; k = c.cursor(); k.execute({sql!r}); print(k.fetchall()); {then}"
# A shell without job control starts what it puts in the background with SIGINT ignored, and children inherit that.
SETUP = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import django; django.setup(); "
PATIENCE = 180  # seconds


class Home:
    """A PMHUB_HOME and the processes that work with it."""

    def __init__(self, folder=None):
        self.path = Path(folder or tempfile.mkdtemp(prefix="pmhub-home-"))
        self.env = {
            **os.environ,
            "PMHUB_HOME": str(self.path),
            "PMHUB_TEST": "1",
            "PMHUB_SECRET_KEY": "",
            "PMHUB_REDIS_PREFIX": "",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "pmhub.settings",
            "PYTHONUNBUFFERED": "1",
            "NO_COLOR": "1",
            "PMHUB_LOG_LEVEL": "INFO",
        }

    def command(self, *words, **options):
        """Start `manage.py …`."""
        return self.python("manage.py", *words, **options)

    def python(self, *words, **options):
        pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen([sys.executable, *words], cwd=settings.BASE_DIR, env=self.env, **pipe, **options)

    def ask(self, sql, then=""):
        """Start a process that prints the rows of a query and then does something."""
        return self.python("-c", SETUP + ASK.format(sql=sql, then=then))

    def copy(self):
        """Another home with the same data. Nothing may run in this one."""
        other = Home()
        subprocess.run(["cp", "-a", f"{self.path}/.", other.path], check=True)
        return other

    def living(self):
        """Every process that works with this home, by its environment or (Valkey) its title."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process):
        try:
            alive = process.status() != psutil.STATUS_ZOMBIE
            named = any(str(self.path) in word for word in process.cmdline())
            return alive and (named or process.environ().get("PMHUB_HOME") == str(self.path))
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False

    def clean(self):
        for process in self.living():
            process.send_signal(signal.SIGKILL)
        shutil.rmtree(self.path, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(url):
    """The HTTP status of a GET, or None where nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return None


def eventually(holds, seconds=60):
    """Whether a condition comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


def celery_worker(env, log, *options, seconds=30):
    """A real worker that is ready, in a process group of its own; what it says goes to the file `log`, also `.log`."""
    words = [sys.executable, "-m", "celery", "-A", "pmhub", "worker", *options, "-l", "INFO"]
    with log.open("w") as output:
        process = subprocess.Popen(
            words, cwd=settings.BASE_DIR, env=env, stdout=output, stderr=output, start_new_session=True
        )
    process.log = log
    ready = eventually(lambda: "ready." in log.read_text() or process.poll() is not None, seconds)
    if not ready or process.poll() is not None:
        end(process)
        raise AssertionError(log.read_text())
    return process


def end(process):
    """kill -9 of a process and its children, if it still runs."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


@contextmanager
def deadline_of(process):
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def read_until(process, words):
    """The lines of a process up to and including the one with these words. A process that never says them is killed."""
    lines = []
    with deadline_of(process):
        for line in process.stdout:
            lines.append(line)
            if words in line:
                return "".join(lines)
    raise AssertionError(f"{words!r} never came:\n{''.join(lines)}")
