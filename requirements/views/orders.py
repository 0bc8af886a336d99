"""The orders of the table: those of every list, and by the columns that no index knows."""

from django.db.models import CharField, DecimalField
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform

from pmhub.lib.paging import Sort
from requirements.models.driver import column_of
from requirements.query import SORTS, sort_named

FURTHER = {
    "title": Sort("title"),
    "start": Sort("start_on", nullable=True),
    "estimate": Sort("estimate", nullable=True),
    "votes": Sort("votes"),
    "demand": Sort("demand"),
}
VALUE = "order_value"  # what an order by a product's own field or by an input of the score compares


def is_order(name, columns):
    """Whether the table with these columns can be ordered so."""
    field = name.removeprefix("-")
    own = any(field == column.sort.removeprefix("-") for column in columns if column.custom or column.driver)
    return field in SORTS or field in FURTHER or own


def is_own(name):
    """Whether only the columns of a product can say what this order compares."""
    return name.removeprefix("-").startswith(("custom.", "drivers."))


def ordered(requirements, name, columns):
    """`(the queryset with what the order needs, the Sort)` for an order that `is_order`."""
    field, descending = name.removeprefix("-"), name.startswith("-")
    if field in SORTS:
        return requirements, sort_named(name)
    if field in FURTHER:
        known = FURTHER[field]
        return requirements, Sort(known.field, descending, known.naturally, known.nullable)
    column = next(column for column in columns if column.name == field)
    return requirements.annotate(**{VALUE: value_of(column)}), Sort(VALUE, descending, nullable=True)


def value_of(column):
    """What stands in an own column, as an expression: numbers as numbers, everything else as text."""
    if column.number:
        return RawSQL(column_of(sql_name(column), "requirements_requirement"), [], output_field=DecimalField())
    return KeyTextTransform(column.custom, "custom", output_field=CharField())


def sql_name(column):
    """The column as formulas call it."""
    return column.driver or column.name
