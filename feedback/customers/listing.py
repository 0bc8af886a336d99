"""A product's customers as a query string asks for them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import cached_property

from feedback.customers.story import said_by
from feedback.models import Customer, Feedback, Tier
from pmhub.lib.paging import Sort, page_or_first
from pmhub.lib.texts import number_in
from requirements.forms.fields import members_of

AT_A_TIME = 50
SORTS = {"name": Sort("low"), "-value": Sort("value", descending=True, naturally=True, nullable=True)}


@dataclass
class CustomerList:
    """The list for `q`, `tier`, `owner` (an id or "none"), `sort` and `cursor`."""

    product: object
    user: object
    params: object

    @property
    def q(self):
        return self.params.get("q", "").replace("\x00", "").strip()[:200]

    @property
    def sort(self):
        return self.params.get("sort") if self.params.get("sort") in SORTS else "name"

    @property
    def tier(self):
        return self.chosen("tier")

    @property
    def owner(self):
        return self.chosen("owner")

    def chosen(self, name):
        text = self.params.get(name, "")
        return text if text == "none" else number_in(text)

    @property
    def is_narrowed(self):
        return bool(self.q or self.tier or self.owner)

    def rows(self):
        rows = Customer.objects.visible_to(self.user).of(self.product).current()
        for name in ("tier", "owner"):
            if chosen := self.chosen(name):
                rows = rows.filter(**{name: None if chosen == "none" else chosen})
        if self.q:
            parts = Customer.objects.visible_to(self.user).of(self.product).filter(name__icontains=self.q)
            known = Q(name__icontains=self.q) | Q(external_id=self.q) | Q(domain=self.q.lower())
            rows = rows.filter(known | Q(pk__in=parts.exclude(merged_into=None).values("merged_into")))
        return rows.with_currency().select_related("tier", "owner").annotate(low=Lower("name"))

    @cached_property
    def page(self):
        """The page at the cursor, the first one where the cursor is of another list; each with its `items`."""
        of, cursor = f"customers {self.product.pk} {self.query}", self.params.get("cursor")
        found = page_or_first(self.rows(), SORTS[self.sort], limit=AT_A_TIME, cursor=cursor, of=of)
        counts = items_of(found.items)
        for customer in found.items:
            customer.items = counts.get(customer.pk, 0)
        return found

    @property
    def query(self):
        return self.changed()

    @property
    def by_name(self):
        return self.changed(sort="name")

    @property
    def by_value(self):
        return self.changed(sort="-value")

    @property
    def more(self):
        return f"?{urlencode({'cursor': self.page.next})}&{self.query}" if self.page.next else ""

    def changed(self, **changes):
        """The query string of this list with changes, from its first page on."""
        kept = {"q": self.q, "tier": self.tier, "owner": self.owner, "sort": self.sort} | changes
        return urlencode({name: value for name, value in kept.items() if value})

    @property
    def tiers(self):
        return Tier.objects.visible_to(self.user).of(self.product)

    @property
    def owners(self):
        return members_of(self.product)


def items_of(customers):
    """How many items came from each of these customers, their contacts and what was merged into them, by id."""
    ids = [customer.pk for customer in customers]
    family = Customer.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).values("pk")
    home = Coalesce("customer__merged_into", "customer", "contact__customer__merged_into", "contact__customer")
    items = Feedback.objects.filter(said_by(family))
    return dict(items.order_by().values_list(home).annotate(Count("pk")))
