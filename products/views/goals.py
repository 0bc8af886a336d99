"""The goals of a product, on a settings page."""

from django import forms
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.models import User
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.models import Goal
from products.operations.goals import MOST_RESULTS, create_goal, delete_goal, edit_goal
from products.views.scoped import ProductScoped

FIGURE = {"max_digits": 14, "decimal_places": 3}


class GoalForm(forms.Form):
    """An objective."""

    name = forms.CharField(label=gettext_lazy("Objective"), max_length=120)
    note = forms.CharField(
        label=gettext_lazy("Why"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 3})
    )
    owner = forms.ModelChoiceField(
        None, label=gettext_lazy("Owner"), required=False, empty_label=gettext_lazy("Nobody")
    )
    closed = forms.BooleanField(label=gettext_lazy("Closed: it makes no lane any more"), required=False)

    def __init__(self, *args, product, goal=None, **kwargs):
        if goal:
            kwargs["initial"] = {name: getattr(goal, name) for name in ("name", "note", "owner")}
            kwargs["initial"]["closed"] = bool(goal.closed_at)
        super().__init__(*args, **kwargs)
        people = User.objects.filter(Q(memberships__product=product, is_active=True) | Q(pk=goal and goal.owner_id))
        self.fields["owner"].queryset = people.distinct().order_by("name", "pk")


class ResultForm(forms.Form):
    """A key result; one without a name is left out."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Key result"), max_length=120, required=False)
    start = forms.DecimalField(label=gettext_lazy("Start"), required=False, **FIGURE)
    target = forms.DecimalField(label=gettext_lazy("Target"), required=False, **FIGURE)
    current = forms.DecimalField(label=gettext_lazy("Now"), required=False, **FIGURE)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=20, required=False)

    def clean(self):
        given = self.cleaned_data
        if not given.get("name"):
            return
        if given.get("target") is None and "target" not in self.errors:
            self.add_error("target", _("A key result needs a target."))
        given["start"] = given.get("start") or 0
        given["current"] = given["start"] if given.get("current") is None else given["current"]
        if given.get("target") == given["start"]:
            self.add_error("target", _("Start and target are the same."))


Results = forms.formset_factory(ResultForm, extra=2, max_num=MOST_RESULTS, validate_max=True)


def initial(result):
    """A key result as its form shows it: 60, not 60.000."""
    figures = {name: f"{getattr(result, name):f}" for name in ("start", "target", "current")}
    plain = {name: text.rstrip("0").rstrip(".") if "." in text else text for name, text in figures.items()}
    return {"id": result.pk, "name": result.name, "unit": result.unit, **plain}


class GoalScoped(ProductScoped):
    """Mixin: pages about goals."""

    def goal(self, pk):
        goals = Goal.objects.visible_to(self.request.user).of(self.product).select_related("product", "owner")
        return get_object_or_404(goals.prefetch_related("key_results"), pk=pk)

    def results(self, data=None, goal=None):
        rows = goal.key_results.all() if goal else ()
        return Results(data, prefix="results", initial=[initial(row) for row in rows])

    def values(self, form, results, goal=None):
        """What the operations take."""
        values = form.cleaned_data
        closed = values.pop("closed")
        values["closed_at"] = (goal and goal.closed_at or timezone.now()) if closed else None
        values["key_results"] = [given for given in results.cleaned_data if given.get("name")]
        return values


class GoalsView(GoalScoped, View):
    """What the product wants to achieve."""

    template_name = "products/goals.html"

    def get(self, request):
        goals = Goal.objects.visible_to(request.user).of(self.product).in_order()
        return self.page(goals=goals.select_related("owner").prefetch_related("key_results", "versions"))


class NewGoalView(GoalScoped, View):
    """Sets a goal."""

    template_name = "products/goal.html"
    needs = "manage"

    def get(self, request):
        return self.page(form=GoalForm(product=self.product), results=self.results())

    def post(self, request):
        form, results = GoalForm(request.POST, product=self.product), self.results(request.POST)
        if form.is_valid() and results.is_valid():
            with refusals_on(form):
                goal = create_goal(self.product, by=request.user, **self.values(form, results))
                toast(request, _("The goal “%s” is set.") % goal.name)
                return redirect("product_goals", self.product.key)
        return self.page(form=form, results=results, status=422)


class GoalView(GoalScoped, View):
    """Changes a goal."""

    template_name = "products/goal.html"
    needs = "manage"

    def get(self, request, pk):
        goal = self.goal(pk)
        return self.page(goal=goal, form=GoalForm(product=self.product, goal=goal), results=self.results(goal=goal))

    def post(self, request, pk):
        goal = self.goal(pk)
        form, results = GoalForm(request.POST, product=self.product, goal=goal), self.results(request.POST, goal)
        if form.is_valid() and results.is_valid():
            with refusals_on(form):
                edit_goal(goal, by=request.user, **self.values(form, results, goal))
                toast(request, _("The goal “%s” is saved.") % goal.name)
                return redirect("product_goals", self.product.key)
        return self.page(goal=self.goal(pk), form=form, results=results, status=422)


class DeleteGoalView(GoalScoped, View):
    """Deletes a goal; the toast brings it back."""

    def post(self, request, pk):
        goal = self.goal(pk)
        delete_goal(goal, by=request.user)
        toast(request, _("The goal “%s” is deleted.") % goal.name)
        return redirect("product_goals", self.product.key)
