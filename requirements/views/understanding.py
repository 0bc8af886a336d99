"""What a query string asks a list for; what of it cannot be understood is told and left out, the rest counts."""

import re
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from requirements.query import FILTERS, And, Not, Or, QueryError, both, condition, filtered, parse, written
from requirements.query.parameters import MOST_TEXTS
from requirements.views.filterbar import LABELS, OF_THE_LIST
from requirements.views.problems import sentence

COMPARED, END_OF_WORD = re.compile("[:：<>=＜＞!！]"), re.compile(r"[\s()（）]")
LAST_WORD = re.compile(r"(?:[()（）]|[^\s()（）]+)?\s*\Z")
MOST_MISTAKES = 5  # in one text; with more of them it is no query


@dataclass
class Understood:
    """The narrowed queryset, the parameters that count, and a sentence for each thing left out.

    `trees` are the texts of `q`, each without the `fragments` that could not be understood.
    """

    found: object
    params: object
    trees: list = field(default_factory=list)
    fragments: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    @property
    def typing(self):
        """While somebody types, the address has two texts: that of the chips, and the one in the box."""
        return len(self.trees) > 1


def understood(requirements, params, user):
    """Narrow the requirements by the parameters as far as they can be understood."""
    known = Understood(requirements, params.copy())
    params = known.params
    for name in list(params):
        if name not in FILTERS and name not in OF_THE_LIST:
            known.problems.append(_("There is no filter “%s”.") % name[:60].replace("\x00", "�"))
            del params[name]
        elif name != "q" and any("\x00" in value for value in params.getlist(name)):
            known.problems.append(_("%s contains a NUL character.") % LABELS.get(name, name))
            del params[name]
    narrow_by_text(known, params.pop("q", []), user)
    try:
        known.found = filtered(known.found, params, user)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            known.problems += [sentence(LABELS.get(name, name), one) for one in errors]
            del params[name]
        known.found = filtered(known.found, params, user)
    if text := written(both(known.trees)):
        params["q"] = text
    return known


def narrow_by_text(known, texts, user):
    narrowing = Q()
    for text in texts[:MOST_TEXTS]:
        tree, asked, mistakes = salvaged(text, user)
        narrowing &= asked
        known.trees.append(tree)
        known.problems += [sentence("q", mistake) for mistake in mistakes]
        known.fragments += [text] if len(mistakes) > MOST_MISTAKES else [fragment(mistake) for mistake in mistakes]
    known.found = known.found.filter(narrowing)


def fragment(mistake):
    """What is at fault as it was typed, with the sign that turns it round."""
    turned = mistake.text[: mistake.start][-1:] == "-"
    return "-" * turned + mistake.text[mistake.start : mistake.end]


def salvaged(text, user):
    """`(tree, condition, mistakes)` of a text: without the parts that cannot be read or name what does not exist."""
    text, tree, mistakes = readable(text)
    while len(mistakes) <= MOST_MISTAKES:
        try:
            return tree, condition(tree, user), mistakes
        except QueryError as error:
            error.text = text
            mistakes.append(error)
            tree = without(tree, error.start, error.end) or And()
    return And(), Q(), mistakes


def readable(text):
    """`(text, tree, mistakes)`: as much of a text as can be parsed."""
    mistakes = []
    while len(mistakes) <= MOST_MISTAKES:
        try:
            return text, parse(text), mistakes
        except QueryError as error:
            error.text = text
            if error.start == error.end:  # what calls for more is at fault, or it would be found again and again
                error.start = LAST_WORD.search(text, 0, error.start).start()
                error.end = max(error.end, error.start + 1)
            error.end = max(error.end, END_OF_WORD.search(f"{text} ", error.start).start())
            mistakes.append(error)
            if COMPARED.match(text, error.end):  # a name that is no field takes its value with it
                error.end = END_OF_WORD.search(f"{text} ", error.end).start()
            text = f"{text[: error.start].rstrip('-')} {text[error.end :]}"
    return "", And(), mistakes


def without(node, start, end):
    """The tree without the part that stands there in the text; None where nothing remains."""
    match node:
        case And(parts) | Or(parts):
            kept = tuple(left for part in parts if (left := without(part, start, end)) is not None)
            return replace(node, parts=kept) if len(kept) > 1 else (kept[0] if kept else None)
        case Not(part):
            left = without(part, start, end)
            return None if left is None else Not(left)
        case _:
            return None if (node.start, node.end) == (start, end) else node
