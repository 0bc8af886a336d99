"""A mailbox over IMAP (RFC 3501), read without changing anything in it."""

import imaplib
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

PATIENCE = 20  # seconds for each answer of the server
FAILURES = (OSError, imaplib.IMAP4.error)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
ARRIVED = re.compile(rb'INTERNALDATE "[^"]+"')


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
        (found,) = agreed(self.connection.uid("SEARCH", *told))
        return sorted(uid for uid in map(int, (found or b"").split()) if uid > after)  # `*` is always one of them

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
    found = ARRIVED.search(answer)
    told = imaplib.Internaldate2tuple(found[0]) if found else None
    if told is None:
        return None
    return datetime.fromtimestamp(time.mktime(told), UTC)


def agreed(answer):
    """The data of an answer; Unreachable where the server said no."""
    kind, data = answer
    if kind != "OK":
        raise Unreachable(f"{kind} {data[0].decode('utf-8', 'replace') if data and data[0] else ''}"[:300])
    return data


@contextmanager
def opened(mailbox):
    """The folder of a mailbox (see `env.Mailbox`), read only. Raises Unreachable, whatever goes wrong on the way."""
    connection = None
    try:
        dial = imaplib.IMAP4_SSL if mailbox.secure else imaplib.IMAP4
        connection = dial(mailbox.host, mailbox.port, timeout=PATIENCE)
        agreed(connection.login(mailbox.user, mailbox.password))
        agreed(connection.select(f'"{mailbox.folder}"', readonly=True))
        _kind, validity = connection.response("UIDVALIDITY")
        yield Folder(connection, int(validity[0]) if validity and validity[0] else 0)
    except FAILURES as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from error
    finally:
        if connection is not None:
            hang_up(connection)


def hang_up(connection):
    try:
        connection.logout()
    except FAILURES:
        connection.shutdown()
