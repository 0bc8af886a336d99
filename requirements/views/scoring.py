"""How a product scores: choose a model, write a formula, see at once what it would do."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from pmhub.lib.formula import MISSING
from pmhub.lib.panels import panels_at
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.models import ScoringModel
from requirements.models.explanation import problem_sentence
from requirements.models.scoring_model import ScoringKind
from requirements.operations.rescoring import preview
from requirements.operations.scoring import MOST_DRIVERS, choose_model, define, known_names

OPEN = (ScoringKind.WEIGHTED, ScoringKind.FORMULA)  # the kinds whose drivers people define
COLUMNS = ("label", "name", "unit", "min", "max", "weight")
BLANK_ROWS = 2
KINDS = {
    ScoringKind.RICE: gettext_lazy("Reach × impact × confidence ÷ effort: what moves most people for the least work."),
    ScoringKind.ICE: gettext_lazy("Impact × confidence × ease, 0 to 10 each: quick to fill in for experiments."),
    ScoringKind.WSJF: gettext_lazy("Cost of delay ÷ job size: what costs most while it waits."),
    ScoringKind.VALUE_EFFORT: gettext_lazy("Value ÷ effort: the simplest trade-off."),
    ScoringKind.WEIGHTED: gettext_lazy("The weighted mean of drivers that you define."),
    ScoringKind.FORMULA: gettext_lazy("Arithmetic over your drivers, votes, estimates and number fields."),
}


@dataclass
class Draft:
    """What the page shows of a model that may not be saved yet. `errors` are lists of sentences by field."""

    model: ScoringModel
    rows: list = field(default_factory=list)
    errors: dict = field(default_factory=dict)

    @classmethod
    def of(cls, product, kind):
        """The present model, turned into another kind."""
        model = ScoringModel.of_product(product)
        if kind and kind != model.kind:
            define(model, kind, model.formula)
        return cls(model, rows=[driver.as_json() for driver in model.inputs.values()])

    @classmethod
    def posted(cls, product, data):
        """What somebody has filled in, checked."""
        draft = cls(ScoringModel.of_product(product), rows=rows_from(data))
        try:
            define(draft.model, **draft.chosen(data))
        except ValidationError as error:
            draft.errors = error.message_dict
            draft.model.formula = data.get("formula", "")
        return draft

    def chosen(self, data):
        return {"kind": data.get("kind", ""), "formula": data.get("formula", ""), "drivers": self.rows or None}

    @property
    def is_open(self):
        return self.model.kind in OPEN

    @property
    def blank_rows(self):
        return range(min(BLANK_ROWS, MOST_DRIVERS - len(self.rows)))


def rows_from(data):
    """The drivers in a form with one input per column and row; rows without label and name are left out."""
    columns = [data.getlist(column) for column in COLUMNS]
    rows = [dict(zip(COLUMNS, cells, strict=False)) for cells in zip(*columns, strict=False)]
    for row in rows:
        row["name"] = row["name"].strip() or "_".join(row["label"].split())
    return [row for row in rows if row["name"]]


class ScoringView(ProductScoped, View):
    """The product's scoring model."""

    template_name = "requirements/scoring.html"

    def get(self, request):
        kind = request.GET.get("kind")
        return self.page(draft=Draft.of(self.product, kind if kind in ScoringKind else None))

    def post(self, request):
        draft = Draft.posted(self.product, request.POST)
        if draft.errors and self.can.manage:
            return self.page(draft=draft, status=422)
        model = choose_model(self.product, by=request.user, **draft.chosen(request.POST))
        toast(request, _("The product scores by %s now. New scores follow in a moment.") % model.get_kind_display())
        return redirect("scoring_settings", self.product.key)

    def context(self, *, draft, **more):
        current = ScoringModel.of_product(self.product)
        kinds = [(kind, kind.label, about) for kind, about in KINDS.items()]
        return super().context(
            draft=draft, current=current, kinds=kinds, known=known_names(draft.model), **outlook(draft),
            panels=panels_at("scoring", self.product, self.request.user), **more,
        )  # fmt: skip


class ScoringCheckView(ProductScoped, View):
    """Says while somebody writes whether the formula is right, and what it would do. Changes nothing."""

    template_name = "requirements/scoring.html"
    needs = "manage"

    def post(self, request):
        draft = Draft.posted(self.product, request.POST)
        return self.fragment("check", draft=draft, **outlook(draft))


def outlook(draft):
    """How many requirements would have a score, and why the others would not: `scored`, `problems`, `looked_at`."""
    if draft.errors:
        return {}
    titles = {driver.name: driver.title for driver in draft.model.inputs.values()}
    counted = preview(draft.model)
    scored = counted.pop("", 0)
    problems = [(sentence(problem, titles), count) for problem, count in counted.most_common(4)]
    return {"scored": scored, "problems": problems, "looked_at": scored + counted.total()}


def sentence(problem, titles):
    """Like `problem_sentence`, for many requirements: what is missing is listed."""
    if problem.startswith(MISSING):
        missing = problem.removeprefix(MISSING).split(",")
        return _("Without %s") % ", ".join(str(titles.get(name, name)) for name in missing)
    return problem_sentence(problem, titles)
