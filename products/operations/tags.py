"""The words that a product's people put on requirements."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from products import policies
from products.models import Tag


def kept(tag):
    """Validate and save; a name is there once, whatever its case."""
    tag.name = tag.name.strip()
    tag.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError:
        raise ValidationError({"name": _("A tag “%s” exists already.") % tag.name}) from None
    return tag


@operation(policies.can_contribute)
def add_tag(product, *, by, name, hue=None):
    """Add a word to the product's tags."""
    return kept(Tag(product=product, name=name, hue=hue))


@operation(policies.can_contribute)
def edit_tag(tag, *, by, **fields):
    """Change a tag's name or colour, on every requirement that has it."""
    for name in ("name", "hue"):
        if name in fields:
            setattr(tag, name, fields[name])
    return kept(tag)


@operation(policies.can_manage)
def remove_tag(tag, *, by):
    """Take a tag away from the product and from all its requirements; undo brings both back."""
    tag.delete()
