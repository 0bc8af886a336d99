"""What the pages below a version's Release tab share."""

from functools import cached_property

from django.http import Http404
from django.shortcuts import redirect

from requirements.models import Requirement
from roadmaps import policies
from roadmaps.forms.releasing import ItemForm
from roadmaps.models import ChecklistItem, ReleaseNote, Waiver
from roadmaps.models.checklist import Section
from roadmaps.models.release_note import Language
from roadmaps.releasing.starters import starters
from roadmaps.views.versions import VersionScoped


class ReleaseScoped(VersionScoped):
    """Mixin: `self.plan`, the version of the address; answers are its Release page or the part that changed."""

    template_name = "roadmaps/release.html"

    @cached_property
    def plan(self):
        version = self.version(self.kwargs["pk"])
        version.product = self.product
        return version

    def item(self, pk):
        found = ChecklistItem.objects.visible_to(self.request.user).filter(version=self.plan, pk=pk)
        item = found.select_related("owner", "done_by").first()
        if item is None:
            raise Http404
        item.product = self.product
        return item

    def changed(self, part):
        """After a write: the part for htmx, else the page."""
        if self.request.htmx:
            return self.fragment(part, template=ReleaseScoped.template_name, **getattr(self, part)())
        return redirect("version_release", self.product.key, self.plan.pk)

    def whole(self, *, status=200, **forms):
        context = {**self.checklist(**forms), **self.standing(), **self.notes()}
        return self.page(template=ReleaseScoped.template_name, status=status, **context)

    def checklist(self, item_form=None):
        """The checklist by section, and how far it is."""
        rows = ChecklistItem.objects.visible_to(self.request.user).filter(version=self.plan).in_order()
        items = list(rows.select_related("owner", "done_by"))
        for item in items:
            item.product = self.product
            item.may_tick = policies.can_tick(self.request.user, item)
        sections = {section.label: [item for item in items if item.section == section] for section in Section}
        return {
            "version": self.plan,
            "sections": [(label, members) for label, members in sections.items() if members],
            "items": items,
            "done_items": sum(1 for item in items if item.done_at),
            "item_form": item_form or ItemForm(product=self.product),
            "checklists": self.product.checklists.all() if self.can.manage else (),
            "starters": starters() if self.can.manage else (),
        }

    def standing(self):
        """What stands in the way, and what was let pass."""
        scope = Requirement.objects.visible_to(self.request.user).filter(version=self.plan)
        waivers = Waiver.objects.visible_to(self.request.user).filter(version=self.plan).order_by("pk")
        return {
            "is_open": self.plan.is_open,
            "open_count": scope.open().count(),
            "waivers": waivers.select_related("requirement__product", "item", "by"),
        }

    def notes(self):
        rows = ReleaseNote.objects.visible_to(self.request.user).filter(version=self.plan)
        found = {note.language: note for note in rows.select_related("published_by")}
        return {"notes": [(code, label, found.get(code)) for code, label in Language.choices]}
