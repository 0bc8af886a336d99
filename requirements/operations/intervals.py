"""Keeping how sure a product's ranking is: drawn when somebody asks, and again at night when scores have changed."""

import logging
import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Now, NullIf
from django.utils.translation import gettext as _

from pmhub.lib.alone import alone
from pmhub.lib.formula import FormulaError, parse
from pmhub.lib.hints import hint
from pmhub.lib.operations import operation
from requirements import policies
from requirements.laboratory.drawing import MOST_ROWS, is_uncertain, places_drawn
from requirements.models import RankInterval, RankSimulation, Requirement, ScoringModel

log = logging.getLogger(__name__)

READ = ("id", "product_id", "drivers", "custom", "estimate", "priority", "votes", "demand")
AT_A_TIME = 1_000
LARGEST_SEED = 2**31 - 1


@operation(policies.can_contribute)
def ask_for_intervals(product, *, by, seed=None):
    """Let a worker draw the product's rank intervals, with the seed of last time unless one is given."""
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise ValidationError({"seed": _("A seed is a whole number from 0 to %d.") % LARGEST_SEED})
    if not is_uncertain(ScoringModel.of_product(product)):
        raise ValidationError(_("This product's scoring has no driver “confidence”, so nothing says how sure it is."))
    chosen = {} if seed is None else {"seed": seed}
    RankSimulation.objects.update_or_create(product=product, defaults={"due_at": Now(), "done": 0, **chosen})
    transaction.on_commit(lambda: wake(product.pk))


def wake(product_id):
    from requirements.tasks import score_rank_intervals  # tasks know operations, not the other way round

    hint(score_rank_intervals, product_id)


def ask_for_what_is_behind():
    """Mark what was drawn before the product was last scored as due; returns how many."""
    return RankSimulation.objects.behind().filter(due_at=None).update(due_at=Now(), done=0)


def draw_if_due(product_id):
    """Draw a product's intervals if somebody waits for them; returns whether it was asked for again meanwhile.

    The draws run outside of a transaction, so that their progress can be seen; the same seed and the same inputs give
    the same intervals, so a worker that is killed leaves nothing that the next one does not put right.
    """
    asked = RankSimulation.objects.due().filter(product=product_id)
    with alone("intervals", product_id) as is_ours:
        simulation = asked.select_related("product").first() if is_ours else None
        if simulation is None:
            return False
        draw(simulation)
    return asked.exists()


def draw(simulation):
    began, model = time.perf_counter(), ScoringModel.of_product(simulation.product)
    best = Requirement.objects.of(simulation.product).filter(score__isnull=False).ranked().only(*READ)[:MOST_ROWS]
    rows = sorted(best, key=lambda requirement: requirement.pk) if can_draw(model) else []
    mine = RankSimulation.objects.filter(pk=simulation.pk)
    found = places_drawn(
        model, rows, seed=simulation.seed, draws=simulation.draws, tell=lambda done: mine.update(done=done)
    ) if rows else []  # fmt: skip
    with transaction.atomic():
        mine.select_for_update().get()
        keep(simulation, rows, found)
        mine.update(
            rows=len(rows), number=model.number, done=simulation.draws, computed_at=Now(),
            due_at=NullIf(F("due_at"), Value(simulation.due_at)),
        )  # fmt: skip
    seconds = time.perf_counter() - began
    log.info("drew %s: %d rows, %d draws in %.1f s", simulation.product.key, len(rows), simulation.draws, seconds)


def can_draw(model):
    try:
        parse(model.formula)
    except FormulaError:
        return False
    return is_uncertain(model)


def keep(simulation, rows, found):
    """Replace the intervals by the new ones; requirements that were deleted meanwhile are left out."""
    simulation.intervals.all().delete()
    there = set(Requirement.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    RankInterval.objects.bulk_create(
        [
            RankInterval(simulation=simulation, requirement_id=row.pk, low=low, median=median, high=high)
            for row, (low, median, high) in zip(rows, found, strict=True)
            if row.pk in there
        ],
        batch_size=AT_A_TIME,
    )
