"""Reading the mailboxes: each by one worker at a time, each message once, none in the way of the others.

Each has a task of its own, so that the trouble of one, even one that nobody thought of, stops no other; what it was is
told on the pages about mail. A mailbox's row is leased. How far it was read is noted in the transaction of each
message, so that a worker that dies leaves no message half taken and none twice; a message that killed three workers is
set aside. Message-IDs guard against doubles also where UIDs begin anew.
"""

from datetime import timedelta
from time import monotonic

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Mailbox
from feedback.models.incoming import Outcome
from feedback.operations.receiving import set_aside, take_in
from feedback.receiving.imap import Unreachable, opened
from pmhub.lib.letters import free
from products.models import Product

LEASE = timedelta(minutes=4)
LONGEST_RUN = 60  # seconds; the next sweep goes on
MOST_TRIES = 3
FIRST_LOOK = timedelta(days=7)  # how far back a mailbox is read that was never read before

log = structlog.get_logger(__name__)


def fetch_from(mailbox):
    """Read what is new in one mailbox, unless somebody else does; returns how many messages were looked at."""
    product = Product.objects.filter(key=mailbox.product).first()
    if product is None:
        log.error("mailbox of no product", mailbox=mailbox.name, product=mailbox.product)
        return 0
    row = leased(product, mailbox)
    if row is None:
        return 0
    problem, seen, is_whole = _("Reading ended for a reason that the worker's log tells."), 0, False
    try:
        with opened(mailbox) as folder:
            seen, is_whole = read(row, folder)
        problem = ""
    except Unreachable as error:
        problem = str(error)
        log.warning("mailbox not read", mailbox=mailbox.name, reason=problem)
    finally:
        release(row, problem, is_whole)
    return seen


def release(row, problem, is_whole):
    """Give the lease back. `looked_at` is when all there was had been read: from there one looks back (see `read`)."""
    read = {"looked_at": timezone.now()} if is_whole else {}
    mine = Mailbox.objects.filter(pk=row.pk, claimed_until=row.claimed_until)
    mine.update(claimed_until=None, problem=problem, **read)


def leased(product, mailbox):
    """The mailbox's row, ours for the lease; None while another worker has it."""
    Mailbox.objects.bulk_create([Mailbox(product=product, name=mailbox.name)], ignore_conflicts=True)
    now = timezone.now()
    if not Mailbox.objects.filter(free(now), product=product, name=mailbox.name).update(claimed_until=now + LEASE):
        return None
    row = Mailbox.objects.get(product=product, name=mailbox.name)
    row.product = product
    return row


def read(row, folder):
    """Take in what came after the last UID; returns how many messages were looked at, and whether that was all.

    Where the server counts anew, look back as far as it could matter.
    """
    began, seen, since = monotonic(), 0, None
    if row.uid_validity != folder.uid_validity:
        since = ((row.looked_at or timezone.now() - FIRST_LOOK) - timedelta(days=1)).date()
        row.uid_validity, row.last_uid, row.trying, row.tries = folder.uid_validity, 0, None, 0
        row.save(update_fields=["uid_validity", "last_uid", "trying", "tries"])
    for uid in folder.uids(after=row.last_uid, since=since):
        if monotonic() - began > LONGEST_RUN:
            return seen, False
        take(row, folder, uid)
        seen += 1
    return seen, True


def take(row, folder, uid):
    """One message: taken in, or set aside with a reason. In either case the next one is read after it."""
    tries = row.tries + 1 if row.trying == uid else 1
    row.trying, row.tries = uid, tries
    Mailbox.objects.filter(pk=row.pk).update(trying=uid, tries=tries)
    envelope = folder.envelope(uid)
    if envelope is None:
        passed(row, uid)
        return
    by, too_large = User.objects.system(), envelope.size > settings.MAIL_LIMIT
    raw = folder.source(uid, "BODY.PEEK[HEADER]" if too_large else "BODY.PEEK[]") or b""
    if too_large:
        problem = f"{envelope.size / 2**20:.1f} MB"
        aside(row, uid, raw, Outcome.LARGE, problem, size=envelope.size)
    elif tries > MOST_TRIES:  # its head is enough to name it; the whole lies in the mailbox still
        head = raw.partition(b"\r\n\r\n")[0]
        aside(row, uid, head, Outcome.UNREADABLE, "Workers ended while they were reading it.", size=len(raw))
    else:
        with transaction.atomic():
            take_in(row.product, raw, by=by, at=envelope.at)
            passed(row, uid)


def aside(row, uid, raw, outcome, problem, size=None):
    with transaction.atomic():
        set_aside(row.product, outcome, raw, by=User.objects.system(), problem=problem, size=size)
        passed(row, uid)


def passed(row, uid):
    """This far it is read; by whom our lease was taken has read at least as far."""
    Mailbox.objects.filter(pk=row.pk, last_uid__lt=uid, uid_validity=row.uid_validity).update(
        last_uid=uid, trying=None, tries=0
    )
    row.last_uid = max(row.last_uid, uid)
