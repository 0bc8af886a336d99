from django.db import models
from django.utils.translation import gettext_lazy as _

from products.models import Product, ProductOwnedQuerySet
from requirements.models.requirement import Requirement


class RankSimulationQuerySet(ProductOwnedQuerySet):
    def due(self):
        """Those that somebody waits for."""
        return self.filter(due_at__isnull=False)

    def behind(self):
        """Those whose product was scored again since."""
        return self.filter(computed_at__lt=models.F("product__scoring_model__scored_at"))


class RankSimulation(models.Model):
    """How a product's rank intervals were drawn last: with which seed, by which formula, over how many requirements.

    `due_at` is when a worker was last asked and has not answered yet; `done` counts the draws of the run under way.
    Derived, so the change stream ignores it.
    """

    product = models.OneToOneField("products.Product", models.CASCADE, related_name="rank_simulation")
    seed = models.PositiveIntegerField(_("seed"), default=1)
    draws = models.PositiveIntegerField(default=1_000)
    done = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(null=True)
    rows = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField(null=True)

    objects = RankSimulationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("due_at", name="rank_simulation_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self):
        return f"{self.draws} draws, seed {self.seed}"

    @property
    def percent(self):
        return 100 * self.done // self.draws


class RankIntervalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(requirement__product__in=Product.objects.visible_to(user))


class RankInterval(models.Model):
    """Where a requirement's place by score lies in 90 of 100 draws: `low` (5 %), `median` and `high` (95 %)."""

    simulation = models.ForeignKey(RankSimulation, models.CASCADE, related_name="intervals")
    requirement = models.OneToOneField(Requirement, models.CASCADE, related_name="rank_interval")
    low = models.PositiveIntegerField()
    median = models.PositiveIntegerField()
    high = models.PositiveIntegerField()

    objects = RankIntervalQuerySet.as_manager()

    def __str__(self):
        return f"{self.low}–{self.high}"
