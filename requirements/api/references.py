"""What a requirement's body refers to: the things themselves instead of ids, names and keys."""

from django.utils.translation import gettext as _

from pmhub.lib.api.problems import invalid_fields
from products.api.references import person_referred, referred
from requirements.models import ExternalPerson, Requirement
from requirements.models.plans import plan_model

PLANS = ("version", "milestone")


def resolved(product, values, user):
    """The body's values as `create` and `edit` take them; 422 for what is not in this product."""
    if "status" in values:
        values["status"] = referred("status", product.statuses.all(), values["status"], text="name__iexact")
    for name in PLANS:
        if name in values:
            plans = plan_model(name).objects.visible_to(user).of(product)
            values[name] = referred(name, plans, values[name])
    if "parent" in values:
        values["parent"] = requirement_referred("parent", product, values["parent"], user)
    if "owner" in values:
        values["owner"] = person_referred("owner", product, values["owner"], user)
    if "requester" in values:
        put_requester(product, values, user)
    if "assignees" in values:
        values["assignees"] = [somebody("assignees", product, value, user) for value in values["assignees"]]
    return values


def requirement_referred(field, product, key, user):
    """Another requirement of the product by its key; None stays None."""
    if key is None:
        return None
    found = Requirement.objects.visible_to(user).of(product).filter(key=key[:24]).first()
    if found is None:
        raise invalid_fields({field: [_("There is no requirement “%s” in this product.") % key[:40]]})
    return found


def somebody(field, product, value, user):
    """A person of the product, or one from outside given as `{"person": id}`."""
    if isinstance(value, tuple):
        return referred(field, ExternalPerson.objects.visible_to(user).of(product), value[1])
    return person_referred(field, product, value, user)


def put_requester(product, values, user):
    person = somebody("requester", product, values.pop("requester"), user)
    values["outside_requester" if isinstance(person, ExternalPerson) else "requester"] = person
    if person is None:
        values["outside_requester"] = None
