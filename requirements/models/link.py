from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from requirements.models.requirement import Requirement


class LinkKind(models.TextChoices):
    BLOCKS = "blocks", _("blocks")
    RELATES = "relates", _("relates to")
    DUPLICATES = "duplicates", _("duplicates")


BACKWARDS = {"blocks": _("is blocked by"), "relates": _("relates to"), "duplicates": _("is duplicated by")}


@tracked(
    "link",
    fields=["source", "target", "kind"],
    subject="SELECT q.key, q.product_id INTO subject_key, subject_product"
    " FROM requirements_requirement q WHERE q.id = r.source_id;",
    may_undo=policies.can_contribute,
)
class Link(models.Model):
    """One requirement has to do with another: `source` blocks, relates to or duplicates `target`."""

    source = models.ForeignKey(Requirement, models.CASCADE, related_name="links")
    target = models.ForeignKey(Requirement, models.CASCADE, related_name="back_links")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="linked_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="not_linked_to_itself"),
        ]

    def __str__(self):
        return f"{self.source.key} {self.kind} {self.target.key}"
