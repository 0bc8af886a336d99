"""Replies go out by mail: at most once, soon after they were written.

A reply goes out as `pmhub.lib.rounds` says: `mail_id` is noted when it is marked, `sent_at` when it was taken. One
whose fate is unclear is never sent again by itself, its `problem` says so.
"""

import uuid
from datetime import timedelta

import structlog
from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Message
from feedback.models.message import MessageKind
from feedback.sending.writing import mail_of_reply, reader_of
from pmhub.lib.letters import LEASE, free, pause_since
from pmhub.lib.operations import recorded
from pmhub.lib.rounds import hand_over, round_of_mail

GRACE = timedelta(seconds=30)  # in which its writer may still correct it
OVER = timedelta(days=5)  # what no server took by then is not news any more

log = structlog.get_logger(__name__)


def mail_replies(now=timezone.now):
    """Send every reply that is due; returns how many the server took."""
    settle_broken(now())
    return round_of_mail(now, due=due, claim=claim, send=send)


def due(at):
    """Replies to people with an address that have not gone out, oldest first."""
    written = Message.objects.filter(kind=MessageKind.REPLY, sent_at=None, mail_id="", created_at__lte=at - GRACE)
    reachable = written.annotate(address=Coalesce("contact__email", "feedback__contact__email")).exclude(address="")
    found = reachable.filter(free(at), address__isnull=False, created_at__gt=at - OVER).order_by("created_at", "id")
    return list(found.select_related("contact", "feedback__contact", "feedback__product", "author")[:200])


def claim(message, at):
    """The reply, leased to us; None where somebody else has it."""
    message.claimed_until = at + LEASE
    mine = Message.objects.filter(free(at), pk=message.pk, sent_at=None, mail_id="")
    return message if mine.update(claimed_until=message.claimed_until) else None


def send(message, courier, now):
    """Hand a leased reply to the server; returns 1 when it was taken. What went wrong is noted on it."""
    mail_id = new_id(message)
    return hand_over(
        message, courier, reader_of(message).email,
        draft=lambda: mail_of_reply(message, mail_id),
        mark=lambda: seal(message, mail_id),
        sent=lambda: finish(message, sent_at=now(), problem="") or 1,
        unclear=lambda error: finish(message, problem=unclear(error)),
        put_off=lambda error: put_off(message, error, now()),
    )  # fmt: skip


def new_id(message):
    return f"<{message.feedback.key.lower()}.{message.pk}.{uuid.uuid4().hex[:12]}@{settings.SITE.hostname}>"


def seal(message, mail_id):
    """The point of no return. False where the reply was changed, removed or taken over since it was read: what was
    changed goes out when the lease is over.
    """
    with recorded(User.objects.system(), "send_reply"):
        mine = Message.objects.filter(pk=message.pk, claimed_until=message.claimed_until, mail_id="", sent_at=None)
        return bool(mine.filter(body=message.body).update(mail_id=mail_id))


def finish(message, **values):
    Message.objects.filter(pk=message.pk, sent_at=None).update(claimed_until=None, **values)


def put_off(message, error, at):
    """The server did not take it: again after as long as it has waited already; never, if it was refused for good."""
    problem = str(error)[:300]
    if error.for_good:
        finish(message, problem=problem, mail_id=new_id(message))
        return
    mine = Message.objects.filter(pk=message.pk, sent_at=None)
    mine.update(claimed_until=at + pause_since(message.created_at, at), problem=problem, mail_id="")


def settle_broken(at):
    """Replies whose worker died while it handed them over: nobody knows, so nobody sends them again."""
    handed = Message.objects.filter(kind=MessageKind.REPLY, sent_at=None, claimed_until__lte=at).exclude(mail_id="")
    for message in handed:
        log.error("a reply's fate is unclear", message=message.pk)
        finish(message, problem=unclear("the worker ended"))


def unclear(error):
    with translation.override(settings.LANGUAGE_CODE):
        return (_("Perhaps sent: %s") % error)[:300]
