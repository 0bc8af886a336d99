"""A roadmap as a share link shows it: read with the eyes of the link, coarse before anything is made of it."""

from copy import copy
from dataclasses import replace
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language

from accounts.middleware import zone
from roadmaps.arranging.asked import asked
from roadmaps.arranging.dependencies import dependencies
from roadmaps.arranging.horizons import by_version, horizons
from roadmaps.arranging.lanes import lanes_of
from roadmaps.arranging.loading import Found, load
from roadmaps.arranging.window import Window
from roadmaps.drawing import marks, twin
from roadmaps.drawing.axis import ZOOMS
from roadmaps.drawing.timeline import Timeline
from roadmaps.models.share_link import Audience, Part
from roadmaps.sharing.audience import MONTHS_OF, numbered, seen

HIDDEN_LANES = {"owner": "owners", "goal": "goals"}
TWIN = {"progress": "progress", "owners": "owner"}


class SharedRoadmap:
    """What the page of a link shows. `params` are the parameters of its address: only zoom and time are heard."""

    def __init__(self, link, params):
        self.link, self.granularity = link, link.granularity
        self.parts = {*link.parts, *([] if link.audience == Audience.PUBLIC else ["health"])}
        self.language = get_language() or "en"
        self.today = timezone.now().astimezone(zone(link.product.time_zone)).date()
        self.asked = self.narrowed(params)
        exact = load(self.asked)
        items = seen(exact.items, self.granularity, self.parts, self.today)
        rows = {item.key: exact.rows[item.key] for item in items}
        self.found = Found(items, rows, exact.goals, exact.blocks)
        self.window = Window.of(self.asked, items)  # of what the audience may see

    def narrowed(self, params):
        """The arrangement, of the link's products only, in lanes and a zoom that tell no more than is to be told."""
        heard = QueryDict(mutable=True)
        for name in ("zoom", "from"):
            if params.get(name):
                heard[name] = params[name]
        link = self.link
        wanted = asked(link.product, reader_of(link), heard, self.today, link.roadmap, only=link.products)
        wanted.is_exact, wanted.is_zoom_free = self.granularity == "day", False
        wanted.has_milestones, wanted.has_blocks = Part.MILESTONES in self.parts, link.audience != Audience.PUBLIC
        if wanted.zoom not in self.zooms:
            wanted.zoom = next(iter(self.zooms))
        if HIDDEN_LANES.get(wanted.lanes, "") not in {"", *self.parts}:
            wanted.lanes = "product"
        return wanted

    @property
    def zooms(self):
        """Those whose columns are not finer than the dates."""
        least = MONTHS_OF[self.granularity]
        return {zoom: label for zoom, label in ZOOMS.items() if MONTHS_OF[zoom] >= least}

    @cached_property
    def lanes(self):
        return lanes_of(self.asked, self.found)

    @cached_property
    def edges(self):
        """Dependencies between what is shown. The public sees none."""
        if self.link.audience == Audience.PUBLIC:
            return []
        return dependencies(self.found, self.language)[0]

    def context(self):
        """What the template of the roadmap's arrangement draws."""
        return {"arrangement": self.asked.arrangement, **getattr(self, self.asked.arrangement)()}

    def timeline(self):
        """The drawing and its table. The line of today is drawn only for those who see days."""
        axis = self.window.axis
        lanes, edges = numbered(self.lanes, self.edges, self.granularity, self.parts)
        today = self.today if self.granularity == "day" else None
        drawn = Timeline.of(lanes, axis, today=today, edges=edges)
        columns = [column for part, column in TWIN.items() if part in self.parts]
        return {
            "drawn": marks.drawn(drawn, self.language), "columns": axis.columns(self.language),
            "rows": twin.rows(self.lanes, self.language, columns=columns), "twin_columns": columns,
            "lanes_label": self.asked.lanes_label,
        }  # fmt: skip

    def horizons(self):
        return {"columns": [self.told(column) for column in horizons(self.asked, self.found)]}

    def versions(self):
        columns, more = by_version(self.asked, self.found, self.asked.requirements())
        return {"columns": [self.told(column) for column in columns], "more_columns": more}

    def told(self, column):
        """A column of cards as plain words: a template can say no more of it."""
        if column.item is None:
            return replace(column, cards=[self.words(card.item) for card in column.cards])
        cards = [{"name": f"{c.row.key} {c.row.title}", "state": c.row.status.name} for c in column.cards]
        return replace(column, key="", item=None, note=self.words(column.item)["when"], cards=cards)

    def words(self, item):
        date = item.end or item.start
        return {
            "name": item.name, "kind": twin.KINDS[item.kind], "note": item.note, "owner": item.owner,
            "health": item.health, "label": item.state,
            "when": date.label(self.language) if date else "", "late": item.late, "done": item.done,
        }  # fmt: skip

    def around(self):
        """The first months of the axis earlier and later, as an address writes them."""
        return [f"{axis.start:%Y-%m}" for axis in (self.window.earlier, self.window.later)]


def reader_of(link):
    """Who reads for the audience: as its maker, with the reach of the installation, so that the link lasts when the
    maker leaves. What it may show is in the link.
    """
    reader = copy(link.by)
    reader.is_system, reader.is_active, reader.token = True, True, None
    return reader
