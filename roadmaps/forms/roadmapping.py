from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from products.models import CustomField, Product
from products.models.custom_field import Kind
from roadmaps import policies
from roadmaps.arranging.asked import FIELD, LANES
from roadmaps.drawing.axis import ZOOMS
from roadmaps.forms.merging import MergingForm
from roadmaps.models.roadmap import LONGEST_QUERY, Arrangement, Bars


class RoadmapForm(MergingForm):
    """What a roadmap is called, what it shows, of which products, and for whom."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    arrangement = forms.ChoiceField(
        label=gettext_lazy("Arrangement"), choices=Arrangement.choices, initial=Arrangement.TIMELINE
    )
    bars = forms.ChoiceField(
        label=gettext_lazy("Bars"), choices=Bars.choices, initial=Bars.VERSIONS
    )  # fmt: skip
    lanes = forms.ChoiceField(label=gettext_lazy("Lanes"), initial="goal")
    zoom = forms.ChoiceField(label=gettext_lazy("Zoom"), choices=list(ZOOMS.items()), initial="month")
    query = forms.CharField(
        label=gettext_lazy("Filter"), max_length=LONGEST_QUERY, required=False,
        help_text=gettext_lazy("As in the list of requirements, for example tag:payment priority:p0."),
    )  # fmt: skip
    products = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("Further products"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever opens it sees those of them that they may read."),
    )  # fmt: skip
    shared = forms.BooleanField(label=gettext_lazy("Everybody in the product sees it"), required=False)

    def __init__(self, *args, product, user, thing=None, **kwargs):
        super().__init__(*args, thing=thing, **kwargs)
        others = Product.objects.visible_to(user).exclude(pk=product.pk).order_by("name")
        self.fields["products"].queryset = others
        self.fields["lanes"].choices = [*LANES.items(), *fields_of(product, thing, user)]
        for name in ("arrangement", "bars", "lanes", "zoom"):  # what is not sent is as usual
            self.fields[name].required = not self.is_bound or name in self.data
        kept = set(self.initial.get("products") or ())
        self.initial["products"] = [one.pk for one in others if one.pk in kept]
        if not others:
            del self.fields["products"]
        if not policies.can_contribute(user, product):
            del self.fields["shared"]

    def edited(self):
        """The values to write, products by their ids."""
        values = {name: value for name, value in super().edited().items() if value != "" or name == "query"}
        if "products" in values:
            values["products"] = [one.pk for one in values["products"]]
        return values

    def told(self, name, theirs):
        if name == "products":
            return _("Somebody else has chosen other products meanwhile. Saving again replaces them.")
        return super().told(name, theirs)


def fields_of(product, roadmap, user):
    """The single-choice fields that lanes can be made of, as choices."""
    homes = [product.pk, *(roadmap.products if roadmap else ())]
    rows = CustomField.objects.visible_to(user).filter(product__in=homes, kind=Kind.SELECT)
    return {f"{FIELD}{row.key}": row.name for row in rows.order_by("product", "position")}.items()
