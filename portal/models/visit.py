import secrets
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models.token import digest
from products.models import ProductOwnedQuerySet

LASTS = timedelta(days=30)
LONGEST_SECRET = 64


class VisitQuerySet(ProductOwnedQuerySet):
    def over(self):
        """Those that have lasted long enough."""
        return self.filter(created_at__lte=timezone.now() - LASTS)

    def with_secret(self, secret, product):
        """The lasting visit of a product's portal with this secret, or None."""
        if not secret or len(secret) > LONGEST_SECRET:
            return None
        lasting = self.of(product).filter(created_at__gt=timezone.now() - LASTS, contact__erased_at=None)
        return lasting.filter(digest=digest(secret)).select_related("contact").first()


class Visit(models.Model):
    """A browser in which somebody proved to be a contact. Apart from the sessions of members; the secret is hashed."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    contact = models.ForeignKey("feedback.Contact", models.CASCADE, related_name="visits")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = VisitQuerySet.as_manager()

    def __str__(self):
        return f"{self.contact_id} {self.created_at:%Y-%m-%d}"

    @classmethod
    def with_new_secret(cls, contact):
        """An unsaved visit and its secret of 240 random bits."""
        secret = secrets.token_urlsafe(30)
        return cls(product_id=contact.product_id, contact=contact, digest=digest(secret)), secret
