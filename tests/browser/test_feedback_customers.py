"""Customers and the voices behind a requirement, in a real browser."""

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from feedback.models import Customer
from feedback.operations.contacts import add_contact
from feedback.operations.customers import create_customer
from feedback.operations.linking import link
from feedback.operations.reporting import report
from feedback.operations.tiers import add_tier
from feedback.operations.weighing import choose_weighing, reckon
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model

pytestmark = pytest.mark.browser
BODY = "结算太麻烦了，来回三次，我就不买了。"


@pytest.fixture
def customer(shop, manager, requirement):
    """青山生鲜, of tier A (weight 3), who asks for SHOP-1, whose score reads the demand."""
    tier = add_tier(shop, by=manager, name="A", weight=Decimal(3))
    made = create_customer(shop, by=manager, name="青山生鲜", tier=tier)
    contact = add_contact(shop, by=manager, name="陈岚", email="lan@qs.example", customer=made)
    voice = report(shop, by=manager, body=BODY, customer=made, contact=contact)
    link(voice, requirement, by=manager, passage="来回三次", importance=2)
    choose_weighing(shop, by=manager, weighing="tier")
    choose_model(shop, by=manager, kind="formula", formula="reach * (1 + demand)")
    reckon(shop), rescore(shop)
    return made


def test_a_fact_is_edited_in_its_place(visit, manager, customer):
    page = visit(manager, f"/p/SHOP/customers/{customer.pk}/")
    page.locator("#part-value .quiet").click()
    page.get_by_label("Value per year").fill("480000")
    page.keyboard.press("Enter")
    expect(page.locator("#part-value .quiet")).to_contain_text("480,000")
    assert Customer.objects.get(pk=customer.pk).value == 480_000


def test_what_was_refused_stays_in_its_place(visit, manager, customer):
    page = visit(manager, f"/p/SHOP/customers/{customer.pk}/")
    page.locator("#part-size a").click()
    page.get_by_label("People").fill("-5")
    page.keyboard.press("Enter")
    expect(page.locator("#slot-size .field-error")).to_be_visible()
    expect(page.get_by_label("People")).to_have_value("-5")


def test_from_the_number_to_the_words(visit, manager, customer):
    page = visit(manager, "/p/SHOP/requirements/1/")
    page.locator("#score").get_by_role("link", name="Who asks for it").click()
    voices = page.locator("#voices")
    expect(voices).to_be_in_viewport()
    expect(voices).to_contain_text("1 customer")
    expect(voices).to_contain_text("demand 6")
    expect(voices.locator("q")).to_have_text("来回三次")
    voices.get_by_role("link", name="青山生鲜").click()
    expect(page.locator("#waiting")).to_contain_text("SHOP-1")


def test_merging_is_looked_at_first_and_taken_apart_again(visit, manager, customer, shop):
    home = create_customer(shop, by=manager, name="青山集团")
    page = visit(manager, f"/p/SHOP/customers/{customer.pk}/merge/")
    page.get_by_label("Becomes part of").fill("青山集团")
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("button", name="Merge into 青山集团").click()
    page.wait_for_url(f"**/customers/{home.pk}/")
    expect(page.locator("#said")).to_contain_text("SHOP-F1")
    page.locator("#parts").get_by_role("button", name="Take apart").click()
    page.wait_for_url(f"**/customers/{customer.pk}/")
    assert Customer.objects.get(pk=customer.pk).merged_into is None


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(visit, manager, customer, width):
    for place in (
        "customers/",
        f"customers/{customer.pk}/",
        "customers/tiers/",
        "requirements/1/",
        "settings/scoring/",
    ):
        page = visit(manager, f"/p/SHOP/{place}")
        page.set_viewport_size({"width": width, "height": 844})
        found = Axe().run(page).response["violations"]
        assert [(place, rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []
