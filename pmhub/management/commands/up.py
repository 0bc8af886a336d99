"""`manage.py up`: everything that PMHub needs, in one terminal."""

import fcntl
import http.client
import io
import os
import socket
import sys
import time

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from pmhub.lib.supervisor import Child, Supervisor

ROOT_WARNING = "ignore:You're running the worker"  # about pickle, which our tasks never accept
SIGN_INS = settings.PMHUB_HOME / "sample-sign-ins.txt"


class Command(BaseCommand):
    help = "Starts the embedded services, brings the database up to date, and runs web, worker and clock until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="no sample workspace on the first start")

    def handle(self, *, host, port, no_demo, **options):
        began = time.monotonic()
        os.environ.setdefault("PMHUB_URL", f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")
        lock = self.only_one()
        listener = self.listen(host, port)
        try:
            if settings.EMBEDDED:
                settings.EMBEDDED.hold()
            self.prepare_database(no_demo)
        except ImproperlyConfigured as error:
            raise CommandError(error) from None
        supervisor = Supervisor(
            self.children(listener), cwd=settings.BASE_DIR, report=self.say, tend=self.tend_services
        )
        try:
            web, *others = supervisor.children
            supervisor.start(web)  # alone, so that people wait less
            if self.wait_for_web(supervisor, listener):
                self.welcome(time.monotonic() - began)
            supervisor.start(*others)
            supervisor.watch()
        finally:
            self.say("Stopping …")
            supervisor.stop()
            lock.close()

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def only_one(self):
        settings.PMHUB_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = open(settings.PMHUB_HOME / "up.lock", "w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"PMHub already runs with {settings.PMHUB_HOME}. PMHUB_HOME chooses another.") from None
        return lock

    def listen(self, host, port):
        """The web's socket. It is ours, so callers wait instead of being refused while the web starts again."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host} port {port}: {error.strerror}. Choose another: --port {port + 1}"
            ) from None
        listener.listen(1024)
        return listener

    def prepare_database(self, no_demo):
        self.check(tags=["database"], databases=["default"])
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)
        if not no_demo and "sample_workspace" in get_commands() and not User.objects.filter(is_system=False).exists():
            self.say("Making the sample workspace …")
            call_command("sample_workspace", stdout=io.StringIO())  # `welcome` shows what it wrote down
        connection.close()

    def children(self, listener):
        python = [sys.executable, "-m"]
        celery = [sys.executable, "-W", ROOT_WARNING, "-m", "celery", "--quiet", "--app", "pmhub"]
        queues = ",".join(settings.TASK_QUEUES)
        worker = ["worker", "--concurrency", "2", "--queues", queues, "--max-memory-per-child", "200000"]
        quiet = ["--without-gossip", "--without-mingle"]
        descriptor = listener.fileno()
        bind = ["--bind", f"fd://{descriptor}"]
        # Celery's SIGTERM waits for tasks without end; its SIGQUIT waits as long as the soft shutdown allows.
        patient = {"REMAP_SIGTERM": "SIGQUIT", "PMHUB_STATEMENT_TIMEOUT": "300"}
        return [
            Child("web", [*python, "gunicorn", *bind, "pmhub.wsgi"], pass_fds=(descriptor,)),
            Child("worker", [*celery, *worker, *quiet], env=patient, patience=40),
            Child("beat", [*celery, "beat"]),
        ]

    def tend_services(self):
        if settings.EMBEDDED and not all(server.is_ready() for server in settings.EMBEDDED.servers):
            self.say(f"Started again: {', '.join(settings.EMBEDDED.revive())}")

    def wait_for_web(self, supervisor, listener):
        """Ask until the web answers; False when we are told to stop before."""
        host, port = listener.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        web = supervisor.children[0]
        while not supervisor.stopping.wait(0.05):
            if web.ended():
                return False
            asked = http.client.HTTPConnection(host, port, timeout=5)
            try:
                asked.request("GET", "/healthz", headers={"Host": "localhost"})
                if asked.getresponse().status == 200:
                    return True
            except OSError:
                continue
            finally:
                asked.close()
        return False

    def welcome(self, seconds):
        self.say(f"\nPMHub is ready: {os.environ['PMHUB_URL']}   ({seconds:.1f} s; Ctrl-C ends it)")
        if SIGN_INS.exists():
            self.say("\n" + SIGN_INS.read_text())
