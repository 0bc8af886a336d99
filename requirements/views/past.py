"""Requirements as they stood at an instant."""

from dataclasses import replace

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.views import View

from changes.models import Change
from pmhub.lib.markdown import render
from products.views.scoped import ProductScoped
from requirements.history.as_of import as_of
from requirements.history.asking import past_condition
from requirements.history.between import links, titles_of
from requirements.history.cells import cells_of, label_of, link_words
from requirements.models import Baseline, Requirement
from requirements.models.explanation import Explanation
from requirements.reading import with_page, with_rows
from requirements.views.address import Address
from requirements.views.moments import Moment, iso
from requirements.views.orders import VALUE, ordered
from requirements.views.problems import sentence
from requirements.views.table import Table

BASELINES = 50
ELSEWHERE = {"title", "status", "description", "criteria", "links", "comments", "score"}  # the page shows them apart


def baselines_of(product, user):
    return list(Baseline.objects.visible_to(user).of(product).newest_first()[:BASELINES])


def taken(params):
    """Take the texts of the query out of the parameters, and with them what would count from today."""
    due = [value for value in params.getlist("due") if value in ("overdue", "week")]
    if due:
        params.setlist("due", [value for value in params.getlist("due") if value not in due])
    return [*params.pop("q", []), *(f"due:{'overdue' if value == 'overdue' else 'this-week'}" for value in due)]


class PastTable(Table):
    """The table at an instant. Made, read and asked for its context inside `as_of`."""

    def __init__(self, product, user, path, params, at):
        self.at, params = at, params.copy()
        for name in ("at", "group", "subgroup"):
            params.pop(name, None)
        texts, problems = taken(params), []
        super().__init__(product, user, path, params)
        for text in list(texts):
            try:
                self.found = self.found.filter(past_condition(text, user))
            except ValidationError as error:
                problems.append(sentence("q", error))
                texts.remove(text)
        self.problems += problems
        params = self.address.params.copy()
        params["at"] = iso(at)
        if texts:
            params.setlist("q", texts)
        self.address, self.text = Address(path, params), " ".join(texts)

    def ordered(self, found):
        """Only the places: nothing else of a row of the past is worked out unless it is shown."""
        found, order = ordered(found, self.sort, self.columns)
        return found.only("pk" if order.field == VALUE else order.field), order

    def rows(self, found):
        places = super().rows(found)
        seen = Requirement.objects.visible_to(self.user).of(self.product)
        whole = {row.pk: row for row in with_rows(seen.filter(pk__in=[place.pk for place in places.items]))}
        return replace(places, items=[whole[place.pk] for place in places.items])

    def context(self):
        found = super().context()
        for row in found["rows"]:
            row.is_late = row.is_late_on(timezone.localdate(self.at))
        # groups, columns and saved views are chosen in the table of today
        return {
            **found,
            "all": str(self.address.only("sort", "at")),
            "past_heads": found["heads"],
            "past_q": self.text,
            **dict.fromkeys(("heads", "saved", "arrangement")),
        }


class AsOfListView(ProductScoped, View):
    """The table as it stood at the instant `at`."""

    template_name = "requirements/past/list.html"

    def get(self, request):
        moment = Moment.of(request.GET, "at")
        more = {"moment": moment, "baselines": baselines_of(self.product, request.user)}
        if moment.at is None:
            return self.page(**more, status=400 if moment.problem else 200)
        with as_of(self.product, moment.at):
            table = PastTable(self.product, request.user, request.path, request.GET, moment.at)
            more |= table.context()
        if not request.htmx:
            return self.page(**more)
        return self.fragment("more" if "cursor" in request.GET else "update", **more)


class AsOfView(ProductScoped, View):
    """One requirement as it stood at the instant `at`."""

    template_name = "requirements/past/requirement.html"

    def get(self, request, number):
        moment = Moment.of(request.GET, "at")
        key = f"{self.product.key}-{number}"
        known = Change.objects.visible_to(request.user).filter(key=key, product=self.product)
        if not known.exists():
            raise Http404
        found = self.shown(number, moment.at) if moment.at else {}
        return self.page(moment=moment, key=key, number=number, status=400 if moment.problem else 200, **found)

    def shown(self, number, at):
        """What the page shows, all read inside: nothing if the requirement was not there at the time."""
        seen = with_page(Requirement.objects.visible_to(self.request.user).of(self.product))
        with as_of(self.product, at) as model:
            requirement = seen.annotate(link_rows=ArraySubquery(links())).filter(number=number).first()
            if requirement is None:
                return {}
            requirement.product = self.product
            titles = titles_of(self.product, self.request.user, model)
            cells = cells_of(requirement)
            return {
                "requirement": requirement,
                "facts": [(label_of(name, titles), cells[name]) for name in cells if name not in ELSEWHERE],
                "description": render(requirement.description) if requirement.description else "",
                "links": [(link_words(row), row["key"]) for row in requirement.link_rows],
                "explanation": Explanation.of(requirement),
            }
