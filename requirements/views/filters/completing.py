"""Completion of a query while it is typed: names of fields, in the reader's language and in English, and values."""

import re
from dataclasses import dataclass

from requirements.query.scanning import WIDE
from requirements.query.writing import value_written
from requirements.views.filters.values import Option

TOKEN = re.compile(
    r'(?:^|[\s(])(-*+)(?:([^\W\d][\w.]*)\s*(:|[<>]=?|=)((?:"[^"]*"|[^\s(),"])*,)*)?("?[^\s(),"]*|"[^"]*)\Z'
)
MOST = 12


@dataclass(frozen=True)
class Offer:
    """Something that could stand from character `start` on: `insert`, shown as `label` and `code`."""

    start: int
    insert: str
    label: str
    code: str = ""
    look: dict | None = None


def completions(typed, bar):
    """What could be meant by the last thing typed, in the language of the bar (requirements.views.filterbar)."""
    match = TOKEN.search(typed.translate(WIDE))
    if not match:
        return []
    begun, start = typed[match.start(5) :], match.start(5)
    if match.group(2) is None:
        return names(begun, start, bar)
    field = bar.fields.get(bar.language.names.find(match.group(2)) or match.group(2))
    if field is None or field.kind in ("number", "text"):
        return []
    options = bar.found(field, begun.strip('"'))
    if field.may_miss and "none".startswith(begun):
        options.append(Option("none", "—"))
    return [
        Offer(start, value_written(str(option.value)), str(option.label), str(option.value), option.look)
        for option in options[:MOST]
    ]


def names(begun, start, bar):
    """The fields whose name begins so, in any language."""
    typed = begun.casefold()
    if not typed:
        return []
    fits = [
        field
        for field in bar.fields.values()
        if any(
            name.casefold().startswith(typed)
            for name in (field.name, str(field.label), *bar.language.names.aliases.get(field.name, ()))
        )
        or typed in field.name.casefold().partition(".")[2]
    ]
    return [Offer(start, f"{field.name}:", str(field.label), f"{field.name}:") for field in fits[:MOST]]
