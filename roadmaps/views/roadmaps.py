"""Roadmaps: what is planned on a time axis, by now, next and later, or version by version."""

from datetime import datetime, time, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View

from products.models import Product
from products.views.scoped import ProductScoped
from requirements.views.address import Address
from roadmaps import policies
from roadmaps.arranging.asked import FIELD, LANES, asked
from roadmaps.arranging.dependencies import dependencies
from roadmaps.arranging.horizons import by_version, horizons
from roadmaps.arranging.lanes import lanes_of
from roadmaps.arranging.loading import load
from roadmaps.arranging.window import Window
from roadmaps.drawing import marks, twin
from roadmaps.drawing.axis import ZOOMS, Axis
from roadmaps.drawing.timeline import Timeline
from roadmaps.ledger.past import promises_as_of
from roadmaps.models import Roadmap
from roadmaps.models.roadmap import Arrangement, Bars
from roadmaps.models.version import OPEN

MOST_OFFERED = 50  # products


class RoadmapPage:
    """What a roadmap's template shows, from an Asked and the address it came by."""

    def __init__(self, asked, address):
        self.asked, self.address = asked, address
        self.found = load(asked)
        self.language = get_language() or "en"

    @cached_property
    def lanes(self):
        return lanes_of(self.asked, self.found)

    def ghosts(self):
        """Promises of the end of the compared day, by the items' keys."""
        if not self.asked.compared:
            return {}
        after = datetime.combine(self.asked.compared + timedelta(days=1), time.min, timezone.get_current_timezone())
        instant = min(after, timezone.now())
        then = {}
        for product in self.asked.products:
            then |= promises_as_of(product, instant)
        return {key: (stood.start, stood.release) for key, stood in then.items()}

    def context(self):
        arranged = getattr(self, self.asked.arrangement)()
        movable = any(item.lock_version is not None for item in self.found.items)
        twin_columns = ("progress", "actions") if movable else ("progress",)
        return {
            "asked": self.asked, "arrangement": self.asked.arrangement, "problems": self.asked.problems,
            "arrangements": self.arrangements(), "kept": self.address.pairs(but=("asof", "q")),
            "not_compared": str(self.address.without("asof")),
            "menus": self.menus(), "unplaced": self.unplaced(), "movable": movable, "twin_columns": twin_columns,
            "rows": twin.rows(self.lanes, self.language, columns=twin_columns),
            "lanes_label": self.asked.lanes_label, "more": self.found.more, "here": str(self.address),
            "is_empty": not self.found.items and not self.asked.query, **arranged,
        }  # fmt: skip

    def unplaced(self):
        """What waits for dates: no longer versions that are released, nor milestones that are reached."""
        return [i for i in self.found.items if not i.is_dated and not i.reached and not self.is_past(i)]

    def is_past(self, item):
        return item.kind == "version" and self.found.rows[item.key].state not in OPEN

    def timeline(self):
        window = Window.of(self.asked, self.found.items)
        axis, self.asked.zoom = window.axis, window.axis.zoom
        edges, conflicts = dependencies(self.found, self.language)
        drawn = Timeline.of(self.lanes, axis, today=self.asked.today, ghosts=self.ghosts(), edges=edges)
        return {
            "drawn": marks.drawn(drawn, self.language, self.then()), "columns": axis.columns(self.language),
            "conflicts": conflicts, "axis": axis,
            "earlier": self.begin(window.earlier), "later": self.begin(window.later),
            "at_today": self.begin(Axis.around(axis.zoom, self.asked.today)),
            "whole": window.whole and self.begin(window.whole),
        }  # fmt: skip

    def horizons(self):
        return {"columns": horizons(self.asked, self.found)}

    def versions(self):
        columns, more = by_version(self.asked, self.found, self.asked.requirements())
        return {"columns": columns, "more_columns": more}

    def then(self):
        """What a ghost is."""
        return _("as promised on %s") % self.asked.compared if self.asked.compared else ""

    def begin(self, axis):
        """The address of another stretch of time."""
        return str(self.address.having("zoom", [axis.zoom]).having("from", [f"{axis.start:%Y-%m}"]))

    def menus(self):
        """`(name, label, what is chosen, [(label, address, whether it is chosen)])`."""
        lanes = LANES | {f"{FIELD}{key}": row.name for key, row in self.asked.fields.items()}
        if len(self.asked.products) < 2:
            lanes.pop("product")
        menus = [
            self.menu("lanes", _("Lanes"), lanes, self.asked.lanes),
            self.menu("zoom", _("Zoom"), ZOOMS, self.asked.zoom),
            self.menu("bars", _("Bars"), dict(Bars.choices), self.asked.bars),
        ]
        shown = {"timeline": menus, "horizons": menus[2:], "versions": []}[self.asked.arrangement]
        return [*shown, *self.products_menu()]

    def products_menu(self):
        """Each product that the person may read, to take in or to leave out."""
        home, *more = self.asked.products
        others = Product.objects.visible_to(self.asked.user).exclude(pk=home.pk).order_by("name")[:MOST_OFFERED]
        chosen = {one.key for one in more}
        options = []
        for one in others:
            label = one.name if one.key in chosen else _("Add “%s”") % one.name
            address = self.address.having("with", sorted(chosen ^ {one.key}) or [""])
            options.append((label, str(address), one.key in chosen))
        now = ngettext("%d product", "%d products", len(chosen) + 1) % (len(chosen) + 1)
        return [("products", "", now, options)] if options else []

    def menu(self, name, label, known, now):
        options = [(text, str(self.address.having(name, [value])), value == now) for value, text in known.items()]
        return name, label, known.get(now, ""), options

    def arrangements(self):
        return [
            (label, str(self.address.having("as", [value])), value == self.asked.arrangement)
            for value, label in Arrangement.choices
        ]


class Roadmapped(ProductScoped):
    """Mixin: a page that shows a roadmap."""

    template_name = "roadmaps/roadmap.html"

    def saved(self):
        """The saved roadmap that the address departs from."""
        return

    def get(self, request, **kwargs):
        saved = self.saved()
        wanted = asked(self.product, request.user, request.GET, timezone.localdate(), saved)
        page = RoadmapPage(wanted, Address(request.path, request.GET)).context()
        if request.htmx and not request.htmx.boosted:
            return self.fragment("roadmap", **page)
        kept = list(Roadmap.objects.visible_to(request.user).of(self.product).in_order()[:20])
        may_save = bool(saved and policies.can_change_roadmap(request.user, saved) and is_changed(wanted, saved))
        return self.page(saved=saved, roadmaps=kept, may_save=may_save, query=request.GET.urlencode(), **page)


def is_changed(wanted, saved):
    """Whether what is shown is no longer what was kept."""
    now = (wanted.arrangement, wanted.bars, wanted.lanes, wanted.zoom, wanted.query)
    seen = Product.objects.visible_to(wanted.user).filter(pk__in=saved.products).exclude(pk=saved.product_id)
    return now != (saved.arrangement, saved.bars, saved.lanes, saved.zoom, saved.query) or (
        {one.pk for one in wanted.products[1:]} != set(seen.values_list("pk", flat=True))
    )


class RoadmapView(Roadmapped, View):
    """The roadmap of a product, as its address says."""
