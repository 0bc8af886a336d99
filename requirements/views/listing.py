"""What every view of a product's requirements shares: one query, and the controls that change it."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View

from products.views.scoped import ProductScoped, Shown
from requirements.kept import settle, text_of
from requirements.models import Requirement
from requirements.places import REQUIREMENTS
from requirements.query import DEFAULT_SORT, searched_for, sort_named, with_relevance
from requirements.reading import MOST_COUNTED, frame_of
from requirements.views.address import Address
from requirements.views.columns import ORDERS
from requirements.views.filterbar import FilterBar
from requirements.views.peek import peeked
from requirements.views.saved_bar import SavedBar, opening, way_of
from requirements.views.understanding import understood

BY_WORDS = {"relevance": _("Relevance")}


@dataclass(frozen=True)
class Way:
    """One way of looking at the requirements: the name of its URL, its word and its glyph."""

    url_name: str
    label: str
    icon: str


WAYS = [
    Way("requirement_list", _("Table"), "table-2"),
    Way("requirement_board", _("Board"), "square-kanban"),
    Way("requirement_matrix", _("Matrix"), "grid-2x2"),
    Way("requirement_tree", _("Tree"), "list-tree"),
]


class Listing:
    """A product's requirements as a query string describes them; `problems` say in sentences what was not understood.

    A view of them inherits this and adds to `context` what its template shows.
    """

    def __init__(self, product, user, path, params):
        self.product, self.user = product, user
        seen = self.seen()
        self.asked = understood(seen, params, user)
        self.address, self.problems = Address(path, self.asked.params), self.asked.problems
        self.found = with_relevance(self.asked.found, self.address.params)
        self.sort = self.known_sort(self.asked.params.get("sort") or self.usual_sort())

    def seen(self):
        """All that the list is taken from."""
        return Requirement.objects.visible_to(self.user).of(self.product)

    def usual_sort(self):
        """The order where none is asked for."""
        return DEFAULT_SORT

    def known_sort(self, name):
        try:
            sort_named(name)
        except ValidationError as error:
            self.problems += error.messages
            self.address = self.address.without("sort")
            return DEFAULT_SORT
        return name

    @cached_property
    def frame(self):
        """What surrounds the list (requirements.reading.frame_of)."""
        return frame_of(self.product, self.user, self.found)

    @cached_property
    def bar(self):
        """The filters in force, and the menus that change them."""
        return FilterBar(self)

    def ways(self):
        """The views as `(way, address with the same query, whether it is this one)`."""
        paths = [(way, reverse(way.url_name, args=[self.product.key])) for way in WAYS]
        return [(way, str(Address(path, self.address.bare.params)), path == self.address.path) for way, path in paths]

    def saved(self):
        """The saved view that is open, and what could be saved."""
        return SavedBar.of(self.product, self.user, self.address.params, way_of(resolve(self.address.path).url_name))

    def orders(self):
        """The menu of orders as `(label, address, whether it is in force)`."""
        known = ORDERS | BY_WORDS if searched_for(self.address.params) else ORDERS
        return [
            (label, str(self.address.having("sort", [name])), same_order(name, self.sort))
            for name, label in known.items()
        ]

    def context(self):
        """What the templates of all views show."""
        bar = self.bar
        count, orders = self.frame["count"], self.orders()
        return {
            "ways": self.ways(),
            "menu": bar.menu(),
            "active": bar.chips(),
            "orders": orders,
            "sorted_by": next((label for label, _url, is_on in orders if is_on), ""),
            "q": bar.parts.box,
            "kept_text": bar.parts.kept,
            "typing": self.asked.typing,
            "way": way_of(resolve(self.address.path).url_name),
            "kept": self.address.pairs(but=("q", "cursor", "peek")),
            "here": self.address.bare.params.urlencode() or "q=",
            "saved": self.saved(),
            "path": self.address.path,
            "all": str(self.address.only("sort")),
            "count": min(count, MOST_COUNTED),
            "uncounted": count > MOST_COUNTED,
            "any": self.frame["any"],
            "problems": self.problems,
        }


def same_order(one, other):
    """Whether two orders are by the same field, in whichever direction."""
    return one.removeprefix("-") == other.removeprefix("-")


def arrived(request, product):
    """`(query, None)`, or `(None, redirect)`: the table opened without a query shows the view that it opens with."""
    name, params = request.resolver_match.url_name, request.GET
    if set(params) - {"peek"} or way_of(name) != "table":
        return (params if is_typing(request) else settled(params)), None
    elsewhere, query = opening(product, request.user, name)
    if elsewhere:
        return None, redirect(elsewhere)
    if "peek" in params:
        query = QueryDict(query.urlencode(), mutable=True)
        query["peek"] = params["peek"]
    return query, None


def is_typing(request):
    return bool(request.htmx) and "enter" not in request.GET


def settled(params, place=REQUIREMENTS):
    """The parameters with one text instead of several: what was being typed has been typed."""
    texts = params.getlist("q")
    if len(texts) < 2 and "enter" not in params:
        return params
    params = params.copy()
    if len(texts) == 2:
        settle(params, *texts, place=place)
    else:
        params["q"] = text_of([text for text in texts if text.strip()], place)
    params.pop("enter", None)
    return params


class AnyListingView(Shown, View):
    """A list of requirements. `listing` is the Listing that gives the context, `parts` the template of its partials."""

    listing = parts = None

    def get(self, request):
        params, elsewhere = arrived(request, self.product)
        if elsewhere:
            return elsewhere
        listing = self.listing(self.product, request.user, request.path, params)
        if listing.asked.typing and listing.asked.fragments:
            return HttpResponse(status=204)  # half a word is no mistake yet: the list stays
        context = listing.context()
        if not request.htmx:
            return self.page(**{**context, **self.beside(request.GET.get("peek", ""))})
        name = "more" if {"cursor", "within"} & set(request.GET) else "update"
        response = self.fragment(name, template=self.parts, **context)
        if "enter" in request.GET:
            response["HX-Replace-Url"] = str(listing.address.bare)
        return response

    def beside(self, key):
        """What the panel shows of the requirement with this key."""
        return peeked(self.product, self.request.user, key)


class ListingView(ProductScoped, AnyListingView):
    """A view of a product's requirements."""
