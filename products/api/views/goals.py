from accounts.api.views import person_of
from products.api.goals import GoalFields, GoalShown, NewGoal
from products.api.references import person_referred
from products.api.things import Kind, ProductsThings, Thing
from products.models import Goal
from products.operations.goals import OF_RESULT, create_goal, delete_goal, edit_goal


class GoalKind(Kind):
    tag = "goals"
    reads = GoalShown
    address = "/api/v1/goals/{}/"
    create, edit, remove = create_goal, edit_goal, delete_goal

    def rows(self, user):
        return Goal.objects.visible_to(user).select_related("product", "owner").prefetch_related("key_results")

    @staticmethod
    def shown(row):
        results = [{"id": one.pk} | {name: getattr(one, name) for name in OF_RESULT} for one in row.key_results.all()]
        own = {name: getattr(row, name) for name in ("name", "note", "closed_at", "created_at", "lock_version")}
        figures = [{**result, **{name: float(result[name]) for name in OF_RESULT[1:4]}} for result in results]
        return {
            "id": row.pk, "product": row.product.key, "owner": person_of(row.owner), "key_results": figures,
            "done": row.done, **own,
        }  # fmt: skip

    def resolved(self, home, values):
        if "owner" in values:
            values["owner"] = person_referred("owner", home, values["owner"], self.request.user)
        return values


class GoalsView(GoalKind, ProductsThings):
    """Goals: what a product wants to achieve, with key results."""

    writes = {"post": NewGoal}


class GoalView(GoalKind, Thing):
    """A goal. `key_results` in a PATCH are all that it has from then on; known ones carry their `id`."""

    writes = {"patch": GoalFields}
