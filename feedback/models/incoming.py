from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from products.models import ProductOwnedQuerySet


class Outcome(models.TextChoices):
    ITEM = "item", pgettext_lazy("mail", "New item")
    ANSWER = "answer", pgettext_lazy("mail", "Answer")
    AUTOMATIC = "automatic", _("Automatic reply")
    BOUNCE = "bounce", _("Returned mail")
    LOOP = "loop", _("Own mail")
    HELD = "held", _("Too many from one address")
    LARGE = "large", _("Too large")
    UNREADABLE = "unreadable", _("Unreadable")


ASIDE = (Outcome.HELD, Outcome.LARGE, Outcome.UNREADABLE)  # a person has to look at them
TAKEN = (Outcome.ITEM, Outcome.ANSWER)


class IncomingMailQuerySet(ProductOwnedQuerySet):
    def set_aside(self):
        """What was neither taken in nor known to be of no interest."""
        return self.filter(outcome__in=ASIDE)


class IncomingMail(models.Model):
    """A mail that came for a product, once per Message-ID, and what became of it.

    `storage` is where the whole of it lies below the media folder, "" where it is not kept (any more). Who wrote is not
    in the stream of changes, which forgets nothing; these rows and files are forgotten (see `forget_mail`).
    Of which item it is part is kept while that is in the trash, hence the references without a constraint: when it is
    brought back, answers find it again.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    mail_id = models.CharField(max_length=500)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    problem = models.CharField(max_length=500, blank=True)
    feedback = models.ForeignKey(
        "feedback.Feedback", models.DO_NOTHING, null=True, db_constraint=False, related_name="mails"
    )
    message = models.ForeignKey(
        "feedback.Message", models.DO_NOTHING, null=True, db_constraint=False, related_name="mails"
    )
    size = models.PositiveBigIntegerField()
    storage = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(db_default=Now())

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["product", "mail_id"], name="incoming_mail_once")]
        indexes = [
            models.Index(fields=["product", "-at", "-id"], name="incoming_mail_by_day"),
            models.Index("product", Lower("sender"), "at", name="incoming_mail_by_sender"),
            models.Index("at", name="incoming_mail_to_forget", condition=~models.Q(storage="")),
        ]

    def __str__(self):
        return f"{self.sender}: {self.subject}"


class Mailbox(models.Model):
    """How far a mailbox has been read. `name` is user@host/folder as the settings name it; `claimed_until` the lease.

    UIDs are of one `uid_validity`. `trying` is the UID whose message is being read, which `tries` times did not end.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    trying = models.BigIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="mailbox_once")]

    def __str__(self):
        return self.name
