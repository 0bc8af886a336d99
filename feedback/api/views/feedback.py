from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from changes.api.merging import lock
from feedback.api.parameters import LIST
from feedback.api.references import resolved
from feedback.api.rows import ALL, IN_LIST, rows, shown
from feedback.api.serializers import feedback as serializers
from feedback.models import Feedback
from feedback.operations import editing, reporting
from feedback.operations.triaging import delete as delete_feedback
from feedback.query import listed
from feedback.search.similar import similar_to
from pmhub.lib.api.answers import answer, created, nothing
from pmhub.lib.api.preconditions import not_modified, read_number, require, stale
from pmhub.lib.api.problems import invalid_parameters
from pmhub.lib.api.queries import FIELDS as CHOICE
from pmhub.lib.api.queries import chosen_fields, flag, listing, page_of
from pmhub.lib.api.views import Endpoint
from products.api.reach import INTO, product_of_list, product_of_new
from requirements.operations.authoring import Stale

RELATED = ("product", "customer", "contact", "assignee", "author", "duplicate_of")


def found(user, key):
    """The item with this key; 404 when the person may see none."""
    row = Feedback.objects.visible_to(user).filter(key=key).select_related(*RELATED).first()
    if row is None:
        raise Http404
    return row


def location_of(row):
    return f"/api/v1/feedback/{row.key}/"


class FeedbackListView(Endpoint):
    tag = "feedback"
    listed = True
    writes = {"post": serializers.NewFeedback}
    query = {"get": LIST, "post": INTO}

    @property
    def reads(self):
        return serializers.FeedbackRow if self.request.method == "GET" else serializers.FeedbackShown

    def get(self, request):
        """The feedback you may see, filtered and ordered. Long texts come only when `fields` names them."""
        names = chosen_fields(self.params, ALL) or IN_LIST
        product = product_of_list(request, self.params)
        try:
            asked = listed(product, request.user, self.params, forgiving=False)
        except ValidationError as error:
            raise invalid_parameters(error.error_dict) from None
        ids = asked.walked(asked.found.values_list("pk", asked.sort.field, named=True))
        page = page_of(request, ids, asked.sort, self.params)
        count = asked.found.count() if flag(self.params, "count") else None
        return listing(request, page, rows([row.pk for row in page.items], request.user, names), count=count)

    def post(self, request):
        """Take in what a customer said."""
        product = product_of_new(request, self.params)
        self.may(reporting.report, product)
        values = self.body()
        values.pop("product", None)
        row = reporting.report(product, by=request.user, **resolved(product, values, request.user))
        return created(shown(found(request.user, row.key)), location_of(row), version=row.lock_version)


class FeedbackItemView(Endpoint):
    tag = "feedback"
    reads = serializers.FeedbackShown
    writes = {"patch": serializers.FeedbackFields}
    query = {"get": CHOICE}
    versioned = True

    def get(self, request, feedback):
        """One item with all that it says."""
        names = chosen_fields(self.params, ALL) or ALL
        row = found(request.user, feedback)
        return not_modified(request, row.lock_version) or answer(shown(row, names), version=row.lock_version)

    def patch(self, request, feedback):
        """Change some fields. What others have changed meanwhile stays, unless it is the same field: then 412."""
        row = found(request.user, feedback)
        self.may(editing.edit, row)
        values = self.body()
        read = read_number(request, row.lock_version, lambda: shown(row))
        try:
            editing.edit(row, by=request.user, lock_version=read, **resolved(row.product, values, request.user))
        except Stale as clash:
            current = found(request.user, feedback)
            raise stale(current.lock_version, shown(current), clash.fields) from None
        now = found(request.user, feedback)
        return answer(shown(now), version=now.lock_version)

    @transaction.atomic
    def delete(self, request, feedback):
        """Move an item to the trash with all that hangs on it."""
        row = found(request.user, feedback)
        self.may(delete_feedback, row)
        lock(row)
        require(request, row.lock_version, lambda: shown(row))
        delete_feedback(row, by=request.user)
        return nothing()


class FeedbackByExternalView(Endpoint):
    """An item by the key that another system knows it by: taken in, or changed where the body says otherwise."""

    tag = "feedback"
    reads = serializers.FeedbackShown
    writes = {"put": serializers.UpsertFeedback}
    query = {"put": INTO}
    answers = {"put": [200, 201]}

    @transaction.atomic
    def put(self, request, source, external_id):
        product = product_of_new(request, self.params)
        self.may(reporting.upsert, product)
        values = self.body(partial=True)
        values.pop("product", None)
        known = {"source": source, "external_id": external_id, **resolved(product, values, request.user)}
        row, is_new = reporting.upsert(product, by=request.user, **known)
        now = found(request.user, row.key)
        if is_new:
            return created(shown(now), location_of(now), version=now.lock_version)
        return answer(shown(now), version=now.lock_version)


class SimilarView(Endpoint):
    tag = "feedback"
    reads = serializers.SimilarShown
    listed = True

    def get(self, request, feedback):
        """What says nearly the same, the most alike first; at most ten."""
        row = found(request.user, feedback)
        alike = similar_to(row, request.user, row.product, limit=10)
        members = ("key", "title", "state")
        results = [{**shown(one.feedback, members), "percent": one.percent} for one in alike]
        return answer({"results": results, "next": None, "previous": None})
