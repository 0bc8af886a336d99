"""The voices behind the demand for a requirement: from the number to what was said."""

import json
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from feedback.demand.sql import telling
from feedback.models import Desk, Feedback
from feedback.models.evidence import Importance

SHOWN = 100
PASSAGES = 3


@dataclass(frozen=True)
class Said:
    """An item, and the passage of it that speaks for the requirement, "" for all of it."""

    item: Feedback
    passage: str


@dataclass(frozen=True)
class Voice:
    """A customer, or somebody of none; both ids None for the items of nobody known, which do not count.

    `counts` is weight × importance. `by` says how they speak: 0 their own words, 1 the same said by others, 2 a vote.
    """

    customer: int | None
    contact: int | None
    importance: int
    by: int
    items: int
    said: list
    name: str
    tier: str
    weight: Decimal
    counts: Decimal

    @property
    def is_known(self):
        return bool(self.customer or self.contact)

    @property
    def importance_label(self):
        return Importance(self.importance).label

    @property
    def more(self):
        """How many items of theirs are not among `said`."""
        return self.items - len({each.item.pk for each in self.said})


@dataclass(frozen=True)
class Voices:
    """Who speaks for a requirement: the first SHOWN of them, and how many customers and others there are in all."""

    desk: Desk
    demand: Decimal
    voices: list
    customers: int
    people: int

    @property
    def unnamed(self):
        """What was said by nobody known, None where there is nothing of that."""
        return next((voice for voice in self.voices if not voice.is_known), None)

    @property
    def known(self):
        return [voice for voice in self.voices if voice.is_known]

    @property
    def left_out(self):
        return self.customers + self.people - len(self.known)


def voices_of(requirement, user, *, limit=SHOWN):
    """The voices for a requirement that the user may read, in three queries at most."""
    desk = Desk.objects.filter(product=requirement.product_id).first()
    if desk is None:
        return Voices(Desk(product=requirement.product), requirement.demand, [], 0, 0)
    given = {"product": requirement.product_id, "requirement": requirement.pk, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(telling(desk.weighing), given)
        rows = cursor.fetchall()
    told = {pk for row in rows for pk, _passage in shown_of(row)}
    items = Feedback.objects.visible_to(user).in_bulk(told) if told else {}
    customers, people = rows[0][-2:] if rows else (0, 0)
    return Voices(desk, requirement.demand, [voice_of(row, items) for row in rows], customers, people)


def shown_of(row):
    """The passages of a voice that are shown, as (item, passage)."""
    return json.loads(row[5])[:PASSAGES]


def voice_of(row, items):
    customer, contact, importance, by, count, _said, name, tier, person, shown_name, weight, counts, *_totals = row
    return Voice(
        customer=customer, contact=contact, importance=importance, by=by, items=count,
        said=[Said(items[pk], passage) for pk, passage in shown_of(row) if pk in items],
        name=name or person or shown_name or _("Somebody"), tier=tier or "", weight=weight, counts=counts,
    )  # fmt: skip
