from accounts.api.views import person_of
from products.api.references import person_referred, referred
from products.api.things import Kind, ProductsThings, Thing
from products.models import Goal
from roadmaps.api.serializers import versions as serializers
from roadmaps.api.serializers.promises import MilestoneChanges, VersionChanges
from roadmaps.models import Milestone, Version
from roadmaps.operations import planning


class VersionKind(Kind):
    tag = "versions"
    reads = serializers.VersionShown
    address = "/api/v1/versions/{}/"
    columns = {
        "status": ["state"],
        "start": ["start_on", "start_precision"],
        "release": ["release_on", "release_precision"],
        "reason": [],
    }
    create, edit, remove = planning.create_version, planning.edit_version, planning.delete_version

    def rows(self, user):
        return Version.objects.visible_to(user).select_related("product", "owner", "released_by")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "name": row.name,
            "status": row.state,
            "goal": row.goal,
            "start": row.start and str(row.start),
            "release": row.release and str(row.release),
            "owner": person_of(row.owner),
            "objective": row.objective_id,
            "released_at": row.released_at,
            "released_by": person_of(row.released_by),
            "created_at": row.created_at,
            "lock_version": row.lock_version,
        }

    def resolved(self, home, values):
        if "status" in values:
            values["state"] = values.pop("status")
        if "owner" in values:
            values["owner"] = person_referred("owner", home, values["owner"], self.request.user)
        if "objective" in values:
            goals = Goal.objects.visible_to(self.request.user).of(home)
            values["objective"] = referred("objective", goals, values["objective"])
        return values


class MilestoneKind(Kind):
    tag = "milestones"
    reads = serializers.MilestoneShown
    address = "/api/v1/milestones/{}/"
    columns = {"due": ["due_on", "due_precision"], "reason": []}
    create, edit, remove = planning.create_milestone, planning.edit_milestone, planning.delete_milestone

    def rows(self, user):
        return (
            Milestone.objects.visible_to(user)
            .select_related("product", "owner", "version", "health_by")
            .prefetch_related("also")
        )

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "name": row.name,
            "version": row.version and {"id": row.version.pk, "name": row.version.name},
            "deliverables": row.deliverables,
            "due": row.due and str(row.due),
            "owner": person_of(row.owner),
            "done_at": row.done_at,
            "also": [{"id": version.pk, "name": version.name} for version in row.also.all()],
            "health": row.health,
            "health_note": row.health_note,
            "health_by": person_of(row.health_by),
            "health_at": row.health_at,
            "created_at": row.created_at,
            "lock_version": row.lock_version,
        }

    def resolved(self, home, values):
        user = self.request.user
        seen = Version.objects.visible_to(user).of(home)
        if "version" in values:
            values["version"] = referred("version", seen, values["version"])
        if "also" in values:
            values["also"] = [referred("also", seen, one) for one in values["also"]]
        if "owner" in values:
            values["owner"] = person_referred("owner", home, values["owner"], user)
        return values


class VersionsView(VersionKind, ProductsThings):
    """Versions: what is released together, and when."""

    writes = {"post": serializers.NewVersion}


class VersionView(VersionKind, Thing):
    """One version. Deleting it unplans its requirements."""

    writes = {"patch": VersionChanges}


class MilestonesView(MilestoneKind, ProductsThings):
    """Milestones: points in time at which something named must be there."""

    writes = {"post": serializers.NewMilestone}


class MilestoneView(MilestoneKind, Thing):
    """One milestone; `done_at` says when it was reached."""

    writes = {"patch": MilestoneChanges}
