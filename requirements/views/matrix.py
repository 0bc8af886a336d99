"""The matrix: requirements between two numbers, as bubbles of a third."""

from functools import cached_property

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmhub.lib.scales import written
from products import policies
from products.models import Category
from requirements.models import ScoringModel
from requirements.query import sort_named
from requirements.views import plot
from requirements.views.listing import Listing, ListingView
from requirements.views.measures import measures_of, quadrants, usual

SHOWN, UNPLACED = 200, 50
LINES = {"median": gettext_lazy("Median"), "middle": gettext_lazy("Middle")}
AXES = {"x": gettext_lazy("Horizontal"), "y": gettext_lazy("Vertical"), "s": gettext_lazy("Bubble")}
NOT_NEEDED = ("description", "search", "as_a", "i_want", "so_that", "decline_reason")
# What is drawn hundreds of times is written here: a template takes ten times as long for each value.
MARKS = (
    ' id="row-{number}" href="{base}{number}/" data-key="{key}" data-number="{number}" data-lock-version="{version}"'
    ' data-category="{category}" data-x="{x}" data-y="{y}" data-dx="{dx}" data-dy="{dy}" data-title="{key} {title}"'
    ' data-said="{said}" aria-label="{key} {title}. {said}"'
)
LINK = '<a class="quiet" href="{}{}/parts/{}/">{}</a>'


class Matrix(Listing):
    """The best requirements that have both numbers, and a tray of those that lack one."""

    def __init__(self, *args):
        super().__init__(*args)
        self.order = sort_named(self.sort).from_the_start()

    @cached_property
    def measures(self):
        return measures_of(ScoringModel.of_product(self.product), self.frame)

    @cached_property
    def axes(self):
        """`(x, y, size)`; size is None for bubbles of one size."""
        found = []
        for name, usually in zip(("x", "y", "size"), usual(self.measures), strict=True):
            asked = self.address.params.get(name, "")
            if asked and asked not in self.measures and (name, asked) != ("size", "none"):
                self.problems.append(_("There is no number “%s” here.") % asked[:60])
                asked = ""
            found.append(None if asked == "none" else self.measures[asked or usually])
        return found

    @cached_property
    def lines(self):
        asked = self.address.params.get("lines")
        return asked if asked in LINES else "median"

    @cached_property
    def placed(self):
        """`[(requirement, x, y, size)]`, at most SHOWN, and whether there are more."""
        x, y, size = self.axes
        found = self.found.filter(x.given() & y.given()).select_related("status").defer(*NOT_NEEDED)
        rows = list(found.order_by(*self.order)[: SHOWN + 1])
        points = [(row, x.of(row), y.of(row), size.of(row) if size else None) for row in rows[:SHOWN]]
        return [point for point in points if None not in point[1:3]], len(rows) > SHOWN

    def unplaced(self):
        x, y, _size = self.axes
        lacking = self.found.exclude(x.given() & y.given()).select_related("status").defer(*NOT_NEEDED)
        rows = list(lacking.order_by(*self.order)[: UNPLACED + 1])
        for row in rows:
            row.lacks = [measure for measure in (x, y) if measure.of(row) is None]
        return rows[:UNPLACED], len(rows) > UNPLACED

    def divided(self, drawn):
        """Where the lines that make quadrants lie: `(x, y)` as values."""
        if self.lines == "median" and drawn.bubbles:
            return tuple(plot.middle([getattr(bubble, axis) for bubble in drawn.bubbles]) for axis in "xy")
        return tuple((scale.low + scale.high) / 2 for scale in (drawn.across, drawn.up))

    def said(self, requirement, *values):
        """A bubble in words."""
        told = [
            f"{measure.label} {written(value)}{f' {measure.unit}' if measure.unit else ''}"
            for measure, value in zip(self.axes, values, strict=True)
            if measure and value is not None
        ]
        return " · ".join([*told, requirement.status.name])

    @cached_property
    def base(self):
        return reverse("requirement_list", args=[self.product.key])

    def marks(self, bubble):
        """The attributes of a bubble."""
        row = bubble.requirement
        return format_html(
            MARKS, base=self.base, number=row.number, key=row.key, title=row.title, version=row.lock_version,
            category=row.status.category, x=bubble.x, y=bubble.y, dx=bubble.dx, dy=bubble.dy,
            said=self.said(row, bubble.x, bubble.y, bubble.size),
        )  # fmt: skip

    def context(self):
        points, more = self.placed
        x, y, size = self.axes
        drawn = plot.Plot.of(points, x, y, size)
        at = self.divided(drawn)
        for bubble in drawn.bubbles:
            bubble.marks = self.marks(bubble)
        unplaced, more_unplaced = self.unplaced()
        present = {point[0].status.category for point in points}
        return {
            **super().context(),
            "arrangement": "requirements/_matrix_tools.html",
            "plot": drawn, "box": plot,
            "x": x, "y": y, "size": size,
            "steps": (x.step(drawn.across), y.step(drawn.up)),
            "divide": (drawn.across.at(at[0]), drawn.up.at(at[1])),
            "quadrants": quadrants(x, y),
            "rows": [(row, self.cells(row, values)) for row, *values in points],
            "more": more, "shown": SHOWN,
            "unplaced": unplaced, "more_unplaced": more_unplaced,
            "legend": [(category, label) for category, label in Category.choices if category in present],
            "choices": [self.choice(name, label) for name, label in AXES.items()],
            "lines_offered": [
                (label, str(self.address.having("lines", [name])), name == self.lines) for name, label in LINES.items()
            ],
        }  # fmt: skip

    @cached_property
    def may_edit(self):
        return policies.can_contribute(self.user, self.product)

    def cells(self, row, values):
        """What the table shows of each measure: its value, which leads to where it is changed."""
        return [self.cell(row, *pair) for pair in zip(self.axes, values, strict=True) if pair[0]]

    def cell(self, row, measure, value):
        text = "—" if value is None else written(value)
        part = "drivers" if measure.sets.startswith("drivers.") else measure.sets
        return format_html(LINK, self.base, row.number, part, text) if part and self.may_edit else text

    def choice(self, letter, label):
        """A menu that chooses what an axis shows: `(label, what is shown, its options)`."""
        name = "size" if letter == "s" else letter
        now = dict(zip(("x", "y", "size"), self.axes, strict=True))[name]
        options = [(m.title, str(self.address.having(name, [m.name])), m == now) for m in self.measures.values()]
        if name == "size":
            options.insert(0, (_("All of one size"), str(self.address.having(name, ["none"])), now is None))
        return name, label, now.label if now else _("All of one size"), options


class MatrixView(ListingView):
    """The matrix of a product's requirements."""

    template_name = "requirements/matrix.html"
    listing = Matrix
