import secrets
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.models.invitation import MailOrder, MailOrderQuerySet

LASTS = timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6


class SignInCodeQuerySet(MailOrderQuerySet):
    def good(self):
        """Those that somebody who reads the mail now has the time and the attempts to type."""
        return self.filter(used_at=None, attempts__lt=MOST_TRIES, created_at__gt=timezone.now() - LASTS / 2)


class SignInCode(MailOrder):
    """A code of six digits that proves who reads an address's mail: for ten minutes, for five attempts, once.

    The table alone opens nothing: the code is made of `seed` and the installation's key. Every address gets a row, so
    that asking takes the same for all; the worker leaves out those that may not come in.
    """

    seed = models.CharField(max_length=32)
    language = models.CharField(max_length=10, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    used_at = models.DateTimeField(null=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("id", name="sign_in_code_due", condition=Q(sent_at=None)),
            models.Index("created_at", name="sign_in_code_by_age"),
        ]

    @classmethod
    def new_for(cls, product, email, language):
        return cls(product=product, email=email, language=language, seed=secrets.token_urlsafe(20))

    @property
    def code(self):
        made = salted_hmac("portal.sign_in_code", f"{self.pk}:{self.seed}", algorithm="sha256").digest()
        return str(int.from_bytes(made[:8]) % 10**DIGITS).zfill(DIGITS)

    @property
    def is_over(self):
        return timezone.now() - self.created_at > LASTS

    def accepts(self, typed):
        """Whether this is the code. Every question counts, before it is answered; the right one uses the code up."""
        open_ = type(self).objects.filter(
            pk=self.pk, used_at=None, attempts__lt=MOST_TRIES, created_at__gt=timezone.now() - LASTS
        )
        if not open_.update(attempts=F("attempts") + 1) or not constant_time_compare(typed, self.code):
            return False
        return bool(type(self).objects.filter(pk=self.pk, used_at=None).update(used_at=timezone.now()))
