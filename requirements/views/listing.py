"""What every view of a product's requirements shares: one query, and the controls that change it."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View

from products.views.scoped import ProductScoped
from requirements.models import Requirement
from requirements.query import DEFAULT_SORT, searched_for, sort_named
from requirements.reading import MOST_COUNTED, frame_of
from requirements.views.address import Address
from requirements.views.columns import ORDERS
from requirements.views.filterbar import filters_of, understood
from requirements.views.peek import peeked

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
]


class Listing:
    """A product's requirements as a query string describes them; `problems` say in sentences what was not understood.

    A view of them inherits this and adds to `context` what its template shows.
    """

    def __init__(self, product, user, path, params):
        self.product, self.user = product, user
        seen = Requirement.objects.visible_to(user).of(product)
        self.typed = params.get("q", "")
        self.found, params, self.problems = understood(seen, params, user)
        self.address = Address(path, params)
        self.sort = self.known_sort(params.get("sort") or self.usual_sort())

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

    def ways(self):
        """The views as `(way, address with the same query, whether it is this one)`."""
        paths = [(way, reverse(way.url_name, args=[self.product.key])) for way in WAYS]
        return [(way, str(Address(path, self.address.bare.params)), path == self.address.path) for way, path in paths]

    def context(self):
        """What the templates of all views show."""
        menu, active = filters_of(self.address, self.frame, self.user)
        count = self.frame["count"]
        return {
            "ways": self.ways(),
            "menu": menu,
            "active": active,
            "orders": [
                (label, str(self.address.having("sort", [name])), same_order(name, self.sort))
                for name, label in (ORDERS | BY_WORDS if searched_for(self.address.params) else ORDERS).items()
            ],
            "q": self.typed,
            "kept": self.address.pairs(but=("q", "cursor", "peek")),
            "here": self.address.bare.params.urlencode(),
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


class ListingView(ProductScoped, View):
    """A view of a product's requirements. `listing` is the Listing that gives its template its context."""

    listing = None

    def get(self, request):
        context = self.listing(self.product, request.user, request.path, request.GET).context()
        if not request.htmx:
            return self.page(**{**context, **peeked(self.product, request.user, request.GET.get("peek", ""))})
        return self.fragment("more" if "cursor" in request.GET else "update", **context)
