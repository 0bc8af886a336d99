from celery import shared_task
from django.db import transaction

from pmhub.lib.hints import hint
from products.models import Product
from requirements.api.views import bulk
from requirements.forms import bulk as forms
from requirements.models import BulkEdit, RankSimulation, ScoringModel
from requirements.models.bulk_edit import OVER_REST
from requirements.operations.attaching import forget_gone_files, forget_unused
from requirements.operations.carrying_out import carried, carry_out
from requirements.operations.intervals import ask_for_what_is_behind, draw_if_due
from requirements.operations.rescoring import ask_for_scores, rescore_if_due
from requirements.operations.resurfacing import resurface

# Seconds in which changes come together, so that they are one UPDATE: short for a person's edit, longer for bulk work.
GATHERING, GATHERING_MANY = 0.5, 2.5


@shared_task
def score_product(product_id):
    """Compute a product's scores if they are due, and again if that was asked for meanwhile."""
    if rescore_if_due(product_id):
        score_product.delay(product_id)


@shared_task
def score_due_products():
    """The sweep: whatever is due is computed, also when Redis forgot about it."""
    for product_id in ScoringModel.objects.due().values_list("product", flat=True):
        score_product.delay(product_id)


@shared_task
def score_everything():
    """Every night: what was changed behind everybody's back comes right."""
    ask_for_scores(list(Product.objects.values_list("pk", flat=True)))
    score_due_products.delay()


@shared_task
def score_rank_intervals(product_id):
    """Draw how sure a product's ranking is, and again if that was asked for meanwhile."""
    if draw_if_due(product_id):
        score_rank_intervals.delay(product_id)


@shared_task
def score_due_intervals():
    """The sweep: intervals that somebody waits for."""
    for product_id in RankSimulation.objects.due().values_list("product", flat=True):
        score_rank_intervals.delay(product_id)


@shared_task
def score_stale_intervals():
    """Every night: intervals that are older than the scores."""
    ask_for_what_is_behind()
    score_due_intervals.delay()


@shared_task
def forget_files():
    """Every night: files that nothing holds any more are deleted for good."""
    forget_unused()
    forget_gone_files()


@shared_task
def resurface_what_passed():
    """The sweep: figures that change without a word in the stream, such as the demand."""
    resurface()


@shared_task
def bulk_carry_out(pk):
    """Change many requirements, or what other applications have many of, part by part."""
    kind = BulkEdit.objects.values_list("part", flat=True).get(pk=pk).partition(".")[0]
    if kind in carried:
        carry_out(pk, *carried[kind])
    else:
        carry_out(pk, lambda job: (bulk if job.part == OVER_REST else forms).changes_of(job))


@shared_task
def bulk_sweep():
    """Go on with bulk changes whose worker is gone."""
    for pk in BulkEdit.objects.abandoned().values_list("pk", flat=True):
        bulk_carry_out.delay(pk)


def hint_soon(task, products, *, of_many=False):
    """Wake a worker about each of these products (ids) once this transaction is committed."""
    countdown = GATHERING_MANY if of_many else GATHERING
    transaction.on_commit(lambda: [hint(task, product_id, countdown=countdown) for product_id in products])
