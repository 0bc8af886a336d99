"""Every saved version of a requirement's texts, read from the stream of changes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from changes.models import Change

STORY = ["as_a", "i_want", "so_that"]
TEXTS = {
    "description": (_("Description"), ["description"]),
    "title": (_("Title"), ["title"]),
    "story": (_("User story"), STORY),
    "criteria": (_("Acceptance criteria"), ["text", "done", "position"]),
}
READ = 40  # versions per page
MOST_CRITERION_CHANGES = 2_000


@dataclass
class Revision:
    """One version: who saved it when; `length` in characters where it is one text."""

    id: int
    at: datetime
    actor: User | None
    was_undo: bool
    length: int | None = None


def changes_of(requirement, user, text):
    """The changes that made versions of a text, in no order."""
    seen = Change.objects.visible_to(user).filter(key=requirement.key)
    if text == "criteria":
        return seen.filter(type="criterion")
    touched = Q(diff__has_any_keys=TEXTS[text][1])
    return seen.filter(touched, type="requirement", object_id=requirement.pk, action__in=["insert", "update"])


def revisions_of(requirement, user, text, *, before=None):
    """`(versions, newest first; the id to go on before or None)`. The texts themselves stay in the database."""
    found = changes_of(requirement, user, text).select_related("actor").defer("diff").order_by("-id")
    if before:
        found = found.filter(id__lt=before)
    if text in ("description", "title"):
        found = found.annotate(length=Length(KT(f"diff__{text}__1")))
    changes = list(found[: READ + 1])
    rows = [
        Revision(one.pk, one.at, one.actor, one.undoes is not None, getattr(one, "length", None))
        for one in changes[:READ]
    ]
    return rows, changes[READ - 1].pk if len(changes) > READ else None


def text_at(requirement, user, text, change):
    """The text as that change left it, None where there was no such change. A user story has a line per part."""
    until = changes_of(requirement, user, text).filter(id__lte=change)
    if not until.filter(id=change).exists():
        return None
    if text == "criteria":
        return "\n".join(f"[{'x' if row['done'] else ' '}] {row['text']}" for row in criteria_at(until))
    parts = fields_at(until, text)
    if text != "story":
        return parts[text]
    return "\n".join(f"{label} {parts[name]}" for name, label in zip(STORY, STORY_LABELS, strict=True) if parts[name])


STORY_LABELS = [_("As a"), _("I want"), _("so that")]


def fields_at(until, text):
    """The value of each field of a text after the last of the changes `until`."""
    values = {}
    for name in TEXTS[text][1]:
        last = until.filter(diff__has_key=name).order_by("-id").annotate(value=KT(f"diff__{name}__1"))
        values[name] = last.values_list("value", flat=True).first() or ""
    return values


def criteria_at(until):
    """The acceptance criteria after the last of the changes `until`, in their order."""
    rows = {}
    for pk, action, diff in until.order_by("id").values_list("object_id", "action", "diff")[:MOST_CRITERION_CHANGES]:
        if action == "delete":
            rows.pop(pk, None)
        else:
            rows.setdefault(pk, {"text": "", "done": False, "position": 0})
            rows[pk] |= {name: new for name, (_old, new) in diff.items() if name in TEXTS["criteria"][1]}
    return sorted(rows.values(), key=lambda row: row["position"])


def previous(requirement, user, text, change):
    """The id of the version before that one, None for the first."""
    earlier = changes_of(requirement, user, text).filter(id__lt=change).order_by("-id")
    return earlier.values_list("id", flat=True).first()


def newest(requirement, user, text):
    return changes_of(requirement, user, text).order_by(F("id").desc()).values_list("id", flat=True).first()
