"""The same roadmap as rows of a table: for screen readers, for paper and for who prefers it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

KINDS = {"version": _("Version"), "milestone": _("Milestone"), "requirement": _("Requirement")}


@dataclass(frozen=True)
class Row:
    """An item in words."""

    name: str
    kind: str
    lane: str
    start: str
    end: str
    state: str
    done: str
    late: bool
    url: str
    key: str
    dates_url: str


def rows(lanes, language):
    """All items of the lanes, those without dates too, in the lanes' order and the soonest first."""
    found = []
    for lane in lanes:
        dated = sorted(lane.items, key=lambda item: (not item.is_dated, str(item.start or item.end or ""), item.name))
        found += [row(item, lane, language) for item in dated]
    return found


def row(item, lane, language):
    start, end = (fuzzy.label(language) if fuzzy else "" for fuzzy in (item.start, item.end))
    done = "" if item.done is None else f"{round(item.done * 100)} %"
    key = f"{item.kind}-{item.pk}"
    return Row(
        item.name, KINDS[item.kind], lane.name, start, end, item.state, done, item.late, item.url, key, item.dates_url
    )  # fmt: skip
