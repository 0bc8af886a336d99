from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import User
from changes.models import Change
from products.models import CustomField, Status, Tag
from requirements.models import Criterion, ExternalPerson, Requirement, Review, ScoringModel
from requirements.models.plans import plan_model

PEOPLE = {"owner", "requester", "author", "user", "reviewer"}
REFERENCES = {
    "status": Status,
    "tag": Tag,
    "outside_requester": ExternalPerson,
    "person": ExternalPerson,
    "version": plan_model("version"),
    "milestone": plan_model("milestone"),
    "parent": Requirement,
    "source": Requirement,
    "target": Requirement,
    "review": Review,
    **dict.fromkeys(PEOPLE, User),
}
ENDS = {"source", "target"}  # of a link; an external reference has a source of another kind
NAMED_BY = {Requirement: "key", Criterion: "text", Review: "title"}
DATES = {"start_on": "start_precision", "due_on": "due_precision"}


class Names:
    """What the ids in a page of changes stand for, read in one query; `precisions` is how exact dates were when."""

    def __init__(self, requirement, changes):
        wanted = {}
        for change in changes:
            for name, pair in change.diff.items():
                if name in REFERENCES and (name not in ENDS or change.type == "link"):
                    wanted.setdefault(REFERENCES[name], set()).update(pk for pk in pair if pk is not None)
            if change.type == "criterion":
                wanted.setdefault(Criterion, set()).add(change.object_id)
        self.found = {(label, pk): name for label, pk, name in read_names(wanted)}
        self.requirement = requirement
        self.titles = dict(titles(requirement, {name for change in changes for name in change.diff if "." in name}))
        self.exactness = exactness(requirement) if any(DATES.keys() & change.diff.keys() for change in changes) else []

    def of(self, name, pk):
        """What the id in this field of a change stands for."""
        return "" if pk is None else self.of_row(REFERENCES[name], pk)

    def of_row(self, model, pk):
        return self.found.get((model._meta.label, pk)) or _("(deleted)")

    def precision(self, name, change):
        """How exact the date was after this change: as the next change of its precision found it."""
        later = [old for at, column, old in self.exactness if at > change.id and column == name]
        return later[0] if later else getattr(self.requirement, name)


def titles(requirement, entries):
    """What people call entries of the JSON maps: `(“drivers.reach”, “Reach”)`."""
    if any(name.startswith("drivers.") for name in entries):
        for name, driver in ScoringModel.of_product(requirement.product).inputs.items():
            yield f"drivers.{name}", str(driver.title)
    if any(name.startswith("custom.") for name in entries):
        for key, name in CustomField.objects.filter(product=requirement.product_id).values_list("key", "name"):
            yield f"custom.{key}", name


def read_names(wanted):
    """`(model label, id, name)` of everything wanted, in one query."""
    queries = [
        model.objects.filter(pk__in=pks)
        .order_by()
        .values_list(
            Value(model._meta.label, output_field=CharField()),
            "pk",
            Cast(NAMED_BY.get(model, "name"), CharField()),
        )
        for model, pks in wanted.items()
        if pks
    ]
    if not queries:
        return []
    return queries[0].union(*queries[1:], all=True)


def exactness(requirement):
    """When the precision of the dates changed: `(change id, column, the precision before)`, oldest first."""
    changes = Change.objects.filter(type="requirement", object_id=requirement.pk, action="update")
    changes = changes.filter(diff__has_any_keys=list(DATES.values())).order_by("id")
    return [
        (pk, column, diff[column][0])
        for pk, diff in changes.values_list("id", "diff")
        for column in DATES.values()
        if column in diff
    ]
