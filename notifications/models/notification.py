from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.db.models.functions import Left, Now
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from notifications.models.delivery import OF_FEEDBACK, UNDATED, Reason, how_long
from products.models import Product
from requirements.models import Comment, Mention
from requirements.models.requirement import Precision

EXCERPT = 140  # characters
SAYS = {  # of one act, and of several on the same requirement
    Reason.MENTION: (_("%(by)s mentioned you"), _("%(n)d mentions, the last one by %(by)s")),
    Reason.ASSIGNED: (_("%(by)s assigned it to you"), _("%(n)d assignments, the last one by %(by)s")),
    Reason.COMMENT: (_("%(by)s commented"), _("%(n)d comments, the last one by %(by)s")),
    Reason.VOICE: (_("%(by)s assigned it to you"), _("%(n)d assignments, the last one by %(by)s")),
    Reason.ANSWER: (_("The customer answered"), _("%(n)d answers of the customer")),
    Reason.LATE: (_("Its time is over"), _("Its time is over, for response and solution")),
}


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

    def reminders(self):
        return self.exclude(reason__in=UNDATED)

    def told_by(self, batch):
        """What tells of this batch of changes, perhaps together with others."""
        return self.filter(batches__contains=[batch])

    def with_things(self):
        """With all that a row of the inbox shows."""
        things = self.select_related("product", "milestone", "version", "requirement", "feedback", "digest", "by")
        return things.defer("requirement__description", "requirement__search", "feedback__body")

    def with_words(self, user):
        """With how the comment begins that a row tells of, where there is one that the user may read: `words`."""
        about = {"requirement": OuterRef("requirement")}
        seen = Comment.objects.visible_to(user)
        said = seen.filter(**about, author=OuterRef("by"), created_at=OuterRef("created_at")).order_by("-id")
        before = Q(comment=None) | Q(comment__in=seen, comment__created_at__lte=OuterRef("created_at"))
        named = Mention.objects.filter(before, **about, user=OuterRef("user"), by=OuterRef("by")).order_by("-id")
        found = {Reason.COMMENT: ("body", said), Reason.MENTION: ("comment__body", named)}
        cases = [
            When(reason=reason, then=Subquery(rows.values(text=Left(body, 3 * EXCERPT))[:1]))
            for reason, (body, rows) in found.items()
        ]
        return self.annotate(words=Case(*cases))


class Notification(models.Model):
    """A row of a person's inbox: a date they are reminded of, what somebody did that concerns them, or a digest.

    Acts on one requirement or item of feedback for the same reason share a row until it is read, and a batch that
    concerns the person in many, such as an import, has one row without any. `batches` are those that the row tells of:
    who takes one of them back takes it out of what is unread.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    milestone = models.ForeignKey(
        "roadmaps.Milestone", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    version = models.ForeignKey("roadmaps.Version", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    requirement = models.ForeignKey(
        "requirements.Requirement", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    feedback = models.ForeignKey(
        "feedback.Feedback", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    digest = models.ForeignKey(
        "notifications.Digest", models.CASCADE, null=True, db_index=False, related_name="notifications"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    count = models.PositiveIntegerField(default=1, db_default=1)
    batches = ArrayField(models.UUIDField(), null=True)
    name = models.CharField(max_length=120)
    target_on = models.DateField(null=True)
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
                fields=["user", "milestone", "version", "day"],
                name="reminded_once_a_day",
                nulls_distinct=False,
                condition=Q(milestone__isnull=False) | Q(version__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["digest", "user"], name="told_of_a_week_once", condition=Q(digest__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notifications_newest_first"),
            models.Index(
                fields=["user"], include=["product", "snoozed_until"], name="notifications_unread",
                condition=Q(done_at=None, read_at=None),
            ),
            GinIndex(fields=["batches"], name="notifications_of_batches", condition=Q(batches__isnull=False)),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def is_reminder(self):
        return self.reason not in UNDATED

    @property
    def thing(self):
        """What it is about, or None when that is gone or when there are many."""
        return self.milestone or self.version or self.requirement or self.feedback or self.digest

    @property
    def is_of_many(self):
        return not (self.is_reminder or self.requirement_id or self.feedback_id or self.digest_id)

    @property
    def is_of_feedback(self):
        return self.reason in OF_FEEDBACK

    @property
    def title(self):
        if self.is_of_many and self.is_of_feedback:
            return ngettext("%(n)d item of feedback", "%(n)d items of feedback", self.count) % {"n": self.count}
        if self.is_of_many:
            return ngettext("%(n)d requirement", "%(n)d requirements", self.count) % {"n": self.count}
        return str(self.requirement or self.feedback or self.digest or self.name)

    @property
    def told(self):
        """Who did what, in a few words; the headline of a week."""
        if self.digest:
            return self.digest.headline
        by = self.by.name if self.by else pgettext("who did it", "Somebody")
        one, several = SAYS[self.reason]
        return (one if self.count == 1 or self.is_of_many else several) % {"by": by, "n": self.count}

    @property
    def is_unread(self):
        return self.read_at is None

    @property
    def days_left(self):
        """From the day of the notification to the date: 7, 0, or -3 when it was late by three days."""
        return (self.target_on - self.day).days

    @property
    def excerpt(self):
        """The words of a row `with_words`, in one line."""
        return Truncator(" ".join((getattr(self, "words", None) or "").split())).chars(EXCERPT)

    @property
    def is_over(self):
        """Whether the milestone is done, or the version released or archived: nothing is due any more."""
        return bool(self.milestone.done_at if self.milestone else self.version and not self.version.is_open)

    @property
    def days_from_now(self):
        """From the reader's today to the date as it is now, or as it was when the thing is gone or has none."""
        return ((self.current.end if self.current else self.target_on) - timezone.localdate()).days

    @property
    def is_late(self):
        return not self.is_over and self.days_from_now < 0

    @property
    def when(self):
        if self.is_over:
            return self.version.get_state_display() if self.version else _("Done")
        return how_long(self.days_from_now)

    @property
    def is_moved(self):
        """Whether the thing has another date by now."""
        return self.current is not None and self.current.end != self.target_on

    @property
    def current(self):
        return self.milestone.due if self.milestone else self.version and self.version.release

    @property
    def current_label(self):
        return self.current.label(get_language() or "en")
