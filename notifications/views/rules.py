from datetime import timedelta

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from notifications.forms import RuleForm
from notifications.models import ReminderDelivery, ReminderRule
from notifications.models.delivery import Channel, State
from notifications.operations.ruling import clear_rule, own_rule, set_rule
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.models import Role
from products.views.scoped import ProductScoped
from roadmaps.models import Milestone, Version

AHEAD, SHOWN, SHOWN_OF_ONE = timedelta(days=30), 500, 50


class RuleView(ProductScoped, View):
    """Who is reminded of a product's dates: a form for its managers, facts for everybody else."""

    template_name = "notifications/rule.html"

    def subject(self, **_args):
        return self.product

    def get(self, request, **args):
        rule = own_rule(self.subject(**args))
        return self.answer_with(rule, RuleForm(instance=rule))

    def post(self, request, **args):
        subject = self.subject(**args)
        if request.POST.get("act") == "clear":
            clear_rule(subject, by=request.user)
            toast(request, _("The usual reminders are back."))
            return redirect(request.path)
        form = RuleForm(request.POST, instance=own_rule(subject))
        if form.is_valid():
            with refusals_on(form):
                set_rule(subject, by=request.user, **form.values())
                toast(request, _("The reminders are saved."))
                return redirect(request.path)
        return self.answer_with(own_rule(subject), form, status=422)

    def answer_with(self, rule, form, **more):
        roles = [Role(role).label for role in rule.to_roles]
        return self.page(rule=rule, form=form, is_own=rule.pk is not None, role_names=roles, **more)


class VersionRuleView(RuleView):
    """The reminders of one version, where they differ from its product's."""

    template_name = "notifications/version_rule.html"

    def subject(self, pk):
        versions = Version.objects.visible_to(self.request.user).of(self.product)
        self.version = get_object_or_404(versions.select_related("product"), pk=pk)
        return self.version

    def context(self, **more):
        planned = planned_for(self.request.user, self.product).filter(version=self.version)
        return super().context(version=self.version, **first_of(planned, SHOWN_OF_ONE), **more)


class MilestoneRuleView(RuleView):
    """The reminders of one milestone, where they differ from its product's."""

    template_name = "notifications/milestone_rule.html"

    def subject(self, pk):
        milestones = Milestone.objects.visible_to(self.request.user).of(self.product)
        self.milestone = get_object_or_404(milestones.select_related("product"), pk=pk)
        return self.milestone

    def context(self, **more):
        planned = planned_for(self.request.user, self.product).filter(milestone=self.milestone)
        return super().context(milestone=self.milestone, **first_of(planned, SHOWN_OF_ONE), **more)


class ForecastView(ProductScoped, View):
    """What will be sent to whom in the next 30 days."""

    template_name = "notifications/forecast.html"

    def get(self, request):
        planned = planned_for(request.user, self.product).filter(due_at__lte=timezone.now() + AHEAD)
        has_rule = ReminderRule.objects.visible_to(request.user).of(self.product).general().exists()
        return self.page(has_rule=has_rule, **first_of(planned, SHOWN))


def planned_for(user, product):
    rows = ReminderDelivery.objects.visible_to(user).of(product).filter(state=State.PLANNED)
    return rows.select_related("recipient", "milestone", "version").order_by("due_at", "recipient__name", "id")


def first_of(planned, shown):
    found = list(planned[: shown + 1])
    return {"days": by_day(found[:shown]), "more": len(found) > shown, "shown": shown}


def by_day(rows):
    """`[(day, [(person, [(delivery, in the inbox, by mail)])])]`: what a person hears on a day is one message."""
    days = {}
    for row in rows:
        people = days.setdefault(timezone.localtime(row.due_at).date(), {})
        lines = people.setdefault(row.recipient, {})
        lines.setdefault((row.milestone_id, row.version_id, row.days_before), (row, set()))[1].add(str(row.channel))
    return [(day, [(person, in_lines(lines)) for person, lines in people.items()]) for day, people in days.items()]


def in_lines(lines):
    return [(row, Channel.INBOX in channels, Channel.MAIL in channels) for row, channels in lines.values()]
