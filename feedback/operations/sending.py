"""Replies go out by mail: at most once, soon after they were written.

As with reminders (`notifications.operations.mailing`): a reply is leased (`claimed_until`); when the server has got all
but the line that ends the mail, `mail_id` is noted, the point of no return; `sent_at` after the server has confirmed. A
worker that dies before that point has done nothing. One that dies behind it leaves open whether the mail went out: such
a reply is never sent again by itself, its `problem` says so.
"""

import uuid
from datetime import timedelta
from time import monotonic

import structlog
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Message
from feedback.models.message import MessageKind
from feedback.sending.writing import mail_of_reply, reader_of
from pmhub.lib.courier import Courier, NotSent, ServerAway, Unclear
from pmhub.lib.operations import recorded

GRACE = timedelta(seconds=30)  # in which its writer may still correct it
LEASE = timedelta(minutes=3)
LONGEST_RUN = 90  # seconds; the next sweep goes on
LONGEST_PAUSE = timedelta(hours=1)
OVER = timedelta(days=5)  # what no server took by then is not news any more

log = structlog.get_logger(__name__)


def mail_replies(now=timezone.now):
    """Send every reply that is due; returns how many the server took. Ends early when there is no server."""
    settle_broken(now())
    taken, began = 0, monotonic()
    with Courier() as courier:
        for message in due(now()):
            if monotonic() - began > LONGEST_RUN:
                break
            if claim(message, now()):
                try:
                    taken += send(message, courier, now)
                except ServerAway:
                    break
    return taken


def due(at):
    """Replies to people with an address that have not gone out, oldest first."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    written = Message.objects.filter(kind=MessageKind.REPLY, sent_at=None, mail_id="", created_at__lte=at - GRACE)
    reachable = written.annotate(address=Coalesce("contact__email", "feedback__contact__email")).exclude(address="")
    found = reachable.filter(free, address__isnull=False, created_at__gt=at - OVER).order_by("created_at", "id")
    return list(found.select_related("contact", "feedback__contact", "feedback__product", "author")[:200])


def claim(message, at):
    """Lease a reply; False where somebody else has it."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    message.claimed_until = at + LEASE
    return Message.objects.filter(free, pk=message.pk, sent_at=None, mail_id="").update(
        claimed_until=message.claimed_until
    )


def send(message, courier, now):
    """Hand a leased reply to the server; returns 1 when it was taken. What went wrong is noted on it."""
    contact, mail_id = reader_of(message), new_id(message)
    try:
        courier.post(
            settings.DEFAULT_FROM_EMAIL,
            contact.email,
            lambda: mail_of_reply(message, mail_id),
            lambda: seal(message, mail_id),
        )
    except Unclear as error:
        finish(message, problem=unclear(error))
        return 0
    except NotSent as error:
        log.warning("reply not sent", message=message.pk, reason=str(error))
        put_off(message, error, now())
        if isinstance(error, ServerAway):
            raise
        return 0
    finish(message, sent_at=now(), problem="")
    return 1


def new_id(message):
    return f"<{message.feedback.key.lower()}.{message.pk}.{uuid.uuid4().hex[:12]}@{settings.SITE.hostname}>"


def seal(message, mail_id):
    """The point of no return. False where the reply was changed, removed or taken over since it was read."""
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
    pause = min(max(at - message.created_at, timedelta(minutes=1)), LONGEST_PAUSE)
    mine = Message.objects.filter(pk=message.pk, sent_at=None)
    mine.update(claimed_until=at + pause, problem=problem, mail_id="")


def settle_broken(at):
    """Replies whose worker died while it handed them over: nobody knows, so nobody sends them again."""
    handed = Message.objects.filter(kind=MessageKind.REPLY, sent_at=None, claimed_until__lte=at).exclude(mail_id="")
    for message in handed:
        log.error("a reply's fate is unclear", message=message.pk)
        finish(message, problem=unclear("the worker ended"))


def unclear(error):
    with translation.override(settings.LANGUAGE_CODE):
        return (_("Perhaps sent: %s") % error)[:300]
