"""The letter of a day, and the lease by which one worker at a time has something to send."""

from datetime import timedelta

import structlog
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=3)
LONGEST_PAUSE = timedelta(hours=1)

log = structlog.get_logger(__name__)


def free(at):
    """Rows that nobody has leased."""
    return Q(claimed_until=None) | Q(claimed_until__lte=at)


def pause_since(began, at):
    """How long what was not taken waits: as long as it has waited already, from a minute to an hour."""
    return min(max(at - began, timedelta(minutes=1)), LONGEST_PAUSE)


class LetterState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCLEAR = "unclear", _("Perhaps sent")
    FAILED = "failed", _("Refused")


OUT = (LetterState.SENDING, LetterState.SENT, LetterState.UNCLEAR)


class DailyLetterQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=LetterState.WAITING)

    def held(self, at):
        """Those that wait and that nobody may take yet."""
        return self.waiting().filter(Q(not_before__gt=at) | Q(claimed_until__gt=at))

    def out(self):
        """Those that went out, or perhaps did."""
        return self.filter(state__in=OUT)

    def settle_broken(self, at, close):
        """Close those whose worker died while it handed them over: nobody knows, so nobody sends them again."""
        for letter in self.filter(state=LetterState.SENDING, claimed_until__lte=at):
            log.error("a letter's fate is unclear", of=letter._meta.label, id=letter.pk)
            close(letter, "The worker ended while it was handing the mail over.")

    def leased(self, at, address):
        """The one of these that waits, leased to us and addressed; None while somebody else has it."""
        ready = Q(not_before=None) | Q(not_before__lte=at)
        with transaction.atomic():
            letter = self.waiting().filter(free(at), ready).select_for_update(skip_locked=True).first()
            if letter:
                letter.claimed_until, letter.address = at + LEASE, address
                letter.save(update_fields=["claimed_until", "address"])
        return letter

    def still_ours(self, letter):
        """The letter, locked at once or not at all, unless our lease was over and somebody else took it."""
        mine = self.waiting().filter(pk=letter.pk, claimed_until=letter.claimed_until)
        return mine.select_for_update(nowait=True)

    def give_back(self, letter, **more):
        """End the lease of a letter that waits still: the next sweep drafts it anew."""
        self.waiting().filter(pk=letter.pk).update(claimed_until=None, **more)


class DailyLetter(models.Model):
    """One mail with all that somebody is to hear on a day: at most one waits, whose row is the claim, and at most one a
    day goes out. What is in it is decided at the last moment: a server that was away for weeks costs nobody more than
    one mail.
    """

    state = models.CharField(
        max_length=8, choices=LetterState.choices, default=LetterState.WAITING, db_default=LetterState.WAITING
    )
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    day = models.DateField(null=True)
    claimed_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def close(self, state, at, error="", was=(LetterState.SENDING,)):
        """Note how the sending of a marked letter ended; returns whether it was one."""
        marked = type(self).objects.filter(pk=self.pk, state__in=was)
        sent_at = at if state == LetterState.SENT else None
        return bool(marked.update(state=state, sent_at=sent_at, claimed_until=None, error=str(error)[:300]))
