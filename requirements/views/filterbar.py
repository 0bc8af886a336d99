"""What a list is filtered by, in people's words, and the menus that change it."""

from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmhub.lib.texts import number_in
from requirements.models import ExternalPerson
from requirements.query import And, Not, Or, Term, written
from requirements.query.conditions.terms import LANGUAGE
from requirements.views.filters.fields import PLURAL, Field, fields_of, operator_of
from requirements.views.filters.parts import Parts, older
from requirements.views.filters.values import PEOPLE, Option, categories, found, in_frame, status_option

OF_THE_LIST = {
    "sort", "cursor", "peek", "view", "group", "subgroup", "columns", "by", "lanes", "column", "lane", "x", "y", "size",
    "lines", "within", "sum", "under", "open",
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
WITH_CHOICES = ("status", "priority", "assignee", "tag", "version", "kind", "level", "due", "milestone", "product")
NAMES_SHOWN = 3


@dataclass
class Operator:
    """A comparison that a chip offers."""

    label: str
    url: str
    on: bool = False


@dataclass
class Filter:
    """A field in the menu, or with `at` a chip: what is chosen, and the addresses one step away.

    `fetches` says that further values are asked for by typing.
    """

    name: str
    label: str
    options: list
    chosen: list = field(default_factory=list)
    without: str = ""
    at: int | None = None
    operators: list = field(default_factory=list)
    kind: str = ""
    fetches: bool = False
    heading: str = ""

    @property
    def operator(self):
        return next((operator.label for operator in self.operators if operator.on), "")

    @property
    def text(self):
        return ", ".join(self.chosen[:NAMES_SHOWN]) + (
            f" +{len(self.chosen) - NAMES_SHOWN}" if self.chosen[NAMES_SHOWN:] else ""
        )


class FilterBar:
    """What the bar above a list shows of its filters.

    `listing` has an `address`, what was `asked`, a `product` and a `user`. A list of another kind overrides what can
    be asked of it: `language`, `with_choices`, `older`, `known_fields`, `heading`, `at_hand`, `found`, `also_called`.
    """

    language = LANGUAGE
    with_choices = WITH_CHOICES
    older = staticmethod(older)

    def __init__(self, listing):
        self.listing, self.product, self.user = listing, listing.product, listing.user
        self.parts = Parts(listing.address, listing.asked.trees, listing.asked.fragments, self.older)
        self.fields = {one.name: one for one in self.known_fields()}

    def known_fields(self):
        """Everything that the list can be filtered by, in the order of its menu."""
        return fields_of(self.listing.frame, self.product is None)

    def at_hand(self, one, values=()):
        """The values of a field that the page knows, among them those that are chosen."""
        outside = outsiders(values, self.user) if one.name in PEOPLE else []
        return in_frame(self.listing.frame, one) + outside

    def found(self, one, typed):
        """The values of a field that have what was typed."""
        return found(one, typed, self.product, self.user)

    def also_called(self, one):
        """Values that are not offered and have a name all the same."""
        return map(status_option, categories()) if one.name == "status" else ()

    def menu(self):
        """Every field, with the values that the page knows."""
        return [self.offered(one) for one in self.fields.values()]

    def offered(self, one):
        """A field of the menu: a value goes to the chip that has the field already, or begins one."""
        at, values = self.chip_of(one.name)
        options = self.options(one, at, values) if one.name in self.with_choices else []
        fetches = one.kind == "choice"
        return Filter(one.name, one.label, options, values, kind=one.kind, fetches=fetches, heading=self.heading(one))

    def heading(self, one):
        """What a field stands under in the menu; "" where it needs no heading."""
        return ""

    def chip_of(self, name):
        """`(place, values)` of the chip that says “is” of this field; `(None, [])` where there is none."""
        for at, part in enumerate(self.parts.parts):
            if isinstance(part.node, Term) and (part.node.name, part.node.op) == (name, ":"):
                return at, list(part.node.values)
        return None, []

    def options(self, one, at, values, negated=None):
        options = self.at_hand(one, values)
        wide = [option for option in options if option.wide]
        for option in options:
            beside = [v for v in values if option.wide == any(other.means(v) for other in wide)] if wide else values
            self.place(option, one, at, beside, negated)
        return options

    def place(self, option, one, at, values, negated):
        """Say whether the option is chosen, and where choosing it beside these values leads."""
        option.on = any(option.means(value) for value in values)
        left = [v for v in values if not option.means(v)] if option.on else [*values, option.value]
        node = one.term("not" if negated else "is", left)
        option.url = self.address_with(one, at, node)

    def address_with(self, one, at, node):
        """Where a condition on this field in that place leads."""
        return self.parts.address_with(at, node)

    def place_of(self, one, chip):
        """`(place, values, whether negated)` for the values of a chip, or of the menu's field."""
        if chip.at is None:
            at, values = self.chip_of(one.name)
            return at, values, False
        node = self.parts.parts[chip.at].node
        term, code = operator_of(node)
        return chip.at, [] if code in ("none", "some") else list(term.values), isinstance(node, Not)

    def chips(self):
        return [self.chip(at, part.node) for at, part in enumerate(self.parts.parts)]

    def chip(self, at, node):
        without, read = self.parts.address_with(at, None), operator_of(node)
        one = read and (self.fields.get(read[0].name) or Field(read[0].name, read[0].name, "text"))
        if not one or read[1] not in one.operators:
            return Filter("group", _("Conditions"), [], [self.said(node)], without, at)
        term, code = read
        values = [] if code in ("none", "some") else list(term.values)
        options = self.options(one, at, values, isinstance(node, Not)) if code in ("is", "not") else []
        names = [self.named(one, value, options) for value in values]
        operators = [
            Operator(*self.turned(one, at, name, label, values, code)) for name, label in one.operators.items()
        ]
        return Filter(one.name, one.label, options, names, without, at, operators, one.kind, one.kind == "choice")

    def named(self, one, value, options):
        """What people call a value: the option that means it, or the category of a status."""
        known = {option.value: option for option in self.also_called(one)}
        option = next((option for option in options if option.means(value)), known.get(value.lower()))
        return str(option.label) if option else self.day(value) if one.kind == "date" else value

    def day(self, value):
        """An instant as the day, or the hour, that it is in the product's zone; other words as they are."""
        try:
            at = parse_datetime(value)
            if at is None or timezone.is_naive(at):
                return value
            at = at.astimezone(ZoneInfo(self.product.time_zone) if self.product else timezone.get_current_timezone())
        except (ValueError, OverflowError):
            return value
        return f"{at:%Y-%m-%d}" if at.time() == time.min else f"{at:%Y-%m-%d %H:%M}"

    def said(self, node):
        """A condition, or several that hang together, in people's words."""
        match node:
            case Or(parts):
                return f" {_('or')} ".join(map(self.said, parts))
            case And(parts):
                return " + ".join(f"({self.said(part)})" if isinstance(part, Or) else self.said(part) for part in parts)
        read = operator_of(node)
        one = read and self.fields.get(read[0].name)
        if not one or read[1] not in one.operators:
            return written(node)
        term, code = read
        if code in ("none", "some"):
            return f"{one.label} {one.operators[code]}"
        options = self.at_hand(one, list(term.values))
        names = ", ".join(self.named(one, value, options) for value in term.values)
        return f"{one.label}: {names}" if code == "is" else f"{one.label} {one.operators[code]} {names}"

    def turned(self, one, at, name, label, values, code):
        """An operator of a chip: its label, the address with it, and whether it is the one."""
        node = one.term(name, values or ["none"])
        label = PLURAL.get(name, label) if len(values) > 1 and one.kind == "choice" else label
        return label, self.address_with(one, at, node), name == code


def outsiders(values, user):
    """The outside people that are filtered by with their ids: the menus leave them out, there may be thousands."""
    named = [number_in(value.removeprefix("person:")) for value in values if value.startswith("person:")]
    ids = [pk for pk in named if pk is not None]
    people = ExternalPerson.objects.visible_to(user).filter(pk__in=ids) if ids else []
    return [Option(f"person:{person.pk}", person.name) for person in people]
