from django import forms
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from feedback.forms.fields import AmountField, CustomerField, offers_at
from feedback.models.customer import NAME_LENGTH
from feedback.models.desk import Desk, Weighing
from pmhub.lib.mail_addresses import AddressField
from requirements.forms.merging import MergingForm

NOT_NEGATIVE = [MinValueValidator(0)]


def text(label, length, **options):
    return forms.CharField(label=label, max_length=length, required=False, **options)


class CustomerForm(MergingForm):
    """A customer; `only` leaves just one of the facts, to be edited in its place."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    tier = forms.ModelChoiceField(None, label=_("Tier"), required=False, empty_label=_("none"))
    value = AmountField(label=_("Value per year"), max_digits=14, decimal_places=2, required=False, min_value=0)
    size = forms.IntegerField(
        label=pgettext_lazy("customer", "People"), required=False, min_value=0, max_value=2**31 - 1
    )
    owner = forms.ModelChoiceField(
        None, label=pgettext_lazy("customer", "Owner"), required=False, empty_label=_("Nobody")
    )
    domain = text(_("Mail domain"), 253, help_text=_("Who writes from there is of this customer: example.com"))
    note = text(_("Note"), 10_000, widget=forms.Textarea({"rows": 4}))
    source = text(_("System"), 40, help_text=_("Which other system knows the customer, such as a CRM."))
    external_id = text(_("Key there"), 200)

    def __init__(self, data=None, *, product, thing=None, only="", **kwargs):
        super().__init__(data, thing=thing, **kwargs)
        members = Q(memberships__product=product, is_active=True) | Q(pk=thing and thing.owner_id)
        self.fields["owner"].queryset = User.objects.filter(members).distinct().order_by("name", "pk")
        self.fields["tier"].queryset = product.tiers.all()
        self.fields["value"].help_text = _("In %s.") % Desk.currency_of(product)
        if only:
            self.fields = {name: field for name, field in self.fields.items() if name in (only, "lock_version")}

    @property
    def fact(self):
        """The one field of a form that has `only` one."""
        return self.visible_fields()[0]


class ContactForm(MergingForm):
    """Somebody outside."""

    name = text(_("Full name"), NAME_LENGTH)
    email = AddressField(label=_("E-mail address"), required=False)
    shown_name = text(_("Name in public"), 60, help_text=_("What they chose to be called on the portal."))
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("unknown")), *settings.LANGUAGES], required=False)
    hears = forms.BooleanField(label=_("Wants news of what they wrote"), required=False)


class TierForm(MergingForm):
    """A class of customers."""

    name = forms.CharField(label=_("Name"), max_length=40)
    weight = forms.DecimalField(
        label=_("Weight"), max_digits=7, decimal_places=2, initial=1, validators=NOT_NEGATIVE,
        help_text=_("How much one customer counts where demand goes by tiers."),
    )  # fmt: skip


class WeighingForm(MergingForm):
    """How customers are weighed in the demand."""

    weighing = forms.ChoiceField(
        label=_("How much a customer counts"), choices=Weighing.choices, widget=forms.RadioSelect
    )
    currency = forms.RegexField(
        r"\A[A-Za-z]{3}\Z", label=_("Currency of the customers’ value"), max_length=3,
        help_text=_("Three letters: CNY, EUR, USD."),
    )  # fmt: skip


class MergeCustomersForm(forms.Form):
    """Which customer another one becomes part of."""

    def __init__(self, data=None, *, customer, user):
        super().__init__(data)
        offered = offers_at("merge-offers", "customer_suggestions", customer.product)
        self.fields["customer"] = CustomerField(
            customer.product, user, label=_("Becomes part of"), required=True, widget=forms.TextInput(offered)
        )
