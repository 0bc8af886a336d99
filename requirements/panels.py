"""What this app offers on every page."""

import re

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from pmhub.lib.palette import GUESSED, KEY_FITS, TITLE_FITS, Entry, offer
from products.models import Product
from requirements import policies
from requirements.models import Requirement, SavedView
from requirements.search import found_by
from requirements.views.saved_bar import url_of

KEY = re.compile(r"(?:([a-z][a-z0-9]{0,9})[-\s]?)?#?(\d{1,9})\Z")
FOUND = 8
MOST_VIEWS = 500
BY_KEY = ("number", "title", "key", "product__key", "status__category")
VIEWS = [
    ("requirement_list", "table-2", "table list"),
    ("requirement_board", "square-kanban", "board kanban"),
    ("requirement_matrix", "target", "matrix quadrant"),
    ("requirement_tree", "folder-tree", "tree hierarchy"),
    ("review_list", "scale", "reviews meeting"),
    ("view_list", "star", "saved views"),
    ("requirement_lab", "sliders-horizontal", "laboratory weights formula simulation"),
    ("requirement_as_of_list", "history", "past as of compare baseline"),
]


@offer
def pages(asked):
    """The list of all products; the pool of the product one stands in, and its scoring."""
    everything = reverse("all_requirements")
    yield Entry("pages", _("All my products"), "layers", href=everything, words="all requirements of every product")
    product = asked.product
    if product is None:
        return
    labels = [
        *(_("Requirements"), _("Board"), _("Matrix"), _("Tree")),
        *(_("Reviews"), _("Views"), _("Score laboratory"), _("Past")),
    ]
    for (name, icon, words), label in zip(VIEWS, labels, strict=True):
        try:
            page = reverse(name, args=[product.key])
        except NoReverseMatch:
            continue
        yield Entry("pages", label, icon, href=page, hint=product.key, words=words)
    scoring = reverse("scoring_settings", args=[product.key])
    yield Entry("pages", _("Scoring"), "scale", href=scoring, hint=product.key, words="scoring rice formula")
    if policies.can_create(asked.user, product):
        new = reverse("requirement_new", args=[product.key])
        yield Entry(
            "actions", _("New requirement"), "plus", href=new, press="c", hint="C", words="new requirement create add"
        )


@offer
def saved_views(asked):
    """The views that the person has kept or that are shared with them, of every product."""
    views = SavedView.objects.visible_to(asked.user).select_related("product").in_order()
    if not asked.typed:
        views = views.of(asked.product)
    for view in views[:MOST_VIEWS]:
        yield Entry(
            "views", view.name, "star", href=url_of(view), hint=view.product.key if view.product else "",
            words="view", ident=f"view:{view.pk}",
        )  # fmt: skip


@offer
def doings(asked):
    """What can be done with the requirement one stands at: the keys of the page, by name."""
    if not asked.item:
        return
    product = product_of(asked)
    if product is None or not policies.can_edit(asked.user, product):
        return
    for title, icon, key in [
        (_("Change the status"), "circle-check", "s"),
        (_("Change the priority"), "flag", "p"),
        (_("Change the assignees"), "user-plus", "a"),
        (_("Change the tags"), "tag", "l"),
        (_("Change the due date"), "calendar", "d"),
    ]:
        yield Entry("here", title, icon, press=key, hint=f"{asked.item} {key.upper()}", ident=f"press:{key}")


def product_of(asked):
    """The product of the requirement one stands at, if the person sees it."""
    key = asked.item.rpartition("-")[0]
    if asked.product and asked.product.key == key:
        return asked.product
    return Product.objects.visible_to(asked.user).filter(key=key).first()


@offer
def requirements(asked):
    """By key or number first, then by what they say; with nothing typed, those looked at lately."""
    seen = Requirement.objects.visible_to(asked.user)
    if not asked.typed:
        return [entry(row) for row in seen.filter(key__in=asked.recent).values(*BY_KEY)]
    by_key = [entry(row, KEY_FITS) for row in seen.filter(named(asked)).values(*BY_KEY)[:FOUND]]
    known = {one.ident for one in by_key}
    found = found_by(asked.user, asked.typed, FOUND, near=asked.product)
    said = [entry(said_of(one), GUESSED if one.guessed else TITLE_FITS) for one in found]
    return [*by_key, *(one for one in said if one.ident not in known)]


def said_of(found):
    """A result of the search by the names of BY_KEY."""
    return {**found.__dict__, "product__key": found.product, "status__category": found.category}


def named(asked):
    """The condition that a requirement has the key or the number that was typed."""
    match = KEY.match(asked.typed)
    if not match:
        return Q(pk=None)
    prefix, number = match.groups()
    if prefix:
        return Q(key=f"{prefix.upper()}-{int(number)}")
    here = Q(product=asked.product) if asked.product else Q()
    return here & Q(number=int(number)) if int(number) < 2**31 else Q(pk=None)


def entry(row, rank=None):
    page = reverse("requirement", args=[row["product__key"], row["number"]])
    return Entry(
        "requirements", row["title"], category=row["status__category"], href=page, hint=row["key"], ident=row["key"],
        rank=rank,
    )  # fmt: skip
