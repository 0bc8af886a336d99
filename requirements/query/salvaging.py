"""As much of a query as can be understood, for pages: a mistake is told and left out, the rest counts."""

import re
from dataclasses import replace

from django.db.models import Q

from requirements.query.conditions.terms import LANGUAGE
from requirements.query.nodes import And, Not, Or, QueryError

COMPARED, END_OF_WORD = re.compile("[:：<>=＜＞!！]"), re.compile(r"[\s()（）]")
LAST_WORD = re.compile(r"(?:[()（）]|[^\s()（）]+)?\s*\Z")
MOST_MISTAKES = 5  # in one text; with more of them it is no query


def salvaged(text, user, language=LANGUAGE):
    """`(tree, condition, mistakes)` of a text: without the parts that cannot be read or name what does not exist."""
    text, tree, mistakes = readable(text, language)
    while len(mistakes) <= MOST_MISTAKES:
        try:
            return tree, language.condition(tree, user), mistakes
        except QueryError as error:
            error.text = text
            mistakes.append(error)
            tree = without(tree, error.start, error.end) or And()
    return And(), Q(), mistakes


def readable(text, language):
    """`(text, tree, mistakes)`: as much of a text as can be parsed."""
    mistakes = []
    while len(mistakes) <= MOST_MISTAKES:
        try:
            return text, language.parse(text), mistakes
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
