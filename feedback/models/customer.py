from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower, Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from feedback import policies
from feedback.models.desk import Desk
from pmhub.lib.mail_addresses import AddressedMixin
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED

NAME_LENGTH = 200


@tracked("tier", fields=["product", "name", "weight", "position"], subject=OWNED, may_undo=policies.can_set_up)
class Tier(models.Model):
    """A class of customers (A, B, C …). `weight` is how much one of them counts in the demand for a requirement."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="tiers")
    name = models.CharField(_("name"), max_length=40)
    weight = models.DecimalField(
        _("weight"), max_digits=7, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("product", Lower("name"), name="tier_name_once_per_product")]

    def __str__(self):
        return self.name


class CustomerQuerySet(ProductOwnedQuerySet):
    def current(self):
        """Those that were not merged into another."""
        return self.filter(merged_into=None)

    def with_currency(self):
        """Each with the `currency` that its value is in."""
        kept = F("product__desk__currency")
        return self.annotate(currency=Coalesce(kept, Value(Desk._meta.get_field("currency").default)))


@tracked(
    "customer",
    fields=[
        "product", "name", "tier", "value", "size", "owner", "domain", "note", "source", "external_id", "merged_into",
        "created_at",
    ],
    subject=OWNED,
    may_undo=policies.can_keep_customers,
)  # fmt: skip
class Customer(models.Model):
    """A company (or a person who buys for themselves) that uses the product.

    `value` is what it is worth a year, in the desk's currency; `size` its people. `external_id` is the key that another
    system (`source`, a CRM) knows it by. Merged customers stay as rows that point at the one they are part of.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="customers", db_index=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    tier = models.ForeignKey(
        Tier, models.SET_NULL, null=True, blank=True, related_name="customers", verbose_name=_("tier")
    )
    value = models.DecimalField(
        _("value per year"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    size = models.PositiveIntegerField(_("people"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    domain = models.CharField(_("mail domain"), max_length=253, blank=True, db_default="")
    note = models.TextField(_("note"), blank=True, max_length=10_000, db_default="")
    source = models.CharField(_("source"), max_length=40, blank=True, db_default="")
    external_id = models.CharField(_("key in the source"), max_length=200, blank=True, db_default="")
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="merged"
    )
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "source", "external_id"],
                name="customer_once_per_source",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="customer_not_merged_into_itself"),
        ]
        indexes = [
            models.Index("product", Lower("name"), "id", name="customer_by_name"),
            models.Index("product", F("value").desc(nulls_last=True), "id", name="customer_by_value"),
        ]

    def __str__(self):
        return self.name


class ContactQuerySet(AddressedMixin, ProductOwnedQuerySet):
    """People outside."""


@tracked(
    "contact",
    fields=["product", "customer", "hears", "muted_at", "erased_at", "created_at"],
    subject=OWNED,
    may_undo=policies.can_keep_customers,
)
class Contact(models.Model):
    """Somebody outside who spoke to us. Never signs in as a member; their address is never shown in public.

    `shown_name` is what they chose to be called in public, "" for nothing. `hears` says that they asked for news of
    what they wrote, `muted_at` when they had enough of all news, asked for or not. An erased person keeps the row, so
    that what they said stays, without anything that names them; for the same reason names and addresses are not in the
    stream of changes, which forgets nothing.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="contacts", db_index=False)
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, related_name="contacts", verbose_name=_("customer")
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True, db_default="")
    email = models.EmailField(_("e-mail address"), blank=True, db_default="")
    shown_name = models.CharField(_("name in public"), max_length=60, blank=True, db_default="")
    language = models.CharField(_("language"), max_length=10, blank=True, db_default="")
    hears = models.BooleanField(_("wants news"), default=False, db_default=False)
    muted_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "product", Lower("email"), name="contact_address_once_per_product", condition=~Q(email="")
            )
        ]
        indexes = [models.Index("product", Lower("name"), "id", name="contact_by_name")]

    def __str__(self):
        return self.name or self.shown_name or str(_("Somebody"))

    @property
    def initial(self):
        """What their avatar shows, as a member's does."""
        return (self.name or self.shown_name or "·")[:1].upper()

    @classmethod
    def refuse_undone(cls, changes, by):
        """Asked after an undo: nobody who was erased comes back."""
        if changes.filter(diff__has_key="erased_at").exists():
            raise ValidationError(_("A person was erased. This cannot be undone."))
