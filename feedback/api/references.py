"""What the body of an item refers to: the things themselves instead of ids and names."""

from django.utils.translation import gettext as _

from feedback.models import Contact, Customer
from pmhub.lib.api.problems import invalid_fields
from products.api.references import person_referred, referred

LONGEST = {"source": 40, "external_id": 200}


def resolved(product, values, user, known=None):
    """The body's values as the operations take them; 422 for what is not in this product.

    `known` remembers what was found, by what it is called, for the next body.
    """
    known = {} if known is None else known
    for name in ("customer", "contact", "assignee"):
        if name in values:
            called = name, type(values[name]), values[name]
            if called not in known:
                known[called] = found(name, product, values[name], user)
            values[name] = known[called]
    for name, most in LONGEST.items():
        if name in values:
            values[name] = values[name].strip()
            if len(values[name]) > most or "\x00" in values[name]:
                raise invalid_fields({name: [_("This is too long.")]})
    if bool(values.get("source")) != bool(values.get("external_id")):
        raise invalid_fields({"external_id": [_("Name the source and its key, or neither.")]})
    return values


def found(name, product, value, user):
    if name == "assignee":
        return person_referred(name, product, value, user)
    if name == "contact":
        return referred(name, Contact.objects.visible_to(user).filter(erased_at=None).of(product), value)
    return referred(name, Customer.objects.visible_to(user).of(product).select_related("merged_into"), value)
