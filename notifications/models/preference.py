from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.models.delivery import Reason

FIRST_HOUR = 9


class Preference(models.Model):
    """When and how a person wants to be reminded. Without a row: at nine, in the inbox and by mail.

    Nobody else's business, so the stream of changes ignores it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reminder_preference"
    )
    hour = models.PositiveSmallIntegerField(_("time of day"), default=FIRST_HOUR, validators=[MaxValueValidator(23)])
    in_app = models.BooleanField(_("in the inbox"), default=True)
    by_mail = models.BooleanField(_("by e-mail"), default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="reminded_at_an_hour_of_the_day")]

    def __str__(self):
        return f"{self.user}: {self.hour}:00"

    @classmethod
    def of(cls, user):
        """The person's preferences, those of the beginning where they have set none."""
        return cls.objects.filter(user=user).first() or cls(user=user)


class Mute(models.Model):
    """A person wants to hear no more of one milestone, version or requirement, or for one reason, in any product."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_mutes")
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    milestone = models.ForeignKey("roadmaps.Milestone", models.CASCADE, null=True, related_name="+")
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, null=True, related_name="+")
    requirement = models.ForeignKey("requirements.Requirement", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "reason", "milestone", "version"],
                name="muted_once",
                nulls_distinct=False,
                condition=Q(requirement=None),
            ),
            models.UniqueConstraint(
                fields=["user", "requirement"],
                name="requirement_muted_once",
                condition=Q(requirement__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(reason="", milestone=None, version__isnull=False, requirement=None)
                | Q(reason="", milestone__isnull=False, version=None, requirement=None)
                | Q(reason="", milestone=None, version=None, requirement__isnull=False)
                | (~Q(reason="") & Q(milestone=None, version=None, requirement=None)),
                name="mute_of_one_thing",
            ),
        ]

    def __str__(self):
        return self.get_reason_display() if self.reason else str(self.thing)

    @property
    def thing(self):
        """The milestone, version or requirement; None where it is a reason."""
        return self.milestone or self.version or self.requirement
