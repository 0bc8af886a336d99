from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmhub.lib.letters import OUT, DailyLetter, DailyLetterQuerySet
from products.models import ProductOwnedQuerySet


class CustomerLetterQuerySet(DailyLetterQuerySet, ProductOwnedQuerySet):
    """Letters to people outside, seen by whoever sees the product."""


class CustomerLetter(DailyLetter):
    """One mail with all news of a day for somebody outside."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    contact = models.ForeignKey("feedback.Contact", models.CASCADE, related_name="letters", db_index=False)

    objects = CustomerLetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(state="waiting"), name="customer_letter_waits"),
            models.UniqueConstraint(fields=["contact", "day"], condition=Q(state__in=OUT), name="letter_of_the_day"),
        ]
        indexes = [
            models.Index("claimed_until", name="customer_letters_stuck", condition=Q(state="sending")),
            models.Index("message_id", name="customer_letter_answered", condition=~Q(message_id="")),
        ]

    def __str__(self):
        return f"{self.subject} → {self.contact_id}"


class What(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("news", "Planned")
    ACTIVE = "active", pgettext_lazy("news", "Being worked on")
    DONE = "done", pgettext_lazy("news", "Done")
    SOLVED = "solved", pgettext_lazy("news", "Solved")
    DECLINED = "declined", pgettext_lazy("news", "Declined")
    SHIPPED = "shipped", pgettext_lazy("news", "Shipped")


class NewsState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("news", "Draft")
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCLEAR = "unclear", _("Perhaps sent")
    FAILED = "failed", _("Refused")
    DROPPED = "dropped", pgettext_lazy("news", "Left out")


class NewsQuerySet(ProductOwnedQuerySet):
    def drafts(self):
        """What waits for a person's click, by version and name."""
        return self.filter(state=NewsState.DRAFT).order_by("version_number", "contact__language", "contact__name", "id")

    def ready(self):
        """Those of these drafts that can go, once somebody says so."""
        return self.filter(left_out=False).exclude(text="").exclude(contact__email="")

    def waiting(self):
        return self.filter(state=NewsState.WAITING)


class News(models.Model):
    """Something about an item that a contact is to hear: in the next letter of the day, or after somebody's click.

    `version_number` and `version_name` say with which version it shipped (this app does not know roadmaps, so it is no
    foreign key). `text` is what a person wrote for this one; for the rest the letter has words of its own. A draft that
    is `left_out` is not sent, whoever sends the others. News outlive their item, hence the reference without a
    constraint: what is brought back from the trash is not told twice, and answers to its letters find it again.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    contact = models.ForeignKey("feedback.Contact", models.CASCADE, related_name="news", db_index=False)
    feedback = models.ForeignKey("feedback.Feedback", models.DO_NOTHING, db_constraint=False, related_name="news")
    what = models.CharField(max_length=8, choices=What.choices)
    state = models.CharField(max_length=8, choices=NewsState.choices, default=NewsState.WAITING)
    text = models.TextField(_("text"), blank=True, max_length=10_000)
    left_out = models.BooleanField(default=False, db_default=False)
    version_number = models.BigIntegerField(null=True)
    version_name = models.CharField(max_length=120, blank=True)
    letter = models.ForeignKey(CustomerLetter, models.SET_NULL, null=True, related_name="news")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = NewsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "feedback", "version_number"],
                name="told_of_a_version_once",
                condition=Q(version_number__isnull=False),
            )
        ]
        indexes = [
            models.Index("contact", "id", name="news_waiting", condition=Q(state="waiting")),
            models.Index("product", "version_number", name="news_drafts", condition=Q(state="draft")),
        ]

    def __str__(self):
        return f"{self.what} {self.feedback_id} → {self.contact_id}"
