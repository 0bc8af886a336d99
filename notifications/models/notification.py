from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from notifications.models.delivery import Reason
from products.models import Product
from requirements.models.requirement import Precision


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own, of products they may read."""
        return self.filter(user=user, product__in=Product.objects.visible_to(user))

    def waiting(self, at):
        """Neither done nor asleep."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at), done_at=None)

    def unread(self):
        return self.filter(read_at=None)

    def asleep(self, at):
        return self.filter(done_at=None, snoozed_until__gt=at)

    def done(self):
        return self.exclude(done_at=None)

    def with_things(self):
        """With all that a row of the inbox shows."""
        return self.select_related("product", "milestone", "version")


class Notification(models.Model):
    """A row of a person's inbox: one thing to know of one event."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    milestone = models.ForeignKey(
        "roadmaps.Milestone", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    version = models.ForeignKey("roadmaps.Version", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    name = models.CharField(max_length=120)
    target_on = models.DateField()
    target_precision = models.CharField(max_length=7, choices=Precision.choices, default="day", db_default="day")
    day = models.DateField()
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    mail_failed = models.BooleanField(default=False, db_default=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "milestone", "version", "day"], name="one_notification_per_event", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notifications_newest_first"),
            models.Index(
                fields=["user"], include=["product", "snoozed_until"], name="notifications_unread",
                condition=Q(done_at=None, read_at=None),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def thing(self):
        """The milestone or version, or None when it is gone."""
        return self.milestone if self.milestone_id else self.version

    @property
    def is_unread(self):
        return self.read_at is None

    @property
    def days_left(self):
        """From the day of the notification to the date: 7, 0, or -3 when it was late by three days."""
        return (self.target_on - self.day).days

    @property
    def when(self):
        return how_long(self.days_left)

    @property
    def is_moved(self):
        """Whether the thing has another date by now."""
        return self.thing is not None and self.current is not None and self.current.end != self.target_on

    @property
    def current(self):
        thing = self.thing
        return thing and (thing.due if self.milestone_id else thing.release)

    @property
    def current_label(self):
        return self.current.label(get_language() or "en")


def how_long(days):
    """ "in 7 days", "today", "3 days late"."""
    if days == 0:
        return _("due today")
    if days == 1:
        return _("due tomorrow")
    if days > 0:
        return ngettext("due in %(n)d day", "due in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
