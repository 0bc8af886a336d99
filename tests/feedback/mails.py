"""Mails as programs of all ages write them, and a real IMAP server to lay them into."""

import imaplib
import subprocess
import sys
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from pmhub.lib.env import Mailbox
from tests.platform.processes import end, eventually, free_port

number = count(1)
PYMAP = Path(sys.executable).with_name("pymap")
USER, PASSWORD = "feedback", "of no importance"
BOUNCE = b"""From: MAILER-DAEMON@mx.example
Subject: Undelivered
Message-ID: <report@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

Sorry.
--x
Content-Type: message/delivery-status

Final-Recipient: rfc822; li@acme.example
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox
--x
Content-Type: text/rfc822-headers

Message-ID: <ours@shop.example>
Subject: Re: Export
--x--
"""


def mail(body="The export stops at page two.", *, sender="Li Si <li@acme.example>", subject="Export stops", **headers):
    """A clean mail as bytes; `in_reply_to="<…>"` and the like are headers."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "help@shop.example", subject
    message["Message-ID"] = headers.pop("message_id", None) or f"<{next(number)}@acme.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def raw_mail(*lines, body=b""):
    """A mail of exactly these header lines, which may be broken."""
    head = [line.encode() if isinstance(line, str) else line for line in lines]
    return b"\r\n".join([*head, f"Message-ID: <{next(number)}@old.example>".encode(), b"", body])


def with_file(name, data, kind="application/octet-stream", **options):
    message = EmailMessage()
    message["From"], message["Subject"] = "li@acme.example", "With a file"
    message["Message-ID"] = f"<{next(number)}@acme.example>"
    message.set_content("See the file.")
    main, _slash, sub = kind.partition("/")
    message.add_attachment(data, maintype=main, subtype=sub, filename=name, **options)
    return message.as_bytes()


class ImapServer:
    """A running pymap with one mailbox in memory."""

    def __init__(self, port):
        self.port = port

    def connect(self):
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        connection.login(USER, PASSWORD)
        return connection

    def put(self, *mails):
        connection = self.connect()
        for raw in mails:
            kind, answer = connection.append("INBOX", None, None, raw)
            assert kind == "OK", answer
        connection.logout()

    def is_up(self):
        with suppress(OSError, imaplib.IMAP4.error):
            self.connect().logout()
            return True
        return False

    def mailbox(self, **fields):
        given = {"product": "SHOP", "host": "127.0.0.1", "port": self.port, "user": USER, "password": PASSWORD}
        more = {"folder": "INBOX", "secure": False, "address": "help@shop.example", "plus": True}
        return Mailbox(**{**given, **more, **fields})


@contextmanager
def imap_server():
    server = ImapServer(free_port())
    words = [PYMAP, "--host", "127.0.0.1", "--port", str(server.port), "--no-tls", "dict"]
    process = subprocess.Popen(
        [*words, "--demo-user", USER, "--demo-password", PASSWORD],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        assert eventually(server.is_up, 30)
        yield server
    finally:
        end(process)
