"""What each field of a query on feedback asks of the database."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Evidence
from feedback.models.feedback import CLOSED, OPEN, Channel, Kind, State
from feedback.query import customers, flags
from feedback.query.names import NAMES
from feedback.search.matching import matching, titled
from requirements.models import Requirement
from requirements.query.conditions.choices import choice
from requirements.query.conditions.numbers import numeric
from requirements.query.conditions.people import person
from requirements.query.conditions.plans import product
from requirements.query.conditions.times import duration, during, instant
from requirements.query.conditions.values import (
    NONE,
    SOME,
    any_of,
    bounds,
    codes,
    folded,
    holding,
    ids_of,
    missing_or,
    only_equal,
    unknown,
)
from requirements.query.language import Language

GROUPS = {"open": OPEN, "closed": CLOSED, "未完成": OPEN, "未关闭": OPEN, "已关闭": CLOSED, "关闭": CLOSED}


def status(term, user):
    """A status, or `open` and `closed` for several."""
    only_equal(term)

    def condition(value):
        name = folded(value)
        if name in GROUPS:
            return Q(state__in=GROUPS[name])
        if name not in codes(State):
            raise unknown(value, [*State.values, "open", "closed"])
        return Q(state=codes(State)[name])

    return any_of(term.values, condition)


def key(term, user):
    only_equal(term)
    return any_of(term.values, lambda value: Q(key=value.lstrip("#＃").upper()))


def title(term, user):
    only_equal(term)
    return any_of(term.values, titled)


def source(term, user):
    only_equal(term)
    return any_of(term.values, lambda value: Q(source__iexact=value))


def requirement(term, user):
    """What speaks for a requirement, by its key, itself or as part of a group; `none`, or `some`."""
    only_equal(term)
    rows = Evidence.objects.all()

    def condition(value):
        if folded(value) in NONE | SOME:
            return ~flags.speaking(rows) if folded(value) in NONE else flags.speaking(rows)
        wanted = Requirement.objects.visible_to(user).filter(key=value.lstrip("#＃").upper())
        ids = ids_of(wanted)
        if ids == [0]:
            raise ValidationError(_("There is no requirement “%s”.") % value[:40])
        return flags.speaking(rows.filter(requirement__in=ids))

    return any_of(term.values, condition)


def due(term, user):
    """What is to be done next, by when: `due<=2d` within two days or already late, `due:2d` from now to then."""

    def condition(value):
        if folded(value) in ("overdue", "late", "逾期", "超时"):
            only_equal(term)
            return flags.STATES["late"](user)
        length = duration(value)
        if length is None:
            return during("next_due_at", term.op, value)
        now = timezone.now()
        ends = sorted((now, now + length)) if term.op == ":" else (now + length,) * 2
        return holding("next_due_at", bounds(term.op, *ends))

    return missing_or("next_due_at", term, condition)


TERMS = {
    "status": status,
    "kind": choice("kind", Kind),
    "channel": choice("channel", Channel),
    "assignee": person("assignee"),
    "author": person("author"),
    "customer": customers.customer,
    "tier": customers.tier,
    "contact": customers.contact,
    "requirement": requirement,
    "product": product,
    "source": source,
    "key": key,
    "title": title,
    "received": instant("received_at"),
    "created": instant("created_at"),
    "updated": instant("updated_at"),
    "solved": instant("solved_at"),
    "due": due,
    "votes": numeric("votes"),
    "satisfaction": numeric("satisfaction"),
    "is": flags.being,
    "has": flags.possessing,
    "no": flags.lacking,
}
LANGUAGE = Language(NAMES, TERMS, matching)
condition, parse = LANGUAGE.condition, LANGUAGE.parse
