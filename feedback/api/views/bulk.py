"""Many items in one request: each stands for itself, and all of them are one batch."""

from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import transaction
from rest_framework import serializers as rest

from feedback.api.references import resolved
from feedback.api.serializers import feedback as serializers
from feedback.models import Feedback
from feedback.operations import editing, reporting
from pmhub.lib.api.answers import answer
from pmhub.lib.api.inputs import reader
from pmhub.lib.api.problems import Problem
from pmhub.lib.api.views import Endpoint
from pmhub.lib.operations import one_batch
from products.api.reach import INTO, product_of_new


class FeedbackBulkView(Endpoint):
    tag = "feedback"
    reads = serializers.FeedbackBulkShown
    writes = {"post": serializers.NewFeedbackBulk}
    query = {"post": INTO}
    answers = {"post": [200]}

    def post(self, request):
        """Take in or change at most 1,000 items of a product. One that fails leaves the others be; `results` says what
        became of each, `batch` is what one undo takes back."""
        product = product_of_new(request, self.params)
        self.may(reporting.report, product)
        items = self.body()["items"]
        with one_batch() as batch:
            results = results_of(product, items, request.user)
        return answer({"results": results, "batch": batch})


def results_of(product, items, user):
    """What becomes of each item: the new ones are taken in together, then the others are changed one by one."""
    known = {}
    read = [attempt(understood, product, item, user, known) for item in items]
    fresh = fresh_ones(product, read, user)
    made = reporting.report_many(product, [read[place] for place in fresh], by=user)
    results = {
        place: done(item, "created") if isinstance(item, Feedback) else refused(item)
        for place, item in zip(fresh, made, strict=True)
    }
    return [
        results.get(place) or (values if is_failed(values) else attempt(landed, product, values, user))
        for place, values in enumerate(read)
    ]


def understood(product, item, user, known):
    """The body of one item as the operations take it."""
    return resolved(product, dict(reader(serializers.BulkItem, True).run_validation(item)), user, known)


def attempt(step, *args):
    """What a step makes of one item, or what is wrong with the item."""
    try:
        with transaction.atomic() if step is landed else nullcontext():
            return step(*args)
    except rest.ValidationError as error:
        return failed(error.detail)
    except Problem as problem:
        return failed({error["field"]: [error["message"]] for error in problem.more.get("errors", [])})
    except ValidationError as error:
        return refused(error)


def fresh_ones(product, read, user):
    """The places of what nobody has heard of yet; of what has the same key elsewhere, of the first."""
    named = {}
    for place, values in enumerate(read):
        if not is_failed(values) and "key" not in values:
            named.setdefault(elsewhere(values) or place, place)
    keys = [name[1] for name in named if isinstance(name, tuple)]
    seen = Feedback.objects.visible_to(user).of(product).filter(external_id__in=keys)
    there = set(seen.values_list("source", "external_id")) if keys else set()
    return [place for name, place in named.items() if name not in there]


def elsewhere(values):
    return (values["source"], values["external_id"]) if values.get("external_id") else None


def landed(product, values, user):
    """What becomes of an item that is there."""
    if key := values.pop("key", None):
        return changed(product, key, values, user)
    of_product = Feedback.objects.visible_to(user).of(product)
    before = of_product.filter(source=values["source"], external_id=values["external_id"])
    version = before.values_list("lock_version", flat=True).first()
    row, _is_new = reporting.upsert(product, by=user, **values)
    return done(row, compared(row, version))


def refused(error):
    return failed(error.message_dict if hasattr(error, "error_dict") else {"": error.messages})


def failed(errors):
    return {"outcome": "failed", "key": None, "errors": errors}


def is_failed(values):
    return values.get("outcome") == "failed"


def done(row, outcome):
    return {"outcome": outcome, "key": row.key, "errors": {}}


def changed(product, key, values, user):
    row = Feedback.objects.visible_to(user).of(product).filter(key=key).first()
    if row is None:
        raise rest.ValidationError({"key": ["There is no such item in this product."]})
    row.product = product
    now = editing.edit(row, by=user, **values)
    return done(now, compared(now, row.lock_version))


def compared(row, version):
    if version is None:
        return "created"
    return "unchanged" if row.lock_version == version else "updated"
