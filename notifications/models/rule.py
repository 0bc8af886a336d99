from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from notifications import policies
from products.models import ProductOwnedQuerySet
from products.models.membership import GIVEN_ROLES
from products.models.product import OWNED

MOST_OFFSETS, EARLIEST, LATEST = 20, 365, -60
FIRST_OFFSETS = [7, 1, 0, -1]  # also in the SQL of the plan, for products without a rule of their own


def first_offsets():
    return list(FIRST_OFFSETS)


class ReminderRuleQuerySet(ProductOwnedQuerySet):
    def general(self):
        """The rules of whole products, without those of single milestones and versions."""
        return self.filter(milestone=None, version=None)

    def for_thing(self, thing):
        """The rule that a milestone or version follows: its own, else its product's, else the built-in one."""
        kind = thing._meta.model_name
        rules = self.of(thing.product).filter(Q(**{kind: thing}) | Q(milestone=None, version=None))
        return max(rules, key=lambda rule: not rule.is_general, default=None) or ReminderRule(product=thing.product)


@tracked(
    "reminder_rule",
    fields=[
        "product", "milestone", "version", "is_on", "offsets", "to_owner", "to_assignees", "to_watchers", "to_roles",
        "in_app", "by_mail", "escalate_after",
    ],
    subject=OWNED,
    may_undo=policies.can_set_reminders,
)  # fmt: skip
class ReminderRule(models.Model):
    """Who is reminded of dates, how long before and after, and how: of a product, or of one milestone or version.

    `offsets` count days before the last day of the date; negative ones come after it. A product without a row follows
    the defaults, which are the defaults of these fields.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="reminder_rules")
    milestone = models.OneToOneField("roadmaps.Milestone", models.CASCADE, null=True, related_name="reminder_rule")
    version = models.OneToOneField("roadmaps.Version", models.CASCADE, null=True, related_name="reminder_rule")
    is_on = models.BooleanField(_("reminders are sent"), default=True)
    offsets = ArrayField(
        models.SmallIntegerField(validators=[MinValueValidator(LATEST), MaxValueValidator(EARLIEST)]),
        size=MOST_OFFSETS,
        default=first_offsets,
        blank=True,
        verbose_name=_("days before"),
    )
    to_owner = models.BooleanField(_("its owner"), default=True)
    to_assignees = models.BooleanField(_("who works on its requirements"), default=True)
    to_watchers = models.BooleanField(_("who watches its requirements"), default=False)
    to_roles = ArrayField(models.PositiveSmallIntegerField(choices=GIVEN_ROLES), default=list, blank=True)
    in_app = models.BooleanField(_("in the inbox"), default=True)
    by_mail = models.BooleanField(_("by e-mail"), default=True)
    escalate_after = models.PositiveSmallIntegerField(
        _("tell the product owners after"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder rule")
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(milestone=None, version=None), name="one_reminder_rule_per_product"
            ),
            models.CheckConstraint(
                condition=Q(milestone=None) | Q(version=None), name="reminder_rule_of_one_thing_at_most"
            ),
            models.CheckConstraint(condition=Q(offsets__len__lte=MOST_OFFSETS), name="reminder_rule_of_few_offsets"),
            models.CheckConstraint(
                condition=Q(escalate_after=None) | Q(escalate_after__range=(1, -LATEST)),
                name="reminder_rule_escalates_soon",
            ),
        ]

    def __str__(self):
        return str(self.thing)

    @property
    def thing(self):
        """What it is about: a milestone, a version, or a whole product."""
        return self.milestone or self.version or self.product

    @property
    def is_general(self):
        return self.milestone_id is None and self.version_id is None
