"""Row 17: a place with nothing in it says so in one sentence and offers one thing to do; the sample goes at once."""

import re

import pytest
from playwright.sync_api import expect

from products.models import Product
from requirements.operations.authoring import create

pytestmark = pytest.mark.browser
POOL = "/p/SHOP/requirements/"
EMPTY = {
    POOL: POOL + "new/",
    POOL + "board/": POOL + "new/",
    POOL + "matrix/": POOL + "new/",
    POOL + "tree/": POOL + "new/",
    POOL + "?q=nothing-fits": POOL,
    "/requirements/": "/products/",
    "/p/SHOP/reviews/": "/p/SHOP/reviews/new/",
    "/p/SHOP/views/": POOL,
    "/p/SHOP/versions/": "/p/SHOP/versions/new/",
    "/p/SHOP/roadmap/": "/p/SHOP/versions/new/",
    "/p/SHOP/roadmap/?as=horizons": "/p/SHOP/versions/new/",
    "/p/SHOP/milestones/": "/p/SHOP/milestones/new/",
    "/p/SHOP/imports/": "/p/SHOP/imports/new/",
    "/p/SHOP/reviews/attendance/": "/p/SHOP/reviews/",
    "/p/SHOP/settings/goals/": "/p/SHOP/settings/goals/new/",
    "/p/SHOP/trash/": POOL,
    "/p/SHOP/changelog/": "/p/SHOP/versions/",
    "/settings/tokens/": "/settings/tokens/new/",
}
SAYS = """(empty) => [...empty.childNodes].filter((node) => !node.matches?.("h2, svg, .cluster"))
    .map((node) => node.textContent.trim()).join(" ").trim()"""


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_empty_place_says_why_and_leads_on(visit, page, owner, shop, language):
    owner.language = language
    owner.save(update_fields=["language"])
    for address, action in EMPTY.items():
        if "?" in address:
            create(shop, by=owner, title="Something")
        page = visit(owner, address)
        empty = page.locator(".empty")
        expect(empty, address).to_have_count(1)
        assert empty.get_by_role("heading").inner_text(), address
        sentence = empty.evaluate(SAYS)
        assert len(re.findall(r"[.。!?]", sentence)) == 1, (address, sentence)
        first = empty.locator(".cluster a, .cluster button").first
        assert first.get_attribute("href").split("?")[0] == action, address
        assert empty.locator("[data-variant=primary]").count() <= 1, address
        if "?" in address:
            shop.requirements.all().delete()


def test_readers_are_offered_nothing_they_may_not_do(visit, support, shop):
    for address in (POOL, POOL + "board/", "/p/SHOP/reviews/", "/p/SHOP/versions/"):
        assert visit(support, address).locator(".empty .cluster a, .empty .cluster button").count() == 0, address


def test_the_sample_goes_in_one_click(visit, admin, owner, shop, help_desk):
    Product.objects.filter(pk=shop.pk).update(is_sample=True)
    page = visit(admin, "/products/")
    page.get_by_role("button", name="Remove the sample").click()
    expect(page.get_by_role("button", name="Remove the sample")).to_have_count(0)
    assert list(Product.objects.values_list("key", flat=True)) == ["HELP"]
