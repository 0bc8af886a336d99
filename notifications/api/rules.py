"""Rules of reminders over REST: of a product, and of a milestone or version that has one of its own."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from changes.api.merging import lock
from notifications.models import ReminderRule
from notifications.models.rule import EARLIEST, FIRST_OFFSETS, LATEST, MOST_OFFSETS
from notifications.operations.ruling import clear_rule, own_rule, set_rule
from pmhub.lib.api.answers import answer, fingerprint, nothing
from pmhub.lib.api.inputs import Choice, Flag, Input, Whole
from pmhub.lib.api.preconditions import derived, require
from pmhub.lib.api.schema import Shown
from pmhub.lib.api.views import Endpoint
from products.api.reach import product_named
from products.models import Role
from products.models.membership import GIVEN_ROLES
from roadmaps.models import Milestone, Version

ROLES = {Role(number).name.lower(): number for number, _label in GIVEN_ROLES}
DAYS = "Days before the last day of the date; negative ones after it."
ESCALATION = "The product owners are told when it is overdue by so many days; null for never."


class RuleShown(Shown):
    """Who is reminded of dates, when, and how."""

    own = serializers.BooleanField(help_text="Whether it was set for exactly this.")
    on = serializers.BooleanField()
    offsets = serializers.ListField(child=serializers.IntegerField(), help_text=DAYS)
    to_owner = serializers.BooleanField()
    to_assignees = serializers.BooleanField(help_text="Who works on its requirements.")
    to_watchers = serializers.BooleanField(help_text="Who watches its requirements.")
    to_roles = serializers.ListField(child=serializers.ChoiceField(list(ROLES)))
    in_app = serializers.BooleanField()
    by_mail = serializers.BooleanField()
    escalate_after = serializers.IntegerField(allow_null=True, help_text=ESCALATION)


class RuleFields(Input):
    """A whole rule: what is left out is as in the usual one."""

    on = Flag(default=True)
    offsets = serializers.ListField(
        child=Whole(min_value=LATEST, max_value=EARLIEST),
        max_length=MOST_OFFSETS,
        default=FIRST_OFFSETS,
        help_text=DAYS,
    )
    to_owner = Flag(default=True)
    to_assignees = Flag(default=True)
    to_watchers = Flag(default=False)
    to_roles = serializers.ListField(child=Choice(list(ROLES)), max_length=len(ROLES), default=[])
    in_app = Flag(default=True)
    by_mail = Flag(default=True)
    escalate_after = Whole(min_value=1, max_value=-LATEST, allow_null=True, default=None, help_text=ESCALATION)


SAME = [name for name in RuleFields().fields if name not in ("on", "to_roles")]


def rule_shown(rule: ReminderRule):
    roles = [name for name, number in ROLES.items() if number in rule.to_roles]
    same = {name: getattr(rule, name) for name in SAME}
    return {"own": rule.pk is not None, "on": rule.is_on, **same, "to_roles": roles}


class RuleView(Endpoint):
    """The rule that is followed here. PUT sets it as a whole, DELETE goes back to what is usual."""

    tag = "reminders"
    reads = RuleShown
    writes = {"put": RuleFields}
    versioned = True
    guarded = ("PUT", "DELETE")

    def get(self, request, **where):
        return derived(request, rule_shown(own_rule(self.subject(**where))))

    @transaction.atomic
    def put(self, request, **where):
        subject = self.subject(**where)
        self.may(set_rule, subject)
        values = self.body()
        self.hold(subject)
        roles = [ROLES[name] for name in values.pop("to_roles")]
        shown = rule_shown(set_rule(subject, by=request.user, is_on=values.pop("on"), to_roles=roles, **values))
        return answer(shown, version=fingerprint(shown))

    @transaction.atomic
    def delete(self, request, **where):
        subject = self.subject(**where)
        self.may(clear_rule, subject)
        self.hold(subject)
        clear_rule(subject, by=request.user)
        return nothing()

    def hold(self, subject):
        """Keep others from setting it, and refuse who has not read it as it is."""
        lock(subject)
        shown = rule_shown(own_rule(subject))
        require(self.request, fingerprint(shown), lambda: shown)


class ProductRuleView(RuleView):
    """The reminders of a product's milestones and versions. PUT sets it as a whole, DELETE restores the usual one."""

    def subject(self, product):
        return product_named(self.request.user, product)


class MilestoneRuleView(RuleView):
    """The reminders of a milestone. PUT gives it a rule of its own, DELETE lets it follow its product again."""

    model = Milestone

    def subject(self, pk):
        return get_object_or_404(self.model.objects.visible_to(self.request.user).select_related("product"), pk=pk)


class VersionRuleView(MilestoneRuleView):
    """The reminders of a version. PUT gives it a rule of its own, DELETE lets it follow its product again."""

    model = Version
