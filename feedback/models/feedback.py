from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from changes.tracking import tracked
from feedback import policies
from feedback.models.counting import count_merged, keep_flat
from feedback.models.searched import index_new, index_rewritten
from pmhub.lib.instants import refuse_far_off
from products.models import ProductOwnedQuerySet

TITLE_LENGTH = 300
BODY_LENGTH = 100_000
EXCERPT = 400
OF_FEEDBACK = (
    "SELECT f.key INTO subject_key FROM feedback_feedback f WHERE f.id = r.feedback_id;"
    " subject_product := r.product_id;"
)


class Kind(models.TextChoices):
    SUGGESTION = "suggestion", _("Suggestion")
    DEFECT = "defect", _("Defect")
    QUESTION = "question", _("Question")
    COMPLAINT = "complaint", _("Complaint")
    PRAISE = "praise", _("Praise")


class Channel(models.TextChoices):
    PORTAL = "portal", _("Portal")
    FORM = "form", _("Form")
    MAIL = "mail", _("E-mail")
    API = "api", pgettext_lazy("channel", "REST")
    IMPORT = "import", pgettext_lazy("channel", "Import")
    CHAT = "chat", _("Chat")
    PHONE = "phone", _("Telephone")
    STORE = "store", _("App store")
    MEETING = "meeting", _("Conversation")
    OTHER = "other", pgettext_lazy("channel", "Other")


class State(models.TextChoices):
    NEW = "new", pgettext_lazy("feedback", "New")
    ACCEPTED = "accepted", pgettext_lazy("feedback", "Accepted")
    WAITING = "waiting", pgettext_lazy("feedback", "Waiting for the customer")
    SOLVED = "solved", pgettext_lazy("feedback", "Solved")
    DECLINED = "declined", pgettext_lazy("feedback", "Declined")
    DUPLICATE = "duplicate", pgettext_lazy("feedback", "Duplicate")


OPEN = (State.NEW, State.ACCEPTED, State.WAITING)
CLOSED = (State.SOLVED, State.DECLINED, State.DUPLICATE)


def is_awake(now):
    """The condition that nobody has put an item off, or that its time has come again."""
    return Q(snoozed_until=None) | Q(snoozed_until__lte=now)


def is_asleep(now):
    """The condition that it is open and somebody has put it off."""
    return Q(state__in=OPEN, snoozed_until__gt=now)


def is_to_do(now):
    """The condition that it waits for us: new or taken on, and awake."""
    return Q(state__in=[State.NEW, State.ACCEPTED]) & is_awake(now)


class FeedbackQuerySet(ProductOwnedQuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def to_do(self, now):
        return self.filter(is_to_do(now))

    def with_rows(self):
        """All that a list row shows, in one query; of the text only how it begins."""
        return self.select_related("customer", "assignee").defer("body").annotate(beginning=Left("body", EXCERPT))

    def in_group_of(self, feedback):
        """An item and everything that was merged into it."""
        return self.filter(Q(pk=feedback.pk) | Q(duplicate_of=feedback.pk))


@tracked(
    "feedback",
    fields=[
        "product", "number", "key", "title", "body", "kind", "channel", "state", "customer", "contact", "assignee",
        "author", "received_at", "snoozed_until", "duplicate_of", "decline_reason", "root_cause", "solution",
        "satisfaction", "satisfaction_note", "source", "external_id", "created_at",
    ],
    subject="subject_key := r.key; subject_product := r.product_id;",
    may_undo=policies.can_triage,
    owns_key=True,
)  # fmt: skip
class Feedback(models.Model):
    """A voice: something that a customer said, asked or complained about.

    What it is part of (`duplicate_of`) is never more than one step up: duplicates of a duplicate point at the first.
    Nothing moves when items are merged: votes, customers, subscribers and evidence of a group are read together.
    The clock's columns (`response_due_at` … `next_due_at`) and `votes`, `updated_at` are derived.
    What is searched stands apart (`feedback.models.searched`).
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="feedback", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=24, editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    body = models.TextField(_("what was said"), blank=True, max_length=BODY_LENGTH, db_default="")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SUGGESTION)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.OTHER)
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.NEW)
    customer = models.ForeignKey(
        "feedback.Customer", models.SET_NULL, null=True, blank=True, related_name="feedback", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        "feedback.Contact", models.SET_NULL, null=True, blank=True, related_name="feedback", verbose_name=_("contact")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("assignee")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    received_at = models.DateTimeField(_("received"), db_default=Now(), validators=[refuse_far_off])
    snoozed_until = models.DateTimeField(_("later"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="duplicates", verbose_name=_("duplicate of")
    )
    decline_reason = models.CharField(_("reason for declining"), max_length=2_000, blank=True, db_default="")
    root_cause = models.TextField(_("root cause"), blank=True, max_length=10_000, db_default="")
    solution = models.TextField(_("solution"), blank=True, max_length=10_000, db_default="")
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    satisfaction_note = models.CharField(max_length=2_000, blank=True, db_default="")
    source = models.CharField(_("source"), max_length=40, blank=True, db_default="")
    external_id = models.CharField(_("key in the source"), max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField(_("created"), db_default=Now())
    updated_at = models.DateTimeField(_("updated"), db_default=Now(), editable=False)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    votes = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    response_due_at = models.DateTimeField(null=True, editable=False)
    responded_at = models.DateTimeField(null=True, editable=False)
    solution_due_at = models.DateTimeField(null=True, editable=False)
    solved_at = models.DateTimeField(null=True, editable=False)
    next_due_at = models.DateTimeField(null=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="feedback_key"),
            models.UniqueConstraint(fields=["product", "number"], name="feedback_number_once_per_product"),
            models.UniqueConstraint(
                fields=["product", "source", "external_id"],
                name="feedback_once_per_source",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="feedback_not_its_own_duplicate"),
            models.CheckConstraint(
                condition=Q(state="duplicate", duplicate_of__isnull=False) | ~Q(state="duplicate"),
                name="feedback_duplicate_of_something",
            ),
        ]
        indexes = [
            models.Index("product", "state", F("received_at").desc(), "id", name="feedback_by_state"),
            models.Index("product", F("received_at").desc(), "id", name="feedback_by_day"),
            models.Index("product", "next_due_at", "id", name="feedback_by_next_due"),
            models.Index("product", F("votes").desc(), "id", name="feedback_by_votes"),
            models.Index("product", "snoozed_until", name="feedback_asleep", condition=~Q(snoozed_until=None)),
            models.Index("product", "updated_at", "id", name="feedback_by_update"),
        ]
        triggers = [index_new, index_rewritten, count_merged, keep_flat]

    def __str__(self):
        return f"{self.key} {self.title}"

    @property
    def excerpt(self):
        """How the text goes on after its title."""
        return self.beginning.removeprefix(self.title).strip()

    @property
    def is_open(self):
        return self.state in OPEN
