"""A light menu for one part of a requirement, opened by a key wherever the requirement is shown."""

import json
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate, Precision
from pmhub.lib.named_days import each_once
from requirements.forms.cells import choices_of
from requirements.forms.parts import Choice, MenuForm
from requirements.views.cell import CellView


class ChoicesView(CellView):
    """What can be chosen, and saving it. The answer is an event, `requirement:changed`: whoever shows it looks anew."""

    template_name = "requirements/choices.html"

    def get(self, request):
        return self.menu(self.form()) if request.htmx else super().get(request)

    def saved(self, form):
        changed = {"requirement:changed": {"key": form.requirement.key}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(changed)})

    def refused(self, form):
        return self.menu(form, refused=form, status=422)

    def conflict(self, form):
        form.add_error(None, _("Somebody changed this meanwhile; it is shown as it is now. Choose again."))
        return self.menu(self.form(), refused=form, status=422)

    def menu(self, form, *, refused=None, status=200):
        requirement = form.requirement
        chosen = present(requirement, self.field)
        choices = days(timezone.localdate()) if self.field == "due" else choices_of(form, "")
        for choice in choices:
            choice.on = choice.on or choice.value in chosen
        context = {
            "form": form,
            "field": self.field,
            "requirement": requirement,
            "choices": choices,
            "chosen": chosen,
            "refused": refused,
            "declined": refused.data.get("status", "") if refused and "decline_reason" in refused.errors else "",
            "several": self.field in ("assignees", "tags"),
            "free": not isinstance(form, MenuForm) and self.field != "assignees",
            "action": reverse("requirement_choices", args=[self.product.key, requirement.number, self.field]),
        }
        return self.fragment("menu", status=status, template=self.template_name, **context)


def present(requirement, field):
    """The values chosen now, as the menu names them."""
    if field == "assignees":
        return [f"person:{row['id']}" if row["outside"] else str(row["id"]) for row in requirement.assignee_rows]
    if field == "tags":
        return [row["name"] for row in requirement.tag_rows]
    return [str(requirement.due)] if field == "due" and requirement.due else []


def days(today):
    """Dates that are often meant, from today on."""
    language = get_language() or "en"
    friday = today + timedelta(days=(4 - today.weekday() - 1) % 7 + 1)
    named = [
        (_("Today"), today),
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("In a week"), today + timedelta(days=7)),
        (_("Friday"), friday),  # tomorrow on Thursdays, in a week on Fridays
    ]
    month = FuzzyDate(today, Precision.MONTH)
    quarter = FuzzyDate(today, Precision.QUARTER)
    return [
        *(Choice(str(day), f"{name} · {FuzzyDate(day).brief(language, today)}") for name, day in each_once(named)),
        *(Choice(str(date), date.label(language)) for date in (month, quarter)),
        Choice("", _("No date")),
    ]
