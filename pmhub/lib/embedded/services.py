"""Shared use of the embedded servers by any number of processes."""

import atexit
import fcntl
import os
import threading
from contextlib import contextmanager

from .account import ServiceAccount
from .postgres import EmbeddedPostgres
from .valkey import EmbeddedValkey


class EmbeddedServices:
    """The servers of one home folder. `hold()` before use; they end with the last process that holds them."""

    def __init__(self, home, *, postgres=True, valkey=True, unsafe=False):
        self.home = home
        self.account = ServiceAccount.current()
        self.postgres = EmbeddedPostgres(home, self.account, unsafe=unsafe) if postgres else None
        self.valkey = EmbeddedValkey(home, self.account) if valkey else None
        self._use = None
        self._owner = None
        self._thread_lock = threading.Lock()

    @property
    def servers(self):
        return [server for server in (self.postgres, self.valkey) if server]

    def hold(self):
        """Make sure the servers run, and keep them running until this process ends. Cheap after the first call."""
        if self._use is not None:
            return
        with self._thread_lock, self._starting():
            if self._use is not None:
                return
            use = os.open(self.home / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(use, fcntl.LOCK_SH)
            self._start_missing()
            self._use, self._owner = use, os.getpid()
            atexit.register(self.release)

    def revive(self):
        """Start again what has died meanwhile; the names of what was started."""
        with self._starting():
            return self._start_missing()

    def release(self):
        """Leave. The last one out stops the servers; a forked child of a holder is not a holder of its own."""
        if self._use is None or self._owner != os.getpid():
            return
        with self._starting():
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                for server in self.servers:
                    server.stop()
            os.close(self._use)
            self._use = None

    def _start_missing(self):
        started = []
        for server in self.servers:
            if not server.is_ready():
                server.start()
                started.append(type(server).__name__)
        return started

    @contextmanager
    def _starting(self):
        """One process at a time starts or stops servers."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.home / "logs").mkdir(mode=0o700, exist_ok=True)
        lock = os.open(self.home / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for folder in {self.account.socket_folder(self.home, server.file_name) for server in self.servers}:
                self.account.folder(folder)
            yield
        finally:
            os.close(lock)
