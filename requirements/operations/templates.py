"""Texts that a product's people begin from."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from requirements import policies
from requirements.models import Template

MOST = 40


@operation(policies.can_manage)
def add_template(product, *, by, name, body):
    """Add a text that `/` offers wherever somebody writes in the product."""
    if product.templates.count() >= MOST:
        raise ValidationError(_("A product has at most %d templates.") % MOST)
    return saved(Template(product=product), name, body)


@operation(policies.can_manage)
def edit_template(template, *, by, name, body):
    """Change a template; what was written from it stays as it is."""
    return saved(template, name, body)


@operation(policies.can_manage)
def remove_template(template, *, by):
    """Remove a template; undo brings it back."""
    template.delete()


def saved(template, name, body):
    refuse_nul({"name": name, "body": body})
    template.name, template.body = name.strip(), body.replace("\r\n", "\n")
    template.full_clean()
    template.save()
    return template
