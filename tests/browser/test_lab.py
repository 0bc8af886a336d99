"""The score laboratory in a browser: a weight is changed, the ranking follows, nothing is saved until asked."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.models import ScoringModel
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model

pytestmark = pytest.mark.browser
LAB = "/p/SHOP/requirements/lab/"


@pytest.fixture
def weighed(shop, manager, make_requirement):
    """SHOP-1 is good for users, SHOP-2 for the business, which counts three times as much."""
    choose_model(
        shop, by=manager, kind="weighted",
        drivers=[{"name": "users", "weight": 1, "max": 10}, {"name": "money", "weight": 3, "max": 10}],
    )  # fmt: skip
    make_requirement("For users", drivers={"users": 9, "money": 2})
    make_requirement("For the business", drivers={"users": 2, "money": 5})
    rescore(shop)


def first(page):
    return page.locator("#lab-rows tbody tr").first


def test_a_weight_is_changed_and_the_ranking_follows(visit, manager, weighed, shop):
    page = visit(manager, LAB)
    expect(first(page)).to_contain_text("For the business")
    page.get_by_label("money").fill("0")
    expect(first(page)).to_contain_text("For users")
    expect(first(page).locator(".lab-move")).to_contain_text("1")
    assert "weight=0" in page.url
    assert ScoringModel.objects.get(product=shop).drivers[1]["weight"] == 3
    page.reload()
    expect(first(page)).to_contain_text("For users")
    page.get_by_role("button", name="Save as the product's model").click()
    expect(page.get_by_text("The product scores by Weighted drivers now")).to_be_visible()
    assert ScoringModel.objects.get(product=shop).drivers[1]["weight"] == 0


def test_what_would_let_one_pass_the_other(visit, manager, weighed):
    page = visit(manager, LAB)
    page.get_by_label("for", exact=True).fill("SHOP-1")
    page.get_by_label("to pass").fill("2")
    expect(page.locator("#passing tr[aria-current]")).to_contain_text("money")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_mistake_in_the_formula_is_named_and_nothing_is_lost(visit, manager, weighed):
    page = visit(manager, f"{LAB}?kind=formula")
    page.get_by_label("Formula").fill("users * (")
    expect(page.locator("#lab-result")).to_contain_text("Position 10")
    expect(page.get_by_label("Formula")).to_have_value("users * (")
    page.get_by_label("Formula").fill("users * 2")
    expect(first(page)).to_contain_text("For users")
