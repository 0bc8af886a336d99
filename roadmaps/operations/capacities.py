"""How much people can do in a version."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.templatetags.numbers import trimmed
from products.models.membership import Title
from roadmaps import policies
from roadmaps.models import Capacity

ANY = object()


@operation(policies.can_plan)
def set_capacity(version, *, by, amount, user=None, title="", seen=ANY):
    """Say how much a member, or everybody of a job title together, can do; None forgets it.

    In the unit of the estimates, 0 to 100,000. Returns the Capacity, or None. With `seen`, what its writer has read:
    ValidationError where it is neither that nor `amount` by now.
    """
    if (user is None) == (not title):
        raise ValidationError(_("A capacity is that of one person or of one job title."))
    if title and title not in Title.values:
        raise ValidationError({"title": _("There is no such job title.")})
    if user is not None and not version.product.memberships.filter(user=user).exists():
        raise ValidationError({"user": _("%s is no member of this product.") % user.name})
    own = Capacity.objects.filter(version=version, user=user, title=title)
    found = own.select_for_update(of=["self"]).first()
    now = found and found.amount
    if seen is not ANY and now not in (seen, amount):
        raise ValidationError(overtaken(user.name if user else Title(title).label, now))
    if amount is None:
        own.delete()
        return None
    capacity = found or Capacity(product=version.product, version=version, user=user, title=title)
    if capacity.pk and capacity.amount == amount:
        return capacity
    capacity.amount = amount
    capacity.full_clean(exclude=["product", "version", "user"], validate_unique=False, validate_constraints=False)
    capacity.save()
    return capacity


def overtaken(whose, now):
    if now is None:
        said = _(
            "Somebody else has emptied the capacity of %s meanwhile. Nothing was saved; saving again writes yours."
        )
        return said % whose
    said = _(
        "Somebody else has set the capacity of %(whose)s to %(now)s meanwhile. Nothing was saved; saving again writes"
        " yours."
    )
    return said % {"whose": whose, "now": trimmed(now)}


@operation(policies.can_plan)
def set_capacities(version, entries, *, by):
    """Set several at once, as one change: `entries` are dictionaries of what `set_capacity` takes."""
    return [set_capacity(version, by=by, **entry) for entry in entries]
