from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from pmhub.lib.fuzzy_dates import FuzzyDate, day_after
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from requirements.models import Requirement
from requirements.models.requirement import Precision
from roadmaps import policies


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("Active")
    RELEASED = "released", _("Released")
    ARCHIVED = "archived", _("Archived")


OPEN = [State.PLANNED, State.ACTIVE]
HUES = {"planned": 255, "active": 225, "released": 150, "archived": 285}


def presumed(promise, time_zone):
    """When something that comes in as history was finished, for want of better knowledge.

    At noon of the last day of its date (a FuzzyDate or None) in the product's time zone; now where that is to come.
    """
    now = timezone.now()
    end = promise and datetime.combine(promise.end, time(12), ZoneInfo(time_zone))
    return end if end and end < now else now


class VersionQuerySet(ProductOwnedQuerySet):
    def with_progress(self):
        """Each version with `planned_count` and `done_count` of its requirements; declined ones do not count."""
        own = Requirement.objects.filter(version=models.OuterRef("pk")).exclude(status__category="declined")
        planned = own.order_by().values("version")
        counts = planned.annotate(n=Count("pk")).values("n")
        done = planned.filter(status__category="done").annotate(n=Count("pk")).values("n")
        return self.annotate(
            planned_count=models.functions.Coalesce(models.Subquery(counts), 0),
            done_count=models.functions.Coalesce(models.Subquery(done), 0),
        )

    def open(self):
        return self.filter(state__in=OPEN)

    def soonest_first(self):
        """Open ones by release date, then the released ones, latest first."""
        open_date = Case(When(state__in=OPEN, then=F("release_on")))
        return self.order_by(
            Case(When(state__in=OPEN, then=0), default=1),
            open_date.asc(nulls_last=True),
            F("release_on").desc(nulls_last=True),
            "id",
        )


@tracked(
    "version",
    fields=[
        "product", "name", "state", "goal", "start_on", "start_precision", "release_on", "release_precision", "owner",
        "objective", "released_at", "released_by", "created_at",
    ],
    subject=OWNED,
    may_undo=policies.can_plan,
)  # fmt: skip
class Version(models.Model):
    """What is to be released together, and when."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="versions")
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.PLANNED)
    goal = models.TextField(_("goal"), blank=True, max_length=10_000, db_default="")
    start_on = models.DateField(_("start"), null=True, blank=True)
    start_precision = models.CharField(max_length=7, choices=Precision.choices, default="day", db_default="day")
    release_on = models.DateField(_("release"), null=True, blank=True)
    release_precision = models.CharField(max_length=7, choices=Precision.choices, default="day", db_default="day")
    objective = models.ForeignKey(
        "products.Goal", models.SET_NULL, null=True, blank=True, related_name="versions", verbose_name=_("objective")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        constraints = [
            models.UniqueConstraint(fields=["product", "name"], name="version_name_once_per_product"),
            models.CheckConstraint(
                condition=Q(start_on=None)
                | Q(release_on=None)
                | Q(start_on__lt=day_after("release_on", "release_precision")),
                name="version_starts_before_release",
                violation_error_message=_("The start is after the release."),
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(state__in=["released", "archived"]), name="version_open_or_released"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def hue(self):
        return HUES[self.state]

    @property
    def is_open(self):
        """Whether it is still planned or worked on, neither released nor archived."""
        return self.state in OPEN

    @property
    def is_late(self):
        """Whether the promise is broken: the last day on which it could be kept has passed."""
        return self.is_open and self.release is not None and self.release.end < timezone.localdate()

    @property
    def start(self):
        return FuzzyDate(self.start_on, self.start_precision) if self.start_on else None

    @property
    def release(self):
        return FuzzyDate(self.release_on, self.release_precision) if self.release_on else None

    @property
    def likely(self):
        """How likely its forecast takes its release to be kept, in per cent; None where nothing can be said of that."""
        forecast = getattr(self, "forecast", None)
        is_said = forecast and forecast.has_dates and self.release and self.is_open
        return forecast.percent(self.release.end) if is_said else None
