"""Keeping roadmaps under a name."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from products.models import CustomField, Product
from products.models.custom_field import Kind
from requirements.query import QueryError, parse
from roadmaps import policies
from roadmaps.arranging.asked import FIELD, LANES
from roadmaps.models import Roadmap
from roadmaps.models.roadmap import SHOWN
from roadmaps.operations.merging import refuse_stale

MOST, MOST_PRODUCTS = 100, 20


@operation(policies.can_read)
def create_roadmap(product, *, by, name, **fields):
    """Keep an arrangement: of one's own, or shared by those who contribute. `products` are ids of further ones."""
    if Roadmap.objects.filter(product=product, owner=by).count() >= MOST:
        raise ValidationError(_("You have %d roadmaps here: delete one first.") % MOST)
    return saved(Roadmap(product=product, owner=by), {"name": name, **fields}, by)


@operation(policies.can_change_roadmap)
def edit_roadmap(roadmap, *, by, lock_version=None, **fields):
    """Change what a roadmap is called, shows or whom it is shared with. Products of it that the person may not read
    stay. Raises Stale where others have changed the same fields since `lock_version`.
    """
    refuse_stale(roadmap, lock_version, fields)
    if any(name in fields and fields[name] != getattr(roadmap, name) for name in SHOWN):
        roadmap.refuse_showing_else(by)
    return saved(roadmap, fields, by)


@operation(policies.can_change_roadmap)
def delete_roadmap(roadmap, *, by):
    """Forget a roadmap; what it shows stays."""
    roadmap.delete()


def saved(roadmap, fields, by):
    refuse_nul(fields)
    was_shared = roadmap.shared
    for name, value in fields.items():
        setattr(roadmap, name, value)
    if roadmap.shared != was_shared and not policies.can_share_roadmap(by, roadmap):
        raise PermissionDenied(_("Roadmaps are shared by those who contribute to the product."))
    roadmap.name = " ".join(roadmap.name.split())
    if "products" in fields:
        roadmap.products = readable(roadmap, fields["products"], by)
    if "query" in fields:
        refuse_query(roadmap.query)
    if "lanes" in fields:
        refuse_lanes(roadmap, by)
    roadmap.full_clean(exclude=["product", "owner"])
    if not roadmap.pk:
        roadmap.save()
    elif fields:
        for names in in_order(list(fields), was_shared, roadmap.shared):
            roadmap.save(update_fields=names)
    roadmap.refresh_from_db(fields=["lock_version"])
    return roadmap


def in_order(names, was_shared, shared):
    """What becomes private is so before anything else changes; what becomes shared, last: others read the stream."""
    others = [name for name in names if name != "shared"]
    if "shared" not in names or was_shared == shared:
        return [names]
    return [part for part in ([others, ["shared"]] if shared else [["shared"], others]) if part]


def readable(roadmap, products, by):
    """The ids of further products: those wanted, which the person may read, and those kept that they may not."""
    wanted = set(products) - {roadmap.product_id}
    if len(wanted) > MOST_PRODUCTS:
        raise ValidationError({"products": _("A roadmap has at most %d products.") % MOST_PRODUCTS})
    kept = set(Roadmap.objects.filter(pk=roadmap.pk).values_list("products", flat=True).first() or ())
    there = set(Product.objects.filter(pk__in=wanted | kept).values_list("pk", flat=True))
    seen = set(Product.objects.visible_to(by).filter(pk__in=there).values_list("pk", flat=True))
    if strange := wanted - seen - kept:
        raise ValidationError({"products": _("There is no product %s, or you may not see it.") % min(strange)})
    return sorted(wanted & there | kept & there - seen)


def refuse_query(text):
    try:
        parse(text)
    except QueryError as error:
        raise ValidationError({"query": error.messages}) from None


def refuse_lanes(roadmap, by):
    """ValidationError for a field that is in none of those of its products that the person may read."""
    if roadmap.lanes in LANES or Roadmap.objects.filter(pk=roadmap.pk, lanes=roadmap.lanes).exists():
        return
    fields = CustomField.objects.visible_to(by).filter(kind=Kind.SELECT)
    fields = fields.filter(product__in=[roadmap.product_id, *roadmap.products])
    if not (roadmap.lanes.startswith(FIELD) and fields.filter(key=roadmap.lanes.removeprefix(FIELD)).exists()):
        raise ValidationError({"lanes": _("There is no single-choice field “%s” here.") % roadmap.lanes[:60]})
