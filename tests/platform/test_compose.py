"""docker-compose.yml as far as it can be checked without Docker: every command in it exists and starts here."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.cache import cache

from pmhub.tasks import HEARTBEAT
from tests.platform.processes import eventually, free_port, read_until, status_of

GIVEN = {
    "PMHUB_URL": "https://pm.example.org",
    "PMHUB_SECRET_KEY": "0123456789" * 6,
    "POSTGRES_PASSWORD": "pw",
}
SERVERS = {"DATABASE_URL", "REDIS_URL"}
COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "pmhub"}


def filled(text):
    """Compose's ${NAME}, ${NAME:-default} and ${NAME:?message}."""
    return re.sub(r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}", lambda m: GIVEN.get(m[1], m[2] or ""), str(text))


def environment(service, process_env, home):
    """The service's environment, but with the servers of this test."""
    own = {name: filled(value) for name, value in service["environment"].items() if name not in SERVERS}
    return {**process_env, **own, "PMHUB_HOME": str(home), "PMHUB_TEST": ""}


def program(words):
    """The same command by the programs of this environment."""
    python = Path(sys.executable)
    known = {"python": python, "gunicorn": python.with_name("gunicorn"), "celery": python.with_name("celery")}
    assert words[0] in known, f"{words[0]} is no program of the image"
    return [str(known[words[0]]), *words[1:]]


@pytest.fixture
def start(process_env, tmp_path):
    """Start the command of a service; it is ended after the test."""
    started = []

    def start(name, replace=None):
        words = [(replace or {}).get(word, word) for word in program(OURS[name]["command"])]
        pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        env = {**environment(OURS[name], process_env, tmp_path), "PYTHONUNBUFFERED": "1"}
        started.append(subprocess.Popen(words, cwd=settings.BASE_DIR, env=env, **pipe))
        return started[-1]

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def run(words, env):
    return subprocess.run(program(words), cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)


def test_it_has_the_shape_of_the_design():
    assert set(COMPOSE["services"]) == {"migrate", "web", "worker", "beat", "db", "redis"}
    assert all("healthcheck" in service for name, service in COMPOSE["services"].items() if name != "migrate")
    used = {mount.split(":")[0] for service in COMPOSE["services"].values() for mount in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_the_worker_serves_every_queue():
    command = OURS["worker"]["command"]
    assert command[command.index("--queues") + 1].split(",") == settings.TASK_QUEUES


def test_the_image_does_not_run_as_root_and_copies_what_exists():
    lines = (settings.BASE_DIR / "Dockerfile").read_text().splitlines()
    assert "USER pmhub" in lines
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            assert all((settings.BASE_DIR / source).exists() for source in line.split()[1:-1]), line


def test_deployment_checks_are_clean(process_env, tmp_path):
    env = environment(OURS["web"], process_env, tmp_path)
    done = run(["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], env)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_migrations_run(process_env, tmp_path):
    done = run(OURS["migrate"]["command"], environment(OURS["migrate"], process_env, tmp_path))
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_web_starts_and_its_health_check_agrees(start, process_env, tmp_path):
    port = free_port()
    start("web", {"0.0.0.0:8000": f"127.0.0.1:{port}"})
    assert eventually(lambda: status_of(f"http://127.0.0.1:{port}/healthz") == 200)
    check = [word.replace(":8000", f":{port}") for word in OURS["web"]["healthcheck"]["test"][1:]]
    assert run(check, environment(OURS["web"], process_env, tmp_path)).returncode == 0


@pytest.mark.slow
def test_worker_and_beat_start_and_their_health_checks_agree(start, process_env, tmp_path):
    cache.delete(HEARTBEAT)  # another test's
    read_until(start("worker"), "ready.")
    start("beat", {"/tmp/beat.schedule": str(tmp_path / "beat.schedule")})
    env = environment(OURS["worker"], process_env, tmp_path)
    assert eventually(lambda: cache.get(HEARTBEAT), seconds=150)  # a check is a process, which would slow them down
    assert run(OURS["beat"]["healthcheck"]["test"][1:], env).returncode == 0
    ping = [word for word in OURS["worker"]["healthcheck"]["test"][1:] if "HOSTNAME" not in word]
    assert run([word for word in ping if word != "--destination"], env).returncode == 0
