"""One change in people's words: names instead of ids, dates as they were promised, long texts compared."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.text_diff import differences
from requirements.history import reviews
from requirements.history.names import DATES, REFERENCES
from requirements.models import Criterion, Requirement
from requirements.models.link import LinkKind
from requirements.models.requirement import Kind, Level, Priority

LONG = 80  # characters; a longer text is shown as its differences
SILENT = {"number", "key", "product", "author", "created_at", "start_precision", "due_precision"}
CHOICES = {"kind": dict(Kind.choices), "level": dict(Level.choices), "priority": dict(Priority.choices)}


@dataclass
class Line:
    """One thing that was done: `what` with its old and new value, or its `pieces` where the text is long."""

    what: str
    old: str = ""
    new: str = ""
    pieces: list = field(default_factory=list)


def lines_of(change, names):
    """What one change did, line by line."""
    if change.type in reviews.TYPES:
        return [Line(*words) for words in reviews.words_of(change, names)]
    if change.type != "requirement":
        return [DETAILS[change.type](change, change.diff, names)] if change.type in DETAILS else []
    if change.action == "insert":
        return [Line(_("created this requirement"))]
    if change.action == "delete":
        return [Line(_("deleted this requirement"))]
    return [of_field(change, name, old, new, names) for name, old, new in change.fields if name not in SILENT]


def of_field(change, name, old, new, names):
    if name == "rank":
        return Line(_("moved in the manual order"))
    if "." in name:
        return of_entry(name, old, new, names)
    what = str(Requirement._meta.get_field(name).verbose_name)
    if name in REFERENCES:
        return Line(what, names.of(name, old), names.of(name, new))
    if name in CHOICES:
        return Line(what, str(CHOICES[name].get(old, old)), str(CHOICES[name].get(new, new)))
    if name in DATES:
        return of_date(change, what, name, old, new, names)
    return of_text(what, shown(old), shown(new))


def of_entry(name, old, new, names):
    """A scoring input or a custom field."""
    return of_text(names.titles.get(name, name.split(".", 1)[1]), shown(old), shown(new))


def of_date(change, what, name, old, new, names):
    column = DATES[name]
    was, is_now = change.diff.get(column) or [names.precision(column, change)] * 2
    return Line(what, day(old, was), day(new, is_now))


def day(value, precision):
    return FuzzyDate(date.fromisoformat(value), precision).label(get_language() or "en") if value else ""


def of_text(what, old, new):
    if max(len(old), len(new)) <= LONG or not old or not new:
        return Line(what, excerpt(old), excerpt(new))
    return Line(what, pieces=differences(old, new))


def shown(value):
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def excerpt(text, longest=200):
    return text if len(text) <= longest else f"{text[:longest]}…"


def now_or_before(pair):
    return pair[0] if pair[1] is None else pair[1]


def of_tag(change, diff, names):
    name = names.of("tag", now_or_before(diff["tag"]))
    return Line(_("Tag"), new=name) if change.action == "insert" else Line(_("Tag"), old=name)


def of_assignment(change, diff, names):
    kind = "user" if now_or_before(diff.get("user", [None, None])) else "person"
    name = names.of(kind, now_or_before(diff[kind]))
    return Line(_("Assignee"), new=name) if change.action == "insert" else Line(_("Assignee"), old=name)


def of_comment(change, diff, names):
    what = {"insert": _("commented"), "update": _("edited a comment"), "delete": _("removed a comment")}[change.action]
    old, new = (shown(text) for text in diff.get("body", [None, None]))
    if change.action == "update":
        return of_text(what, old, new)
    return Line(what, new=excerpt(new or old))


def of_criterion(change, diff, names):
    old, new = (shown(text) for text in diff.get("text", [None, None]))
    if change.action == "insert":
        return Line(_("Criterion"), new=new)
    if change.action == "delete":
        return Line(_("Criterion"), old=old)
    if "done" in diff:
        text = names.of_row(Criterion, change.object_id)
        return Line(_("Criterion met") if diff["done"][1] else _("Criterion open again"), new=text)
    return Line(_("Criterion"), old, new) if old or new else Line(_("moved a criterion"))


def of_attachment(change, diff, names):
    what = _("removed a file") if change.action == "delete" else _("attached a file")
    name = shown(now_or_before(diff["name"])) if "name" in diff else ""
    return Line(what, old=name) if change.action == "delete" else Line(what, new=name)


def of_link(change, diff, names):
    kind, target = now_or_before(diff["kind"]), names.of("target", now_or_before(diff["target"]))
    text = f"{LinkKind(kind).label} {target}"
    return Line(_("Link"), new=text) if change.action == "insert" else Line(_("Link"), old=text)


def of_reference(change, diff, names):
    source = now_or_before(diff.get("source", ["", ""])) or ""
    number = now_or_before(diff.get("external_id", ["", ""])) or ""
    if change.action == "update":
        return Line(_("updated from another system"), new=f"{source} {number}".strip())
    return Line(_("External reference"), new=f"{source} {number}".strip())


DETAILS = {
    "requirement_tag": of_tag,
    "assignment": of_assignment,
    "comment": of_comment,
    "criterion": of_criterion,
    "attachment": of_attachment,
    "link": of_link,
    "external_reference": of_reference,
}
