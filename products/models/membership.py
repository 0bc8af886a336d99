from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies


class Role(models.IntegerChoices):
    NONE = 0, _("no access")
    VIEWER = 10, _("Viewer")
    CONTRIBUTOR = 20, _("Contributor")
    MANAGER = 30, _("Product manager")
    OWNER = 40, _("Product owner")


class Title(models.TextChoices):
    ENGINEER = "engineer", _("Engineer")
    DESIGNER = "designer", _("Designer")
    TESTER = "tester", _("Tester")
    RESEARCHER = "researcher", _("User researcher")
    MARKETER = "marketer", _("Marketer")
    SUPPORT = "support", _("Support")
    PROJECT_MANAGER = "project_manager", _("Project manager")


GIVEN_ROLES = [choice for choice in Role.choices if choice[0] != Role.NONE]


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        from products.models.product import Product

        return self.filter(product__in=Product.objects.visible_to(user))


def role_in(product, user):
    """As a subquery: the person's role in the product that the outer query's field `product` names."""
    return Subquery(Membership.objects.filter(product=OuterRef(product), user=user.pk).order_by().values("role"))


@tracked(
    "membership",
    fields=["product", "user", "role", "title"],
    subject="SELECT p.key INTO subject_key FROM products_product p WHERE p.id = r.product_id;"
    " subject_product := r.product_id;",
    may_undo=policies.can_own,
)
class Membership(models.Model):
    """A person's place in a product."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(_("role"), choices=GIVEN_ROLES)
    title = models.CharField(_("job title"), max_length=20, choices=Title.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-role", "user__name"]
        constraints = [models.UniqueConstraint(fields=["product", "user"], name="one_membership_per_person")]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"
