"""`manage.py up` starts everything, keeps it running, and ends all of it and nothing else."""

import os
import signal

import psutil
import pytest

from tests.platform.processes import Home, eventually, free_port, read_until, status_of

pytestmark = [pytest.mark.slow, pytest.mark.drill]


@pytest.fixture
def migrated(migrated_home):
    home = migrated_home.copy()
    yield home
    home.clean()


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def up(migrated, port):
    process = migrated.command("up", "--no-demo", "--port", str(port))
    read_until(process, f"PMHub is ready: http://127.0.0.1:{port}")
    assert eventually(lambda: all(child(process, word) for word in ("gunicorn", "worker", "beat")))
    yield process
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert eventually(lambda: not migrated.living())


def child(up, word):
    """The main process of web, worker or beat."""
    return next((process for process in psutil.Process(up.pid).children() if word in words(process)), None)


def words(process):
    try:
        return process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []


def test_it_serves_and_says_when_it_is_ready(up, port):
    assert status_of(f"http://127.0.0.1:{port}/healthz") == 200
    assert eventually(lambda: status_of(f"http://127.0.0.1:{port}/readyz") == 200)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_it_started(migrated, port, number):
    up = migrated.command("up", "--no-demo", "--port", str(port))
    read_until(up, "PMHub is ready")
    up.send_signal(number)
    assert up.wait(timeout=60) == 0
    assert not migrated.living()


@pytest.mark.parametrize("name,word", [("web", "gunicorn"), ("worker", "worker"), ("beat", "beat")])
def test_a_crashed_process_is_reported_and_started_again(up, name, word):
    before = child(up, word).pid
    os.kill(before, signal.SIGKILL)
    assert "it starts again in 1 s" in read_until(up, f"{name} was ended by SIGKILL")
    assert eventually(lambda: child(up, word) and child(up, word).pid != before)


def test_the_web_answers_again_after_it_was_killed(up, port):
    os.kill(child(up, "gunicorn").pid, signal.SIGKILL)
    read_until(up, "web was ended by SIGKILL")
    assert status_of(f"http://127.0.0.1:{port}/healthz") == 200  # callers wait: the socket is never closed


def test_a_crashed_database_is_started_again(migrated, up, port):
    pid = int((migrated.path / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    read_until(up, "Started again: EmbeddedPostgres")
    assert eventually(lambda: status_of(f"http://127.0.0.1:{port}/readyz") == 200)


def test_when_it_is_killed_its_children_go_too(migrated, port):
    up = migrated.command("up", "--no-demo", "--port", str(port))
    read_until(up, "PMHub is ready")
    up.kill()
    up.wait()
    ours = {"postgres", "valkey-server"}
    assert eventually(lambda: all(process.name() in ours for process in migrated.living()))
    migrated.ask("SELECT 1").communicate()
    assert eventually(lambda: not migrated.living())


def test_commands_work_while_it_runs_and_leave_the_servers_alone(migrated, up, port):
    assert "[(1,)]" in migrated.ask("SELECT 1").communicate()[0]
    assert status_of(f"http://127.0.0.1:{port}/healthz") == 200


def test_a_port_in_use_and_a_home_in_use_have_clear_messages(migrated, up, port):
    again = migrated.command("up", "--port", str(free_port()))
    assert "PMHub already runs with" in again.communicate()[0]
    assert again.returncode == 1
    other = Home()
    refused = other.command("up", "--port", str(port))
    assert f"Cannot listen on 127.0.0.1 port {port}: Address already in use" in refused.communicate()[0]
    assert refused.returncode == 1
    other.clean()


def test_two_copies_run_side_by_side(up, port, migrated_home):
    other, second_port = migrated_home.copy(), free_port()
    second = other.command("up", "--no-demo", "--port", str(second_port))
    try:
        read_until(second, "PMHub is ready")
        assert status_of(f"http://127.0.0.1:{second_port}/healthz") == 200
        second.send_signal(signal.SIGINT)
        assert second.wait(timeout=60) == 0
        assert status_of(f"http://127.0.0.1:{port}/healthz") == 200
    finally:
        other.clean()
