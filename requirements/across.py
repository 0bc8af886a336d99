"""Lists over several products at the cost of a page."""

from dataclasses import dataclass, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User
from products.models import Membership, Product, Role, Tag
from requirements.models import Requirement
from requirements.models.plans import plan_model
from requirements.reading import MOST_CHOICES, MOST_COUNTED, Cardinality

WITHOUT = {"status_rows", "field_rows", "model_rows"}
UNINDEXED = {"id", "relevance"}  # no product has an index of its own for these


@dataclass(frozen=True)
class AcrossProducts:
    """A queryset of requirements for `pmhub.lib.paging` that takes the first ones of each product by its own index.

    Without it, the first fifty of all products in some order would mean to sort all their requirements.
    """

    products: QuerySet
    requirements: QuerySet
    ordering: tuple = ()

    def filter(self, condition):
        return replace(self, requirements=self.requirements.filter(condition))

    def order_by(self, *ordering):
        return replace(self, ordering=ordering)

    def __getitem__(self, cut):
        own = self.requirements.filter(product=OuterRef("pk")).order_by(*self.ordering)[cut].values_list("pk")
        first = self.products.order_by().values_list(ArraySubquery(own), flat=True)
        ids = [pk for found in first for pk in found or []]  # None: a condition that nothing can meet
        return self.requirements.filter(pk__in=ids).order_by(*self.ordering)[cut]


def across(user, requirements, sort):
    """`requirements` of all products that the person may read, to be paged through in the order of a Sort."""
    if sort.field in UNINDEXED:
        return requirements
    return AcrossProducts(Product.objects.visible_to(user), requirements)


def frame_across(user, found):
    """As requirements.reading.frame_of, over all products that the person may read; in one query.

    Steps, fields and drivers are each product's own: what is common to all are the categories of the steps. Besides,
    `writable` are the ids of the products in which this person may write, `within` those of the first two that the
    list is of.
    """
    products, every = Product.objects.visible_to(user), Requirement.objects.visible_to(user)
    tags = Tag.objects.visible_to(user).order_by("name").values("name").annotate(one=Min("pk"), colour=Min("hue"))
    people = User.objects.filter(
        Q(pk=user.pk) | Q(pk__in=Membership.objects.visible_to(user).values("user")), is_active=True
    )
    named = JSONObject(id="pk", name="name")
    of_it = found.order_by().filter(product=OuterRef("pk"))
    around = {
        "product_rows": ArraySubquery(products.values(row=JSONObject(id="pk", key="key", name="name"))[:MOST_CHOICES]),
        "tag_rows": ArraySubquery(tags.values(row=JSONObject(id="one", name="name", hue="colour"))[:MOST_CHOICES]),
        "version_rows": ArraySubquery(plans_named("version", user)),
        "milestone_rows": ArraySubquery(plans_named("milestone", user)),
        "people_rows": ArraySubquery(people.order_by("name", "pk").values(row=named)[:MOST_CHOICES]),
        "writable": ArraySubquery(writable(user, products).order_by().values("pk")),
        "within": ArraySubquery(products.filter(Exists(of_it)).order_by().values("pk")[:2]),
        "best": Subquery(every.order_by(F("score").desc(nulls_last=True)).values("score")[:1]),
        "any": Exists(every),
        "count": Cardinality(ArraySubquery(found.order_by().values("pk")[: MOST_COUNTED + 1])),
    }
    frame = User.objects.filter(pk=user.pk).annotate(**around).values(*around).get()
    return {**dict.fromkeys(WITHOUT, []), **frame}


def plans_named(kind, user):
    """Versions or milestones by their names, each name once."""
    plans = plan_model(kind).objects.visible_to(user).order_by("name").values("name").annotate(one=Min("pk"))
    return plans.values(row=JSONObject(id="one", name="name"))[:MOST_CHOICES]


def writable(user, products):
    """Those in which this person contributes."""
    if user.is_admin or user.is_system:
        return products
    return products.filter(memberships__user=user, memberships__role__gte=Role.CONTRIBUTOR)
