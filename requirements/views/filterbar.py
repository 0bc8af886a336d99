"""What a list is filtered by, in people's words, and the menus that change it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requirements.models import ExternalPerson
from requirements.models.requirement import Kind, Level, Priority

OF_THE_LIST = {
    "sort", "cursor", "peek", "view", "group", "subgroup", "columns", "by", "lanes", "column", "lane", "x", "y", "size", "lines",
    "within", "sum", "under", "open",
}  # fmt: skip
LABELS = {
    "status": gettext_lazy("Status"),
    "priority": gettext_lazy("Priority"),
    "assignee": gettext_lazy("Assignee"),
    "tag": gettext_lazy("Tag"),
    "version": gettext_lazy("Version"),
    "kind": gettext_lazy("Kind"),
    "level": gettext_lazy("Level"),
    "due": gettext_lazy("Due"),
    "not_tag": gettext_lazy("Without tag"),
    "owner": gettext_lazy("Owner"),
    "requester": gettext_lazy("Requester"),
    "author": gettext_lazy("Author"),
    "milestone": gettext_lazy("Milestone"),
    "parent": gettext_lazy("Parent"),
    "score": gettext_lazy("Score"),
    "created_since": gettext_lazy("Created since"),
    "updated_since": gettext_lazy("Updated since"),
    "updated_before": gettext_lazy("Updated before"),
}
IN_MENU = ["status", "priority", "assignee", "tag", "version", "kind", "level", "due"]
COMPLETE = {"status", "priority", "kind", "level"}  # whatever is not among their choices does not exist


@dataclass
class Option:
    """One value that a filter can have. `look` are the data attributes of its glyph."""

    value: str
    label: str
    look: dict = field(default_factory=dict)
    on: bool = False
    url: str = ""


@dataclass
class Filter:
    """One filter: its menu, what is chosen, and the address without it."""

    name: str
    label: str
    options: list
    chosen: list
    without: str


def filters_of(address, frame, user):
    """The filters that have a menu, and those in force, as two lists of Filter."""
    choices = choices_of(frame, user)
    name_outsiders(choices["assignee"], address, user)
    every = [one_filter(address, name, choices.get(name, [])) for name in LABELS]
    return [one for one in every if one.name in IN_MENU], [one for one in every if one.chosen]


def one_filter(address, name, options):
    chosen = address.values(name)
    known = {option.value: option.label for option in options}
    for option in options:
        option.on = option.value in chosen
        option.url = str(address.toggled(name, option.value))
    labels = [known.get(value, value) for value in chosen]
    return Filter(name, LABELS[name], options, labels, str(address.without(name)))


def choices_of(frame, user):
    nobody, none = Option("none", _("Nobody")), Option("none", _("None"))
    return {
        "status": [Option("open", _("open")), Option("closed", _("closed")), *map(status_option, frame["status_rows"])],
        "priority": [Option(str(v), label, {"level": v}) for v, label in Priority.choices],
        "assignee": [
            Option("me", _("Me")), nobody, *(Option(str(row["id"]), row["name"]) for row in frame["people_rows"])
        ],
        "tag": [none, *(Option(row["name"], row["name"], {"hue": row["hue"]}) for row in frame["tag_rows"])],
        "version": [
            Option("none", _("Unplanned")), *(Option(str(row["id"]), row["name"]) for row in frame["version_rows"])
        ],
        "kind": [Option(value, label) for value, label in Kind.choices],
        "level": [Option(value, label) for value, label in Level.choices],
        "due": [Option("overdue", _("overdue")), Option("week", _("within a week")), Option("none", _("no date"))],
    }  # fmt: skip


def status_option(row):
    return Option(str(row["id"]), row["name"], {"category": row["category"], "hue": row["hue"]})


def name_outsiders(options, address, user):
    """Add the outside people that are filtered by: the menu itself leaves them out, there may be thousands."""
    chosen = [value.removeprefix("person:") for value in address.values("assignee") if value.startswith("person:")]
    if chosen:
        people = ExternalPerson.objects.visible_to(user).filter(pk__in=[pk for pk in chosen if pk.isdecimal()])
        options += [Option(f"person:{person.pk}", person.name) for person in people]
