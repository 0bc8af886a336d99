from datetime import timedelta
from math import ceil

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import cached_property

from products.models import ProductOwnedQuerySet

ENOUGH = 6  # finished items without which nothing is said


class ForecastQuerySet(ProductOwnedQuerySet):
    def due(self):
        return self.filter(due_at__isnull=False)


class Forecast(models.Model):
    """When a version may be done, drawn from the product's own throughput, with all that went into it.

    `weeks` are the items finished in each whole week that was looked at, oldest first; `remaining` of the version and
    `ahead` of earlier versions are still open. `outcome` counts the draws by days from `began_on`; what took longer
    than the horizon is in none. `due_at` says since when a worker is asked. Derived, so the stream ignores it.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    version = models.OneToOneField("roadmaps.Version", models.CASCADE, related_name="forecast")
    weeks = ArrayField(models.PositiveIntegerField(), default=list)
    remaining = models.PositiveIntegerField(default=0)
    ahead = models.PositiveIntegerField(default=0)
    began_on = models.DateField(null=True)
    seed = models.BigIntegerField(default=0)
    draws = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField(null=True)

    objects = ForecastQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("due_at", name="forecast_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self):
        return f"{self.remaining} open, {self.draws} draws"

    @property
    def finished(self):
        return sum(self.weeks)

    @property
    def is_enough(self):
        return self.finished >= ENOUGH

    @property
    def state(self):
        """`waiting` for its first draw, `nothing_open`, `not_enough_history` or `ready`."""
        if self.computed_at is None:
            return "waiting"
        if self.remaining == 0:
            return "nothing_open"
        return "ready" if self.draws else "not_enough_history"

    @property
    def has_dates(self):
        return bool(self.draws)

    @cached_property
    def dates(self):
        """The distinct days on which draws ended, ascending, with how many ended by then."""
        found, total = [], 0
        for days, count in self.outcome:
            total += count
            found.append((self.began_on + timedelta(days=days), total))
        return found

    def by(self, percent):
        """The first day by which so many of 100 draws were done (nearest rank); None beyond the horizon."""
        needed = ceil(self.draws * percent / 100)
        return next((day for day, total in self.dates if total >= needed), None)

    def chance(self, day):
        """The share of draws that were done by the end of the day, from 0 to 1."""
        done = [total for date, total in self.dates if date <= day]
        return done[-1] / self.draws if done else 0.0

    def percent(self, day):
        """The chance in whole per cent; never 0 or 100 of what only nearly is."""
        chance = self.chance(day)
        return int(100 * chance) if chance in (0, 1) else min(max(round(100 * chance), 1), 99)
