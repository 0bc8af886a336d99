from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from notifications.models.delivery import Reason, State
from pmhub.lib.weeks import week_label
from products.models import ProductOwnedQuerySet
from products.models.membership import Role


class Digest(models.Model):
    """The headline of a week of a product's feedback, reckoned once and told to each of its members in their language.

    `answered` of `asked` items had their first answer in time; what is not due yet is in neither.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, db_index=False, related_name="+")
    monday = models.DateField()
    received = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    topics = ArrayField(models.CharField(max_length=30))
    created_at = models.DateTimeField(db_default=Now())

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "monday"], name="digest_of_a_week_once")]

    def __str__(self):
        return _("Feedback · %s") % self.label

    @property
    def week(self):
        """As the address of the digest names it: 2026-W47."""
        return f"{self.monday:%G-W%V}"

    @property
    def label(self):
        """For people, in the language that is spoken now."""
        return week_label(self.monday, get_language() or "en")

    @property
    def headline(self):
        """What came in, how much was answered in time, what rises: one line in the reader's language."""
        count = ngettext("%(n)d item received", "%(n)d items received", self.received) % {"n": self.received}
        said = [f"{count} ({self.received - self.before:+d})" if self.received != self.before else count]
        if self.asked:
            said.append(_("%(n)d%% answered in time") % {"n": round(100 * self.answered / self.asked)})
        if self.topics:
            said.append(_("rising: %s") % _(", ").join(self.topics))
        return " · ".join(said)


class DigestDeliveryQuerySet(models.QuerySet):
    def due(self, at):
        """What is to be mailed by now."""
        return self.filter(state=State.PLANNED, due_at__lte=at).order_by("id")

    def still_right(self):
        """Those of people who work on the product still, have not muted it, and want mail."""
        member = Q(digest__product__memberships__user=models.F("recipient"))
        role = Q(digest__product__memberships__role__gte=Role.CONTRIBUTOR)
        muted = Q(recipient__reminder_mutes__reason=Reason.DIGEST)
        mailed = Q(recipient__reminder_preference=None) | Q(recipient__reminder_preference__by_mail=True)
        return self.filter(member & role, mailed, recipient__is_active=True).exclude(muted)


class DigestDelivery(models.Model):
    """A member is to read a week's headline in the letter of their Monday."""

    digest = models.ForeignKey(Digest, models.CASCADE, db_index=False, related_name="deliveries")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED, db_default=State.PLANNED)
    letter = models.ForeignKey("notifications.Letter", models.SET_NULL, null=True, related_name="digests")
    sent_at = models.DateTimeField(null=True)

    objects = DigestDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("digest by e-mail")
        constraints = [models.UniqueConstraint(fields=["digest", "recipient"], name="digest_mailed_once")]
        indexes = [models.Index(fields=["due_at"], name="digests_to_mail", condition=Q(state="planned"))]

    def __str__(self):
        return f"{self.digest_id} → {self.recipient_id} {self.state}"
