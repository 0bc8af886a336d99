from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED

LONGEST = 1_440  # minutes


def known_zone(value):
    if value not in available_timezones():
        raise ValidationError(_("There is no time zone “%s”.") % value)


class ReviewQuerySet(ProductOwnedQuerySet):
    def upcoming(self):
        """Those not closed yet, the soonest first."""
        return self.filter(closed_at=None).order_by("starts_at", "id")

    def past(self):
        """Those that were closed, the latest first."""
        return self.exclude(closed_at=None).order_by("-starts_at", "-id")


@tracked(
    "review",
    fields=[
        "product", "title", "starts_at", "time_zone", "minutes", "place", "link", "note", "created_by", "created_at",
        "opened_at", "opened_by", "closed_at", "closed_by",
    ],
    subject=OWNED,
    may_undo=policies.can_manage,
)  # fmt: skip
class Review(models.Model):
    """A meeting 评审 in which people judge requirements. `starts_at` is an instant, meant in `time_zone`.

    `lock_version` also counts what happens in the meeting, so that participants see it.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="reviews", db_index=False)
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("start"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[known_zone])
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(LONGEST)]
    )
    place = models.CharField(_("place"), max_length=200, blank=True, db_default="")
    link = models.CharField(
        _("link to the call"), max_length=500, blank=True, db_default="", validators=[URLValidator(["https", "http"])]
    )
    note = models.TextField(_("note to the invited"), max_length=10_000, blank=True, db_default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        indexes = [models.Index("product", "starts_at", "id", name="review_by_start")]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.opened_at is not None and self.closed_at is None

    @property
    def state(self):
        """`planned`, `open` or `closed`."""
        return "closed" if self.closed_at else "open" if self.opened_at else "planned"
