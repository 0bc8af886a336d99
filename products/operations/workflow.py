from django.core.exceptions import ValidationError
from django.db.models import Max, Value
from django.db.models.deletion import ProtectedError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from products import policies
from products.models import Category, CustomField, Status, Tag
from products.models.status import HUES


def next_position(rows):
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


@operation(policies.can_manage)
def add_status(product, *, by, name, category, hue=None, wip_limit=None):
    """Add a step at the end of the workflow."""
    status = Status(
        product=product,
        name=name,
        category=category,
        hue=HUES[category] if hue is None else hue,
        wip_limit=wip_limit,
        position=next_position(product.statuses),
    )
    status.full_clean()
    status.save()
    return status


@operation(policies.can_manage)
def edit_status(status, *, by, **fields):
    """Change name, category, colour, position or limit of a step."""
    for name, value in fields.items():
        setattr(status, name, value)
    status.full_clean()
    status.save(update_fields=list(fields))
    refuse_workflow_without_ends(status.product)
    return status


@operation(policies.can_manage)
def remove_status(status, *, by):
    """Remove a step no requirement stands in."""
    try:
        status.delete()
    except ProtectedError:
        raise ValidationError(_("“%s” is in use: move its requirements first.") % status) from None
    refuse_workflow_without_ends(status.product)


def refuse_workflow_without_ends(product):
    categories = set(product.statuses.values_list("category", flat=True))
    for needed in (Category.NEW, Category.DONE, Category.DECLINED):
        if needed not in categories:
            raise ValidationError(_("A workflow needs a status of the category “%s”.") % needed.label)


@operation(policies.can_manage)
def move(row, *, by, steps):
    """Move a status or custom field by so many places among its siblings; those moved past close up."""
    order = list(type(row).objects.select_for_update().of(row.product))
    here = order.index(row)
    order.insert(max(0, min(here + steps, len(order) - 1)), order.pop(here))
    for position, other in enumerate(order):
        if other.position != position:
            other.position = position
            other.save(update_fields=["position"])


@operation(policies.can_manage)
def add_field(product, *, by, key, name, kind, options=()):
    """Add a custom field at the end."""
    field = CustomField(
        product=product,
        key=key,
        name=name,
        kind=kind,
        options=list(options),
        position=next_position(product.custom_fields),
    )
    field.full_clean()
    field.save()
    return field


@operation(policies.can_manage)
def edit_field(field, *, by, **fields):
    """Change name, choices or position of a custom field; its key and kind stay."""
    for name in ("name", "options", "position"):
        if name in fields:
            setattr(field, name, fields[name])
    field.full_clean()
    field.save(update_fields=["name", "options", "position"])
    return field


@operation(policies.can_manage)
def remove_field(field, *, by):
    """Remove a custom field; values already given stay in the history."""
    field.delete()


@operation(policies.can_contribute)
def tags_named(product, names, *, by):
    """The product's tags with these names, created where they are new. Case does not matter."""
    wanted = {name.strip().lower(): name.strip() for name in names if name.strip()}
    alike = product.tags.annotate(low=Lower("name")).filter(low__in=[Lower(Value(name)) for name in wanted.values()])
    found = {tag.name.lower(): tag for tag in alike}
    missing = [Tag(product=product, name=name) for low, name in wanted.items() if low not in found]
    for tag in missing:
        tag.full_clean()
    Tag.objects.bulk_create(missing)
    return [*found.values(), *missing]
