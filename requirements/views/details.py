"""Acceptance criteria and links."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from requirements.forms.details import CriterionForm, LinkForm
from requirements.models import Link, Requirement
from requirements.operations.details import (
    Overtaken,
    add_criterion,
    edit_criterion,
    link,
    remove_criterion,
    unlink,
)
from requirements.views.scoped import RequirementScoped


class CriteriaView(RequirementScoped, View):
    """Adds an acceptance criterion."""

    def post(self, request):
        form = CriterionForm(request.POST, auto_id="criterion-%s")
        if form.is_valid():
            with refusals_on(form):
                add_criterion(self.requirement, by=request.user, text=form.cleaned_data["text"])
        return self.show(status=422, criterion=form) if form.errors else self.saved(_("Criterion added."))


class CriterionScoped(RequirementScoped):
    """Mixin: the views of one criterion."""

    def criterion(self, pk):
        criterion = get_object_or_404(self.requirement.criteria, pk=pk)
        criterion.requirement = self.requirement
        return criterion


class CriterionView(CriterionScoped, View):
    """One acceptance criterion: its text."""

    needs = "contribute"

    def get(self, request, pk):
        criterion = self.criterion(pk)
        return self.editor(criterion, self.form(pk, initial={"text": criterion.text, "read": criterion.text}))

    def post(self, request, pk):
        criterion, form = self.criterion(pk), self.form(pk, request.POST)
        if not form.settle({"text": criterion.text}):
            return self.editor(criterion, form, status=422)
        form = self.form(pk, form.data)
        if form.is_valid():
            try:
                with refusals_on(form):
                    edit_criterion(criterion, by=request.user, text=form.cleaned_data["text"], read=form.seen())
            except Overtaken as error:
                form.overtaken("text", error.now)
        refused = form.errors or form.clashes
        return self.editor(criterion, form, status=422) if refused else self.saved(_("Criterion saved."))

    def form(self, pk, data=None, **options):
        return CriterionForm(data, auto_id=f"criterion-{pk}-%s", **options)

    def editor(self, criterion, form, *, status=200):
        slot = f"slot-criterion-{criterion.pk}"
        return self.in_slot(slot, "requirements/criterion.html", status, criterion=criterion, form=form)


class CriterionCheckView(CriterionScoped, View):
    """Whether a criterion holds."""

    def post(self, request, pk):
        edit_criterion(self.criterion(pk), by=request.user, done=request.POST.get("done") == "on")
        return self.saved()


class RemoveCriterionView(CriterionScoped, View):
    def post(self, request, pk):
        remove_criterion(self.criterion(pk), by=request.user)
        return self.saved(_("Criterion removed."))


class LinksView(RequirementScoped, View):
    """Links this requirement with another one, in either direction."""

    def post(self, request):
        form = LinkForm(self.requirement, request.user, request.POST, auto_id="link-%s")
        if form.is_valid():
            source, target, kind = form.ends()
            with refusals_on(form):
                link(source, target, by=request.user, kind=kind)
        return self.show(status=422, link=form) if form.errors else self.saved(_("Link added."))


class RemoveLinkView(RequirementScoped, View):
    """Takes a link away, from whichever end it is looked at."""

    def post(self, request, pk):
        seen = Requirement.objects.visible_to(request.user)
        links = Link.objects.filter(source__in=seen, target__in=seen).select_related("source", "target")
        found = get_object_or_404(links, pk=pk)
        if self.requirement.pk not in (found.source_id, found.target_id):
            return self.saved()
        found.source.product = self.product
        unlink(found, by=request.user)
        return self.saved(_("Link removed."))
