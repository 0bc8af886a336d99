from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

LONGEST_PAUSE = timedelta(hours=1)


class LetterState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCLEAR = "unclear", _("Perhaps sent")
    FAILED = "failed", _("Refused")


OUT = [LetterState.SENDING, LetterState.SENT, LetterState.UNCLEAR]


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them, for who runs the installation; nobody else reads the mail of others."""
        return self if user.is_admin else self.none()


class Letter(models.Model):
    """One mail with all of a person's reminders of a day.

    A person has at most one that waits, and its row is the claim: who updates `claimed_until` holds it for the lease.
    At most one a day goes out. What is in it is decided at the last moment, so a server that was away for weeks costs
    nobody more than one mail.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=8, choices=LetterState.choices, default=LetterState.WAITING, db_default=LetterState.WAITING
    )
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    day = models.DateField(null=True)
    count = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient"], condition=Q(state="waiting"), name="one_letter_waits"),
            models.UniqueConstraint(fields=["recipient", "day"], condition=Q(state__in=OUT), name="one_letter_a_day"),
        ]
        indexes = [models.Index(fields=["claimed_until"], name="letters_stuck", condition=Q(state="sending"))]

    def __str__(self):
        return f"{self.subject} → {self.address}"

    def put_off(self, at, error):
        """After a failed attempt: the next one in 1, 2, 4 … minutes, at most an hour."""
        self.tries += 1
        self.not_before = at + min(timedelta(minutes=2 ** min(self.tries - 1, 10)), LONGEST_PAUSE)
        self.claimed_until = None
        self.error = str(error)[:300]
        self.save(update_fields=["tries", "not_before", "claimed_until", "error"])
