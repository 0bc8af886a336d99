"""What the body of an item refers to: the things themselves instead of ids and names."""

from django.utils.translation import gettext as _

from feedback.models import Contact, Customer
from pmhub.lib.api.problems import invalid_fields
from products.api.references import person_referred, referred

LONGEST = {"source": 40, "external_id": 200}


def resolved(product, values, user):
    """The body's values as the operations take them; 422 for what is not in this product."""
    for name, model in (("customer", Customer), ("contact", Contact)):
        if name in values:
            values[name] = referred(name, model.objects.visible_to(user).of(product), values[name])
    if "assignee" in values:
        values["assignee"] = person_referred("assignee", product, values["assignee"], user)
    for name, most in LONGEST.items():
        if name in values:
            values[name] = values[name].strip()
            if len(values[name]) > most or "\x00" in values[name]:
                raise invalid_fields({name: [_("This is too long.")]})
    if bool(values.get("source")) != bool(values.get("external_id")):
        raise invalid_fields({"external_id": [_("Name the source and its key, or neither.")]})
    return values
