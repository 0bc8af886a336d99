"""Mailboxes that are named in the settings and cannot be read, for who runs the installation."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from feedback.models import Mailbox
from products.models import Product


@dataclass(frozen=True)
class Trouble:
    mailbox: str
    product: str
    problem: str


def troubles():
    """One for every mailbox of the settings that was not read the last time, or belongs to no product."""
    boxes = settings.MAILBOXES
    products = set(Product.objects.filter(key__in={box.product for box in boxes}).values_list("key", flat=True))
    broken = Mailbox.objects.exclude(problem="").values_list("product__key", "name", "problem")
    problems = {(product, name): problem for product, name, problem in broken}
    missing = {box.product: _("There is no product with this key.") for box in boxes if box.product not in products}
    found = [(box, missing.get(box.product) or problems.get((box.product, box.name))) for box in boxes]
    return [Trouble(box.name, box.product, problem) for box, problem in found if problem]
