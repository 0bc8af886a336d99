"""Many items in one request: each stands for itself, and all of them are one batch."""

from django.core.exceptions import ValidationError
from django.db import transaction
from rest_framework import serializers as rest

from feedback.api.references import resolved
from feedback.api.serializers import feedback as serializers
from feedback.models import Feedback
from feedback.operations import editing
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
        self.may(editing.take_in, product)
        items = self.body()["items"]
        with one_batch() as batch:
            results = [outcome_of(product, item, request.user) for item in items]
        return answer({"results": results, "batch": batch})


def outcome_of(product, item, user):
    """What becomes of one item."""
    try:
        with transaction.atomic():
            values = dict(reader(serializers.BulkItem, True).run_validation(item))
            row, outcome = landed(product, values, user)
    except rest.ValidationError as error:
        return failed(error.detail)
    except Problem as problem:
        return failed({error["field"]: [error["message"]] for error in problem.more.get("errors", [])})
    except ValidationError as error:
        return failed(error.message_dict if hasattr(error, "error_dict") else {"": error.messages})
    return {"outcome": outcome, "key": row.key, "errors": {}}


def failed(errors):
    return {"outcome": "failed", "key": None, "errors": errors}


def landed(product, values, user):
    key = values.pop("key", None)
    values = resolved(product, values, user)
    if key:
        return changed(product, key, values, user)
    if values.get("external_id"):
        of_product = Feedback.objects.visible_to(user).of(product)
        before = of_product.filter(source=values["source"], external_id=values["external_id"])
        version = before.values_list("lock_version", flat=True).first()
        row, _is_new = editing.upsert(product, by=user, **values)
        return row, compared(row, version)
    return editing.take_in(product, by=user, **values), "created"


def changed(product, key, values, user):
    row = Feedback.objects.visible_to(user).of(product).filter(key=key).first()
    if row is None:
        raise rest.ValidationError({"key": ["There is no such item in this product."]})
    row.product = product
    return (now := editing.edit(row, by=user, **values)), compared(now, row.lock_version)


def compared(row, version):
    if version is None:
        return "created"
    return "unchanged" if row.lock_version == version else "updated"
