from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from products.models import ProductOwnedQuerySet

EXPECTED = """
SELECT milestone_id, version_id, recipient_id, days_before, channel, target_on
  FROM reminders_expected(%s::bigint[], %s::bigint[], %s::bigint)
"""


class Channel(models.TextChoices):
    INBOX = "inbox", _("Inbox")
    MAIL = "mail", _("E-mail")


class Reason(models.TextChoices):
    OWNER = "owner", _("You own it")
    ESCALATION = "escalation", _("You own the product, and it is overdue")
    ASSIGNEE = "assignee", _("You work on it")
    ROLE = "role", _("Your role in the product")
    WATCHER = "watcher", _("You watch something in it")
    MENTION = "mention", _("You are mentioned")
    ASSIGNED = "assigned", _("It was assigned to you")
    COMMENT = "comment", _("There is a comment on what you watch")
    VOICE = "voice", _("Feedback was assigned to you")
    ANSWER = "answer", _("A customer answered about feedback you work on")
    LATE = "late", _("Feedback is late")
    DIGEST = "digest", _("Weekly feedback of a product you work on")


OF_FEEDBACK = [Reason.LATE, Reason.ANSWER, Reason.VOICE]
ACTS = [Reason.MENTION, Reason.ASSIGNED, Reason.COMMENT, *OF_FEEDBACK]  # of others
UNDATED = [*ACTS, Reason.DIGEST]  # the rest remind of a date


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCLEAR = "unclear", _("Perhaps sent")
    FAILED = "failed", _("Not sent")


class ReminderDeliveryQuerySet(ProductOwnedQuerySet):
    def due(self, at, channel):
        """What is to be sent by now, oldest first."""
        return self.filter(state=State.PLANNED, channel=channel, due_at__lte=at).order_by("due_at", "id")

    def still_right(self, recipient=None):
        """Those of these rows that the facts of this moment still ask for, as the plan itself would say.

        The thing is open and has the same date, the person is active, sees the product, and wants to hear it.
        """
        rows = list(self)
        milestones = {row.milestone_id for row in rows} - {None}
        versions = {row.version_id for row in rows} - {None}
        with connection.cursor() as cursor:
            cursor.execute(EXPECTED, [list(milestones), list(versions), recipient and recipient.pk])
            expected = set(cursor.fetchall())
        return [row for row in rows if row.what in expected]


class ReminderDelivery(models.Model):
    """One person is to hear about one date of one milestone or version, so many days before it, over one channel.

    The rows *are* the plan. PostgreSQL keeps them right, whoever writes: triggers on everything that a reminder
    depends on note what became stale, and a deferred trigger plans that anew just before the commit, in the same
    transaction (migration `keep_the_plan`). Operations, undo, bulk edits, imports, the admin's SQL: none can forget.
    A signal or an operation that calls a planner would miss bulk updates and SQL; a consumer of the stream would come
    after the commit. Deferring has three reasons: 500 edits of one version cost one plan, the order of the writes
    within a transaction does not matter, and the lock per product that keeps two planners apart is held for moments.

    What was sent stays, also of things that are gone: the unique key holds the date, so that the same reminder never
    goes out twice, while a date that moved is planned anew. Hence the references without a constraint.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    milestone = models.ForeignKey(
        "roadmaps.Milestone", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    version = models.ForeignKey("roadmaps.Version", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    days_before = models.SmallIntegerField()
    channel = models.CharField(max_length=5, choices=Channel.choices)
    target_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED, db_default=State.PLANNED)
    letter = models.ForeignKey("notifications.Letter", models.SET_NULL, null=True, related_name="deliveries")
    sent_at = models.DateTimeField(null=True)

    objects = ReminderDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "version", "days_before", "recipient", "channel", "target_on"],
                name="reminded_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(milestone=None, version__isnull=False) | Q(milestone__isnull=False, version=None),
                name="reminder_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "due_at"], name="reminder_due", condition=Q(state="planned")),
            models.Index(fields=["product", "due_at"], name="reminder_of_product"),
        ]

    def __str__(self):
        return f"{self.what} {self.state}"

    @property
    def what(self):
        """The row without its moment and fate, as the plan names it."""
        thing = (self.milestone_id, self.version_id)
        return (*thing, self.recipient_id, self.days_before, str(self.channel), self.target_on)

    @property
    def says(self):
        return how_long(self.days_before)


def how_long(days):
    """ "in 7 days", "today", "3 days late"."""
    if days == 0:
        return _("due today")
    if days == 1:
        return _("due tomorrow")
    if days > 0:
        return ngettext("due in %(n)d day", "due in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
