"""The account that runs the servers, and the folders that belong to it."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SOCKET_PATH_LIMIT = 100  # the kernel allows 107 bytes; PostgreSQL adds its lock file's suffix


@dataclass(frozen=True)
class ServiceAccount:
    """Who the servers run as: ourselves, or `nobody` when we are root, because PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @classmethod
    def current(cls):
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def is_other(self):
        return self.uid != os.geteuid()

    def command(self, *words):
        """The command line that runs `words` under this account.

        Our folders may lie under one that only root may enter, such as `/root`. Instead of opening it to everybody the
        server keeps the one capability that lets it pass; `no_setuid_fixup` makes that hold for access(2), too.
        """
        if not self.is_other:
            return [str(word) for word in words]
        setpriv = shutil.which("setpriv")
        if not setpriv:
            raise ImproperlyConfigured(
                "As root the embedded PostgreSQL needs the command `setpriv` (package util-linux). "
                "Install it, start PMHub as an ordinary user, or set DATABASE_URL and REDIS_URL."
            )
        identity = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        passing = ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        return [setpriv, *identity, *passing, *(str(word) for word in words)]

    def folder(self, path):
        """A private folder of this account, made when it is missing."""
        path = Path(path)
        if not path.exists():
            path.mkdir(mode=0o700)
            if self.is_other:
                os.chown(path, self.uid, self.gid)
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid or stat.S_IMODE(found.st_mode) & 0o077:
            raise ImproperlyConfigured(
                f"{path} is not a private folder of the user number {self.uid}. Was it made by another user? "
                "Choose another folder with PMHUB_HOME, or remove this one."
            )
        return path

    def socket_folder(self, home, file_name):
        """Where a server puts its socket: in the home, or in a short private folder when that path is too long."""
        wanted = Path(home) / "sockets"
        if len(os.fsencode(wanted / file_name)) > SOCKET_PATH_LIMIT:
            digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
            wanted = Path("/tmp") / f"pmhub-{self.uid}-{digest}"
        return wanted

    def start(self, words, log_path, *, cwd):
        """Start a server in a session of its own, so that Ctrl-C in our terminal does not reach it."""
        with open(log_path, "ab") as log:
            return subprocess.Popen(
                self.command(*words), cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
