"""Roadmaps: what is planned on a time axis, by now, next and later, or version by version."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from products.views.scoped import ProductScoped
from requirements.views.address import Address
from roadmaps.arranging.asked import FIELD, LANES, asked
from roadmaps.arranging.dependencies import dependencies
from roadmaps.arranging.lanes import lanes_of
from roadmaps.arranging.loading import load
from roadmaps.drawing import marks, twin
from roadmaps.drawing.axis import COLUMNS, ZOOMS
from roadmaps.drawing.timeline import Timeline
from roadmaps.models.roadmap import Arrangement, Bars
from roadmaps.models.version import OPEN


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
        """Earlier promises by the items' keys."""
        return {}

    def context(self):
        arranged = {"timeline": self.timeline}[self.asked.arrangement]()
        return {
            "asked": self.asked, "arrangement": self.asked.arrangement, "problems": self.asked.problems,
            "menus": self.menus(), "rows": twin.rows(self.lanes, self.language),
            "unplaced": self.unplaced(), "movable": any(item.lock_version is not None for item in self.found.items),
            "lanes_label": self.asked.lanes_label, "more": self.found.more, "here": str(self.address), **arranged,
        }  # fmt: skip

    def unplaced(self):
        """What waits for dates: no longer versions that are released, nor milestones that are reached."""
        return [i for i in self.found.items if not i.is_dated and not i.reached and not self.is_past(i)]

    def is_past(self, item):
        return item.kind == "version" and self.found.rows[item.key].state not in OPEN

    def timeline(self):
        axis = self.asked.axis
        edges, conflicts = dependencies(self.found, self.language)
        drawn = Timeline.of(self.lanes, axis, today=self.asked.today, ghosts=self.ghosts(), edges=edges)
        half = COLUMNS[axis.zoom] // 2
        return {
            "drawn": marks.drawn(drawn, self.language), "columns": axis.columns(self.language), "conflicts": conflicts,
            "axis": axis, "earlier": self.begin(axis.moved(-half)), "later": self.begin(axis.moved(half)),
            "at_today": str(self.address.without("from")),
        }  # fmt: skip

    def begin(self, axis):
        return str(self.address.having("from", [f"{axis.start:%Y-%m}"]))

    def menus(self):
        """`(name, label, what is chosen, [(label, address, whether it is chosen)])`."""
        lanes = LANES | {f"{FIELD}{key}": row.name for key, row in self.asked.fields.items()}
        if len(self.asked.products) < 2:
            lanes.pop("product")
        return [
            self.menu("lanes", _("Lanes"), lanes, self.asked.lanes),
            self.menu("zoom", _("Zoom"), ZOOMS, self.asked.zoom),
            self.menu("bars", _("Bars"), dict(Bars.choices), self.asked.bars),
        ]

    def menu(self, name, label, known, now):
        options = [(text, str(self.address.having(name, [value])), value == now) for value, text in known.items()]
        return name, label, known.get(now, ""), options

    def arrangements(self):
        return [
            (label, str(self.address.having("as", [value])), value == self.asked.arrangement)
            for value, label in Arrangement.choices
        ]


class RoadmapView(ProductScoped, View):
    """The roadmap of a product, as its address says."""

    template_name = "roadmaps/roadmap.html"

    def get(self, request):
        wanted = asked(self.product, request.user, request.GET, timezone.localdate())
        page = RoadmapPage(wanted, Address(request.path, request.GET)).context()
        return self.fragment("roadmap", **page) if request.htmx and not request.htmx.boosted else self.page(**page)
