"""A mailbox over IMAP (RFC 3501), read without changing anything in it."""

import imaplib
import re
import time
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

PATIENCE = 20  # seconds for each answer of the server
FAILURES = (OSError, imaplib.IMAP4.error, UnicodeError)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
ARRIVED = re.compile(rb'INTERNALDATE "[^"]+"')
NOT_ASCII = re.compile(r"[^\x20-\x7e]+")


class Unreachable(Exception):
    """The mailbox cannot be read now."""


@dataclass
class Envelope:
    """What is asked of a message before it is fetched."""

    uid: int
    size: int
    at: datetime | None


class Folder:
    """A selected folder."""

    def __init__(self, connection, uid_validity):
        self.connection, self.uid_validity = connection, uid_validity

    def uids(self, *, after=0, since=None):
        """The UIDs above one, ascending; with a date, those that arrived on it or later."""
        told = ["UID", f"{after + 1}:*"]
        if since:
            told += ["SINCE", f"{since.day}-{MONTHS[since.month - 1]}-{since.year}"]
        found = b" ".join(flat(agreed(self.connection.uid("SEARCH", *told)))).split()
        return sorted({uid for uid in map(int, filter(bytes.isdigit, found)) if uid > after})  # `*` is always in it

    def envelope(self, uid):
        """None where the message is gone."""
        answer = b" ".join(flat(agreed(self.connection.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))))
        size = SIZE.search(answer)
        return Envelope(uid, int(size[1]), instant(answer)) if size else None

    def source(self, uid, part="BODY.PEEK[]"):
        """The bytes of a message, or of a part such as BODY.PEEK[HEADER]. None where it is gone."""
        answer = agreed(self.connection.uid("FETCH", str(uid), f"({part})"))
        return next((piece[1] for piece in answer if isinstance(piece, tuple)), None)


def flat(answer):
    for piece in answer:
        yield from piece if isinstance(piece, tuple) else [piece or b""]


def instant(answer):
    """When a message arrived; None where the server names no day that there is."""
    found = ARRIVED.search(answer)
    try:
        told = imaplib.Internaldate2tuple(found[0]) if found else None
        return datetime.fromtimestamp(time.mktime(told), UTC) if told else None
    except (LookupError, ValueError, OverflowError):
        return None


def agreed(answer):
    """The data of an answer; an error with the server's words where it said no."""
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(data[0] if data and data[0] else kind)
    return data


def quoted(folder):
    """A folder's name as the protocol writes it: in the UTF-7 of RFC 3501, 5.1.3, between quotes."""
    ascii_only = NOT_ASCII.sub(lambda found: f"&{in_base64(found[0])}-", folder.replace("&", "&-"))
    return '"' + ascii_only.replace("\\", r"\\").replace('"', r"\"") + '"'


def in_base64(text):
    return b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")


@contextmanager
def opened(mailbox):
    """The folder of a mailbox (see `env.Mailbox`), read only. Raises Unreachable, whatever goes wrong on the way."""
    connection = None
    try:
        with told(_("No connection to %s") % f"{mailbox.host}:{mailbox.port}"):
            dial = imaplib.IMAP4_SSL if mailbox.secure else imaplib.IMAP4
            connection = dial(mailbox.host, mailbox.port, timeout=PATIENCE)
        with told(_("The server refused user or password")):
            agreed(connection.login(mailbox.user, mailbox.password))
        with told(_("The folder “%s” cannot be opened") % mailbox.folder):
            agreed(connection.select(quoted(mailbox.folder), readonly=True))
            _kind, validity = connection.response("UIDVALIDITY")
        with told(_("Reading broke off")):
            yield Folder(connection, int(validity[0]) if validity and validity[0] else 0)
    finally:
        if connection is not None:
            hang_up(connection)


@contextmanager
def told(step):
    """Let a failure inside say at which step it happened and what the server or the system said."""
    try:
        yield
    except FAILURES as error:
        raise Unreachable(f"{step}: {said(error)}"[:300]) from error


def said(error):
    first = error.args[0] if error.args else ""
    words = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(error)
    return words or type(error).__name__


def hang_up(connection):
    try:
        connection.logout()
    except FAILURES:
        connection.shutdown()
