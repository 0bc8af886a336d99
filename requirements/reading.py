"""What lists and pages show, read in a constant number of queries."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject

from accounts.models import User
from pmhub.lib.avatars import hue_of
from products.models import CustomField, Product, Status, Tag
from requirements.models import (
    Assignment,
    Attachment,
    ChosenColumns,
    Comment,
    Criterion,
    ExternalReference,
    Link,
    RankInterval,
    Requirement,
    RequirementTag,
    ScoringModel,
    Watching,
)
from requirements.models.plans import plan_model
from requirements.reviewing.remembered import review_rows

MOST_COUNTED = 10_000
MOST_CHOICES = 60
MOST_CHILDREN = 200
CHILD = JSONObject(
    number="number", key="key", title="title", status="status__name", category="status__category", hue="status__hue"
)
CRITERION = JSONObject(id="pk", text="text", done="done")
REFERENCE = JSONObject(source="source", external_id="external_id", url="url", data="data")
WATCHER = JSONObject(id="user_id", name="user__name")
FILE = JSONObject(
    id="pk", name="name", size="size", storage="storage", width="width", height="height", uploader_id="uploader_id",
    by="uploader__name",
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """Somebody as an avatar shows them: a person of this installation, or one from `outside`."""

    id: int
    name: str
    outside: bool = False

    @property
    def source(self):
        return "outside" if self.outside else ""

    @property
    def initial(self):
        return self.name[:1].upper()

    @property
    def hue(self):
        return hue_of(self.id)

    @property
    def value(self):
        """How a filter names them."""
        return f"person:{self.id}" if self.outside else str(self.id)

    @classmethod
    def of(cls, somebody):
        """From a User or an ExternalPerson; None stays None."""
        return somebody and cls(somebody.pk, somebody.name, not isinstance(somebody, User))


def faces(rows):
    return [Face(row["id"], row["name"], row["outside"]) for row in rows]


class Cardinality(Func):
    template = "cardinality(%(expressions)s::bigint[])"  # the ORM writes what is surely empty without a type
    output_field = IntegerField()


def tags_of():
    rows = RequirementTag.objects.filter(requirement=OuterRef("pk")).order_by("tag__name")
    return ArraySubquery(rows.values(row=JSONObject(name="tag__name", hue="tag__hue")))


def assignees_of():
    rows = Assignment.objects.filter(requirement=OuterRef("pk")).order_by("pk")
    somebody = JSONObject(
        id=Coalesce("user_id", "person_id"),
        name=Coalesce("user__name", "person__name"),
        outside=Q(person__isnull=False),
    )
    return ArraySubquery(rows.values(row=somebody))


def first_assignee():
    """Who was assigned first, as filters name them: a user's id, or `person:ID`; NULL for nobody."""
    text = CharField()
    somebody = Case(
        When(user__isnull=False, then=Cast("user_id", text)),
        default=Concat(Value("person:"), Cast("person_id", text)),
        output_field=text,
    )
    first = Assignment.objects.filter(requirement=OuterRef("pk")).order_by("pk")
    return Subquery(first.values(somebody=somebody)[:1])


def of_parent(name):
    """Looked up for each row and not joined: a join would work out the past of all rows to find a page's parents."""
    return Subquery(Requirement.objects.filter(pk=OuterRef("parent")).values(name))


def with_rows(requirements):
    """All that list rows show, in one query: `tag_rows` and `assignee_rows` are lists of dictionaries."""
    return (
        requirements.select_related("status", "version", "milestone", "owner")
        .annotate(
            tag_rows=tags_of(),
            assignee_rows=assignees_of(),
            parent_key=of_parent("key"),
            parent_title=of_parent("title"),
        )
        .defer("description", "search", "as_a", "i_want", "so_that", "decline_reason")
    )


def with_page(requirements):
    """All that the requirement's own page shows besides links, comments and history, in one query."""
    own = {"requirement": OuterRef("pk")}
    children = Requirement.objects.filter(parent=OuterRef("pk")).order_by("rank")
    criteria = Criterion.objects.filter(**own).order_by("position", "pk")
    references = ExternalReference.objects.filter(**own).order_by("pk")
    watchers = Watching.objects.filter(**own).order_by("pk")
    files = Attachment.objects.filter(**own).order_by("pk")
    comments = Comment.objects.filter(**own).values("pk")
    return requirements.select_related(
        "status", "version", "milestone", "parent", "owner", "author", "requester", "outside_requester"
    ).annotate(
        tag_rows=tags_of(),
        assignee_rows=assignees_of(),
        child_rows=ArraySubquery(children.values(row=CHILD)[:MOST_CHILDREN]),
        criterion_rows=ArraySubquery(criteria.values(row=CRITERION)),
        reference_rows=ArraySubquery(references.values(row=REFERENCE)),
        watcher_rows=ArraySubquery(watchers.values(row=WATCHER)),
        file_rows=ArraySubquery(files.values(row=FILE)),
        field_rows=ArraySubquery(custom_fields({"product": OuterRef("product")})),
        comment_count=Cardinality(ArraySubquery(comments[: MOST_COUNTED + 1])),
        interval_row=Subquery(intervals_of()),
        **review_rows(),
    )


def intervals_of():
    """How sure the outer requirement's place is, as drawn last."""
    drawn = {name: f"simulation__{name}" for name in ("draws", "seed", "number")}
    rows = RankInterval.objects.filter(requirement=OuterRef("pk"))
    return rows.values(row=JSONObject(low="low", median="median", high="high", **drawn))


def links_of(requirement, user):
    """The links from and to a requirement as `(link, the other requirement, outgoing)`, in one query."""
    seen = Requirement.objects.visible_to(user)
    links = (
        Link.objects.filter(Q(source=requirement, target__in=seen) | Q(target=requirement, source__in=seen))
        .select_related("source__status", "target__status")
        .defer("source__description", "source__search", "target__description", "target__search")
        .order_by("kind", "pk")
    )
    pairs = [(link, link.source_id == requirement.pk) for link in links]
    return [(link, link.target if outgoing else link.source, outgoing) for link, outgoing in pairs]


def frame_of(product, user, found):
    """What surrounds the list `found`, in one query: the choices for its filters, its count and the best score.

    The count is exact up to MOST_COUNTED, then MOST_COUNTED + 1; tags and versions are the first MOST_CHOICES.
    """
    own = {"product": OuterRef("pk")}
    every = Requirement.objects.filter(**own)
    tags = Tag.objects.filter(**own).order_by("name")
    versions = plan_model("version").objects.filter(**own).order_by("-pk")
    milestones = plan_model("milestone").objects.filter(**own).order_by("-pk")
    people = User.objects.filter(memberships__product=OuterRef("pk"), is_active=True).order_by("name")
    named = JSONObject(id="pk", name="name")
    models = ScoringModel.objects.filter(**own)
    around = {
        "status_rows": ArraySubquery(statuses(own)),
        "tag_rows": ArraySubquery(tags.values(row=JSONObject(id="pk", name="name", hue="hue"))[:MOST_CHOICES]),
        "version_rows": ArraySubquery(
            versions.values(row=JSONObject(id="pk", name="name", state="state"))[:MOST_CHOICES]
        ),
        "milestone_rows": ArraySubquery(
            milestones.values(row=JSONObject(id="pk", name="name", done_at="done_at"))[:MOST_CHOICES]
        ),
        "people_rows": ArraySubquery(people.values(row=named)[:MOST_CHOICES]),
        "field_rows": ArraySubquery(custom_fields(own)),
        "model_rows": ArraySubquery(models.values(row=JSONObject(kind="kind", drivers="drivers"))),
        "chosen": Subquery(ChosenColumns.objects.filter(user=user, **own).values("names")),
        "best": Subquery(every.order_by(F("score").desc(nulls_last=True), "pk").values("score")[:1]),
        "any": Exists(every),
        "count": Cardinality(ArraySubquery(found.order_by().values("pk")[: MOST_COUNTED + 1])),
    }
    return Product.objects.filter(pk=product.pk).annotate(**around).values(*around).get()


def statuses(own):
    rows = Status.objects.filter(**own).order_by("position", "pk")
    return rows.values(row=JSONObject(id="pk", name="name", category="category", hue="hue", wip_limit="wip_limit"))


def custom_fields(own):
    rows = CustomField.objects.filter(**own).order_by("position", "pk")
    return rows.values(row=JSONObject(key="key", name="name", kind="kind", options="options"))
