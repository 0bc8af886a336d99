"""The same roadmap as rows of a table: for screen readers, for paper and for who prefers it.

They are written here: a template takes ten times as long.
"""

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_lazy

KINDS = {
    "version": gettext_lazy("Version"),
    "milestone": gettext_lazy("Milestone"),
    "requirement": gettext_lazy("Requirement"),
}
BARE = mark_safe("")
ROW = (
    '<tr><td class="cell-title">{name}</td><td class="dim">{kind}</td><td class="dim">{lane}</td>'
    '<td data-label="{begins}">{start}</td><td data-label="{ends}">{end}{late}</td>'
    "<td>{state}</td>{progress}{owner}{actions}</tr>"
)
LATE = ' <span class="badge" data-tone="negative">{}</span>'
DATES = (
    '<a class="button" data-size="small" data-variant="ghost" href="{0}" hx-get="{0}" hx-target="#roadmap-dialog"'
    ' hx-swap="innerHTML" data-dates-of="{1}-{2}">{3}<span class="sr-only"> {4}</span></a>'
)


def rows(lanes, language, *, columns=("progress", "actions")):
    """All items of the lanes, those without dates too, in the lanes' order and the soonest first. `columns` are those
    of "progress", "owner" and "actions" that the table has.
    """
    words = {name: str(kind) for name, kind in KINDS.items()}
    words |= {"begins": gettext("Start"), "ends": gettext("Release or due")}
    late = format_html(LATE, gettext("late"))
    found = []
    for lane in lanes:
        dated = sorted(lane.items, key=lambda item: (not item.is_dated, str(item.start or item.end or ""), item.name))
        found += [row(item, lane.name, language, words, late, columns) for item in dated]
    return mark_safe("".join(found))


def row(item, lane, language, words, late, columns):
    start, end = (fuzzy.label(language) if fuzzy else "" for fuzzy in (item.start, item.end))
    return format_html(
        ROW, name=format_html('<a href="{}">{}</a>', item.url, item.name) if item.url else item.name,
        kind=words[item.kind], begins=words["begins"], ends=words["ends"],
        lane=lane, start=start, end=end, state=item.state,
        late=late if item.late and item.health != "late" else BARE,
        progress=format_html('<td class="cell-num">{}</td>', done(item)) if "progress" in columns else BARE,
        owner=format_html("<td>{}</td>", item.owner) if "owner" in columns else BARE,
        actions=format_html('<td class="end">{}</td>', dates(item)) if "actions" in columns else BARE,
    )  # fmt: skip


def done(item):
    return "" if item.done is None else f"{round(item.done * 100)} %"


def dates(item):
    """What asks for other dates, where the item can be moved."""
    if not item.dates_url:
        return BARE
    return format_html(DATES, item.dates_url, item.kind, item.pk, gettext("Move to…"), item.name)
