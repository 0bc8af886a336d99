from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products.models import Product
from products.models.product import OWNED
from roadmaps import policies
from roadmaps.drawing.axis import ZOOMS

ONLY_SHARED = "IF NOT (r.shared OR coalesce(OLD.shared, false)) THEN RETURN NULL; END IF;"
LONGEST_QUERY = 2_000
SHOWN = ["arrangement", "bars", "lanes", "query", "products"]  # what decides what those see who have a link to it


class Arrangement(models.TextChoices):
    TIMELINE = "timeline", _("Timeline")
    HORIZONS = "horizons", _("Now, next, later")
    VERSIONS = "versions", _("By version")


class Bars(models.TextChoices):
    VERSIONS = "versions", _("Versions")
    ITEMS = "items", _("Initiatives and features")
    BOTH = "both", _("Both")


class RoadmapQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those that others share, of the products one may read."""
        return self.filter(Q(owner=user.pk) | Q(shared=True), product__in=Product.objects.visible_to(user))

    def of(self, product):
        return self.filter(product=product)

    def in_order(self):
        return self.order_by("name", "pk")


@tracked(
    "roadmap",
    fields=["product", "owner", "name", "arrangement", "bars", "lanes", "zoom", "query", "products", "shared"],
    subject=f"{ONLY_SHARED} {OWNED}",
    may_undo=policies.can_contribute,
)
class Roadmap(models.Model):
    """An arrangement of plans under a name, for an audience.

    `products` are ids of further products beside its own: each reader sees those of them that they may read. `lanes` is
    "goal", "owner", "version", "product" or "field.<key>"; `query` filters requirements in the language of the lists.
    What is not `shared` is its owner's alone.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="roadmaps")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    arrangement = models.CharField(
        _("arrangement"), max_length=10, choices=Arrangement.choices, default=Arrangement.TIMELINE
    )
    bars = models.CharField(_("bars"), max_length=10, choices=Bars.choices, default=Bars.VERSIONS)
    lanes = models.CharField(_("lanes"), max_length=50, default="goal")
    zoom = models.CharField(_("zoom"), max_length=8, choices=list(ZOOMS.items()), default="month")
    query = models.CharField(_("filter"), max_length=LONGEST_QUERY, blank=True, db_default="")
    products = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("further products"))
    shared = models.BooleanField(_("shared"), default=False)
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        verbose_name = _("roadmap")

    def __str__(self):
        return self.name

    @classmethod
    def private_to_others(cls, user):
        return cls.objects.filter(shared=False).exclude(owner=user.pk)

    def refuse_showing_else(self, by):
        """PermissionDenied where somebody who does not plan would show something else to people without an account."""
        if not policies.can_plan(by, self) and self.share_links.open().exists():
            raise PermissionDenied(_("A link shows it to others: only who plans the product changes what it shows."))

    @classmethod
    def refuse_undone(cls, changes, by):
        """Asked after an undo."""
        changed = changes.filter(diff__has_any_keys=SHOWN).values("object_id")
        for roadmap in cls.objects.filter(pk__in=changed).select_related("product"):
            roadmap.refuse_showing_else(by)
