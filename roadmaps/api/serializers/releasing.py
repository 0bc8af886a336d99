"""How releases, checklists and notes appear in the REST API, and what may be sent."""

from rest_framework import serializers

from accounts.api.serializers import PersonShown
from accounts.api.views import person_of
from pmhub.lib.api.inputs import Choice, Flag, Input, Reference, Text
from pmhub.lib.api.schema import Shown
from roadmaps.models.checklist import NOTE_LENGTH, TEXT_LENGTH, Section
from roadmaps.models.release_note import BODY_LENGTH, Language
from roadmaps.models.version import State
from roadmaps.models.waiver import REASON_LENGTH

FATES = [("move", "moved to another version"), ("drop", "dropped from it"), ("anyway", "released anyway")]


class OpenRequirement(serializers.Serializer):
    """A requirement of the scope that is open."""

    key = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()


class OpenLaunchItem(serializers.Serializer):
    """A checklist item that is not done."""

    id = serializers.IntegerField()
    text = serializers.CharField()


class WaiverShown(serializers.Serializer):
    """What was released although it was open: a requirement, or a checklist item."""

    requirement = serializers.CharField(allow_null=True, help_text="Its key.")
    item = serializers.IntegerField(allow_null=True, help_text="The checklist item's id.")
    reason = serializers.CharField()
    by = PersonShown()
    at = serializers.DateTimeField()


class ReleaseShown(serializers.Serializer):
    """Whether a version is released, and what stands in the way. The ETag is the version's."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(State.choices)
    released_at = serializers.DateTimeField(allow_null=True)
    released_by = PersonShown(allow_null=True)
    open_requirements = OpenRequirement(many=True)
    open_items = OpenLaunchItem(many=True)
    waivers = WaiverShown(many=True)
    lock_version = serializers.IntegerField()


class SingleFate(Input):
    requirement = Text(max_length=24, allow_blank=False, help_text="Its key.")
    action = Choice(FATES)
    target = Reference(allow_null=True, required=False, help_text="With move: the version that takes it over.")
    reason = Text(max_length=REASON_LENGTH, required=False, help_text="With anyway: why.")


class EveryFate(Input):
    action = Choice(FATES)
    target = Reference(allow_null=True, required=False, help_text="With move: the version that takes them over.")
    reason = Text(max_length=REASON_LENGTH, required=False, help_text="With anyway: why.")


class ReleaseFields(Input):
    every = EveryFate(required=False, help_text="For all open requirements that `requirements` does not name.")
    requirements = SingleFate(many=True, required=False)
    items_reason = Text(max_length=REASON_LENGTH, required=False, help_text="Needed where checklist items are open.")
    reach_milestones = Flag(required=False, help_text="Also mark its open milestones as reached.")


class LaunchItemShown(Shown):
    """Something that must be done before a version is released."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    section = serializers.ChoiceField(Section.choices)
    text = serializers.CharField()
    owner = PersonShown(allow_null=True)
    due = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = PersonShown(allow_null=True)
    lock_version = serializers.IntegerField()


class NewLaunchItem(Input):
    text = Text(max_length=TEXT_LENGTH, allow_blank=False, trim_whitespace=True)
    section = Choice(Section.choices, required=False)
    owner = Reference(allow_null=True, required=False)
    due = serializers.DateField(allow_null=True, required=False)
    note = Text(max_length=NOTE_LENGTH, required=False)


class LaunchItemFields(NewLaunchItem):
    done = Flag(required=False, help_text="Whoever owns an item may send this, and nothing else.")


class ChecklistLine(Input):
    section = Choice(Section.choices)
    text = Text(max_length=TEXT_LENGTH, allow_blank=False, trim_whitespace=True)


class ChecklistLineShown(serializers.Serializer):
    section = serializers.ChoiceField(Section.choices)
    text = serializers.CharField()


class ChecklistShown(Shown):
    """A list that versions begin from."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    items = ChecklistLineShown(many=True)
    lock_version = serializers.IntegerField()


class ChecklistFields(Input):
    name = Text(max_length=80, allow_blank=False, trim_whitespace=True)
    items = ChecklistLine(many=True)


class NewChecklist(ChecklistFields):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")


class NoteShown(Shown):
    """What a version brings, in one language; `published_at` is null while it is a draft."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    language = serializers.ChoiceField(Language.choices)
    title = serializers.CharField()
    body = serializers.CharField(help_text="Markdown.")
    published_at = serializers.DateTimeField(allow_null=True)
    published_by = PersonShown(allow_null=True)
    updated_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class NoteFields(Input):
    title = Text(max_length=200, allow_blank=False, trim_whitespace=True, required=False)
    body = Text(max_length=BODY_LENGTH, allow_blank=False, required=False)
    published = Flag(required=False)


class NewNote(Input):
    language = Choice(Language.choices)
    title = Text(max_length=200, allow_blank=False, trim_whitespace=True, required=False)
    body = Text(max_length=BODY_LENGTH, allow_blank=False, required=False, help_text="Drafted unless it is given.")


def release_shown(version, requirements, items, waivers):
    return {
        "id": version.pk,
        "status": version.state,
        "released_at": version.released_at,
        "released_by": person_of(version.released_by),
        "open_requirements": [{"key": r.key, "title": r.title, "status": r.status.name} for r in requirements],
        "open_items": [{"id": item.pk, "text": item.text} for item in items],
        "waivers": [waiver_shown(one) for one in waivers],
        "lock_version": version.lock_version,
    }


def waiver_shown(row):
    key = row.requirement and row.requirement.key
    return {"requirement": key, "item": row.item_id, "reason": row.reason, "by": person_of(row.by), "at": row.at}


def item_shown(row):
    names = ("id", "section", "text", "note", "done_at", "lock_version")
    return {
        **{name: getattr(row, name) for name in names},
        "version": row.version_id,
        "owner": person_of(row.owner),
        "due": row.due_on,
        "done_by": person_of(row.done_by),
    }


def note_shown(row):
    names = ("id", "language", "title", "body", "published_at", "updated_at", "lock_version")
    published_by = person_of(row.published_by)
    return {**{name: getattr(row, name) for name in names}, "version": row.version_id, "published_by": published_by}
