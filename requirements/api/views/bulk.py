"""The same change to many requirements: at once, or by a worker where they are very many."""

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema

from changes.models import Change
from pmhub.lib.api.answers import answer
from pmhub.lib.api.inputs import reader
from pmhub.lib.api.problems import Problem, invalid_fields
from pmhub.lib.api.views import Endpoint
from pmhub.lib.operations import one_batch
from products.api.reach import product_named
from requirements.api.bulk import BulkFields, BulkJobShown, BulkShown, NewBulk
from requirements.api.references import resolved, somebody
from requirements.models import BulkEdit, Requirement
from requirements.models.bulk_edit import OVER_REST
from requirements.operations.bulk import SomeRefused, edit_many
from requirements.operations.carrying_out import begin, cancel
from requirements.query import filtered
from requirements.views.bulk import AT_ONCE

PEOPLE = ("add_assignees", "remove_assignees")


class BulkView(Endpoint):
    tag = "requirements"
    reads = BulkShown
    writes = {"post": NewBulk}

    @extend_schema(
        responses={
            200: OpenApiResponse(BulkShown, description="What changed."),
            202: OpenApiResponse(BulkJobShown, description="A worker does it: Location says where to look."),
        }
    )
    def post(self, request, product):
        """Set the same fields of many requirements of a product: those with these `keys`, or all that a `query` finds.
        All of them change or none does: where some may not be changed so, the answer is 422 and `refused` names each of
        them with the reason. `batch` is what one undo takes back. More than 2,000 are left to a worker."""
        product = product_named(request.user, product)
        self.may(edit_many, product)
        body = self.body()
        ids, changes = chosen(product, body, request.user), meant(product, body["set"], request.user)
        try:
            if len(ids) > AT_ONCE:
                data = {"set": request.data["set"]}
                job = begin(product, ids, by=request.user, part=OVER_REST, data=data, changes=changes)
                return answer(shown(job), status=202, headers={"Location": address_of(job)})
            with one_batch() as batch:
                edit_many(product, ids, by=request.user, **changes)
        except SomeRefused as refusal:
            raise refused(refusal.messages[0], refusal.refused) from None
        except ValidationError as error:
            wrong = error.message_dict if hasattr(error, "error_dict") else error.messages
            raise invalid_fields({"set": wrong}) from None
        seen = Change.objects.visible_to(request.user)
        return answer({"chosen": len(ids), "changed": keys_in(seen.filter(batch=batch), product), "batch": batch})


class BulkJobView(Endpoint):
    """A change of very many requirements."""

    tag = "requirements"
    reads = BulkJobShown

    def job(self, product, pk):
        product = product_named(self.request.user, product)
        jobs = BulkEdit.objects.visible_to(self.request.user).of(product).select_related("product")
        return get_object_or_404(jobs, pk=pk, by=self.request.user)

    def get(self, request, product, pk):
        """How far a change of yours has come; `state` is waiting, done, failed or cancelled."""
        return answer(shown(self.job(product, pk)))

    @extend_schema(responses={200: OpenApiResponse(BulkJobShown, description="As it is now.")})
    def delete(self, request, product, pk):
        """Stop it. What has been changed stays until it is undone."""
        job = self.job(product, pk)
        self.may(cancel, job)
        cancel(job, by=request.user)
        job.refresh_from_db()
        return answer(shown(job))


def chosen(product, body, user):
    """The ids of what the body names; 422 where it names what is not there."""
    seen = Requirement.objects.visible_to(user).of(product)
    if ("keys" in body) == ("query" in body):
        raise invalid_fields({"keys": [_("Name the requirements by their keys, or by a query; not by both.")]})
    if "query" in body:
        asked = QueryDict(mutable=True)
        asked["q"] = body["query"]
        try:
            found = filtered(seen, asked, user, forgiving=False)
        except ValidationError as error:
            raise invalid_fields({"query": error.messages}) from None
        return list(found.order_by("pk").values_list("pk", flat=True))
    wanted = list(dict.fromkeys(body["keys"]))
    there = dict(seen.filter(key__in=wanted).values_list("key", "pk"))
    if missing := [key for key in wanted if key not in there]:
        reason = _("There is no such requirement in this product.")
        raise refused(reason, dict.fromkeys(missing, reason))
    return sorted(there.values())


def meant(product, values, user):
    """The arguments for `edit_many`."""
    values = dict(values)
    if not values:
        raise invalid_fields({"set": [_("Say what to change.")]})
    try:
        for name in PEOPLE:
            if name in values:
                values[name] = [somebody(name, product, value, user) for value in values[name]]
        return resolved(product, values, user)
    except Problem as problem:
        raise below_set(problem) from None


def below_set(problem):
    """The same problem, with its places where the body has them."""
    for error in problem.more.get("errors", []):
        error["field"], error["pointer"] = f"set.{error['field']}", error["pointer"].replace("#", "#/set", 1)
    return problem


def changes_of(job):
    """What a stored change means today; ValidationError where it means nothing any more."""
    try:
        return meant(job.product, reader(BulkFields, True).run_validation(job.data["set"]), job.by)
    except Problem as problem:
        raise ValidationError(problem.detail) from None


def refused(detail, reasons):
    """422 with `refused`: each requirement that stands in the way, and why. Nothing was changed."""
    return Problem("invalid", detail, refused=[{"key": key, "why": str(why)} for key, why in reasons.items()])


def keys_in(changes, product):
    """The keys of the product's requirements that say something else by these changes."""
    keys = changes.filter(product=product, key__startswith=f"{product.key}-").order_by()
    return sorted(keys.values_list("key", flat=True).distinct(), key=lambda key: (len(key), key))


def address_of(job):
    return f"/api/v1/products/{job.product.key}/requirements/bulk/{job.pk}/"


def shown(job):
    return {
        "id": job.pk,
        "product": job.product.key,
        "state": job.state,
        "chosen": job.total,
        "done": job.done,
        "changed": job.changed,
        "problem": job.problem,
        "batch": job.batch,
        "created_at": job.created_at,
        "url": address_of(job),
    }
