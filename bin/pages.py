"""The pages of PMHub, and how one gets to each."""

import json
from dataclasses import dataclass

CSV = """标题,描述,优先级,状态,预估,截止日期,external id
结算页支持微信分付,"第一行
第二行",P1,待评估,3,2026-12-31,A-1
Show the price per unit,,P2,In progress,2,2027-Q1,A-2
,没有标题的一行,P3,,,,A-3
订单备注支持语音,,P9,待评估,x,2026-13-45,A-4
"""


@dataclass(frozen=True)
class Shot:
    """A page: its name, its address or the steps to it, and the status it answers with."""

    name: str
    where: object
    status: int = 200
    signed_in: bool = True
    full: bool = False

    def named(self, words):
        return not words or any(word in self.name for word in words)

    def visit(self, camera):
        if callable(self.where):
            self.where(camera.page)
        else:
            answer = camera.page.goto(self.where)
            assert answer.status == self.status, f"{self.where} answered {answer.status}"
        camera.page.wait_for_load_state("networkidle")


def cookies(printed):
    return json.loads(printed)


def outside(name, where, status=200):
    return Shot(name, where, status, signed_in=False)


def first_link(address, selector):
    """Open a page and follow its first link that matches."""

    def go(page):
        page.goto(address)
        page.goto(page.locator(selector).first.get_attribute("href"))

    return go


def server_error(page):
    """The page that nobody should ever see, from the template that is served then."""
    from django.template.loader import render_to_string

    page.route("**/error-500", lambda route: route.fulfill(status=500, body=render_to_string("500.html")))
    page.goto("/error-500")


PAGES = [
    outside("sign-in", "/accounts/login/"),
    outside("password-reset", "/accounts/password/reset/"),
    outside("not-found-signed-out", "/nowhere/", 404),
    Shot("home", "/"),
    Shot("products", "/products/"),
    Shot("product-new", "/products/new/"),
    Shot("requirements", "/p/SHOP/requirements/"),
]
EMPTY = [outside("set-up", "/setup/")]
