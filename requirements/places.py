"""Lists whose looks can be kept as views: what of their addresses a view keeps, and where it leads.

A view's `way` says in which of them it lives: an app above registers its own ways, all others are ways of looking at
requirements.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from requirements.query.conditions.terms import LANGUAGE
from requirements.query.language import Language

OF_THE_MOMENT = frozenset({"view", "cursor", "peek", "column", "lane"})  # the view's own id, and places within it


@dataclass(frozen=True)
class Place:
    """A kind of list: its language, its name for people, and its address by `(way, product)`.

    `usual` is the query it opens with, which nobody needs to keep; `across`: it can be of all products together.
    """

    name: str
    label: str
    language: Language
    path: Callable
    usual: str = ""
    across: bool = False
    of_the_moment: frozenset = OF_THE_MOMENT


def path_of(way, product):
    """Where a way of looking at requirements lives; the table where there is no such way (any more)."""
    if product is None:
        return reverse("all_requirements")
    try:
        return reverse(f"requirement_{way}" if way != "table" else "requirement_list", args=[product.key])
    except NoReverseMatch:
        return reverse("requirement_list", args=[product.key])


REQUIREMENTS = Place("requirements", _("Requirements"), LANGUAGE, path_of, usual="status=open", across=True)
places = {}


def keeps_views(way, place):
    """Register another list: views with this `way` are of it."""
    places[way] = place


def place_of(way):
    return places.get(way, REQUIREMENTS)
