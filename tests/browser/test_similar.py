"""Writing a new requirement: what says nearly the same is offered under the title, and nothing typed is touched."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_similar_requirements_are_offered_while_a_title_is_typed(visit, manager, make_requirement, ime):
    make_requirement("结算页支持优惠券叠加")
    make_requirement("Faster search")
    page = visit(manager, "/p/SHOP/requirements/new/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/similar/" in request.url else None)
    page.focus("[name=title]")
    ime.compose("jie suan ye")
    page.wait_for_timeout(600)
    assert not asked, "nothing is asked while an input method composes"
    ime.commit("结算页优惠券")
    offer = page.locator(".similar a")
    expect(offer).to_have_count(1)
    expect(offer).to_contain_text("SHOP-1")
    expect(page.locator(".similar mark").first).to_have_text("结算页")
    expect(page.locator("[name=title]")).to_have_value("结算页优惠券")
    expect(page.locator("[name=title]")).to_be_focused()

    page.fill("[name=title]", "Something quite different")
    expect(offer).to_have_count(0)
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_url("**/requirements/3/")
