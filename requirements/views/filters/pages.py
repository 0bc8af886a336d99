"""What the bar above a list asks for: values by typing, the address one step further, completion, and the builder."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from pmhub.lib.texts import number_in
from products.views.scoped import ProductScoped
from requirements.places import path_of
from requirements.query import QueryError, both, written
from requirements.query.salvaging import salvaged
from requirements.views.filters.building import GROUPS, PHRASE, WORDS, read, rows_of, stepped, tree_of
from requirements.views.filters.completing import completions
from requirements.views.filters.fields import EMPTY, Field

LONGEST = 4_000


class Asking(View):
    """Mixin: the list that is being looked at, from `here` (its query) and `way`."""

    product, step, of = None, "all_filter_step", gettext_lazy("Requirements")

    @property
    def listing(self):
        from requirements.views.everything import Everything
        from requirements.views.table import Table

        kind, way = (Table if self.product else Everything), self.request.GET.get("way", "table")
        path = path_of(way if way.isidentifier() else "table", self.product)
        return kind(self.product, self.request.user, path, self.here)

    @property
    def here(self):
        """The query of the list."""
        return QueryDict(self.request.GET.get("here", "")[:8_000])

    @property
    def filters_url(self):
        """Where all of these pages are."""
        return reverse(self.step, args=[self.product.key] if self.product else [])

    def part(self, template, context):
        around = {"product": self.product, "filters_url": self.filters_url, "of": self.of}
        return render(self.request, template, {**around, **context})


class ValuesView(Asking):
    """The values of a field that have what was typed, or the form for a field that is compared with anything."""

    def get(self, request, field):
        bar = self.listing.bar
        one, place = bar.fields.get(field), request.GET.get("at", "")
        if one is None:
            raise Http404
        chip = next((chip for chip in bar.chips() if str(chip.at) == place), None) or bar.offered(one)
        if one.kind not in ("choice", "flag"):
            return self.part("requirements/filters/_form.html", {"field": one, "chip": chip, **self.passed()})
        options = bar.found(one, request.GET.get("typed", "")[:100])
        at, values, negated = bar.place_of(one, chip)
        for option in options:
            bar.place(option, one, at, values, negated)
        return self.part("requirements/_options.html", {"filter": {"options": options}})

    def passed(self):
        return {name: self.request.GET.get(name, "") for name in ("here", "way", "at")}


class StepView(Asking):
    """To the list with one more condition, or another one in the place of a chip."""

    def get(self, request):
        bar, at = self.listing.bar, number_in(request.GET.get("at", ""))
        one = bar.fields.get(request.GET.get("field", ""))
        if one is None:
            raise Http404
        node = one.term(request.GET.get("operator", "is"), [request.GET.get("value", "")[:LONGEST]])
        at = at if at is not None and at < len(bar.parts.parts) else None
        return redirect(bar.address_with(one, at, node))


class CompletionsView(Asking):
    """What could stand where somebody types."""

    def get(self, request):
        typed = request.GET.get("typed", "")[:LONGEST].replace("\x00", "")
        offers = completions(typed, self.listing.bar)
        return self.part("requirements/filters/_completions.html", {"offers": offers})


class BuilderView(Asking):
    """The query as nested groups; every button is a step of the same form, so that it works without script."""

    def get(self, request):
        listing = self.listing
        bar = listing.bar
        step, focus = request.GET.get("step", ""), None
        if "kind" in request.GET:
            rows = read(request.GET)
            rows, focus = stepped(rows, step)
        else:
            rows = rows_of(both([*(part.node for part in bar.parts.parts), *bar.parts.words, *bar.parts.typed]))
            focus = min(1, len(rows) - 1)
        tree = tree_of(rows, bar.fields)
        text, problem = written(tree), ""
        try:
            bar.language.parse(text)
            mistakes = salvaged(text, request.user, bar.language)[2]
            problem = next((str(error.messages[0]) for error in mistakes), "")
        except QueryError as error:
            problem = str(error.messages[0])
        if step == "apply" and not problem:
            return self.gone(listing, bar, text)
        context = {"rows": [self.shown(row, at, bar) for at, row in enumerate(rows)], "text": text, "problem": problem,
                   "fields": [*self.for_words(), *bar.fields.values()], "groups": self.groups(), "focus": focus,
                   "here": request.GET.get("here", ""), "way": request.GET.get("way", "table"),
                   "back": str(listing.address.bare), "path": request.path}  # fmt: skip
        if not request.htmx:
            return self.part("requirements/filters/builder.html", context)
        return self.part(
            "requirements/filters/builder.html" + ("#form" if "kind" in request.GET else "#dialog"), context
        )

    def gone(self, listing, bar, text):
        """To the list: the text says everything now, also what older parameters said."""
        address = listing.address.bare
        for part in bar.parts.parts:
            address = address.without(part.parameter) if part.parameter else address
        url = str(address.having("q", [text] if text else []))
        return HttpResponse(headers={"HX-Redirect": url}) if self.request.htmx else redirect(url)

    @staticmethod
    def for_words():
        return [Field(WORDS, _("Words"), "text"), Field(PHRASE, _("Phrase"), "text")]

    @staticmethod
    def groups():
        labels = [_("All of"), _("Any of"), _("None of"), _("Not all of")]
        return list(zip(GROUPS, labels, strict=True))

    def shown(self, row, at, bar):
        """A row with what its controls offer."""
        if row.is_group:
            return {"at": at, "row": row}
        one = bar.fields.get(row.field) or next(f for f in self.for_words() if f.name in (row.field, WORDS))
        known = bar.at_hand(one) if one.name in bar.fields else []
        return {"at": at, "row": row, "field": one, "options": known[:100], "missing": row.operator in EMPTY}


class ProductValuesView(ProductScoped, ValuesView):
    """Within a product."""

    step = "filter_step"


class ProductStepView(ProductScoped, StepView):
    """Within a product."""

    step = "filter_step"


class ProductCompletionsView(ProductScoped, CompletionsView):
    """Within a product."""

    step = "filter_step"


class ProductBuilderView(ProductScoped, BuilderView):
    """Within a product."""

    step = "filter_step"
