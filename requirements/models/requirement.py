from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from pmhub.lib.fuzzy_dates import FuzzyDate
from products import policies
from products.models import ProductOwnedQuerySet
from products.models.status import OPEN
from requirements.models.indexing import text_of_requirement

TITLE_LENGTH = 500
TEXT_LENGTH = 200_000
SPARSE = ["parent", "requester", "outside_requester", "owner", "version", "milestone"]  # mostly empty: partial indexes
OF_REQUIREMENT = (
    "SELECT q.key, q.product_id INTO subject_key, subject_product"
    " FROM requirements_requirement q WHERE q.id = r.requirement_id;"
)


class Kind(models.TextChoices):
    USER = "user", _("User")
    BUSINESS = "business", _("Business")
    TECHNICAL = "technical", _("Technical")


class Level(models.TextChoices):
    INITIATIVE = "initiative", _("Initiative")
    FEATURE = "feature", _("Feature")
    STORY = "story", _("Story")


class Priority(models.IntegerChoices):
    P0 = 0, _("P0 critical")
    P1 = 1, _("P1 high")
    P2 = 2, _("P2 medium")
    P3 = 3, _("P3 low")
    P4 = 4, _("P4 none")


class Precision(models.TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


class RequirementQuerySet(ProductOwnedQuerySet):
    def assigned_to(self, user):
        return self.filter(assignments__user=user)

    def open(self):
        return self.filter(status__category__in=OPEN)

    def ranked(self):
        """Best score first, those without a score last, the older of equals first."""
        return self.order_by(F("score").desc(nulls_last=True), "id")

    def with_row_data(self):
        """What a short list shows (my work, a version's plan), in one query, without the long texts."""
        rows = self.select_related("status", "version", "product")
        return rows.defer("description", "search", "as_a", "i_want", "so_that")


@tracked(
    "requirement",
    fields=[
        "product", "number", "key", "title", "description", "kind", "level", "parent", "status", "priority", "author",
        "requester", "outside_requester", "owner", "as_a", "i_want", "so_that", "start_on", "start_precision", "due_on",
        "due_precision", "estimate", "version", "milestone", "votes", "rank", "decline_reason", "created_at",
    ],
    maps=["drivers", "custom"],
    subject="subject_key := r.key; subject_product := r.product_id;",
    may_undo=policies.can_contribute,
    owns_key=True,
)  # fmt: skip
class Requirement(models.Model):
    """Something a product should do, from the first idea to its release.

    `drivers` are the scoring inputs by name, `custom` the custom fields' values by key. `score`, `score_problem`,
    `demand`, `search`, `updated_at` and `lock_version` are derived: the database or a worker keeps them.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="requirements", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=24, editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    description = models.TextField(_("description"), blank=True, max_length=TEXT_LENGTH, db_default="")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.USER)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.STORY)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="children",
        verbose_name=_("parent"),
    )
    status = models.ForeignKey(
        "products.Status", models.PROTECT, db_index=False, related_name="requirements", verbose_name=_("status")
    )
    decline_reason = models.CharField(_("reason for declining"), max_length=2_000, blank=True, db_default="")
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.P4, validators=[MaxValueValidator(4)]
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("requester"),
    )
    outside_requester = models.ForeignKey(
        "requirements.ExternalPerson",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("requester outside"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("owner"),
    )
    as_a = models.CharField(_("as a"), max_length=500, blank=True, db_default="")
    i_want = models.CharField(_("I want"), max_length=1_000, blank=True, db_default="")
    so_that = models.CharField(_("so that"), max_length=1_000, blank=True, db_default="")
    start_on = models.DateField(_("start"), null=True, blank=True)
    start_precision = models.CharField(max_length=7, choices=Precision.choices, default="day", db_default="day")
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_precision = models.CharField(max_length=7, choices=Precision.choices, default="day", db_default="day")
    estimate = models.DecimalField(
        _("estimate"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    version = models.ForeignKey(
        "roadmaps.Version",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("version"),
    )
    milestone = models.ForeignKey(
        "roadmaps.Milestone",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("milestone"),
    )
    votes = models.IntegerField(_("votes"), default=0, db_default=0)
    rank = models.CharField(max_length=200, db_collation="C", editable=False)
    drivers = models.JSONField(default=dict, blank=True, db_default={})
    custom = models.JSONField(default=dict, blank=True, db_default={})
    tags = models.ManyToManyField(
        "products.Tag", through="requirements.RequirementTag", related_name="+", verbose_name=_("tags")
    )

    created_at = models.DateTimeField(_("created"), db_default=Now())
    updated_at = models.DateTimeField(_("updated"), db_default=Now(), editable=False)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    score = models.DecimalField(_("score"), max_digits=20, decimal_places=6, null=True, editable=False)
    score_problem = models.CharField(max_length=300, default="", db_default="", editable=False)
    demand = models.DecimalField(max_digits=14, decimal_places=2, default=0, db_default=0, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="requirement_key"),
            models.UniqueConstraint(fields=["product", "number"], name="requirement_number_once_per_product"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="requirement_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(requester=None) | Q(outside_requester=None), name="requirement_one_requester"
            ),
        ]
        indexes = [
            models.Index("product", F("score").desc(nulls_last=True), "id", name="requirement_by_score"),
            models.Index("product", "rank", "id", name="requirement_by_rank"),
            models.Index("product", "created_at", "id", name="requirement_by_creation"),
            models.Index("product", "updated_at", "id", name="requirement_by_update"),
            models.Index("product", "priority", "id", name="requirement_by_priority"),
            models.Index("product", F("due_on").asc(nulls_last=True), "id", name="requirement_by_due_date"),
            models.Index(fields=["status", "id"], include=["product", "priority", "score"], name="requirement_tally"),
            GinIndex(fields=["search"], name="requirement_search"),
            GinIndex(OpClass("title", "gin_trgm_ops"), name="requirement_title_alike"),
            GinIndex(OpClass("custom", "jsonb_path_ops"), name="requirement_custom"),
            *(
                models.Index(fields=[name], name=f"requirement_{name}"[:30], condition=~Q(**{name: None}))
                for name in SPARSE
            ),
        ]
        triggers = [text_of_requirement]

    def __str__(self):
        return f"{self.key} {self.title}"

    @property
    def start(self):
        return FuzzyDate(self.start_on, self.start_precision) if self.start_on else None

    @property
    def due(self):
        return FuzzyDate(self.due_on, self.due_precision) if self.due_on else None

    def is_late_on(self, day):
        """Whether it is still open although the last day of its due date has passed."""
        return self.due_on is not None and self.due.end < day and self.status.is_open

    @property
    def asked_by(self):
        """The person who asked for it, from the team or from outside."""
        return self.requester or self.outside_requester

    @classmethod
    def refuse_undone(cls, changes, by):
        """Asked after an undo: nothing may lie below something finer, or open in a version that was closed since."""
        from requirements.models.levels import refuse_all_misplaced
        from requirements.models.plans import refuse_restored

        moved = changes.filter(diff__has_any_keys=["parent", "level"])
        refuse_all_misplaced(moved.order_by().values("object_id"))
        refuse_restored(changes)


@tracked(
    "requirement_tag",
    fields=["requirement", "tag"],
    subject=OF_REQUIREMENT,
    may_undo=policies.can_contribute,
)
class RequirementTag(models.Model):
    """A tag on a requirement."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="tagging")
    tag = models.ForeignKey("products.Tag", models.CASCADE, related_name="tagging")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["requirement", "tag"], name="tag_once_per_requirement")]

    def __str__(self):
        return str(self.tag)
