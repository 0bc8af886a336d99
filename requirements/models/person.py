from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from pmhub.lib.avatars import hue_of
from products import policies
from products.models import ProductOwnedQuerySet
from requirements.models.requirement import OF_REQUIREMENT, Requirement


@tracked(
    "external_person",
    fields=["product", "source", "external_id", "name", "username"],
    subject="subject_product := r.product_id;",
    may_undo=policies.can_contribute,
)
class ExternalPerson(models.Model):
    """Somebody who is named in imported work but does not sign in here."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="external_people")
    source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=200)
    name = models.CharField(_("name"), max_length=200)
    username = models.CharField(max_length=200, blank=True)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "source", "external_id"], name="external_person_once_per_source")
        ]

    def __str__(self):
        return self.name

    @property
    def initial(self):
        return self.name[:1].upper()

    @property
    def hue(self):
        return hue_of(self.pk)


@tracked(
    "assignment",
    fields=["requirement", "user", "person"],
    subject=OF_REQUIREMENT,
    may_undo=policies.can_contribute,
)
class Assignment(models.Model):
    """Somebody works on a requirement: a person of this installation, or one from outside."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(ExternalPerson, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "user"], name="assigned_once"),
            models.UniqueConstraint(fields=["requirement", "person"], name="person_assigned_once"),
            models.CheckConstraint(
                condition=Q(user=None, person__isnull=False) | Q(user__isnull=False, person=None),
                name="assignment_to_one_somebody",
            ),
        ]

    def __str__(self):
        return str(self.somebody)

    @property
    def somebody(self):
        return self.user if self.user_id else self.person


@tracked("watching", fields=["requirement", "user"], subject=OF_REQUIREMENT, may_undo=policies.can_read)
class Watching(models.Model):
    """A person wants to hear what happens to a requirement."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="watchings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["requirement", "user"], name="watched_once")]

    def __str__(self):
        return str(self.user)
