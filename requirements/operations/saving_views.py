"""Saved views: names for queries, whom they are shown to, and which of them a list opens with."""

import re

from django.core.exceptions import PermissionDenied, TooManyFieldsSent, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import name_of
from requirements import policies
from requirements.kept import kept_of
from requirements.models import DefaultView, SavedView
from requirements.models.saved_view import LONGEST_QUERY
from requirements.places import place_of

MOST = 200  # views that one person keeps in one place
MOST_PLACES = 2**31 - 1
WAY = re.compile(r"[a-z_]{1,20}")


@operation(policies.can_keep_view)
def save_view(home, *, by, name, query="", way="table", shared=False, position=None):
    """Keep a query under a name: of a product, or with the person as `home` across all products."""
    product = None if home == by else home
    if SavedView.objects.filter(product=product, owner=by).count() >= MOST:
        raise ValidationError(_("You have %d views here: delete one first.") % MOST)
    view = SavedView(product=product, owner=by, name=named(name), way=known(way, product))
    view.query = normal(query, place_of(view.way))
    if shared:
        let(policies.can_share_view(by, view))
        view.shared = True
    view.position = last_place(product, by) if position is None else placed(position)
    view.save()
    return view


@operation(policies.can_change_view)
def edit_view(view, *, by, **values):
    """Change its `name`, `query`, `way`, `position` or whether it is `shared`; what is given as None stays."""
    new = {name: read(view, name, value) for name, value in values.items() if value is not None}
    if new.get("shared", view.shared) != view.shared:
        let(policies.can_share_view(by, view))
    for names in in_order(new, view.shared):
        for name in names:
            setattr(view, name, new[name])
        view.save(update_fields=names)
    if not view.shared:
        view.defaults.exclude(user=view.owner_id).delete()
    return view


def read(view, name, value):
    """A new value of one of the view's fields, as it is kept."""
    match name:
        case "query":
            return normal(value, place_of(view.way))
        case "way":
            if place_of(value) != place_of(view.way):
                raise ValidationError({"way": _("A view stays with the list it was made for.")})
            return known(value, view.product)
    return {"name": named, "position": placed, "shared": bool}[name](value)


def in_order(new, was_shared):
    """What is written after one another: the stream, which others read, is not told what a view says in private."""
    private = [name for name in new if name != "shared"]
    return [["shared"], private] if was_shared and new.get("shared") is False else [private, [*new.keys() & {"shared"}]]


@operation(policies.can_change_view)
def remove_view(view, *, by):
    """Forget the view; lists that opened with it open as usual."""
    view.delete()


@operation(policies.can_see_view)
def open_with(view, *, by, chosen=True):
    """Let the list open with this view for me, or no longer."""
    set_default(view, by, chosen)


@operation(policies.can_choose_default_view)
def open_with_for_all(view, *, by, chosen=True):
    """Let the product's list open with this shared view for all who have not chosen another one, or no longer."""
    set_default(view, None, chosen)


def set_default(view, user, chosen):
    if chosen:
        DefaultView.objects.update_or_create(
            product=view.product, user=user, place=place_of(view.way).name, defaults={"view": view}
        )
    else:
        DefaultView.objects.filter(view=view, user=user).delete()


def last_place(product, user):
    seen = SavedView.objects.visible_to(user).of(product)
    return min((seen.order_by("-position").values_list("position", flat=True).first() or 0) + 1, MOST_PLACES)


def let(allowed):
    if not allowed:
        raise PermissionDenied(_("Views are shared within a product, by those who contribute to it."))


def named(name):
    name = name_of(name)
    if not name or "\x00" in name:
        raise ValidationError({"name": _("A view needs a name.")})
    longest = SavedView._meta.get_field("name").max_length
    if len(name) > longest:
        raise ValidationError({"name": _("A name may have %d characters.") % longest})
    return name


def normal(query, place):
    if "\x00" in query or "%00" in query:
        raise ValidationError({"query": _("This contains a NUL character.")})
    try:
        query = kept_of(QueryDict(query), place).urlencode()
    except TooManyFieldsSent:
        query = " " * (LONGEST_QUERY + 1)
    if len(query) > LONGEST_QUERY:
        raise ValidationError({"query": _("This query is too long to be kept.")})
    return query


def known(way, product):
    if not WAY.fullmatch(way) or not (product or place_of(way).across):
        raise ValidationError({"way": _("There is no such way of looking at a list.")})
    return way


def placed(position):
    if not 0 <= position <= MOST_PLACES:
        raise ValidationError({"position": _("“%s” is not a number.") % position})
    return position
