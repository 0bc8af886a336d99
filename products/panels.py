"""What this app offers on every page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pmhub.lib.palette import Entry, offer
from products import policies
from products.models import Membership, Product

MOST_PRODUCTS, MOST_MEMBERSHIPS = 200, 1_000


@offer
def pages(asked):
    """The pages that all products share, and those of the product one stands in."""
    yield Entry("pages", _("My work"), "house", href=reverse("home"), words="home my work")
    yield Entry("pages", _("All products"), "box", href=reverse("product_list"), words="products")
    if policies.can_create_product(asked.user, asked.user):
        yield Entry("actions", _("New product"), "plus", href=reverse("product_new"), words="new product create")
    product = asked.product
    if product is None:
        return
    for name, title, icon, words in [
        ("product_settings", _("Settings"), "sliders-horizontal", "settings"),
        ("product_members", _("Members"), "users", "members people roles"),
        ("product_workflow", _("Workflow"), "workflow", "workflow statuses"),
        ("product_goals", _("Goals"), "target", "goals objectives key results okr"),
        ("product_fields", _("Fields"), "list-checks", "custom fields"),
    ]:
        page = reverse(name, args=[product.key])
        yield Entry("pages", title, icon, href=page, hint=product.key, words=words, seldom=True)
    if policies.can_contribute(asked.user, product):
        trash = reverse("product_trash", args=[product.key])
        yield Entry(
            "pages", _("Trash"), "trash-2", href=trash, hint=product.key, words="trash deleted restore", seldom=True
        )


@offer
def products(asked):
    """Every product the person sees."""
    for product in Product.objects.visible_to(asked.user)[:MOST_PRODUCTS]:
        home = reverse("product", args=[product.key])
        yield Entry("products", product.name, "box", href=home, hint=product.key, words=_("Switch to product"))


@offer
def people(asked):
    """The people of the products one sees; each leads to what they have to do."""
    if not asked.typed:
        return
    rows = Membership.objects.visible_to(asked.user).filter(user__is_active=True).order_by("user__name", "user")
    places = {}
    for pk, name, key in rows.values_list("user", "user__name", "product__key")[:MOST_MEMBERSHIPS]:
        if pk not in places or asked.product and key == asked.product.key:
            places[pk] = (name, key)
    for pk, (name, key) in places.items():
        work = f"{reverse('requirement_list', args=[key])}?assignee={pk}"
        yield Entry("people", name, "user", href=work, hint=_("requirements in %s") % key)
