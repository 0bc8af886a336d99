"""Saved views beside a list and above it: which there are, which one is open, and whether it has been changed."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from pmhub.lib.texts import number_in
from requirements import policies
from requirements.kept import kept_of
from requirements.models import DefaultView, SavedView
from requirements.places import REQUIREMENTS, place_of

MOST_ASIDE = 100


def side_views(user, key, opened=""):
    """The views of this product and those across products, each with `url` and whether it is the one `opened`."""
    if not user.is_authenticated:
        return []
    here = Q(product=None) | Q(product__key=key) if key else Q(product=None)
    views = SavedView.objects.visible_to(user).filter(here).select_related("product").in_order()[:MOST_ASIDE]
    for view in views:
        view.url, view.is_on = url_of(view), str(view.pk) == opened
    return views


def url_of(view):
    """The address that is the view: its query string, and its id so that changes to it can be told."""
    return f"{place_of(view.way).path(view.way, view.product)}?{view.query}&view={view.pk}".replace("?&", "?")


def address_without(view):
    """The same list, but as nobody's view."""
    return f"{place_of(view.way).path(view.way, view.product)}?{view.query or 'q='}"


def way_of(url_name):
    return "table" if url_name in ("requirement_list", "all_requirements") else url_name.removeprefix("requirement_")


def default_of(product, user, place=REQUIREMENTS):
    """The view with which this list opens for this person, or None."""
    defaults = DefaultView.objects.visible_to(user).filter(product=product, place=place.name)
    found = defaults.select_related("view__product").order_by("user").first()  # one's own comes first: null is last
    return found and found.view


def opening(product, user, url_name):
    """`(address to go to instead or "", query)` for a list that was opened without any query."""
    view = default_of(product, user)
    if view is None:
        return "", QueryDict(REQUIREMENTS.usual)
    return (url_of(view), None) if view.way != way_of(url_name) else ("", QueryDict(f"{view.query}&view={view.pk}"))


@dataclass
class SavedBar:
    """What the bar offers: `view` is the one that is open (or None), `query` what would be saved.

    `opens` says whose lists open with the view: "me", "all".
    """

    view: SavedView | None
    way: str
    query: str
    changed: bool
    may_change: bool = False
    may_share: bool = False
    may_open_for_all: bool = False
    opens: set = field(default_factory=set)
    reset: str = ""
    create: str = ""

    @classmethod
    def of(cls, product, user, params, way):
        place = place_of(way)
        view, query = opened(user, product, params, place), kept_of(params, place).urlencode()
        if view is None:
            changed = query not in ("", place.usual)
        else:
            changed = (query, way) != (view.query, view.way)
        return cls(
            view=view,
            way=way,
            query=query,
            changed=changed,
            may_change=view is not None and policies.can_change_view(user, view),
            may_share=product is not None and policies.can_contribute(user, product),
            may_open_for_all=view is not None and policies.can_choose_default_view(user, view),
            opens=opens_with(view, user) if view else set(),
            reset=url_of(view) if view else "",
            create=reverse("view_list", args=[product.key]) if product else reverse("all_views"),
        )


def opens_with(view, user):
    """Whose lists open with this view, as far as it concerns this person: "me", "all"."""
    chosen = DefaultView.objects.visible_to(user).filter(view=view).values_list("user", flat=True)
    return {"all" if pk is None else "me" for pk in chosen}


def opened(user, product, params, place):
    """The saved view of this list that the address names, if this person sees it."""
    asked = number_in(params.get("view", ""))
    if asked is None:
        return None
    seen = SavedView.objects.visible_to(user).of(product).select_related("product", "owner")
    view = seen.filter(pk=asked).first()
    return view if view and place_of(view.way) == place else None
