"""The plan of a version over REST: progress, agreement, scope, capacity and risks."""

from django.shortcuts import get_object_or_404

from accounts.api.views import person_of
from pmhub.lib.api.answers import answer
from pmhub.lib.api.problems import Problem
from pmhub.lib.api.queries import COUNTED, FIELDS
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from products.api.references import person_referred
from products.api.things import Kind, Thing
from requirements.models import ExternalPerson
from roadmaps.api.serializers import plans as serializers
from roadmaps.models import Risk, Version
from roadmaps.operations import risks
from roadmaps.operations.capacities import set_capacity
from roadmaps.operations.scoping import Elsewhere, agree, plan_into, take_out
from roadmaps.planning.load import plan_of
from roadmaps.planning.progress import burn_up, figures_of
from roadmaps.planning.scope import drift_of


class OfVersion(Endpoint):
    """Something of one version."""

    tag = "versions"

    def reached(self, pk):
        seen = Version.objects.visible_to(self.request.user).select_related("product")
        return get_object_or_404(seen, pk=pk)


class ProgressView(OfVersion):
    """How far a version is: by count, by estimate, by acceptance criteria, and day by day."""

    reads = serializers.ProgressShown

    def get(self, request, pk):
        version = self.reached(pk)
        figures = figures_of(version, request.user)
        shares = {
            name: {"done": share.done, "total": share.total, "left_out": share.left_out}
            for name, share in vars(figures).items()
        }
        days = [
            {
                "day": row.day, "scope": row.scope, "done": row.done, "scope_estimate": row.points,
                "done_estimate": row.done_points,
            }
            for row in burn_up(version, request.user).days
        ]  # fmt: skip
        return answer({**shares, "days": days})


class AgreementView(OfVersion):
    """What was added to a version and removed from it since its plan was agreed. POST agrees on it as it is now."""

    reads = serializers.DriftShown
    writes = {"post": serializers.Input}

    def get(self, request, pk):
        return answer(self.shown(self.reached(pk)))

    def post(self, request, pk):
        version = self.reached(pk)
        self.may(agree, version)
        self.body()
        agree(version, by=request.user)
        return answer(self.shown(version), status=201)

    def shown(self, version):
        drift = drift_of(version, self.request.user)
        if drift is None:
            return {"agreed": None, "added": [], "removed": []}
        agreed = {"at": drift.agreement.at, "by": person_of(drift.agreement.by)}
        moved = {name: [moved_shown(row) for row in getattr(drift, name)] for name in ("added", "removed")}
        return {"agreed": agreed, **moved}


def moved_shown(row):
    return {"key": row.key, "title": row.title, "by": row.by, "at": row.at}


class ScopeView(OfVersion):
    """Puts requirements into a version or takes them out, all or none: 409 where others have planned one elsewhere."""

    reads = serializers.ScopeShown
    writes = {"post": serializers.ScopeFields}

    def post(self, request, pk):
        version = self.reached(pk)
        self.may(plan_into, version)
        values = self.body()
        act = plan_into if values["to"] == "in" else take_out
        try:
            moved = act(version, values["keys"], by=request.user)
        except Elsewhere as error:
            raise Problem("conflict", error.messages[0], clashes=error.keys) from None
        return answer({"moved": moved}, status=201)


class CapacityView(OfVersion):
    """Who has how much to do in a version, and how much they can. POST sets one capacity."""

    reads = serializers.CapacityShown
    writes = {"post": serializers.CapacityFields}

    def get(self, request, pk):
        return answer(self.shown(self.reached(pk)))

    def post(self, request, pk):
        version = self.reached(pk)
        self.may(set_capacity, version)
        values = self.body()
        if "person" in values:
            person = values.pop("person")
            values["user"] = person_referred("person", version.product, person, request.user)
        set_capacity(version, by=request.user, **values)
        return answer(self.shown(version), status=201)

    def shown(self, version):
        plan = plan_of(version, self.request.user)
        rows = {name: [load_shown(row) for row in getattr(plan, name)] for name in ("people", "titles")}
        return {**rows, "nobody": plan.nobody.load, "unestimated": len(plan.unestimated) + plan.more_unestimated}


def load_shown(row):
    return {
        "person": person_of(row.person), "outside": isinstance(row.person, ExternalPerson),
        "title": row.title, "load": row.load, "capacity": row.amount,
        "over": row.over, "unestimated": row.unestimated,
    }  # fmt: skip


class RiskKind(Kind):
    tag = "versions"
    reads = serializers.RiskShown
    address = "/api/v1/risks/{}/"
    create, edit, remove = risks.add_risk, risks.edit_risk, risks.delete_risk

    def rows(self, user):
        return Risk.objects.visible_to(user).select_related("product", "version", "owner")

    @staticmethod
    def shown(row):
        own = ("text", "countermeasure", "state", "probability", "impact", "created_at", "lock_version")
        return {"id": row.pk, "version": row.version_id, "owner": person_of(row.owner)} | {
            name: getattr(row, name) for name in own
        }

    def resolved(self, home, values):
        if "owner" in values:
            product = getattr(home, "product", home)
            values["owner"] = person_referred("owner", product, values["owner"], self.request.user)
        return values


class RisksView(RiskKind, OfVersion):
    """The risks of a version; POST names one."""

    listed = True
    query = {"get": COUNTED | FIELDS}
    writes = {"post": serializers.RiskFields}

    def get(self, request, pk):
        return self.page(request, self.rows(request.user).filter(version=self.reached(pk)), Sort("id"))

    def post(self, request, pk):
        return self.add(self.reached(pk))


class RiskView(RiskKind, Thing):
    """One risk; `state` closes it."""

    writes = {"patch": serializers.RiskFields}
