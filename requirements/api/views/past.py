"""The past of a product: lists and requirements as of an instant, differences, baselines."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.api.answers import answer
from pmhub.lib.api.problems import invalid_parameters
from pmhub.lib.api.queries import COUNTED, FIELDS, chosen_fields, flag, listing, neighbour, page_of
from pmhub.lib.api.views import Endpoint
from pmhub.lib.instants import Instant, InstantError
from pmhub.lib.paging import Sort
from pmhub.lib.texts import number_in
from products.api.reach import product_named, product_of_list
from products.api.things import Kind, ProductsThings, Thing
from requirements.api.rows import ALL, IN_LIST, rows
from requirements.api.serializers_past import BaselineFields, BaselineShown, ComparisonShown, NewBaseline
from requirements.history.as_of import as_of
from requirements.history.asking import past_condition
from requirements.history.between import STATES, Between
from requirements.models import Baseline
from requirements.operations.baselines import create_baseline, delete_baseline, edit_baseline
from requirements.query import DEFAULT_SORT, filtered, sort_named

INSTANT = {"type": "string", "maxLength": 40}
AS_OF = {"as_of": (INSTANT, "Read the past: as it stood at this time, like 2026-12-31T08:00:00Z. Needs a product.")}
UNRECORDED = ("demand", "lock_version")  # neither recorded nor derived from what is
SPAN = {
    "from": (INSTANT, "The first instant, like 2026-12-01T08:00:00Z."),
    "to": (INSTANT, "The second instant; now if it is left out."),
    "key": ({"type": "string", "maxLength": 24}, "Only the requirement with this key."),
    "cursor": "Where to go on: from next of another page.",
}


def instant_of(params, name):
    """The instant of the past that a parameter names; without an offset it is UTC."""
    try:
        with timezone.override("UTC"):
            at = Instant.read(params[name]).at
    except InstantError as error:
        raise invalid_parameters({name: str(error)}) from None
    if at > timezone.now():
        raise invalid_parameters({name: _("This has not happened yet.")})
    return at


def recorded(params, default):
    return chosen_fields(params, [name for name in ALL if name not in UNRECORDED]) or [
        name for name in default if name not in UNRECORDED
    ]


def list_as_of(request, params):
    """The page of a product's list as it stood at `as_of`."""
    product, at = product_of_list(request, params), instant_of(params, "as_of")
    if product is None:
        raise invalid_parameters({"product": _("The past is read product by product: name one.")})
    names, asked = recorded(params, IN_LIST), params.copy()
    texts = asked.pop("q", [])
    if relative := [value for value in asked.getlist("due") if value in ("overdue", "week")]:
        message = _("“%s” counts from today. Of the past ask with a date, like 2026-12-31.")
        raise invalid_parameters({"due": message % relative[0]})
    with as_of(product, at):
        try:
            sort = sort_named(params.get("sort") or DEFAULT_SORT, product)
            found = filtered(product.requirements.all(), asked, request.user)
            for text in texts:
                found = found.filter(past_condition(text, request.user))
        except ValidationError as error:
            raise invalid_parameters(getattr(error, "error_dict", None) or {"q": error}) from None
        page = page_of(request, found.values_list("pk", sort.field, named=True), sort, params)
        shown = rows([row.pk for row in page.items], names)
        count = found.count() if flag(params, "count") else None
    return listing(request, page, shown, count=count)


def one_as_of(request, params, key):
    """A requirement as it stood at `as_of`; 404 if it was not there."""
    product, at = product_named(request.user, key.rpartition("-")[0]), instant_of(params, "as_of")
    names = recorded(params, ALL)
    with as_of(product, at):
        ids = list(product.requirements.filter(key=key).values_list("pk", flat=True))
        shown = rows(ids, names)
    if not shown:
        raise Http404
    return answer(shown[0])


class CompareView(Endpoint):
    """What is different between two instants: requirements added, changed cell by cell, and deleted."""

    tag = "products"
    reads = ComparisonShown
    query = {"get": SPAN}

    def get(self, request, product):
        product = product_named(request.user, product)
        if not self.params.get("from"):
            raise invalid_parameters({"from": _("Say from when on to compare.")})
        start = instant_of(self.params, "from")
        end = instant_of(self.params, "to") if self.params.get("to") else timezone.now()
        between = Between(product, request.user, *sorted((start, end)))
        items, place = between.page(self.place(), self.params.get("key", "").upper())
        results = [
            {"key": item.key, "state": item.state, "title": item.title, "cells": cells_of(item)} for item in items
        ]
        following = f"{STATES[place[0] - 1]}.{place[1]}" if place else None
        return answer({
            "start": between.start, "end": between.end, "counts": between.counts(), "results": results,
            "next": neighbour(request, following),
        })  # fmt: skip

    def place(self):
        cursor = self.params.get("cursor", "")
        state, _dot, text = cursor.partition(".")
        number = number_in(text)
        if not cursor:
            return 0, 0
        if state not in STATES or number is None:
            raise invalid_parameters({"cursor": _("This cursor is damaged: start again from the first page.")})
        return STATES.index(state) + 1, number


def cells_of(item):
    return {cell.name: [cell.old, cell.new] for cell in item.cells}


class BaselineKind(Kind):
    tag = "products"
    reads = BaselineShown
    address = "/api/v1/baselines/{}/"
    create, edit, remove = create_baseline, edit_baseline, delete_baseline

    def rows(self, user):
        return Baseline.objects.visible_to(user).select_related("product", "by")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk, "product": row.product.key, "name": row.name, "at": row.at, "note": row.note,
            "by": row.by.name, "created_at": row.created_at,
        }  # fmt: skip


class BaselinesView(BaselineKind, ProductsThings):
    """The instants of a product that have names."""

    writes = {"post": NewBaseline}
    query = {"get": COUNTED | FIELDS}

    def get(self, request, product):
        return self.page(request, self.rows(request.user).of(product_named(request.user, product)), Sort("id"))

    def post(self, request, product):
        return self.add(product_named(request.user, product))


class BaselineView(BaselineKind, Thing):
    """A named instant. Its name and note may change, the instant never."""

    writes = {"patch": BaselineFields}
