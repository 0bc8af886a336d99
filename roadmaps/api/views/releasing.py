"""Releasing over REST: what stands in the way, the checklist, the lists it begins from, the notes."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from changes.api.merging import lock
from pmhub.lib.api.answers import answer, created
from pmhub.lib.api.preconditions import not_modified, require
from pmhub.lib.api.problems import Problem, invalid_fields
from pmhub.lib.api.queries import COUNTED, FIELDS
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from products.api.references import person_referred, referred
from products.api.things import Kind, ProductsThings, Thing
from requirements.models import Requirement
from roadmaps.api.serializers import releasing as shapes
from roadmaps.models import ChecklistItem, ChecklistTemplate, ReleaseNote, Version, Waiver
from roadmaps.operations import checklists, notes
from roadmaps.operations.releasing import Choices, Fate, NotOpen, StillOpen, release
from roadmaps.releasing.drafting import drafted_body, drafted_title


class OfVersion(Endpoint):
    """Something below one version."""

    tag = "versions"

    def plan(self, pk):
        seen = Version.objects.visible_to(self.request.user)
        return get_object_or_404(seen.select_related("product", "released_by"), pk=pk)


class ReleaseView(OfVersion):
    """Whether a version is released and what stands in the way.

    POST releases it and needs `If-Match`: 409 when it is released already, or when nobody has said what becomes of
    something open; then nothing has changed. All of it is one change, which can be undone.
    """

    reads = shapes.ReleaseShown
    writes = {"post": shapes.ReleaseFields}
    versioned = True
    guarded = ("POST",)

    def get(self, request, pk):
        version = self.plan(pk)
        return not_modified(request, version.lock_version) or self.answer(version)

    @transaction.atomic
    def post(self, request, pk):
        version = self.plan(pk)
        self.may(release, version)
        values = self.body()
        lock(version)
        require(request, version.lock_version, lambda: self.shown(version))
        try:
            release(version, by=request.user, choices=self.choices(version, values))
        except (NotOpen, StillOpen) as error:
            raise Problem("conflict", error.messages[0], current=self.shown(version)) from None
        return self.answer(version, status=201)

    def answer(self, version, status=200):
        return answer(self.shown(version), version=version.lock_version, status=status)

    def shown(self, version):
        user = self.request.user
        scope = Requirement.objects.visible_to(user).filter(version=version).open().select_related("status")
        items = ChecklistItem.objects.visible_to(user).filter(version=version).open().in_order()
        waivers = Waiver.objects.visible_to(user).filter(version=version).select_related("requirement", "by")
        return shapes.release_shown(version, scope.order_by("pk"), items, waivers.order_by("pk"))

    def choices(self, version, values):
        keys = {row["requirement"]: row for row in values.get("requirements", ())}
        scope = Requirement.objects.visible_to(self.request.user).filter(version=version, key__in=keys)
        found = dict(scope.values_list("key", "pk"))
        if unknown := [key for key in keys if key not in found]:
            raise invalid_fields({"requirements": [_("%s is not planned into this version.") % unknown[0]]})
        every = values.get("every")
        return Choices(
            every=self.fate(version, "every", every) if every else None,
            single={found[key]: self.fate(version, "requirements", row) for key, row in keys.items()},
            items_reason=values.get("items_reason", ""),
            reach_milestones=values.get("reach_milestones", False),
        )

    def fate(self, version, name, values):
        seen = Version.objects.visible_to(self.request.user).of(version.product)
        target = referred(f"{name}.target", seen, values.get("target"))
        return Fate(values["action"], target, values.get("reason", ""))


class ItemKind(Kind):
    tag = "versions"
    reads = shapes.LaunchItemShown
    address = "/api/v1/checklist-items/{}/"
    columns = {"due": ["due_on"], "done": ["done_at"]}
    shown = staticmethod(shapes.item_shown)
    create, edit, remove = checklists.add_item, checklists.change_item, checklists.remove_item

    def rows(self, user):
        return ChecklistItem.objects.visible_to(user).select_related("product", "owner", "done_by")

    def resolved(self, home, values):
        if "due" in values:
            values["due_on"] = values.pop("due")
        if "owner" in values:
            product = home.product if isinstance(home, Version) else home
            values["owner"] = person_referred("owner", product, values["owner"], self.request.user)
        return values


class ChecklistView(ItemKind, OfVersion):
    """A version's launch checklist; POST adds an item at its end."""

    listed = True
    query = {"get": COUNTED | FIELDS}
    writes = {"post": shapes.NewLaunchItem}

    def get(self, request, pk):
        return self.page(request, self.rows(request.user).filter(version=self.plan(pk)), Sort("id"))

    def post(self, request, pk):
        return self.add(self.plan(pk))


class ItemView(ItemKind, Thing):
    """One checklist item. Its owner may tick it, who plans changes all of it."""

    writes = {"patch": shapes.LaunchItemFields}


class ChecklistKind(Kind):
    tag = "versions"
    reads = shapes.ChecklistShown
    address = "/api/v1/checklists/{}/"
    create, edit, remove = checklists.add_checklist, checklists.edit_checklist, checklists.remove_checklist

    def rows(self, user):
        return ChecklistTemplate.objects.visible_to(user).select_related("product")

    @staticmethod
    def shown(row):
        names = ("id", "name", "items", "lock_version")
        return {**{name: getattr(row, name) for name in names}, "product": row.product.key}


class ChecklistsView(ChecklistKind, ProductsThings):
    """Checklists that a product's versions begin from."""

    writes = {"post": shapes.NewChecklist}


class ChecklistTemplateView(ChecklistKind, Thing):
    """One of them. Versions that began from it stay as they are."""

    writes = {"patch": shapes.ChecklistFields}


class NoteKind(Kind):
    tag = "versions"
    reads = shapes.NoteShown
    address = "/api/v1/release-notes/{}/"
    columns = {"published": ["published_at"]}
    shown = staticmethod(shapes.note_shown)
    edit, remove = notes.edit_note, notes.delete_note

    def rows(self, user):
        return ReleaseNote.objects.visible_to(user).select_related("product", "published_by")


class NotesView(NoteKind, OfVersion):
    """A version's notes, one per language. POST writes one, drafted from what has shipped."""

    listed = True
    query = {"get": COUNTED | FIELDS}
    writes = {"post": shapes.NewNote}

    def get(self, request, pk):
        return self.page(request, self.rows(request.user).filter(version=self.plan(pk)), Sort("id"))

    def post(self, request, pk):
        version = self.plan(pk)
        self.may(notes.write_note, version)
        values = self.body()
        language = values["language"]
        values.setdefault("title", drafted_title(version, language))
        values.setdefault("body", drafted_body(version, request.user, language))
        try:
            note = notes.write_note(version, by=request.user, lock_version=0, **values)
        except notes.NoteChanged:
            raise Problem("conflict", _("There is a note in this language already.")) from None
        return created(self.shown(note), self.address.format(note.pk), version=note.lock_version)


class NoteView(NoteKind, Thing):
    """One release note; `published` puts it into the changelog or takes it back."""

    writes = {"patch": shapes.NoteFields}
