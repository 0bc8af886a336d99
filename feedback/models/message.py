from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from changes.tracking import tracked
from feedback import policies
from feedback.models.feedback import OF_FEEDBACK, Feedback
from products.models import ProductOwnedQuerySet


class MessageKind(models.TextChoices):
    INCOMING = "incoming", _("From the customer")
    REPLY = "reply", _("Reply")
    NOTE = "note", pgettext_lazy("feedback", "Internal note")


@tracked(
    "feedback_message",
    fields=["product", "feedback", "kind", "author", "contact", "body", "mail_id", "created_at", "edited_at"],
    subject=OF_FEEDBACK,
    may_undo=policies.can_reply,
)
class Message(models.Model):
    """One turn of the conversation about an item: what the customer wrote, a reply to them, or a note of the team.

    `mail_id` is the Message-ID of the mail it came or went by. `sent_at` and `problem` say what became of a reply.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=8, choices=MessageKind.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey("feedback.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.TextField(_("message"), max_length=100_000)
    mail_id = models.CharField(max_length=500, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=300, blank=True, db_default="", editable=False)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index("feedback", "created_at", "id", name="message_of_feedback"),
            models.Index("created_at", name="replies_to_send", condition=Q(kind="reply", sent_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["product", "mail_id"], name="mail_once", condition=~Q(mail_id=""))
        ]

    def __str__(self):
        return self.body[:60]

    @property
    def is_out(self):
        """Whether it came by mail, went by mail, or perhaps did."""
        return bool(self.sent_at or self.mail_id)
