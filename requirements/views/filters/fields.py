"""What a list can be filtered by: fields, the comparisons each allows, and terms of the query made of them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from products.models.custom_field import Kind
from requirements.query import Not, Term, Words
from requirements.query.conditions.values import NONE, SOME, folded
from requirements.views.columns import drivers_of

IS, NOT = pgettext_lazy("filter", "is"), pgettext_lazy("filter", "is not")
EMPTY = {"none": _("is empty"), "some": _("is not empty")}
ORDERED = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
SIGNS = {code: sign for sign, code in ORDERED.items()}
OPERATORS = {
    "choice": {"is": IS, "not": NOT},
    "flag": {"is": pgettext_lazy("filter", "is"), "not": NOT},
    "text": {"is": _("contains"), "not": _("does not contain")},
    "number": {"is": "=", "not": "≠", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤"},
    "date": {
        "is": pgettext_lazy("filter", "on"),
        "lt": _("before"),
        "lte": _("until"),
        "gt": _("after"),
        "gte": _("from"),
    },
}
PLURAL = {"is": _("any of"), "not": _("none of")}
HINTS = {"date": "2026-12-31, 2026-Q4, 7d, this-week", "number": "40, 10..20", "text": ""}
OWN = {
    Kind.NUMBER: "number", Kind.RATING: "number", Kind.DATE: "date", Kind.SELECT: "choice", Kind.MULTI_SELECT: "choice",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """`kind` is one of OPERATORS; `may_miss`: it can be empty; `options` are fixed choices of a custom field."""

    name: str
    label: str
    kind: str
    may_miss: bool = False
    options: tuple = ()

    @property
    def operators(self):
        return OPERATORS[self.kind] | (EMPTY if self.may_miss else {})

    @property
    def hint(self):
        return HINTS.get(self.kind, "")

    def term(self, operator, values):
        """What it says in the query; None where values are missing."""
        if operator in EMPTY:
            return Term(self.name, ":", (operator,))
        values = tuple(value.strip() for value in values if value.strip())
        if not values or operator not in self.operators:
            return None
        term = Term(self.name, SIGNS.get(operator, ":"), values)
        return Not(term) if operator == "not" else term


def choice(name, label, may_miss=True):
    return Field(name, label, "choice", may_miss)


COMMON = [
    choice("status", _("Status"), False), choice("priority", _("Priority"), False), choice("assignee", _("Assignee")),
    choice("tag", _("Tag")), choice("version", _("Version")), choice("kind", _("Kind"), False),
    choice("level", _("Level"), False), Field("due", _("Due"), "date", True), choice("milestone", _("Milestone")),
    choice("owner", _("Owner")), choice("requester", _("Requester")), choice("author", _("Author"), False),
    choice("watcher", _("Watcher"), False), choice("parent", _("Parent")), Field("start", _("Start"), "date", True),
    Field("created", _("Created"), "date"), Field("updated", _("Updated"), "date"),
    Field("score", _("Score"), "number", True), Field("votes", _("Votes"), "number"),
    Field("demand", _("Demand"), "number"), Field("estimate", _("Estimate"), "number", True),
    Field("title", _("Title"), "text"), Field("is", _("State"), "flag"), Field("has", _("Has"), "flag"),
    Field("key", _("Key"), "text"),
]  # fmt: skip
PRODUCT = choice("product", _("Product"), False)


def fields_of(frame, across=False):
    """Everything that this list can be filtered by, in the order of its menu."""
    own = [own_field(row) for row in frame["field_rows"]]
    drivers = [] if across else drivers_of(frame)
    measured = [Field(f"driver.{driver.name}", str(driver.title), "number", True) for driver in drivers]
    return [*([PRODUCT] if across else []), *COMMON, *own, *measured]


def own_field(row):
    kind = OWN.get(row["kind"], "text")
    return Field(f"custom.{row['key']}", row["name"], kind, True, tuple(row.get("options") or ()))


def operator_of(node):
    """`(term, operator)` of a part of a query that compares a field, or None of another one."""
    negated = isinstance(node, Not)
    term = node.part if negated else node
    if not isinstance(term, Term):
        return None
    if term.op != ":":
        return None if negated else (term, ORDERED[term.op])
    if len(term.values) == 1 and term.name not in ("is", "has", "no") and folded(term.values[0]) in NONE | SOME:
        missing = (folded(term.values[0]) in NONE) != negated
        return term, "none" if missing else "some"
    return term, "not" if negated else "is"


def is_words(node):
    return isinstance(node, Words)
