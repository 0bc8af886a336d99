from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from pmhub.lib.letters import LONGEST_PAUSE, OUT, DailyLetter, DailyLetterQuerySet


class LetterQuerySet(DailyLetterQuerySet):
    def visible_to(self, user):
        """All of them, for who runs the installation; nobody else reads the mail of others."""
        return self if user.is_admin else self.none()


class Letter(DailyLetter):
    """One mail with all of a person's reminders of a day."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    count = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient"], condition=Q(state="waiting"), name="one_letter_waits"),
            models.UniqueConstraint(
                fields=["recipient", "day"], condition=Q(state__in=list(OUT)), name="one_letter_a_day"
            ),
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
