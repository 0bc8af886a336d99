"""The list of products, new products, and what their settings show to whom."""

import pytest

from changes.models import Change
from products.models import Product, Role
from tests.access.urls import walk

PRODUCT = {"name": "Warehouse", "vision": "", "stage": "growth", "time_zone": "Europe/Berlin", "privacy": "private"}


def batch_of(response):
    """The way back that the toast of a redirect offers."""
    return [str(message.extra_tags) for message in response.wsgi_request._messages][-1]


def test_the_list_shows_role_people_and_open_requirements(web, people, shop, help_desk, other_product, requirement):
    shown = {product.key: product for product in web(people.support).get("/products/").context["products"]}
    assert set(shown) == {"SHOP", "HELP"}
    assert (shown["SHOP"].role_label, shown["SHOP"].people_count, shown["SHOP"].open_count) == ("Viewer", 6, 1)
    assert (shown["HELP"].role_label, shown["HELP"].open_count) == ("", 0)


def test_an_outsider_is_not_told_of_private_products(web, people, shop):
    html = web(people.outsider).get("/products/").content.decode()
    assert "SHOP" not in html
    assert "New product" in html


def test_the_list_costs_the_same_for_many_products(web, people, shop, django_assert_max_num_queries):
    client = web(people.admin)
    for number in range(12):
        Product.objects.create(key=f"P{number}", name=f"Product {number}")
    client.get("/products/")
    with django_assert_max_num_queries(5):
        client.get("/products/")


def test_a_new_product_belongs_to_its_creator(web, maya):
    response = web(maya).post("/products/new/", PRODUCT | {"key": " ware1 "})
    assert response["Location"] == "/p/WARE1/"
    product = Product.objects.get(key="WARE1")
    assert (product.role_of(maya), product.statuses.count()) == (Role.OWNER, 6)


@pytest.mark.parametrize(
    "wrong",
    [{"key": "1A"}, {"key": "TOOLONGKEY1"}, {"key": "中文"}, {"key": "SHOP"}, {"name": ""}, {"time_zone": "x"},
     {"privacy": "open"}, {"vision": "x" * 10_001}, {"name": "a\x00b"}],
)  # fmt: skip
def test_bad_input_keeps_the_rest(web, maya, shop, wrong):
    response = web(maya).post("/products/new/", PRODUCT | {"key": "WARE", "vision": "Keep me"} | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    if "vision" not in wrong:
        assert "Keep me" in response.content.decode()
    assert Product.objects.count() == 1


def test_managers_edit_and_only_what_changed_is_recorded(web, manager, shop):
    given = {"name": "拾光", "vision": "", "stage": "growth", "time_zone": "Asia/Shanghai", "privacy": "private"}
    response = web(manager).post("/p/SHOP/settings/", given)
    assert response["Location"] == "/p/SHOP/settings/"
    change = Change.objects.filter(type="product", action="update").get()
    assert change.diff == {"name": ["拾光商城", "拾光"], "stage": ["development", "growth"]}
    assert (change.actor, change.source, change.operation) == (manager, "web", "edit_product")


def test_only_owners_decide_who_sees_the_product(web, manager, owner, shop):
    given = {"name": shop.name, "stage": shop.stage, "time_zone": shop.time_zone, "privacy": "internal"}
    refused = web(manager).post("/p/SHOP/settings/", given)
    assert refused.status_code == 422
    assert "Only an owner" in refused.content.decode()
    assert web(owner).post("/p/SHOP/settings/", given).status_code == 302
    shop.refresh_from_db()
    assert shop.privacy == "internal"


def test_a_manager_cannot_undo_an_owners_decision_on_privacy(web, manager, owner, shop):
    given = {"name": shop.name, "stage": shop.stage, "time_zone": shop.time_zone, "privacy": "internal"}
    undo = batch_of(web(owner).post("/p/SHOP/settings/", given))
    assert web(manager).post(undo).status_code == 403
    shop.refresh_from_db()
    assert shop.privacy == "internal"


def test_readers_see_facts_instead_of_a_form(web, support, shop):
    html = web(support).get("/p/SHOP/settings/").content.decode()
    assert "Asia/Shanghai" in html
    assert 'name="vision"' not in html


def test_every_settings_page_shows_readers_no_button_they_may_not_press(web, support, shop):
    client = web(support)
    for page in ("", "members/", "workflow/", "fields/"):
        html = client.get(f"/p/SHOP/settings/{page}").content.decode()
        forms = [form for form in html.split("<form")[1:] if 'method="post"' in form.split(">")[0]]
        allowed = ("/accounts/logout/", "/remove/", "/undo/")  # signing out, leaving
        assert all(any(word in form.split(">")[0] for word in allowed) for form in forms), page


def test_product_keys_are_exact(web, owner, shop):
    assert web(owner).get("/p/shop/settings/").status_code == 404
    assert web(owner).get("/p/SHO/settings/").status_code == 404


def test_every_page_below_a_product_is_scoped():
    """A view below /p/<key>/ that does not start from what its person may see would be a hole."""
    feed = "p/<str:key>/changelog.atom"  # also for readers with a token, as the API lets them in: tests/access
    views = [(route, callback.view_class) for _name, route, callback in walk() if route.startswith("p/<str:key>/")]
    assert [
        route
        for route, view in views
        if route != feed and "ProductScoped" not in [base.__name__ for base in view.__mro__]
    ] == []
