"""The score laboratory: what another way of scoring would change, before it is anybody's."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements import policies
from requirements.laboratory.drawing import is_uncertain
from requirements.laboratory.passing import passing
from requirements.laboratory.ranking import ORDERS, ranking
from requirements.models import RankInterval, RankSimulation, Requirement, ScoringModel
from requirements.operations.intervals import ask_for_intervals
from requirements.operations.scoring import choose_model, known_names
from requirements.views.address import Address
from requirements.views.scoring import KINDS, Draft, sentence

MOST_DIGITS = 18
LABELS = {"place": gettext_lazy("New place"), "moves": gettext_lazy("Largest moves")}


def draft_of(product, params):
    """The draft that an address describes; the present model where it describes none."""
    if "kind" not in params:
        return Draft.of(product, None)
    if "label" not in params and "formula" not in params:  # only another kind was chosen
        return Draft.of(product, params["kind"] if params["kind"] in KINDS else None)
    return Draft.posted(product, params)


def place_of(cursor):
    """`12.345`: a place and an id; the beginning where it is none."""
    place, _dot, pk = cursor.partition(".")
    digits = place.removeprefix("-")
    if digits.isdecimal() and pk.isdecimal() and max(len(digits), len(pk)) < MOST_DIGITS:
        return int(place), int(pk)
    return -(10**9), 0


class LaboratoryView(ProductScoped, View):
    """A draft of the scoring model, with the ranking it would give. The draft lives in the address."""

    template_name = "requirements/laboratory.html"

    def get(self, request):
        draft = draft_of(self.product, request.GET)
        if draft.errors:
            answer = {"draft": draft, "ranking": None, "address": Address(request.path, request.GET)}
            return self.fragment("result", status=422, **answer) if request.htmx else self.page(status=422, **answer)
        context = {"draft": draft, **self.ranked(draft), **self.rivals(draft)}
        if not request.htmx:
            return self.page(**context)
        return self.fragment("more" if "cursor" in request.GET else "result", **context)

    def post(self, request):
        """Make the draft the product's model."""
        if not policies.can_configure_scoring(request.user, self.product):
            raise PermissionDenied(_("Your role in this product does not allow it. An owner can change your role."))
        draft = Draft.posted(self.product, request.POST)
        if draft.errors:
            return self.page(draft=draft, ranking=None, address=Address(request.path, request.POST), status=422)
        model = choose_model(self.product, by=request.user, **draft.chosen(request.POST))
        toast(request, _("The product scores by %s now. New scores follow in a moment.") % model.get_kind_display())
        return redirect("requirement_lab", self.product.key)

    def ranked(self, draft):
        params, address = self.request.GET, Address(self.request.path, self.request.GET)
        order = params.get("order") if params.get("order") in ORDERS else "place"
        found = ranking(draft.model, order=order, after=place_of(params.get("cursor", "")))
        titles = {driver.name: driver.title for driver in draft.model.inputs.values()}
        intervals = RankInterval.objects.visible_to(self.request.user)
        intervals = {row.requirement_id: row for row in intervals.filter(requirement__in=[r.id for r in found.rows])}
        for row in found.rows:
            row.why = sentence(row.problem, titles) if row.new is None else ""
            row.interval = intervals.get(row.id)
        orders = [(name, label, str(address.having("order", [name])), name == order) for name, label in LABELS.items()]
        following = str(address.having("cursor", [f"{found.next[0]}.{found.next[1]}"])) if found.next else ""
        return {"ranking": found, "orders": orders, "next": following, "address": address.without("cursor")}

    def rivals(self, draft):
        """What would let one chosen requirement pass the other."""
        keys = [self.request.GET.get(name, "").replace("\x00", "").strip().upper()[:24] for name in ("one", "other")]
        if not all(keys):
            return {"one_key": keys[0], "other_key": keys[1]}
        seen = Requirement.objects.visible_to(self.request.user).of(self.product)
        found = {row.key: row for row in seen.filter(key__in=map(self.whole, keys))}
        one, other = (found.get(self.whole(key)) for key in keys)
        missing = [key for key, row in zip(keys, (one, other), strict=True) if row is None]
        context = {"one_key": keys[0], "other_key": keys[1], "one": one, "other": other}
        if missing or one == other:
            problem = _("There is no requirement %s in this product.") % missing[0] if missing else ""
            return {**context, "rivals_problem": problem or _("Choose two different requirements.")}
        return {**context, "passing": passing(draft.model, one, other)}

    def whole(self, key):
        return f"{self.product.key}-{key}" if key.isdecimal() else key

    def context(self, *, draft, **more):
        user, product = self.request.user, self.product
        current = ScoringModel.of_product(product)
        simulation = RankSimulation.objects.visible_to(user).filter(product=product).first()
        shown = {"draft": draft, "current": current, "simulation": simulation, "is_uncertain": is_uncertain(current)}
        shown |= {"kinds": [(kind, kind.label) for kind in KINDS], "known": known_names(draft.model)}
        return super().context(**shown, is_other=is_other(draft, current), **more)


def is_other(draft, current):
    """Whether saving the draft would change anything."""
    return not draft.errors and (draft.model.formula, draft.model.kind, draft.model.drivers) != (
        current.formula, current.kind, current.drivers,
    )  # fmt: skip


class IntervalsView(ProductScoped, View):
    """How far the drawing of the rank intervals is; asking for them anew."""

    template_name = "requirements/laboratory.html"

    def get(self, request):
        return self.fragment("intervals", **self.state())

    def post(self, request):
        seed = request.POST.get("seed", "").strip()
        try:
            if seed and not (seed.isdecimal() and len(seed) < MOST_DIGITS):
                raise ValidationError(_("“%s” is not a number.") % seed[:MOST_DIGITS])
            ask_for_intervals(self.product, by=request.user, seed=int(seed) if seed else None)
        except ValidationError as error:
            return self.fragment("intervals", status=422, problem=" ".join(error.messages), **self.state())
        if not request.htmx:
            return redirect("requirement_lab", self.product.key)
        return self.fragment("intervals", **self.state())

    def state(self):
        simulation = RankSimulation.objects.visible_to(self.request.user).filter(product=self.product).first()
        current = ScoringModel.of_product(self.product)
        return {"simulation": simulation, "current": current, "is_uncertain": is_uncertain(current)}
