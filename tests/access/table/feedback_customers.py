"""Customers, contacts, tiers and how they are weighed, on pages and over REST."""

from tests.access.rows import CONTRIBUTORS, MANAGERS, READERS, Row
from tests.access.table.api import IN_SHOP, api, new, thing
from tests.access.table.products import of_product


def one(world):
    return {"key": world.key, "pk": world.customer.pk}


def fact(world):
    return {**one(world), "fact": "size"}


def contact(world):
    return {**one(world), "contact": world.contact.pk}


def tier(world):
    return {"key": world.key, "pk": world.tier.pk}


def part(world):
    return {"key": world.key, "pk": world.part.pk}


def by_external(world):
    return {"source": "crm", "external_id": "7"}


ROWS = [
    Row("customer_list", of_product, get=READERS),
    Row("customer_new", of_product, get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": {"name": "Nordlicht"}}),
    Row("customer", one, get=READERS),
    Row("customer_fact", fact, get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": {"size": 5}}),
    Row("customer_delete", one, post=MANAGERS),
    Row(
        "customer_merge", one, get=MANAGERS, post=MANAGERS,
        send=lambda w: {"post": {"customer": w.other_customer.name}},
    ),
    Row("customer_separate", part, post=MANAGERS),
    Row("contact_list", one, post=CONTRIBUTORS, send={"post": {"name": "Jonas"}}),
    Row("contact", contact, get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": {"name": "Lan"}}),
    Row("contact_erase", contact, get=MANAGERS, post=MANAGERS),
    Row("tier_list", of_product, get=READERS, post=MANAGERS, send={"post": {"name": "B", "weight": 2}}),
    Row("tier", tier, get=MANAGERS, post=MANAGERS, send={"post": {"name": "A+", "weight": 2}}),
    Row("tier_move", tier, post=MANAGERS, send={"post": {"to": "up"}}),
    Row("tier_delete", tier, post=MANAGERS),
    Row("weighing", of_product, get=MANAGERS, post=MANAGERS, send={"post": {"weighing": "tier", "currency": "CNY"}}),
    api("api_customers", get=READERS, post=CONTRIBUTORS, query=IN_SHOP, send=new(name="Nordlicht")),
    api(
        "api_customer", thing("customer"), get=READERS, patch=CONTRIBUTORS, delete=MANAGERS,
        send={"patch": {"size": 5}},
    ),
    api(
        "api_customer_merge", thing("customer"), post=MANAGERS,
        send=lambda w: {"post": {"into": w.other_customer.pk}},
    ),
    api("api_customer_by_external", by_external, put=CONTRIBUTORS, query=IN_SHOP),
    api("api_contacts", get=READERS, post=CONTRIBUTORS, query=IN_SHOP, send=new(name="Jonas")),
    api(
        "api_contact", thing("contact"), get=READERS, patch=CONTRIBUTORS, delete=MANAGERS,
        send={"patch": {"name": "Lan"}},
    ),
    api("api_tiers", get=READERS, post=MANAGERS, query=IN_SHOP, send=new(name="B")),
    api("api_tier", thing("tier"), get=READERS, patch=MANAGERS, delete=MANAGERS, send={"patch": {"name": "A+"}}),
]  # fmt: skip
