"""Small questions about servers that start and end."""

import os
import socket
import time

from django.core.exceptions import ImproperlyConfigured


def can_connect(path):
    """Whether a server listens on the Unix socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


def is_running(pid):
    """Whether a process of this number lives. Our own ended children are collected on the way."""
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def wait_until(holds, process, what, log_path, *, seconds):
    """Wait for a condition; if the process ends first or time runs out, fail with the tail of its log."""
    deadline = time.monotonic() + seconds
    while not holds():
        if process is not None and process.poll() is not None:
            raise ImproperlyConfigured(f"{what} ended at once. Its log says:\n{_tail(log_path)}")
        if time.monotonic() > deadline:
            raise ImproperlyConfigured(f"{what} took longer than {seconds} s. Its log says:\n{_tail(log_path)}")
        time.sleep(0.02)


def _tail(path, lines=15):
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
