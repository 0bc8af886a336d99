"""The largest groups of items that say nearly the same: what many complain about, in their own words.

Items are compared where they share one of their rarest parts. A group is a middle and all that is like it, so that no
chain of small steps brings together what has nothing in common.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import log

from django.db.models.functions import Left

from feedback.search.alike import LOOKED_AT, parts_of

MOST = 20_000  # items, the newest
RAREST, CROWDED = 3, 200  # parts of an item that bring it together with others; items of a part
ALIKE = 0.5
FEWEST = 3  # parts: what says less can be about anything


@dataclass(frozen=True)
class Group:
    """Ids of items that are like the one in the middle, which is the first of them."""

    ids: tuple

    @property
    def middle(self):
        return self.ids[0]


def largest_groups(found, limit=10, smallest=3):
    """The largest groups among `found`, a queryset of feedback; no item is in two of them.

    Those that were merged count as one already. At most the MOST newest are looked at.
    """
    rows = (
        found.filter(duplicate_of=None)
        .order_by("-received_at", "id")
        .values_list("pk", "title", Left("body", LOOKED_AT))
    )
    said = {pk: parts for pk, title, body in rows[:MOST] if len(parts := parts_of(whole(title, body))) >= FEWEST}
    near = neighbours(said)
    groups, taken = [], set()
    heap = [(-len(others), pk) for pk, others in near.items()]
    heapify(heap)
    while heap and len(groups) < limit:
        size, pk = heappop(heap)
        free = near[pk] - taken
        if pk in taken or len(free) + 1 < smallest:
            continue
        if -size != len(free):
            heappush(heap, (-len(free), pk))
            continue
        groups.append(Group((pk, *sorted(free))))
        taken |= {pk, *free}
    return groups


def whole(title, body):
    """What was said: a title that is only the beginning of it says nothing of its own."""
    return body if body.startswith(title.rstrip("…")) else f"{title}\n{body}"


def neighbours(said):
    """{id: the ids of those like it}, by parts weighed by how rare they are among all."""
    counts = Counter(part for parts in said.values() for part in parts)
    weight = {part: log(1 + len(said) / count) for part, count in counts.items()}
    total = {pk: sum(map(weight.get, parts)) for pk, parts in said.items()}
    holding = defaultdict(list)
    for pk, parts in said.items():
        shared = [part for part in parts if counts[part] > 1]
        for part in sorted(shared, key=counts.get)[:RAREST]:
            holding[part].append(pk)
    near = defaultdict(set)
    for pks in holding.values():
        pks = pks[:CROWDED]
        for at, one in enumerate(pks):
            for other in pks[at + 1 :]:
                if other not in near[one] and alike(said, one, other, weight, total):
                    near[one].add(other)
                    near[other].add(one)
    return near


def alike(said, one, other, weight, total):
    shared = said[one] & said[other]
    return 2 * sum(map(weight.get, shared)) >= ALIKE * (total[one] + total[other])
