"""Classes of customers, and how much each of them counts."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from changes.merging import held
from feedback import policies
from feedback.models import Tier
from pmhub.lib.operations import operation
from pmhub.lib.rows import refuse_unknown, stored
from pmhub.lib.texts import name_of

EDITABLE = {"name", "weight"}


@operation(policies.can_set_up)
def add_tier(product, *, by, name, **fields):
    """Add a class of customers behind the others; `weight` is 1 unless it is given."""
    last = Tier.objects.of(product).aggregate(last=Max("position"))["last"]
    return saved(Tier(product=product, position=0 if last is None else last + 1), {"name": name, **fields})


@operation(policies.can_set_up)
def edit_tier(tier, *, by, lock_version=None, **fields):
    """Rename a tier or weigh it anew. Raises Stale where others have changed the same since `lock_version`."""
    return saved(held(tier, lock_version, fields), fields)


@operation(policies.can_set_up)
def delete_tier(tier, *, by):
    """Delete a tier; its customers have none then. Undo brings both back."""
    tier.delete()


def saved(tier, fields):
    refuse_unknown(fields, EDITABLE)
    fields = {name: name_of(value) if isinstance(value, str) else value for name, value in fields.items()}
    there = ValidationError({"name": _("There is a tier “%s” already.") % fields.get("name", tier.name)})
    return stored(tier, fields, once={"tier_name_once_per_product": there})
