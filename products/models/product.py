from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models.membership import Membership, Role

KEY = RegexValidator(
    r"^[A-Z][A-Z0-9]{0,9}\Z", _("A key has 1 to 10 capital letters and digits and begins with a letter.")
)
TRACKED_HERE = "subject_key := r.key; subject_product := r.id;"
OWNED = (
    "SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id; subject_product := r.product_id;"
)


class Stage(models.TextChoices):
    CONCEPT = "concept", _("Concept")
    VALIDATION = "validation", _("Validation")
    DEVELOPMENT = "development", _("Development")
    LAUNCH = "launch", _("Launch")
    GROWTH = "growth", _("Growth")
    MATURITY = "maturity", _("Maturity")
    RETIREMENT = "retirement", _("Retirement")


class Privacy(models.TextChoices):
    PRIVATE = "private", _("Private: members only")
    INTERNAL = "internal", _("Internal: everybody who is signed in may read")


class ProductQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The products this person may read. A token that is bound to one product reaches only that one."""
        if not user.is_authenticated:
            return self.none()
        reach = self if user.token is None or user.token.product_id is None else self.filter(pk=user.token.product_id)
        if user.is_admin or user.is_system:
            return reach
        mine = Membership.objects.filter(user=user).values("product")
        return reach.filter(Q(privacy=Privacy.INTERNAL) | Q(pk__in=mine))

    def samples(self):
        """Those of the sample workspace, which may go in one click."""
        return self.filter(is_sample=True)

    def with_overview(self, user):
        """Each product with `open_count` of its requirements, `people_count`, and `my_role` where one is a member."""
        from products.models.status import OPEN, Status

        members = Membership.objects.filter(product=OuterRef("pk")).order_by()
        steps = Status.objects.filter(product=OuterRef("pk"), category__in=OPEN).order_by().values("product")
        return self.annotate(
            open_count=Coalesce(Subquery(steps.annotate(n=Count("requirements")).values("n")), 0),
            people_count=Coalesce(Subquery(members.values("product").annotate(n=Count("pk")).values("n")), 0),
        ).with_role_of(user)

    def with_role_of(self, user):
        """Each product with `my_role`, None where one is no member."""
        own = Membership.objects.filter(product=OuterRef("pk"), user=user).order_by("pk")
        return self.annotate(my_role=Subquery(own.values("role")[:1]))


class ProductOwnedQuerySet(models.QuerySet):
    """Rows that belong to a product and are seen by whoever sees the product."""

    def visible_to(self, user):
        return self.filter(product__in=Product.objects.visible_to(user))

    def of(self, product):
        return self.filter(product=product)


@tracked(
    "product",
    fields=["key", "name", "vision", "stage", "time_zone", "privacy", "created_at"],
    subject=TRACKED_HERE,
    may_undo=policies.can_own,  # who sees the product is the owners' decision, also backwards
    owns_key=True,
)
class Product(models.Model):
    """What a team works on, and the unit of privacy: who sees the product sees what is in it."""

    key = models.CharField(_("key"), max_length=10, unique=True, validators=[KEY])
    name = models.CharField(_("name"), max_length=120)
    vision = models.TextField(_("vision"), blank=True, max_length=10_000)
    stage = models.CharField(_("lifecycle stage"), max_length=12, choices=Stage.choices, default=Stage.DEVELOPMENT)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    privacy = models.CharField(_("privacy"), max_length=10, choices=Privacy.choices, default=Privacy.PRIVATE)
    last_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_sample = models.BooleanField(default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def role_of(self, user):
        """The person's role here, as a Role; Role.NONE when they may not even read."""
        if not user.is_active or (user.token and user.token.product_id not in (None, self.pk)):
            return Role.NONE
        if user.is_admin or user.is_system:
            return Role.OWNER
        roles = self.__dict__.setdefault("_roles", {})
        if user.pk not in roles:
            own = self.memberships.order_by("pk").filter(user=user)
            self.remember_role(user, own.values_list("role", flat=True).first())
        return roles[user.pk]

    def remember_role(self, user, role):
        """Note what was read about a person's membership (None: they have none), so that it is not asked again."""
        without = Role.VIEWER if self.privacy == Privacy.INTERNAL else Role.NONE
        self.__dict__.setdefault("_roles", {})[user.pk] = Role(role or without)

    def forget_roles(self):
        self.__dict__.pop("_roles", None)
