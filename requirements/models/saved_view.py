from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import Product
from products.models.product import OWNED

LONGEST_QUERY = 7_500  # servers take addresses of 8,190 bytes; a Chinese character is written with nine
ONLY_SHARED = "IF NOT (r.shared OR coalesce(OLD.shared, false)) THEN RETURN NULL; END IF;"
ONLY_FOR_ALL = "IF r.user_id IS NOT NULL THEN RETURN NULL; END IF;"


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those that others share, of the products one may read; across products only one's own."""
        in_reach = Q(product__in=Product.objects.visible_to(user)) & (Q(owner=user.pk) | Q(shared=True))
        if user.token is None or user.token.product_id is None:
            in_reach |= Q(product=None, owner=user.pk)
        return self.filter(in_reach)

    def of(self, product):
        """Of one product, or with None those across products."""
        return self.filter(product=product)

    def in_order(self):
        return self.order_by("position", "pk")


@tracked(
    "saved_view",
    fields=["product", "owner", "name", "way", "query", "shared", "position"],
    subject=f"{ONLY_SHARED} {OWNED}",
    may_undo=policies.can_contribute,
)
class SavedView(models.Model):
    """A name for a query string and the way to look at it: of a product, or (`product` is None) across all of them.

    `query` is what `requirements.kept.kept_of` leaves of an address, `way` says of which list (requirements.places) and
    how it is looked at. What is not `shared` is its owner's alone: the
    change stream, which the product's readers see, does not hear of it.
    """

    product = models.ForeignKey(Product, models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    way = models.CharField(max_length=20, default="table")
    query = models.TextField(max_length=LONGEST_QUERY, blank=True)
    shared = models.BooleanField(_("shared"), default=False)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("view")
        constraints = [
            models.CheckConstraint(condition=Q(shared=False) | ~Q(product=None), name="view_shared_within_a_product")
        ]

    def __str__(self):
        return self.name

    @classmethod
    def private_to_others(cls, user):
        return cls.objects.filter(shared=False).exclude(owner=user.pk)


class DefaultViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(Q(user=user.pk) | Q(user=None), view__in=SavedView.objects.visible_to(user))


@tracked(
    "default_view",
    fields=["product", "user", "place", "view"],
    subject=f"{ONLY_FOR_ALL} {OWNED}",
    may_undo=policies.can_manage,
)
class DefaultView(models.Model):
    """The view in which a list opens: for one person, or (`user` is None) for all who have not chosen another one.

    `place` names the kind of list (requirements.places): each has a default of its own.
    """

    product = models.ForeignKey(Product, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    place = models.CharField(max_length=20, default="requirements", db_default="requirements")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="defaults")

    objects = DefaultViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "user", "place"], nulls_distinct=False, name="one_default_view_per_person_and_place"
            ),
            models.CheckConstraint(condition=~Q(product=None, user=None), name="default_view_of_somebody"),
        ]

    def __str__(self):
        return str(self.view)
