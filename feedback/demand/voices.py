"""The voices behind the demand for a requirement: from the number to what was said."""

import json
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from feedback.demand.sql import VALUE_OF_ONE, VOICES
from feedback.models.desk import Weighing
from feedback.models.evidence import Importance

SHOWN = 100
PASSAGES = 3
BY_VOTE = 2


def rule_in_words(weighing, currency):
    """How much a customer counts, as a sentence."""
    if weighing == Weighing.TIER:
        return _("A customer counts with the weight of their tier, without a tier as 1.")
    if weighing == Weighing.VALUE:
        return _("A customer counts as 1 for every %(unit)s %(currency)s of value a year, without a value as 1.") % {
            "unit": f"{VALUE_OF_ONE:,}", "currency": currency,
        }  # fmt: skip
    return _("Every customer counts as 1.")


@dataclass(frozen=True)
class Said:
    """An item, and the passage of it that speaks for the requirement, "" for all of it."""

    number: int
    key: str
    title: str
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
        return self.items - len({each.key for each in self.said})


@dataclass(frozen=True)
class Ballot:
    """People of no customer who voted for the same item."""

    said: Said
    voices: list

    @property
    def counts(self):
        return sum(voice.counts for voice in self.voices)


@dataclass(frozen=True)
class Voices:
    """Who speaks for a requirement: the first SHOWN of them, and how many customers and others there are in all."""

    voices: list
    weighing: str = Weighing.COUNT
    currency: str = ""
    customers: int = 0
    people: int = 0

    @property
    def rule(self):
        return rule_in_words(self.weighing, self.currency)

    @property
    def unnamed(self):
        """What was said by nobody known, None where there is nothing of that."""
        return next((voice for voice in self.voices if not voice.is_known), None)

    @property
    def known(self):
        return [voice for voice in self.voices if voice.is_known]

    @property
    def alone(self):
        """Those that stand on their own: all but the ballots."""
        together = {id(voice) for ballot in self.ballots for voice in ballot.voices}
        return [voice for voice in self.known if id(voice) not in together]

    @property
    def ballots(self):
        """Where several people voted for one item, and for no other: one row instead of many."""
        voters = {}
        for voice in self.known:
            if voice.by == BY_VOTE and not voice.customer and voice.items == 1:
                voters.setdefault(voice.said[0].key, []).append(voice)
        return [Ballot(voices[0].said[0], voices) for voices in voters.values() if len(voices) > 1]

    @property
    def left_out(self):
        return self.customers + self.people - len(self.known)


def voices_of(requirement, *, limit=SHOWN):
    """The voices for a requirement, in one query. Whoever sees the requirement sees its product's feedback as well."""
    given = {"product": requirement.product_id, "requirement": requirement.pk, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(VOICES, given)
        rows = cursor.fetchall()
    return Voices([voice_of(row) for row in rows], *rows[0][-4:]) if rows else Voices([])


def voice_of(row):
    customer, contact, importance, by, items, said, name, tier, person, shown_name, weight, counts, *_shared = row
    return Voice(
        customer=customer, contact=contact, importance=importance, by=by, items=items,
        said=[Said(*each) for each in json.loads(said)[:PASSAGES]],
        name=name or person or shown_name or _("Somebody"), tier=tier or "", weight=weight, counts=counts,
    )  # fmt: skip
