"""Classes of customers, and how much each of them counts."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from changes.merging import changed_since
from feedback import policies
from feedback.models import Tier
from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from requirements.operations.authoring import Stale

EDITABLE = {"name", "weight"}


@operation(policies.can_set_up)
def add_tier(product, *, by, name, **fields):
    """Add a class of customers behind the others; `weight` is 1 unless it is given."""
    last = Tier.objects.of(product).aggregate(last=Max("position"))["last"]
    return saved(Tier(product=product, position=0 if last is None else last + 1), {"name": name, **fields})


@operation(policies.can_set_up)
def edit_tier(tier, *, by, lock_version=None, **fields):
    """Rename a tier or weigh it anew. Raises Stale where others have changed the same since `lock_version`."""
    now = Tier.objects.select_for_update().get(pk=tier.pk)
    if clash := changed_since(now, lock_version) & fields.keys():
        raise Stale(now, clash)
    now.product = tier.product
    return saved(now, fields)


@operation(policies.can_set_up)
def delete_tier(tier, *, by):
    """Delete a tier; its customers have none then. Undo brings both back."""
    tier.delete()


def saved(tier, fields):
    if unknown := fields.keys() - EDITABLE:
        raise ValidationError({name: _("There is no such field.") for name in sorted(unknown)})
    refuse_nul(fields)
    for name, value in fields.items():
        setattr(tier, name, " ".join(value.split()) if isinstance(value, str) else value)
    tier.full_clean(exclude=["product"], validate_constraints=False)
    try:
        with transaction.atomic():
            tier.save(update_fields=list(fields) if tier.pk else None)
    except IntegrityError as error:
        if "tier_name_once_per_product" not in str(error):
            raise
        raise ValidationError({"name": _("There is a tier “%s” already.") % tier.name}) from None
    tier.refresh_from_db(fields=["lock_version"])
    return tier
