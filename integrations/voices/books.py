"""Who said what a file brings: customers and contacts by what it calls them."""

from collections import Counter

from django.db.models.functions import Lower

from feedback.models import Contact, Customer


class VoiceBooks:
    """Customers and contacts by what the file calls them. Missing ones are made, in a check only counted."""

    def __init__(self, target, writer=None):
        self.target, self.writer, self.counts = target, writer, Counter()
        self.customers, self.contacts = {}, {}

    def learn(self, wishes):
        """Find or make everybody whom these wishes name."""
        self.learn_customers({name.lower(): name for wish in wishes if (name := wish.fields.get("customer"))})
        people = {key: wish for wish in reversed(wishes) if (key := who(wish)) and key not in self.contacts}
        self.find_contacts(people)
        missing = [wish for key, wish in people.items() if key not in self.contacts]
        self.counts["contacts_created"] += len(missing)
        made = [self.contact(wish) for wish in missing]
        if self.writer:
            Contact.objects.bulk_create(made)
        self.contacts |= {who(wish): row.pk or -1 for wish, row in zip(missing, made, strict=True)}

    def learn_customers(self, names):
        unknown = {low: name for low, name in names.items() if low not in self.customers}
        rows = Customer.objects.of(self.target.product).annotate(low=Lower("name")).filter(low__in=unknown)
        for row in rows.order_by("-merged_into", "-pk"):
            self.customers[row.low] = row.merged_into_id or row.pk
        made = [
            Customer(product=self.target.product, name=name)
            for low, name in unknown.items()
            if low not in self.customers
        ]
        self.counts["customers_created"] += len(made)
        if self.writer:
            Customer.objects.bulk_create(made)
        self.customers |= {row.name.lower(): row.pk or -1 for row in made}

    def contact(self, wish):
        name, email = wish.fields.get("contact", ""), wish.fields.get("email", "")
        return Contact(product=self.target.product, name=name, email=email, customer_id=self.customer(wish))

    def find_contacts(self, people):
        own = Contact.objects.of(self.target.product).filter(erased_at=None)
        addresses = [email for email, _name, _customer in people if email]
        for pk, email in own.annotate(low=Lower("email")).filter(low__in=addresses).values_list("pk", "low"):
            self.contacts |= {key: pk for key in people if key[0] == email}
        names = {name for email, name, _customer in people if not email}
        for pk, name, customer in own.filter(email="", name__in=names).values_list("pk", "name", "customer__name"):
            self.contacts.setdefault(("", name, (customer or "").lower()), pk)

    def customer(self, wish):
        return self.customers.get(wish.fields.get("customer", "").lower())


def who(wish):
    """By what a contact is known: the address, else the name within their company."""
    email = wish.fields.get("email", "").lower()
    name, customer = wish.fields.get("contact", ""), wish.fields.get("customer", "").lower()
    return (email, "", "") if email else ("", name, customer) if name else None
