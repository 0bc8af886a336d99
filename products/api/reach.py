"""The product that a request is about."""

from django.utils.translation import gettext as _

from pmhub.lib.api.problems import Problem, invalid_fields
from pmhub.lib.prepared import Prepared
from products.models import Product
from products.models.membership import role_in

PRODUCT = {"product": ({"type": "string", "maxLength": 10}, "Only of the product with this key.")}
INTO = {"product": ({"type": "string", "maxLength": 10}, "The product's key, unless the body names it.")}


COLUMNS = [field.attname for field in Product._meta.concrete_fields]


@Prepared
def products(user, key):
    seen = Product.objects.visible_to(user).filter(key=key)
    return seen.annotate(role=role_in("pk", user)).values_list(*COLUMNS, "role")


def product_of(user, row):
    """The product in a row of COLUMNS and the person's role."""
    product = Product.from_db("default", COLUMNS, row[:-1])
    product.remember_role(user, row[-1])
    return product


def product_named(user, key):
    """The product with this key; 404 when there is none that the person may know of."""
    for row in products(user, key):
        return product_of(user, row)
    raise Problem("not-found", _("There is no product “%s”, or you may not know of it.") % key[:20])


def product_of_list(request, params):
    """The product that `?product=` narrows a list to, or None for all."""
    return product_named(request.user, params["product"]) if params.get("product") else None


def product_of_new(request, params):
    """Where something new belongs: the product that the body or the query names."""
    in_body = request.data.get("product") if isinstance(request.data, dict) else None
    in_query = params.get("product")
    key = in_body or in_query
    if not key or not isinstance(key, str) or "\x00" in key:
        raise invalid_fields({"product": [_("Say to which product it belongs: its key.")]})
    if in_body and in_query and in_body != in_query:
        raise invalid_fields({"product": [_("The body and the query name different products.")]})
    return product_named(request.user, key)
