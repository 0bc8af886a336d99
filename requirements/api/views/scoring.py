from django.shortcuts import get_object_or_404

from pmhub.lib.api.preconditions import derived
from pmhub.lib.api.views import Endpoint
from products.api.reach import product_named
from requirements.api.serializers import ScoreShown, ScoringShown
from requirements.models import Requirement, ScoringModel
from requirements.models.explanation import Explanation


class ScoreView(Endpoint):
    """Why a requirement has the score it has: formula, inputs with value, time and author, neighbours in rank."""

    tag = "requirements"
    reads = ScoreShown
    versioned = True

    def get(self, request, requirement):
        seen = Requirement.objects.visible_to(request.user).select_related("product").defer("description", "search")
        explained = Explanation.of(get_object_or_404(seen, key=requirement))
        model = explained.model
        return derived(
            request,
            {
                "key": requirement,
                "score": explained.score,
                "problem": explained.problem,
                "pending": explained.pending,
                "model": model.kind,
                "formula": model.formula,
                "formula_version": model.number,
                "position": explained.position,
                "inputs": [input_shown(given) for given in explained.inputs],
                "above": neighbour_shown(explained.above),
                "below": neighbour_shown(explained.below),
            },
        )


def input_shown(given):
    origin = given.origin
    return {
        "name": given.driver.name,
        "label": given.title,
        "value": given.value,
        "at": origin and origin.at,
        "source": origin and origin.source,
        "author": origin and origin.author,
    }


def neighbour_shown(other):
    return other and {"key": other.key, "title": other.title, "score": other.score, "distance": other.distance}


class ScoringView(Endpoint):
    """How a product scores: the model, its formula and the drivers that requirements may have."""

    tag = "products"
    reads = ScoringShown
    versioned = True

    def get(self, request, product):
        model = ScoringModel.of_product(product_named(request.user, product))
        drivers = [driver.as_json() for driver in model.inputs.values()]
        shown = {"kind": model.kind, "formula": model.formula, "version": model.number, "drivers": drivers}
        return derived(request, shown)
