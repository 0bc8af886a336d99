"""Query strings of the REST API: every parameter is known, every value makes sense."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib import paging
from pmhub.lib.api.answers import answer
from pmhub.lib.api.problems import invalid_parameters

LIMIT, LARGEST_LIMIT = 50, 200
PAGES = {
    "limit": ({"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": LIMIT}, "Results per page."),
    "cursor": "Where to go on: from next or previous of another page.",
}
COUNTED = {**PAGES, "count": ({"type": "boolean"}, "Also say how many there are in all.")}
FIELDS = {"fields": "Only these members of each result, separated by commas."}
NOT_OF_THE_LIST = {"limit", "cursor", "count", "fields"}
FLAGS = {"true": True, "1": True, "false": False, "0": False}


def known_parameters(request, known):
    """The query string, after refusing parameters that do not exist here and values that no list could have."""
    params, errors = request._request.GET, {}
    for name, values in params.lists():
        if name not in known:
            errors[name] = _("There is no parameter “%(name)s” here. There are: %(known)s.") % {
                "name": name[:40],
                "known": ", ".join(sorted(known)),
            }
        elif any("\x00" in value for value in values):
            errors[name] = _("This contains a NUL character.")
    if errors:
        raise invalid_parameters(errors)
    return params


def whole(params, name, default, *, least=0, most):
    """A whole number within inclusive bounds."""
    text = params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        message = _("Enter a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        raise invalid_parameters({name: message})
    return int(text)


def choice(params, name, known, default):
    """One of the known words."""
    value = params.get(name, default)
    if value not in known:
        raise invalid_parameters({name: _("Choose one of: %s.") % ", ".join(known)})
    return value


def flag(params, name):
    """Whether a parameter says true."""
    value = params.get(name, "false").lower()
    if value not in FLAGS:
        raise invalid_parameters({name: _("Enter true or false.")})
    return FLAGS[value]


def chosen_fields(params, known):
    """The names that `fields=a,b` asks for, in that order; empty means all."""
    names = [name.strip() for value in params.getlist("fields") for name in value.split(",") if name.strip()]
    for name in names:
        if name not in known:
            message = _("There is no field “%(name)s”. There are: %(known)s.")
            raise invalid_parameters({"fields": message % {"name": name[:40], "known": ", ".join(known)}})
    return list(dict.fromkeys(names))


def page_of(request, queryset, sort, params):
    """The page that `limit` and `cursor` ask for. A cursor works only with the filters and the order it came from."""
    limit = whole(params, "limit", LIMIT, least=1, most=LARGEST_LIMIT)
    filters = sorted((name, params.getlist(name)) for name in params if name not in NOT_OF_THE_LIST)
    try:
        return paging.page(
            queryset, sort, limit=limit, cursor=params.get("cursor"), of=f"{request.path} {filters} {request.user.pk}"
        )
    except (paging.CursorError, ValidationError) as error:
        message = error.messages if isinstance(error, ValidationError) else str(error)
        raise invalid_parameters({"cursor": message}) from None


def listing(request, page, results, *, count=None):
    """The answer for one page of a list, with the addresses of its neighbours; `count` only where asked for."""
    body = {"results": results, "next": neighbour(request, page.next), "previous": neighbour(request, page.previous)}
    if count is not None:
        body["count"] = count
    return answer(body)


def neighbour(request, cursor):
    if cursor is None:
        return None
    query = [pair for pair in request._request.GET.lists() if pair[0] != "cursor"]
    return request._request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('cursor', cursor)], doseq=True)}")
