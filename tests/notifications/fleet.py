"""Real beats and workers that are killed and started again, over a Valkey of their own that may be flushed."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import psutil
import redis
from django.conf import settings

from pmhub.lib.embedded import EmbeddedServices
from tests.platform.processes import Home, end, eventually

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "tests.notifications.clockwork"]
WORKER = ["worker", "-c", "1", "-Q", "default,mail", "--without-gossip", "--without-mingle"]


class Fleet:
    """Two beats and two workers at once. Whoever of them ended is started anew by `tend`, as `manage.py up` does."""

    def __init__(self, env):
        self.home = Home()
        self.services = EmbeddedServices(self.home.path, postgres=False)
        self.services.hold()
        socket = self.services.valkey.socket
        self.broker = redis.Redis(unix_socket_path=str(socket))
        self.clock = self.home.path / "clock"
        self.set_clock(datetime.now(UTC))
        self.env = {**env, "REDIS_URL": f"unix://{socket}", "PMHUB_TEST_CLOCK": str(self.clock)}
        self.commands = {f"beat {n}": ["beat", "-s", str(self.home.path / f"beat{n}")] for n in (1, 2)}
        self.commands |= {f"worker {n}": [*WORKER, "-n", f"w{n}@drill"] for n in (1, 2)}
        self.running = {}
        self.kills = []

    def __enter__(self):
        self.tend()
        workers = [name for name in self.commands if name.startswith("worker")]
        assert eventually(lambda: all("ready." in self.log_of(name) for name in workers), 60), self.log_of("worker 1")
        return self

    def __exit__(self, *_):
        for process in self.running.values():
            end(process)
        self.broker.close()
        self.services.release()
        self.home.clean()

    def tend(self):
        for name, words in self.commands.items():
            if name not in self.running or self.running[name].poll() is not None:
                with (self.home.path / f"{name}.log").open("a") as log:
                    self.running[name] = subprocess.Popen(
                        [*CELERY, *words], cwd=settings.BASE_DIR, env=self.env, stdout=log, stderr=log,
                        start_new_session=True,
                    )  # fmt: skip

    def log_of(self, name):
        return (self.home.path / f"{name}.log").read_text()

    def kill(self, name):
        """kill -9 of one of them with all its children."""
        self.kills.append(name)
        end(self.running[name])

    def kill_child(self, name):
        """kill -9 of the process in which a worker runs its tasks; the worker itself goes on."""
        try:
            for child in psutil.Process(self.running[name].pid).children():
                os.kill(child.pid, signal.SIGKILL)
                self.kills.append(f"child of {name}")
        except (psutil.NoSuchProcess, ProcessLookupError):
            return

    def set_clock(self, moment):
        ahead = self.clock.with_suffix(".new")
        ahead.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        ahead.replace(self.clock)

    @property
    def now(self):
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + float(self.clock.read_text()), UTC)
