"""What is promised for an item, and in which time it counts: targets, calendar and law of a product."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from feedback.models import CalendarDay, ServiceTarget, WorkCalendar
from pmhub.lib.working_time import Law, RoundTheClock, WorkingTime

ALWAYS = RoundTheClock()


@dataclass(frozen=True)
class Promise:
    """How soon an item is answered and solved, and the time in which that counts."""

    response: timedelta
    solution: timedelta
    time: WorkingTime | RoundTheClock


class Promises:
    """All promises of a product. Reads its targets at once, its calendar when a target counts working time."""

    def __init__(self, product):
        self.product = product
        self.targets = {(target.kind, target.tier_id): target for target in ServiceTarget.objects.of(product)}
        self.made = {}

    @cached_property
    def working_time(self):
        """When the product's people work."""
        calendar = WorkCalendar.objects.of(self.product).first() or WorkCalendar(product=self.product)
        days = CalendarDay.objects.of(self.product).values_list("day", "works")
        return working_time_of(calendar, dict(days), self.product.time_zone)

    def target(self, kind, tier_id):
        """The most specific target: of kind and tier, of the tier, of the kind, of everything; else 48 hours."""
        asked = [(kind, tier_id), ("", tier_id), (kind, None), ("", None)]
        return next((self.targets[pair] for pair in asked if pair in self.targets), None) or ServiceTarget()

    def promise(self, kind, tier_id):
        """What is promised for a kind of item from a customer of a tier."""
        if (kind, tier_id) not in self.made:
            target = self.target(kind, tier_id)
            self.made[kind, tier_id] = Promise(
                timedelta(hours=target.response_hours),
                timedelta(hours=target.solution_hours),
                self.working_time if target.working_time else ALWAYS,
            )
        return self.made[kind, tier_id]


def working_time_of(calendar, days, time_zone):
    """The working time that a calendar describes, with single `days` over it."""
    law = Law(calendar.country) if calendar.country else None
    return WorkingTime(ZoneInfo(time_zone), calendar.opens, calendar.closes, frozenset(calendar.weekdays), law, days)
