"""What a roadmap's address asks for; what of it cannot be understood is told and left out, the rest counts."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from products.models import CustomField, Product
from products.models.custom_field import Kind
from requirements.models import Requirement
from requirements.query import filtered
from roadmaps.drawing.axis import ZOOMS, Axis
from roadmaps.models.roadmap import Arrangement, Bars

LANES = {
    "goal": gettext_lazy("Goal"),
    "owner": gettext_lazy("Owner"),
    "version": gettext_lazy("Version"),
    "product": gettext_lazy("Product"),
}
FIELD = "field."
MONTH = re.compile(r"(\d{4})-(\d{1,2})")
NAMES = ("as", "bars", "lanes", "zoom", "q", "with")
USUAL = {"as": "timeline", "bars": "versions", "lanes": "goal", "zoom": "month"}


@dataclass
class Asked:
    """A roadmap of `products`, as somebody sees it. `fields` are the single-choice fields that lanes can be made of;
    the zoom is free where neither the address nor a saved roadmap names one; exact is what shows days. Milestones and
    what blocks what are read only where they are shown.
    """

    user: object
    product: object
    today: date
    arrangement: str = "timeline"
    bars: str = "versions"
    lanes: str = "goal"
    zoom: str = "month"
    is_zoom_free: bool = False
    is_exact: bool = True
    has_milestones: bool = True
    has_blocks: bool = True
    start: date | None = None
    compared: date | None = None
    query: str = ""
    products: list = field(default_factory=list)
    fields: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    @property
    def axis(self):
        return Axis.of(self.zoom, self.start) if self.start else Axis.around(self.zoom, self.today)

    @property
    def lanes_label(self):
        found = self.fields.get(self.lanes.removeprefix(FIELD))
        return found.name if found else LANES.get(self.lanes, LANES["goal"])

    def requirements(self):
        """Those that the filter leaves, of all products of the roadmap; none where it cannot be understood any more.

        A roadmap narrowed to a tag, and shared, must not show everything once the tag is gone.
        """
        found = Requirement.objects.visible_to(self.user).filter(product__in=self.products)
        if not self.query:
            return found
        params = QueryDict(mutable=True)
        params["q"] = self.query
        try:
            return filtered(found, params, self.user)
        except ValidationError as error:
            self.problems += [message for message in error.messages if message not in self.problems]
            return found.none()


def asked(product, user, params, today, saved=None, only=None):
    """From an address, and the saved roadmap that it departs from. `only` are the ids of products that may be shown."""
    wanted = parameters_of(saved) if saved else dict(USUAL)
    wanted |= {name: params[name] for name in params if name in NAMES and name != "with"}
    found = Asked(user, product, today, query=wanted.get("q", "").strip())
    for name, attribute, known in [
        ("as", "arrangement", Arrangement.values), ("bars", "bars", Bars.values), ("zoom", "zoom", ZOOMS),
    ]:  # fmt: skip
        if wanted[name] in known:
            setattr(found, attribute, wanted[name])
        else:
            found.problems.append(_("There is no “%s” here.") % wanted[name][:60])
    found.is_zoom_free = saved is None and "zoom" not in params
    found.start = month_of(params.get("from", ""), found.problems)
    found.compared = day_of(params.get("asof", ""), today, found.problems)
    found.products = products_of(found, params.getlist("with") if "with" in params else None, saved)
    found.products = [one for one in found.products if only is None or one.pk in only]
    choose_lanes(found, wanted["lanes"], are_offered=only is None)
    return found


def parameters_of(roadmap):
    """A saved roadmap as an address writes it."""
    return {
        "as": roadmap.arrangement, "bars": roadmap.bars, "lanes": roadmap.lanes, "zoom": roadmap.zoom,
        "q": roadmap.query,
    }  # fmt: skip


def month_of(text, problems):
    """The first day of the month “2026-10”; None where none is asked for."""
    if not text:
        return None
    if (match := MONTH.fullmatch(text)) and 1 <= int(match[2]) <= 12 and int(match[1]) > 0:
        return date(int(match[1]), int(match[2]), 1)
    problems.append(_("“%s” is not a month; write it like 2026-10.") % text[:60])
    return None


def day_of(text, today, problems):
    """The day whose promises are shown beside today's; None where none is asked for."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems.append(_("“%s” is not a day; write it like 2026-10-01.") % text[:60])
        return None
    if day > today:
        problems.append(_("What will be promised on %s nobody knows yet.") % text)
        return None
    return day


def products_of(found, keys, saved):
    """The product and the further ones, those that the person may read; the others are told of but not named."""
    seen = Product.objects.visible_to(found.user).exclude(pk=found.product.pk)
    if keys is not None:
        keys = [key.replace("\0", "") for key in keys if key and key != found.product.key]
        more = list(seen.filter(key__in=keys).order_by("name"))
        gone = len(set(keys)) - len(more)
    else:
        wanted = set(saved.products if saved else ()) - {found.product.pk}
        more = list(seen.filter(pk__in=wanted).order_by("name")) if wanted else []
        gone = len(wanted) - len(more)
    if gone:
        found.problems.append(_("A product of this roadmap was deleted, or you may not see it."))
    return [found.product, *more]


def choose_lanes(found, wanted, are_offered):
    if are_offered or wanted.startswith(FIELD):
        find_fields(found)
    if wanted in LANES or wanted.removeprefix(FIELD) in found.fields and wanted.startswith(FIELD):
        found.lanes = wanted
    else:
        found.problems.append(_("The lanes’ field “%s” is gone; the lanes are by goal.") % wanted[:60])
    if found.lanes.startswith(FIELD) and found.bars == "versions":
        found.bars = "items"  # versions have no fields of their own


def find_fields(found):
    rows = CustomField.objects.visible_to(found.user).filter(product__in=found.products, kind=Kind.SELECT)
    for row in rows.order_by("product", "position"):
        first = found.fields.setdefault(row.key, row)
        first.options = list(dict.fromkeys([*first.options, *row.options]))  # products may know others by the same key
