from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED


class Part(models.TextChoices):
    REVIEWER = "reviewer", _("Reviewer")
    OBSERVER = "observer", _("Observer")


class Answer(models.TextChoices):
    NONE = "", _("no answer")
    YES = "yes", _("comes")
    MAYBE = "maybe", _("perhaps")
    NO = "no", _("does not come")


@tracked(
    "attendance",
    fields=["product", "review", "user", "part", "answer", "attended", "marked_by"],
    subject=OWNED,
    may_undo=policies.can_manage,
)
class Attendance(models.Model):
    """Somebody who is invited to a review, what they answered, and whether they were there (None: not noted)."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    review = models.ForeignKey("requirements.Review", models.CASCADE, related_name="people", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances")
    part = models.CharField(_("takes part as"), max_length=8, choices=Part.choices, default=Part.REVIEWER)
    answer = models.CharField(_("answer"), max_length=5, choices=Answer.choices, blank=True, db_default="")
    attended = models.BooleanField(_("was there"), null=True, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["part", "user__name", "id"]
        verbose_name = _("invitation")
        constraints = [models.UniqueConstraint(fields=["review", "user"], name="person_once_per_review")]

    def __str__(self):
        return f"{self.user}: {self.get_part_display()}"
