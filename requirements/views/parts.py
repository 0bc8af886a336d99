from django.http import Http404
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from requirements.forms import parts, people, values
from requirements.operations.authoring import Stale, edit
from requirements.views.scoped import RequirementScoped

FORMS = {
    **parts.FORMS,
    "title": parts.TitleForm,
    "description": parts.DescriptionForm,
    "story": parts.StoryForm,
    "reason": parts.ReasonForm,
    "requester": people.RequesterForm,
    "assignees": people.AssigneesForm,
    "tags": people.TagsForm,
    "drivers": values.DriversForm,
}


class PartView(RequirementScoped, View):
    """One part of a requirement in its editor: a page of its own, or a fragment in the requirement's page."""

    needs = "contribute"

    def get(self, request, part):
        return self.editor(part, self.form(part))

    def post(self, request, part):
        form = self.form(part, request.POST)
        if "settle" in request.POST and form.is_of_texts:
            ready = form.settle(form.now(self.requirement))
            if not ready:
                return self.editor(part, form, status=422)
            form = self.form(part, form.data)
        return self.store(part, form)

    def store(self, part, form):
        """What the form says, saved; or the form again, with what stands in its way."""
        if not form.is_valid():
            return self.editor(part, form, status=422)
        try:
            with refusals_on(form):
                saved = self.edited(form)
        except Stale as stale:
            return self.conflict(part, form, stale)
        if form.errors:
            return self.editor(part, form, status=422)
        changed = saved.lock_version != self.requirement.lock_version
        return self.saved(_("Saved: %s") % form.label if changed else "")

    def edited(self, form):
        version = form.cleaned_data["lock_version"]
        return edit(self.requirement, by=self.request.user, lock_version=version, **form.changes())

    def form(self, part, data=None):
        """The part's form; 404 for what is no part of this product's requirements."""
        made = values.form_named(self.product, part, FORMS)
        if made is None:
            raise Http404
        return made(self.requirement, self.request.user, data)

    def conflict(self, part, form, stale):
        """Both texts side by side; what this person has typed stays in the form."""
        self.load()
        if not form.is_of_texts:
            form.meet(self.requirement)
            return self.editor(part, form, status=422)
        form.compare(stale.was, form.now(self.requirement))
        form.data["lock_version"] = self.requirement.lock_version
        if form.clashes:
            return self.editor(part, form, status=422)
        return self.store(part, self.form(part, form.data))

    def editor(self, part, form, *, status=200):
        slot = f"slot-{part.replace('.', '-')}"
        return self.in_slot(slot, "requirements/part.html", status, part=part, form=form)
