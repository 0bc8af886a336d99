from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from products import policies
from products.models import Category, Membership, Product, Role, Status
from products.models.status import HUES

FIELDS = {"name", "vision", "stage", "time_zone", "privacy"}
FIRST_WORKFLOW = {
    "en": ["To assess", "In review", "Planned", "In progress", "Released", "Declined"],
    "zh-hans": ["待评估", "评审中", "已排期", "开发中", "已上线", "已拒绝"],
}


@operation(policies.can_create_product)
def create_product(creator, *, by, key, name, **fields):
    """Start a product: its creator owns it, and it has a workflow of six statuses in the creator's language."""
    product = Product(key=key.strip().upper(), name=name, **fields)
    product.full_clean()
    product.save()
    Membership.objects.create(product=product, user=by, role=Role.OWNER)
    names = FIRST_WORKFLOW.get(by.language, FIRST_WORKFLOW["en"])
    Status.objects.bulk_create(
        Status(product=product, name=name, category=category, hue=HUES[category], position=position)
        for position, (category, name) in enumerate(zip(Category.values, names, strict=True))
    )
    return product


@operation(policies.can_manage)
def edit_product(product, *, by, **fields):
    """Change name, vision, stage, time zone or privacy (privacy: owners only). The key never changes."""
    if unknown := set(fields) - FIELDS:
        raise ValidationError(_("Unknown field: %s.") % ", ".join(sorted(unknown)))
    if fields.get("privacy", product.privacy) != product.privacy and not policies.can_own(by, product):
        raise ValidationError({"privacy": _("Only an owner may change who sees the product.")})
    for name, value in fields.items():
        setattr(product, name, value)
    product.full_clean()
    product.save(update_fields=list(fields))
    product.refresh_from_db(fields=["lock_version"])
    return product
