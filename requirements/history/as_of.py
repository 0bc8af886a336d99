"""A product's requirements as they stood at an instant, with the scores that the formula of that time gives them."""

from contextlib import contextmanager

from changes.as_of import Derived
from changes.as_of import as_of as as_of_all
from pmhub.lib.formula import FormulaError, names, parse
from requirements.models import ScoringModel
from requirements.operations.rescoring import score_sql

SHOWN_IN_ROWS = ("requirement", "requirement_tag", "assignment", "criterion", "external_reference")  # what touches it
UPDATED = """
CASE WHEN q.updated_at <= '{at}' THEN q.updated_at ELSE coalesce(
     (SELECT h.at FROM changes_change h WHERE h.key = q.key AND h.type IN {types} AND h.at <= '{at}'
       ORDER BY h.id DESC LIMIT 1), q.created_at) END
"""
UNKNOWN = {"score": "NULL::numeric", "score_problem": "'unrecorded'"}


@contextmanager
def as_of(product, at):
    """Inside, this thread's queries read the product as it stood at the instant; yields its ScoringModel of then.

    Scores are not recorded: they are computed from the inputs and the formula of then, and are missing where that
    formula reads the demand, which is derived as well.
    """
    present = ScoringModel.of_product(product).formula
    with as_of_all(at, [product.pk]):
        model = ScoringModel.of_product(product)
    with as_of_all(at, [product.pk], {"requirement": derived(model, present, at)}):
        yield model


def derived(model, present, at):
    """How score and update follow from a row. Where the formula was today's, untouched rows have their score."""
    shared = {"demand": "NULL::numeric", "updated_at": UPDATED.format(at=at.isoformat(), types=SHOWN_IN_ROWS)}
    scores = scores_by(model)
    same = model.formula == present and scores is not UNKNOWN
    return Derived(touched=shared | scores, others=shared if same else shared | scores)


def scores_by(model):
    try:
        if "demand" in names(parse(model.formula)):
            return UNKNOWN
    except FormulaError:
        pass
    score = score_sql(model)
    return {
        "score": f"(SELECT s.value FROM ({score}) s)",
        "score_problem": f"(SELECT left(s.problem, 300) FROM ({score}) s)",
    }
