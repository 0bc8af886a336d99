"""Mailboxes over IMAP: real servers, read by one worker at a time, each message once."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from socket import create_server
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.html import escape

from feedback.models import Feedback, IncomingMail, Mailbox
from feedback.operations.fetching import MOST_TRIES, fetch_from
from feedback.receiving import imap
from feedback.tasks import mail_in
from pmhub.celery import app
from pmhub.lib import env
from tests.feedback.mails import PASSWORD, ImapServer, imap_server, mail, raw_mail
from tests.platform.processes import eventually, free_port


@pytest.fixture(scope="module")
def running():
    with imap_server() as server:
        yield server


@pytest.fixture
def server(running, settings, tmp_path):
    """A running server whose mailbox is empty."""
    settings.MEDIA_ROOT = tmp_path
    settings.MAILBOXES = [running.mailbox()]
    connection = running.connect()
    connection.select("INBOX")
    connection.store("1:*", "+FLAGS", r"(\Deleted)")
    connection.expunge()
    connection.logout()
    return running


def fetch_mail():
    return sum(map(fetch_from, django_settings.MAILBOXES))


def titles():
    return list(Feedback.objects.order_by("number").values_list("title", flat=True))


def test_new_mail_is_read_once(server, shop):
    server.put(mail(subject="one"), raw_mail(b"Subject: " + "退款不到账".encode("gb18030"), "From: a@b.example"))
    assert fetch_mail() == 2
    assert titles() == ["one", "退款不到账"]
    server.put(mail(subject="three"))
    assert (fetch_mail(), fetch_mail()) == (1, 0)
    assert titles() == ["one", "退款不到账", "three"]
    connection = server.connect()
    connection.select("INBOX")
    assert connection.search(None, "SEEN") == ("OK", [b""])  # nothing was changed in the mailbox
    connection.logout()
    assert Mailbox.objects.get().problem == ""


def test_what_is_too_large_is_named_and_the_rest_goes_on(server, shop):
    server.put(
        mail(subject="before"), mail("x" * 78 + "\n", subject="huge") + b"y" * (30 * 2**20), mail(subject="after")
    )
    assert fetch_mail() == 3
    assert titles() == ["before", "after"]
    aside = IncomingMail.objects.set_aside().get()
    assert (aside.outcome, aside.subject, aside.problem) == ("large", "huge", "30.0 MB")
    assert aside.size > 30 * 2**20
    assert fetch_mail() == 0


def test_what_nobody_can_read_is_set_aside_and_the_rest_goes_on(server, shop):
    server.put(b"no header at all", mail(subject="after"))
    assert fetch_mail() == 2
    assert (titles(), IncomingMail.objects.set_aside().get().outcome) == (["after"], "unreadable")


def test_uids_that_begin_anew_double_nothing(server, shop):
    server.put(mail(subject="one"))
    fetch_mail()
    Mailbox.objects.update(uid_validity=1, last_uid=99_999)
    server.put(mail(subject="two"))
    assert fetch_mail() == 2
    assert titles() == ["one", "two"]


def test_a_mailbox_is_read_by_one_worker_at_a_time(server, shop):
    server.put(mail(subject="one"))
    Mailbox.objects.create(
        product=shop, name=server.mailbox().name, claimed_until=timezone.now() + timedelta(minutes=1)
    )
    assert fetch_mail() == 0
    Mailbox.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))  # who held it has died
    assert fetch_mail() == 1
    assert Mailbox.objects.get().claimed_until is None


def test_a_message_that_kills_its_readers_is_set_aside(server, shop):
    server.put(mail(subject="deadly"), mail(subject="after"))
    fetch_mail()
    Feedback.objects.all().delete()
    IncomingMail.objects.all().delete()
    first = Mailbox.objects.get().last_uid - 1
    Mailbox.objects.update(last_uid=first - 1, trying=first, tries=MOST_TRIES)
    assert fetch_mail() == 2
    assert titles() == ["after"]
    assert IncomingMail.objects.set_aside().get().subject == "deadly"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_between_loses_and_doubles_nothing(server, shop, process_env, tmp_path):
    wanted = [f"No. {number}" for number in range(60)]
    server.put(*[mail(subject=subject, sender=f"{subject[4:]}@acme.example") for subject in wanted])
    user = f"feedback:{PASSWORD.replace(' ', '%20')}"
    box = f"SHOP=imap://{user}@127.0.0.1:{server.port}/INBOX?address=help@shop.example&plus=yes"
    words = [sys.executable, "manage.py", "shell", "-v0", "-c"]
    code = (
        "from django.conf import settings; from feedback.operations.fetching import fetch_from;"
        " fetch_from(settings.MAILBOXES[0])"
    )
    told = {**process_env, "PMHUB_HOME": str(tmp_path), "PMHUB_MAILBOXES": box}
    worker = subprocess.Popen([*words, code], cwd=django_settings.BASE_DIR, env=told)
    assert eventually(lambda: Feedback.objects.count() >= 5, 60)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert Feedback.objects.count() < 60
    Mailbox.objects.update(claimed_until=timezone.now())  # the lease is over
    fetch_mail()
    assert titles() == wanted


def test_no_server_and_a_silent_one_are_told_and_cost_a_moment(shop, settings, monkeypatch):
    settings.MAILBOXES = [ImapServer(free_port()).mailbox()]
    assert fetch_mail() == 0
    assert "refused" in Mailbox.objects.get().problem
    monkeypatch.setattr(imap, "PATIENCE", 0.3)
    with create_server(("127.0.0.1", 0)) as silent:
        settings.MAILBOXES = [ImapServer(silent.getsockname()[1]).mailbox()]
        began = timezone.now()
        assert fetch_mail() == 0
        assert timezone.now() - began < timedelta(seconds=3)


def test_a_wrong_password_or_folder_is_told(server, shop, settings):
    settings.MAILBOXES = [server.mailbox(password="wrong"), server.mailbox(folder="None")]
    assert fetch_mail() == 0
    told = dict(Mailbox.objects.values_list("name", "problem"))
    assert [words.partition(":")[0] for _name, words in sorted(told.items(), key=lambda one: "None" not in one[0])] == [
        "The folder “None” cannot be opened",
        "The server refused user or password",
    ]
    assert "wrong" not in str(told)
    settings.MAILBOXES = [server.mailbox(product="NONE")]
    assert fetch_mail() == 0


@pytest.fixture
def at_once():
    """Tasks run where they are sent."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@contextmanager
def server_that_says(*lines):
    """A server that answers every command with these lines, whatever was asked."""

    class Talk(StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"* OK ready\r\n")
            for line in self.rfile:
                tag, _blank, _command = line.partition(b" ")
                self.wfile.write(b"".join(told + b"\r\n" for told in lines) + tag + b" OK done\r\n")

    with ThreadingTCPServer(("127.0.0.1", 0), Talk) as nonsense:
        nonsense.daemon_threads = True
        Thread(target=nonsense.serve_forever, daemon=True).start()
        yield ImapServer(nonsense.server_address[1]).mailbox()
        nonsense.shutdown()


def test_what_is_broken_stops_no_other_mailbox(server, shop, settings, at_once, client, maya, admin):
    server.put(mail(subject="one"))
    refused, secure = server.mailbox(user="other"), server.mailbox(user="tls", secure=True)
    with server_that_says(b"* CAPABILITY IMAP4rev1", b"* OK [UIDVALIDITY none] x", b"* SEARCH x 9x") as odd:
        away = ImapServer(free_port()).mailbox()
        settings.MAILBOXES = [
            odd,
            refused,
            away,
            secure,
            server.mailbox(folder="收件箱"),
            server.mailbox(product="NONE"),
            server.mailbox(),
        ]
        mail_in()
        mail_in()
    assert titles() == ["one"]
    told = dict(Mailbox.objects.values_list("name", "problem"))
    assert {name for name, problem in told.items() if not problem} == {server.mailbox().name}
    assert told[odd.name] == "Reading ended for a reason that the worker's log tells."
    assert "收件箱" in told[server.mailbox(folder="收件箱").name]
    assert not Mailbox.objects.exclude(claimed_until=None).exists()
    client.force_login(maya)
    page = client.get("/p/SHOP/feedback/mails/").content.decode()
    assert all(escape(problem) in page for problem in told.values() if problem)
    client.force_login(admin)
    page = client.get("/outbox/").content.decode()
    assert all(escape(problem) in page for problem in told.values() if problem)
    assert "of NONE is not read. There is no product with this key." in page


def test_a_folder_is_named_in_any_script(server, shop, settings):
    connection = server.connect()
    connection.create('"&W6JiN1PNmYg- &- A"')
    connection.append('"&W6JiN1PNmYg- &- A"', None, None, mail(subject="one"))
    settings.MAILBOXES = [server.mailbox(folder="客户反馈 & A")]
    assert fetch_mail() == 1
    connection.delete('"&W6JiN1PNmYg- &- A"')
    connection.logout()
    assert imap.quoted('"台北\\') == r'"\"&U,BTFw-\\"'


def test_what_came_while_nothing_could_be_read_is_looked_for_from_the_last_reading(server, shop, settings):
    server.put(mail(subject="one"))
    assert fetch_mail() == 1
    last = timezone.now() - timedelta(days=5)
    Mailbox.objects.update(looked_at=last)
    settings.MAILBOXES = [server.mailbox(password="wrong")]
    assert fetch_mail() == 0
    row = Mailbox.objects.get()
    assert (row.looked_at, row.problem != "") == (last, True)


def test_mailboxes_are_named_by_the_environment(monkeypatch):
    monkeypatch.setenv(
        "BOXES", "SHOP=imaps://me%40x.example:p%2Fw@mx.example HELP=imap://u:p@h:99/A%20B?address=a@b&plus=yes"
    )
    shop, help_desk = env.mailboxes("BOXES")
    assert (shop.user, shop.password, shop.port, shop.folder) == ("me@x.example", "p/w", 993, "INBOX")
    assert (shop.address, shop.secure, shop.plus) == ("me@x.example", True, False)
    assert (help_desk.port, help_desk.folder, help_desk.address, help_desk.plus) == (99, "A B", "a@b", True)
    assert "p/w" not in repr(shop)


@pytest.mark.parametrize(
    "entry",
    ["imaps://u:p@h", "shop=imaps://u:secret@h", "SHOP=pop3://u:secret@h", "SHOP=imaps://h/INBOX", "SHOP=imaps://u:secret@h:x/",
     "SHOP=imaps://u:secret@h?delete=yes"],
)  # fmt: skip
def test_a_wrong_mailbox_stops_the_start_without_telling_its_password(monkeypatch, entry):
    monkeypatch.setenv("BOXES", entry)
    with pytest.raises(ImproperlyConfigured, match="BOXES is .* expected SHOP=imaps") as refusal:
        env.mailboxes("BOXES")
    assert "secret" not in str(refusal.value)
