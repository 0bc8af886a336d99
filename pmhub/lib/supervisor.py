"""Keeps a handful of child processes running, and ends exactly those."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

STEADY_AFTER = 60  # seconds; a process that lived this long is started again at once
LONGEST_PAUSE = 30  # seconds between two attempts
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """A command that is to run as long as we do. `patience` is how many seconds it gets to end by itself."""

    name: str
    command: list
    env: dict = field(default_factory=dict)
    patience: float = 10
    pass_fds: tuple = ()
    process: subprocess.Popen | None = None
    started: float = 0
    failures: int = 0
    due: float = 0

    def start(self, cwd):
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=cwd,
            env={**os.environ, **self.env},
            stdin=subprocess.DEVNULL,
            pass_fds=self.pass_fds,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),
        )

    def ended(self):
        return self.process is not None and self.process.poll() is not None

    def pause(self):
        """Seconds until the next attempt: 0 after a long life, else 1, 2, 4 … 30."""
        self.failures = 0 if time.monotonic() - self.started > STEADY_AFTER else self.failures + 1
        return min(2 ** (self.failures - 1), LONGEST_PAUSE) if self.failures else 0

    def signal_group(self, number):
        """Reach the process and everything it started."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass


class Supervisor:
    """Starts children, starts them again when they end, and stops them at SIGINT, SIGTERM or SIGHUP.

    `report(text)` tells people; `tend()` is called about every second for whatever else must stay alive.
    """

    def __init__(self, children, *, cwd, report, tend=lambda: None):
        self.children = children
        self.cwd = cwd
        self.report = report
        self.tend = tend
        self.stopping = threading.Event()
        self.hurry = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def start(self, *children):
        for child in children:
            if not self.stopping.is_set():
                child.start(self.cwd)

    def watch(self):
        """Stay until asked to stop."""
        while not self.stopping.wait(1):
            for child in self.children:
                self._look_after(child)
            self.tend()

    def stop(self):
        """End all children: first politely, after their patience (or a second Ctrl-C) by force."""
        running = [child for child in self.children if child.process and not child.ended()]
        for child in running:
            child.process.terminate()
        asked = time.monotonic()
        while any(not child.ended() for child in running):
            for child in running:
                if not child.ended() and (self.hurry or time.monotonic() - asked > child.patience):
                    self.report(f"{child.name} does not end by itself; it is killed.")
                    child.signal_group(signal.SIGKILL)
                    child.process.wait()
            time.sleep(0.05)
        for child in self.children:
            if child.process:
                child.signal_group(signal.SIGKILL)  # whatever it left behind

    def _look_after(self, child):
        now = time.monotonic()
        if child.due and now >= child.due:
            child.due = 0
            child.start(self.cwd)
        elif not child.due and child.ended():
            pause = child.pause()
            child.signal_group(signal.SIGKILL)
            self.report(f"{child.name} {_how(child.process.returncode)}; it starts again in {pause} s.")
            child.due = now + pause

    def _asked_to_stop(self, number, frame):
        self.hurry = self.stopping.is_set() and number == signal.SIGINT
        self.stopping.set()


def _how(status):
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"


def _die_with(parent):
    """What a child does before its program starts: ask Linux for SIGTERM when we die, even by `kill -9`."""

    def prepare():
        if LIBC:
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    return prepare
