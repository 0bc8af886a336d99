"""What stands in each cell of a requirement, as text: what two instants are compared by."""

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from requirements.models import Requirement
from requirements.models.link import BACKWARDS, LinkKind

LONG = {"title", "description", "decline_reason", "as_a", "i_want", "so_that"}
LISTS = {"criteria", "links", "references"}
WORDS = {
    "assignees": _("Assignees"),
    "tags": _("Tags"),
    "start": _("Start"),
    "due": _("Due"),
    "score": _("Score"),
    "criteria": _("Acceptance criteria"),
    "links": _("Links"),
    "references": _("External references"),
    "comments": _("Comments"),
}


def number(value):
    if value is None or isinstance(value, str):
        return value or ""
    text = f"{value:f}" if hasattr(value, "as_tuple") else f"{value:.10g}"
    return number_format(text.rstrip("0").rstrip(".") if "." in text else text, use_l10n=False)


def text_of(value):
    """A custom field's value or an input as text."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value or "")


def fuzzy(value):
    return value.label(get_language() or "en") if value else ""


def names(rows):
    return ", ".join(row["name"] for row in rows)


CELLS = {
    "title": lambda r: r.title,
    "status": lambda r: r.status.name,
    "decline_reason": lambda r: r.decline_reason,
    "kind": lambda r: str(r.get_kind_display()),
    "level": lambda r: str(r.get_level_display()),
    "priority": lambda r: str(r.get_priority_display()),
    "score": lambda r: number(None if r.score is None else round(r.score, 1)),
    "assignees": lambda r: names(r.assignee_rows),
    "owner": lambda r: r.owner.name if r.owner else "",
    "requester": lambda r: r.asked_by.name if r.asked_by else "",
    "version": lambda r: r.version.name if r.version else "",
    "milestone": lambda r: r.milestone.name if r.milestone else "",
    "parent": lambda r: r.parent.key if r.parent else "",
    "start": lambda r: fuzzy(r.start),
    "due": lambda r: fuzzy(r.due),
    "tags": lambda r: names(r.tag_rows),
    "estimate": lambda r: number(r.estimate),
    "votes": lambda r: number(r.votes),
    "as_a": lambda r: r.as_a,
    "i_want": lambda r: r.i_want,
    "so_that": lambda r: r.so_that,
    "description": lambda r: r.description,
    "criteria": lambda r: "\n".join(f"{'☑' if row['done'] else '☐'} {row['text']}" for row in r.criterion_rows),
    "links": lambda r: "\n".join(sorted(f"{link_words(row)} {row['key']}" for row in r.link_rows)),
    "references": lambda r: "\n".join(f"{row['source']} {row['external_id']}" for row in r.reference_rows),
    "comments": lambda r: str(r.comment_count),
}


def link_words(row):
    return str(LinkKind(row["kind"]).label if row["outgoing"] else BACKWARDS[row["kind"]])


def cells_of(requirement):
    """Every cell that holds something, by name; inputs and the product's own fields are `drivers.x`, `custom.x`."""
    found = {name: text(requirement) for name, text in CELLS.items()}
    for part in ("drivers", "custom"):
        found |= {f"{part}.{key}": text_of(value) for key, value in sorted(getattr(requirement, part).items())}
    return {name: text for name, text in found.items() if text}


def label_of(name, titles):
    """What people call the cell; `titles` are those of inputs and custom fields."""
    if name in WORDS:
        return str(WORDS[name])
    if "." in name:
        return titles.get(name) or name.split(".", 1)[1]
    return str(Requirement._meta.get_field(name).verbose_name).capitalize()
