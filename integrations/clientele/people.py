"""Contacts whom a file of customers names: who is new, who is known, and who belongs elsewhere."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce, Lower

from feedback.models import Contact
from feedback.models.customer import NAME_LENGTH
from integrations.operations.wishes import Wish

NAMES = ("contact", "email", "first_name", "last_name")
CHINESE = re.compile("[\u3400-\u9fff]")


class Joining(NamedTuple):
    """A contact, or None for a new one, becomes part of a customer, or of the one that the wish creates."""

    wish: Wish
    contact: int | None
    customer: int | None


@dataclass(slots=True)
class Met:
    """Somebody whom the product or the file knows, and the customer they belong to. `pk` is None for new ones."""

    name: str
    home: int | str | None
    company: str
    pk: int | None = None
    is_counted: bool = False


class People:
    """Contacts by their address, else by their name at their customer.

    Names of known ones stay, whatever the file says: an import can be taken back, and no stream knows names.
    """

    def __init__(self, product):
        self.product, self.homes, self.met, self.counts = product, {}, {}, Counter()

    def learn(self, wishes):
        """Look up whom these rows, pairs of a wish and the customer that it found or None, may mean."""
        for wish, customer in wishes:
            self.homes.setdefault(wish.external_id, home_of(customer) if customer else wish.external_id)
        keys = {self.key(wish) for wish, _customer in wishes} - self.met.keys() - {None}
        addresses = [key for key in keys if isinstance(key, str)]
        named = [key for key in keys if not isinstance(key, str) and isinstance(key[1], int)]
        known = Contact.objects.of(self.product).filter(erased_at=None).annotate(
            small_name=Lower("name"), small_email=Lower("email"),
            home=Coalesce("customer__merged_into", "customer"),
            company=Coalesce("customer__merged_into__name", "customer__name"),
        ).order_by("pk")  # fmt: skip
        for row in known.filter(~Q(email=""), small_email__in=addresses):
            met = self.met[row.small_email] = Met(row.name, row.home, row.company or "", row.pk)
            self.met.setdefault((row.small_name, row.home), met)
        for row in known.filter(small_name__in={name for name, _home in named}, home__in={home for _, home in named}):
            self.met.setdefault((row.small_name, row.home), Met(row.name, row.home, row.company, row.pk))

    def key(self, wish):
        """By what the contact of a row is known, None where it names nobody."""
        email, name = wish.fields.get("email", ""), wish.fields["contact"]
        return email.lower() or (name and (name.lower(), self.homes[wish.external_id])) or None

    def place(self, wish, customer, made):
        """Put the contact of a row among those to write, or say why not. Returns whether the customer gets them."""
        if (key := self.key(wish)) is None:
            return False
        its_id = customer and customer["pk"]
        home, name = self.homes[wish.external_id], wish.fields["contact"]
        if (met := self.met.get(key)) is None:
            self.met[key] = Met(name, home, wish.fields["name"], is_counted=True)
            self.met.setdefault((name.lower(), home), self.met[key])
            self.counts["contacts_created"] += 1
            made.contacts.append(Joining(wish, None, its_id))
            return True
        self.counts["contacts_matched"] += not met.is_counted
        met.is_counted = True
        if name and name.lower() != met.name.lower():
            wish.note("contact_named", fatal=False)
        if met.home is None:
            met.home, met.company = home, wish.fields["name"]
            made.contacts.append(Joining(wish, met.pk, its_id))
            return True
        if met.home != home:
            wish.note("contact_elsewhere", fatal=False, value=met.company[:60])
        return False


def names_somebody(wish):
    """Whether a row brings a contact."""
    return bool(wish.fields["contact"] or wish.fields.get("email"))


def home_of(customer):
    """The id of the customer that a known one is part of."""
    return customer["merged_into_id"] or customer["pk"]


def whole_name(fields):
    """The name of a contact, also where a file has it in two parts: 芳 and 王 are 王芳."""
    parts = [fields.get("first_name", ""), fields.get("last_name", "")]
    if CHINESE.search("".join(parts)):
        return fields.get("contact") or "".join(reversed(parts))[:NAME_LENGTH]
    return fields.get("contact") or " ".join(filter(None, parts))[:NAME_LENGTH]


def write_people(joinings, created, product):
    """Write who becomes part of whom; `created` are the ids of new customers by their wishes' keys."""
    new = []
    for wish, contact, customer in joinings:
        customer = customer or created[wish.external_id]
        if contact:
            Contact.objects.filter(pk=contact, customer=None).update(customer=customer)
        else:
            name, email = wish.fields["contact"], wish.fields.get("email", "")
            new.append(Contact(product=product, customer_id=customer, name=name, email=email))
    Contact.objects.bulk_create(new, batch_size=500)
