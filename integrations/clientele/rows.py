"""What rows of customers would change, and writing it: the same for a check, which stops between."""

import json
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from feedback.models import Customer, Desk, Tier
from integrations.clientele import columns
from integrations.clientele.people import NAMES, People, names_somebody, whole_name, write_people
from integrations.operations.comparing import CREATED, FAILED, UNCHANGED, UPDATED, Plan, Result
from integrations.operations.wishes import Wish
from integrations.voices.target import VoiceTarget
from pmhub.lib.tabular.amounts import counted_in
from pmhub.lib.tabular.seen import Seen

PLAIN = ("name", "value", "size", "domain", "note")
COMPARED = ("pk", "external_id", *PLAIN, "tier_id", "owner_id", "merged_into_id")


class CustomerTarget(VoiceTarget):
    """What the columns of a file of customers can become."""

    needs, lack = ("name",), "no_name"
    columns = columns

    def __init__(self, product, source):
        super().__init__(product, source)
        self.firsts = Seen()

    def contradicted(self, wish):
        """The first row of the same customer, where that says something else of them than this one; else None."""
        about = {name: value for name, value in wish.fields.items() if name not in NAMES and value not in ("", None)}
        number, who = wish.row.number, [wish.external_id, about.pop("name").lower()]
        about.pop("external_id", None)
        whole = json.dumps([who, about], default=str)
        if (first := self.firsts.first(wish.external_id, number)) in (None, number):
            self.said.first(json.dumps([who, {}]), number)  # a later row may name the customer alone
            self.said.first(whole, number)
            return None
        return first if self.said.first(whole, number) in (None, number) else None

    def options(self, orders, headers=()):
        """How to read a file for this product: amounts in its currency, and in the unit that a header names."""
        options = super().options(orders, headers)
        currency = Desk.currency_of(self.product)
        units = {("value", header): columns.worth(currency, counted_in(header)) for header in headers}
        return replace(options, readers={**options.readers, **units})


@dataclass(slots=True)
class Edit:
    """What to write to a customer who is known."""

    pk: int
    values: dict = field(default_factory=dict)


@dataclass(slots=True)
class CustomerPlan(Plan):
    """With who is to be a contact of whom."""

    contacts: list = field(default_factory=list)


class CustomerBooks:
    """Tiers, owners and contacts by what the file calls them. Missing tiers are made where the person may."""

    def __init__(self, target, writer=None):
        self.target, self.writer, self.people = target, writer, People(target.product)
        self.counts, self.made = self.people.counts, set()
        self.tiers = {name.lower(): pk for pk, name in Tier.objects.of(target.product).values_list("pk", "name")}
        members = User.objects.filter(memberships__product=target.product, is_active=True)
        self.owners = {}
        for pk, name, email in members.values_list("pk", "name", "email"):
            self.owners |= {name.lower(): pk, email.lower(): pk}

    def learn(self, wishes):
        """Make the tiers that these wishes name, behind the others."""
        names = {name.lower(): name for wish in wishes if (name := wish.fields.get("tier"))}
        missing = [name for low, name in names.items() if low not in self.tiers]
        made = [
            Tier(product=self.target.product, name=name, position=len(self.tiers) + index)
            for index, name in enumerate(missing)
        ]
        self.counts["tiers_created"] += len(made)
        if self.writer:
            Tier.objects.bulk_create(made)
        self.tiers |= {row.name.lower(): row.pk or -1 for row in made}


def customer_of(row, target, place="row"):
    """The wish of a row. Without an identifier it is known by its name."""
    wish = Wish(row, "", problems=list(row.problems), place=place)
    if wish.failed:
        return wish
    fields = wish.fields = {**row.fields, "contact": whole_name(row.fields)}
    if not fields.get("name"):
        wish.note("name_empty")
        return wish
    wish.external_id = fields.get("external_id") or f"name:{fields['name'].lower()}"
    wish.values = {name: fields[name] for name in PLAIN if name in fields}
    if (first := target.contradicted(wish)) and names_somebody(wish):
        wish.note("customer_differs", fatal=False, first=first)
    return wish


def plan_customers(rows, run):
    """Compare rows with the customers that the product has. Of several rows of one customer, which bring a contact
    each, the first says what the customer is."""
    made, wishes, again = CustomerPlan(), [], set()
    for row in rows:
        wish = customer_of(row, run.target, "row" if run.inspection.is_table else "item")
        first = None if wish.failed else run.seen.first(wish.external_id, row.number)
        if first not in (None, row.number):
            again.add(row.number)
            if not names_somebody(wish):
                wish.note("id_twice", value=wish.external_id.removeprefix("name:")[:60], first=first)
        if wish.failed:
            made.results.append(Result(row, FAILED, wish.values.get("name", ""), wish.problems))
        else:
            wishes.append(wish)
    run.books.learn(wishes)
    known = Known(wishes, run.target)
    run.books.people.learn([(wish, known.of(wish)) for wish in wishes])
    for wish in wishes:
        place(wish, known.of(wish), run, made, is_first=wish.row.number not in again)
    made.results.sort(key=lambda result: result.row.number)
    return made


class Known:
    """The customers that rows are about: by their key in the source, else by their name."""

    def __init__(self, wishes, target):
        customers = Customer.objects.of(target.product).annotate(low=Lower("name"))
        keys = [wish.fields["external_id"] for wish in wishes if wish.fields.get("external_id")]
        names = [wish.fields["name"].lower() for wish in wishes]
        by_key = Q(source=target.source, external_id__in=keys)
        self.keys, self.names = {}, {}
        for row in customers.filter(by_key | Q(low__in=names)).order_by("-pk").values(*COMPARED, "source", "low"):
            if row["source"] == target.source and row["external_id"]:
                self.keys[row["external_id"]] = row
            self.names[row["low"]] = row

    def of(self, wish):
        """A customer of another key is another one, whatever they are called."""
        key = wish.fields.get("external_id")
        by_name = self.names.get(wish.fields["name"].lower())
        if not key:
            return by_name
        return self.keys.get(key) or (by_name if by_name and not by_name["external_id"] else None)


def place(wish, known, run, made, *, is_first):
    """Put a wish among what is created, changed or stays."""
    is_new = known is None and wish.external_id not in run.books.made
    if is_first or is_new:
        complete(wish, run)
    new = {name: value for name, value in wish.values.items() if known[name] != value} if known and is_first else {}
    changed = [name.removesuffix("_id") for name in new]
    if run.books.people.place(wish, known, made):
        changed.append("contact")
    if is_new:
        run.books.made.add(wish.external_id)
        made.creates.append(wish)
        made.results.append(Result(wish.row, CREATED, wish.values["name"], wish.problems))
        return
    made.results.append(
        Result(wish.row, UPDATED if changed else UNCHANGED, wish.values["name"], wish.problems, changed)
    )  # fmt: skip
    if new:
        made.edits.append(Edit(known["pk"], new))


def complete(wish, run):
    """Add what stands in the books, and the key."""
    for name, book in (("tier", run.books.tiers), ("owner", run.books.owners)):
        if said := wish.fields.get(name):
            if pk := book.get(said.lower()):
                wish.values[f"{name}_id"] = pk
            else:
                wish.note("owner_unknown", fatal=False, value=said[:60])
    if key := wish.fields.get("external_id"):
        wish.values |= {"external_id": key, "source": run.target.source}


def write_customers(made, run):
    """Write a plan."""
    product = run.target.product
    created = [Customer(product=product, **wish.values) for wish in made.creates]
    Customer.objects.bulk_create(created, batch_size=500)
    for edit in made.edits:
        Customer.objects.filter(pk=edit.pk).update(**edit.values)
    ids = {wish.external_id: customer.pk for wish, customer in zip(made.creates, created, strict=True)}
    write_people(made.contacts, ids, product)
