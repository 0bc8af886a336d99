from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone

from pmhub.lib.mail_addresses import AddressedMixin
from portal.models.portal import Access
from products.models import ProductOwnedQuerySet

AGAIN_AFTER = timedelta(minutes=10)
SALT = "portal.invitation"
LONGEST_PAUSE = timedelta(hours=6)


class MailOrderQuerySet(AddressedMixin, ProductOwnedQuerySet):
    def due(self):
        """Rows whose mail is still to be sent, oldest first."""
        return self.filter(sent_at=None, not_before__lte=timezone.now()).order_by("id")


class MailOrder(models.Model):
    """A row that is the order to send one mail to an address; a worker tries until it went out."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    email = models.EmailField()
    created_at = models.DateTimeField(db_default=Now())
    not_before = models.DateTimeField(db_default=Now())
    tries_to_send = models.PositiveSmallIntegerField(default=0, db_default=0)
    sent_at = models.DateTimeField(null=True)

    objects = MailOrderQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.product_id} {self.pk}"

    def put_off(self):
        """After a failed attempt: the next one in 1, 2, 4 … minutes, at most six hours."""
        self.tries_to_send += 1
        pause = min(timedelta(minutes=2 ** min(self.tries_to_send - 1, 10)), LONGEST_PAUSE)
        self.not_before = timezone.now() + pause
        self.save(update_fields=["tries_to_send", "not_before"])


class InvitationQuerySet(MailOrderQuerySet):
    def due(self):
        """Those of portals that are open: the others wait until theirs is."""
        return super().due().filter(product__portal__isnull=False).exclude(product__portal__access=Access.OFF)


class Invitation(MailOrder):
    """An address whose owner may come into a portal that is for the invited. Not in the stream: it names a person."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("product", Lower("email"), name="portal_invitation_once")]

    @property
    def may_go_again(self):
        """Whether its mail went out, and long enough ago not to be a nuisance."""
        return self.sent_at is not None and self.sent_at <= timezone.now() - AGAIN_AFTER

    @property
    def secret(self):
        """What the address of its door holds. It shows the form of the sign-in and opens nothing by itself."""
        return signing.dumps(self.pk, salt=SALT)

    @classmethod
    def behind(cls, secret, product):
        """The invitation of a product with this secret, or None."""
        try:
            pk = signing.loads(secret, salt=SALT)
        except signing.BadSignature:
            return None
        return cls.objects.of(product).filter(pk=pk).first()
