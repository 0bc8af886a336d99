"""Links by which people without an account read a roadmap."""

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from products.models import Product
from roadmaps import policies
from roadmaps.models import Roadmap, ShareLink
from roadmaps.models.share_link import LONGEST_PASSWORD

SHORTEST_PASSWORD = 8
MOST_OPEN = 200


@operation(policies.can_plan)
def share(product, *, by, name, audience, granularity, parts=(), roadmap=None, expires_at=None, password=""):
    """Make a link to the product's timeline, or to a roadmap of it; its address is in `secret`.

    `parts` are those of Part that are shown. It shows those products of the roadmap in which `by` plans, and no others.
    Without `expires_at` it lasts until it is withdrawn, or until what it shows is deleted.
    """
    refuse_nul({"name": name, "password": password})
    refuse_impossible(product, by, roadmap, expires_at, password)
    link = ShareLink(
        product=product, roadmap=roadmap, name=name.strip(), audience=audience, granularity=granularity,
        parts=sorted(set(parts)), products=shared_products(product, by, roadmap), expires_at=expires_at, by=by,
        password=make_password(password) if password else "",
    )  # fmt: skip
    link.new_secret()
    link.full_clean(exclude=["product", "roadmap", "by", "seed", "digest", "password"])
    link.save()
    link.refresh_from_db(fields=["created_at"])
    link.is_whole = True
    return link


def refuse_impossible(product, by, roadmap, expires_at, password):
    errors = {}
    if roadmap and not Roadmap.objects.visible_to(by).of(product).filter(pk=roadmap.pk).exists():
        errors["roadmap"] = _("There is no such roadmap.")
    if expires_at and expires_at <= timezone.now():
        errors["expires_at"] = _("That is over already; choose a day to come.")
    if len(password) > LONGEST_PASSWORD:
        errors["password"] = _("At most %d characters.") % LONGEST_PASSWORD
    elif 0 < len(password) < SHORTEST_PASSWORD:
        errors["password"] = _("At least %d characters.") % SHORTEST_PASSWORD
    if ShareLink.objects.of(product).open().count() >= MOST_OPEN:
        errors["name"] = _("This product has %d open links; withdraw some first.") % MOST_OPEN
    if errors:
        raise ValidationError(errors)


def shared_products(product, by, roadmap):
    """The ids of the product and of those further ones of the roadmap in which the person plans."""
    further = Product.objects.visible_to(by).filter(pk__in=roadmap.products if roadmap else ()).order_by("pk")
    return [product.pk, *(one.pk for one in further if one != product and policies.can_plan(by, one))]


@operation(policies.can_withdraw)
def withdraw(link, *, by):
    """Close a link, whichever of the products that it shows one plans in. Withdrawing twice changes nothing."""
    now = timezone.now()
    ShareLink.objects.filter(pk=link.pk, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by)
    link.refresh_from_db(fields=["withdrawn_at", "withdrawn_by", "lock_version"])
    return link
