"""Asking a query of the past: what the stream recorded can be asked for, everything else is refused by name."""

from django.db.models import Q
from django.utils.translation import gettext as _

from requirements.query import And, Not, Or, QueryError, Term, Words, condition, parse
from requirements.query.conditions.times import DAYS, NAMED, duration
from requirements.query.conditions.values import folded

UNRECORDED = {"watcher", "demand"}
FLAGS = {"is", "has", "no"}
UNRECORDED_FLAGS = {
    "overdue", "逾期", "已逾期", "watched", "已关注", "关注", "watcher", "blocked", "被阻塞", "blocking", "阻塞",
}  # fmt: skip
TIMES = {"due", "start", "created", "updated"}


def past_condition(text, user):
    """The condition of a query on requirements of the past; QueryError points at what cannot be asked of it.

    Words are looked for in titles, descriptions and keys as they were, letter by letter: the index of words knows only
    today's texts. Times that count from today ("7d", "overdue") mean nothing then.
    """
    try:
        return built(parse(text), user)
    except QueryError as error:
        error.text = text
        raise


def built(node, user):
    match node:
        case And(parts):
            found = Q()
            for part in parts:
                found &= built(part, user)
            return found
        case Or(parts):
            found = built(parts[0], user)
            for part in parts[1:]:
                found |= built(part, user)
            return found
        case Not(part):
            return ~built(part, user)
        case Term():
            refuse(node)
            return condition(node, user)
        case Words(text, phrase):
            found = Q()
            for word in [text] if phrase else text.split():
                found &= Q(title__icontains=word) | Q(description__icontains=word) | Q(key__iexact=word)
            return found


def refuse(term):
    values = [value for value in term.values if isinstance(value, str)]
    if term.name in UNRECORDED or (term.name in FLAGS and any(folded(value) in UNRECORDED_FLAGS for value in values)):
        raise QueryError(_("This is not recorded, so it cannot be asked of the past."), term.start, term.end)
    if term.name in TIMES and any(is_relative(value) for value in values):
        message = _("This counts from today. Of the past ask with a date, like 2026-12-31.")
        raise QueryError(message, term.start, term.end)


def is_relative(value):
    plain = folded(value).replace(" ", "").replace("-", "").replace("_", "")
    return duration(value) is not None or plain in DAYS or bool(NAMED.fullmatch(plain)) or "overdue" in plain
