"""Keyset pages: the cost of a page depends on its length, not on how far down the list it is."""

import base64
import datetime
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, Q, When
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _


class CursorError(ValueError):
    """The cursor is damaged or belongs to another list."""


@dataclass(frozen=True)
class Sort:
    """An order that an index supports. The index has `field` in its natural direction, then `id` ascending.

    `descending` is the direction asked for, `naturally` that of the index; where `nullable`, empty values come last,
    also in the index.
    """

    field: str
    descending: bool = False
    naturally: bool = False
    nullable: bool = False

    def ordering(self, backward):
        """How the database is to order: along the index or exactly against it."""
        descending = self.descending != backward
        along = descending == self.naturally
        nulls = {"nulls_last": True} if along else {"nulls_first": True}
        options = nulls if self.nullable else {}
        return [
            F(self.field).desc(**options) if descending else F(self.field).asc(**options),
            F("id").asc() if along else F("id").desc(),
        ]

    def from_the_start(self):
        """The same order for a whole list in one statement: those without a value last, the older of them first."""
        ordering = self.ordering(False)
        if not self.nullable or self.descending == self.naturally:
            return ordering
        filled = F(self.field).desc(nulls_last=True) if self.descending else F(self.field).asc(nulls_last=True)
        return [filled, Case(When(**{f"{self.field}__isnull": True}, then=F("id")), default=-F("id"))]

    def beyond(self, value, pk, backward):
        """What lies after the position in this direction, written so that the index starts there."""
        descending = self.descending != backward
        side, ids = ("lte" if descending else "gte"), ("lte" if descending == self.naturally else "gte")
        return Q(**{f"{self.field}__{side}": value}) & ~Q(**{self.field: value, f"id__{ids}": pk})


@dataclass(frozen=True)
class Page:
    """A page of a list and the cursors of its neighbours (None at the ends)."""

    items: list
    next: str | None
    previous: str | None


def page(queryset, sort, *, limit, cursor=None, of=""):
    """The page of `queryset` at `cursor`; `of` names the list and its filters, so that cursors cannot be mixed up."""
    signature = signature_of(of, sort)
    place, backward = read(cursor, signature) if cursor else (None, False)
    found = []
    for condition, ordering in stretches(sort, place, backward):
        if len(found) <= limit:
            found += queryset.filter(condition).order_by(*ordering)[: limit + 1 - len(found)]
    more = len(found) > limit
    found = found[:limit]
    if backward:
        found.reverse()
    following, preceding = (cursor is not None, more) if backward else (more, cursor is not None)
    return Page(
        items=found,
        next=write(found[-1], sort, signature, False) if found and following else None,
        previous=write(found[0], sort, signature, True) if found and preceding else None,
    )


def page_or_first(queryset, sort, *, limit, cursor=None, of=""):
    """The page at `cursor`; the first one where the cursor is damaged or belongs to another list."""
    try:
        return page(queryset, sort, limit=limit, cursor=cursor or None, of=of)
    except CursorError:
        return page(queryset, sort, limit=limit, of=of)


def following(item, sort, *, of=""):
    """The cursor of what comes after an item of the list, for those who have read its beginning in another way."""
    return write(item, sort, signature_of(of, sort), False)


def signature_of(of, sort):
    return hashlib.sha256(f"{of}|{sort}".encode()).hexdigest()[:10]


def stretches(sort, place, backward):
    """The list from the place on as index ranges `(condition, ordering)`: those with a value, then those without.

    From its beginning along the index it is one range: there both stand behind each other.
    """
    if not sort.nullable or (place is None and sort.descending == sort.naturally):
        return [(sort.beyond(*place, backward) if place else Q(), sort.ordering(backward))]
    filled, empty = Q(**{f"{sort.field}__isnull": False}), Q(**{f"{sort.field}__isnull": True})
    among_empty = place is not None and place[0] is None
    if among_empty:
        empty &= Q(id__lt=place[1]) if backward else Q(id__gt=place[1])
    elif place:
        filled &= sort.beyond(*place, backward)
    with_value = (filled, sort.ordering(backward))
    without = (empty, [F("id").desc() if backward else F("id").asc()])
    if backward:
        return [without, with_value] if among_empty else [with_value]
    return [without] if among_empty else [with_value, without]


def write(item, sort, signature, backward):
    value = getattr(item, sort.field)
    if isinstance(value, (datetime.date, datetime.datetime)):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = str(value)
    raw = json.dumps([signature, value, item.pk, int(backward)], separators=(",", ":"))
    text = base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")
    return f"{text}.{seal(text)}"


def seal(text):
    """What only this installation can write, so that the values in a cursor are always ones it has put there."""
    return salted_hmac("pmhub.lib.paging", text).hexdigest()[:16]


def read(cursor, signature):
    """The place `(value, id)` in a cursor and whether it looks backward; raises CursorError."""
    text, _dot, sealed = cursor.partition(".")
    if not constant_time_compare(seal(text), sealed):
        raise CursorError(_("This cursor is damaged: start again from the first page."))
    of, value, pk, backward = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    if of != signature:
        raise CursorError(_("This cursor belongs to another list or order: start again from the first page."))
    return (value, pk), bool(backward)
