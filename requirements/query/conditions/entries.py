"""Conditions on entries of the JSON maps `drivers` and `custom`, as SQL/JSON paths: they never fail on odd values."""

import json

from django.db.models import BooleanField, F, Func, Q, Value

SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


class Fits(Func):
    """Whether a JSON column fits a path; the index on the column answers paths that ask for equality."""

    template = "%(expressions)s::jsonpath"
    arg_joiner = " @@ "
    output_field = BooleanField()


def entry(column, path):
    return Q(Fits(F(column), Value(path)))


def at(key):
    return f"$.{json.dumps(key)}"


def equal(key, value):
    """The entry is this, or a list in which this is."""
    return f"{at(key)} == {json.dumps(value, ensure_ascii=False)}"


def comparing(key, pairs):
    return " && ".join(f"{at(key)} {SIGNS[lookup]} {literal(bound)}" for lookup, bound in pairs)


def literal(bound):
    return json.dumps(bound) if isinstance(bound, str) else f"{bound:f}"


def containing(key, text):
    """The text appears in the entry, whatever its case."""
    return f'{at(key)} like_regex {json.dumps(text, ensure_ascii=False)} flag "iq"'


def there(column, key):
    return entry(column, f"exists({at(key)})")
