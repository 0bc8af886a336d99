from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User

LASTS = timedelta(days=7)
SALT = "accounts.invitation"
LONGEST_PAUSE = timedelta(hours=6)


class InvitationQuerySet(models.QuerySet):
    def due(self):
        """Invitations whose mail is still to be sent, oldest first."""
        return self.filter(sent_at=None, not_before__lte=timezone.now()).order_by("id")


class Invitation(models.Model):
    """A mail that asks a person in. The row is the order to send it; a worker tries until it went out."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(_("product"), max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    not_before = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self):
        return f"{self.person} by {self.by}"

    def put_off(self):
        """After a failed attempt: the next one in 1, 2, 4 … minutes, at most six hours."""
        self.tries += 1
        pause = min(timedelta(minutes=2 ** min(self.tries - 1, 10)), LONGEST_PAUSE)
        self.not_before = timezone.now() + pause
        self.save(update_fields=["tries", "not_before"])


def nonce(person):
    """Changes with the password, so that a link works once."""
    return salted_hmac(SALT, person.password).hexdigest()[:20]


def secret_for(person):
    """The signed text in a person's invitation link. It opens the door until used, for seven days."""
    return signing.dumps([person.pk, nonce(person)], salt=SALT)


def person_invited_by(secret):
    """Whom a link is for, or None where it is forged, used, too old, or the person was disabled."""
    try:
        pk, proof = signing.loads(secret, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.people().filter(pk=pk, is_active=True).first()
    return person if person and not person.has_usable_password() and nonce(person) == proof else None
