"""What the palette offers before anything is typed."""

import pytest

from requirements.operations.saving_views import save_view

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


def offered(client, user, **asked):
    client.force_login(user)
    groups = client.get("/palette/", asked, headers=HTMX).context["groups"]
    return {group.name: [entry.name for entry in group.entries] for group in groups}


def test_what_is_of_the_product_comes_first_and_looks_come_last(client, manager, shop):
    groups = offered(client, manager, at="/p/SHOP/requirements/")
    assert groups["actions"][0] == "/p/SHOP/requirements/new/"
    assert groups["actions"][-1] == "?"
    assert groups["pages"][0] == "/p/SHOP/requirements/"
    assert "/p/SHOP/requirements/lab/" in groups["pages"]


def test_what_was_chosen_lately_comes_before_all(client, manager, requirement):
    groups = offered(client, manager, at="/p/SHOP/requirements/", recent=f"{requirement.key},/")
    assert next(iter(groups)) == "recent"
    assert groups["recent"] == [requirement.key, "/"]


def test_what_one_stands_at_is_not_offered_as_recent(client, manager, requirement):
    groups = offered(client, manager, at="/p/SHOP/requirements/1/", item="SHOP-1", recent="SHOP-1,/")
    assert groups["recent"] == ["/"]


def test_requirements_of_the_product_one_stands_in_come_first(client, manager, help_desk, make_requirement):
    make_requirement("Checkout in the shop")
    make_requirement("Checkout checkout", product=help_desk)
    assert offered(client, manager, q="checkout", at="/p/SHOP/")["requirements"] == ["SHOP-1", "HELP-1"]
    assert offered(client, manager, q="checkout", at="/p/HELP/")["requirements"] == ["HELP-1", "SHOP-1"]


def test_initials_of_a_whole_name_come_before_texts_that_have_them(client, manager, make_requirement):
    make_requirement("零结果词每日汇总给类目运营")
    assert list(offered(client, manager, q="cm", at="/p/SHOP/")) == ["people", "requirements"]


def test_chinese_that_only_begins_alike_comes_after_what_was_typed(client, manager, make_requirement):
    make_requirement("退货运费险")
    make_requirement("退换原因")
    assert offered(client, manager, q="退货", at="/p/SHOP/")["requirements"] == ["SHOP-1"]
    make_requirement("搜索词")
    manager.language = "zh-hans"
    manager.save(update_fields=["language"])
    assert list(offered(client, manager, q="深色", at="/p/SHOP/")) == ["actions", "requirements"]


def test_the_last_change_is_undone_from_the_palette_too(client, manager, shop):
    assert "mod+z" in offered(client, manager, q="undo", at="/p/SHOP/")["actions"]


def test_a_new_requirement_comes_before_a_new_product(client, owner, shop):
    owner.is_admin = True
    owner.save(update_fields=["is_admin"])
    assert offered(client, owner, q="new", at="/p/SHOP/")["actions"][0] == "/p/SHOP/requirements/new/"


def test_saved_views_are_found_from_everywhere(client, manager, engineer, shop):
    view = save_view(shop, by=manager, name="支付 urgent", query="priority=0")
    save_view(shop, by=engineer, name="支付 private")
    assert offered(client, manager, q="zf")["views"] == [f"view:{view.pk}"]
    assert offered(client, manager, at="/p/SHOP/requirements/")["views"] == [f"view:{view.pk}"]
    assert "views" not in offered(client, manager)
