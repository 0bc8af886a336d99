from django.db import models
from django.utils.translation import pgettext_lazy


class PublicStatus(models.TextChoices):
    """Named like the categories of requirements' steps, which they follow unless somebody chose one."""

    NEW = "new", pgettext_lazy("public status", "Collecting votes")
    REVIEW = "review", pgettext_lazy("public status", "Under review")
    PLANNED = "planned", pgettext_lazy("public status", "Planned")
    ACTIVE = "active", pgettext_lazy("public status", "In progress")
    DONE = "done", pgettext_lazy("public status", "Shipped")
    DECLINED = "declined", pgettext_lazy("public status", "Not planned")
