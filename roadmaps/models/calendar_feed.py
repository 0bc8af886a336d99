import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models.token import digest
from products.models import Product, ProductOwnedQuerySet

LONGEST_SECRET = 64
USE_IS_NOTED_EVERY = timedelta(minutes=5)


class CalendarFeedQuerySet(ProductOwnedQuerySet):
    def with_secret(self, secret):
        """The feed whose secret this is and whose person may (still) read its product, or None."""
        if len(secret) > LONGEST_SECRET:
            return None
        feed = self.filter(digest=digest(secret), user__is_active=True).select_related("user", "product").first()
        if feed is None or not Product.objects.visible_to(feed.user).filter(pk=feed.product_id).exists():
            return None
        return feed


class CalendarFeed(models.Model):
    """The address at which a calendar reads a product's dates as one person sees them. The secret in it is not kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", db_index=False)
    product = models.ForeignKey("products.Product", models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "product"], name="calendar_once_per_person_and_product")]

    def __str__(self):
        return f"{self.product} · {self.user}"

    @staticmethod
    def new_secret():
        """192 random bits, and what is kept of them."""
        secret = secrets.token_urlsafe(24)
        return secret, digest(secret)

    def note_reading(self):
        """Remember that it was read, at most once in five minutes, so that reading stays reading."""
        now = timezone.now()
        if self.read_at is None or now - self.read_at > USE_IS_NOTED_EVERY:
            CalendarFeed.objects.filter(pk=self.pk).update(read_at=now)
