"""The pages of PMHub, and how one gets to each."""

from dataclasses import dataclass

FILE = """标题,描述,优先级,状态,预估,截止日期,external id
结算页支持微信分付,"第一行
第二行",P1,待评估,3,2026-12-31,A-1
Show the price per unit,,P2,In progress,2,2027-Q1,A-2
,没有标题的一行,P3,,,,A-3
订单备注支持语音,,P9,待评估,x,2026-13-45,A-4
""".encode()


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

    def visit(self, page, ready):
        """Go there in a browser: by the address, or by the steps a person would take."""
        if callable(self.where):
            self.where(page, ready)
        else:
            answer = page.goto(self.where)
            assert answer.status == self.status, f"{self.where} answered {answer.status}"
        page.wait_for_load_state("networkidle")


def outside(name, where, status=200):
    return Shot(name, where, status, signed_in=False)


def first_link(address, selector):
    """Open a page and follow its first link that matches."""

    def go(page, ready):
        page.goto(address)
        page.goto(page.locator(selector).first.get_attribute("href"))

    return go


def upload(page, ready):
    page.goto(f"/p/{ready['import_into']}/imports/new/")
    page.locator("main input[type=file]").set_input_files({"name": "需求.csv", "mimeType": "text/csv", "buffer": FILE})
    go_on(page)


def check(page, ready):
    go_on(page)
    page.locator("#progress").wait_for(state="detached", timeout=60_000)


def go_on(page):
    with page.expect_navigation():
        page.locator('main [data-variant="primary"]').first.click()


def after(address, act):
    """Open a page and do something on it: `act` gets the page, and waits for what it made appear."""

    def go(page, ready):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        act(page)

    return go


def pressed(*keys, shows):
    """Press keys; what they show is there."""

    def act(page):
        for key in keys:
            page.keyboard.press(key)
        page.locator(shows).first.wait_for()

    return act


def peeked(page):
    page.locator("[data-peek]").first.click()
    page.locator("#peek [data-key]").wait_for()


def ticked(page):
    for row in range(3):
        page.locator("#rows tbody .cell-check input").nth(row).check()
    page.locator("[data-bulk-part]").first.wait_for()


def building(page):
    page.keyboard.press("f")
    page.locator('#add-filter a[hx-target="#builder"]').click()
    page.locator("dialog[open] .builder").wait_for()


def server_error(page, ready):
    """The page that nobody should ever see."""
    page.route("**/error-500", lambda route: route.fulfill(status=500, body=ready["error_500"]))
    page.goto("/error-500")


SHOP = "/p/SHOP"
LIST = f"{SHOP}/requirements/"
BY_TITLE = f"{LIST}?q=%E7%BB%93%E7%AE%97%E9%A1%B5%E4%B8%80%E6%AD%A5"  # 结算页一步
PAGES = [
    outside("sign-in", "/accounts/login/"),
    outside("password-reset", "/accounts/password/reset/"),
    outside("invitation-over", "/invitation/wrong/", 404),
    Shot("home", "/"),
    Shot("products", "/products/"),
    Shot("product-new", "/products/new/"),
    Shot("product", f"{SHOP}/"),
    Shot("requirements", LIST),
    Shot("requirements-filtered", f"{LIST}?status=open&priority=1&tag=%E7%BB%93%E7%AE%97&sort=-updated"),
    Shot("requirements-none", f"{LIST}?q=nothing-like-this"),
    Shot("requirements-groups", f"{LIST}?group=status&subgroup=priority"),
    Shot("requirements-peek", after(LIST, peeked)),
    Shot("requirements-bulk", after(LIST, ticked)),
    Shot("requirements-status", after(LIST, pressed("j", "s", shows="#item-choices [role=option]"))),
    Shot("requirements-filter", after(LIST, pressed("f", shows="#add-filter summary"))),
    Shot("requirements-builder", after(f"{LIST}?q=(priority:P0 OR tag:支付) score>40", building)),
    Shot("requirements-mistake", f"{LIST}?q=statu:planned -tag:later"),
    Shot("palette", after(LIST, pressed("Control+k", shows="#palette-list [role=option]"))),
    Shot("keys", after(LIST, pressed("?", shows="dialog[open] kbd"))),
    Shot("quick-add", after(LIST, pressed("c", shows="dialog[open] [name=line]"))),
    Shot("board", f"{LIST}board/"),
    Shot("board-lanes", f"{LIST}board/?lanes=priority"),
    Shot("matrix", f"{LIST}matrix/"),
    Shot("tree", f"{LIST}tree/"),
    Shot("laboratory", f"{LIST}lab/"),
    Shot("as-of", f"{LIST}as-of/"),
    Shot("compare", f"{LIST}compare/"),
    Shot("baselines", f"{LIST}baselines/"),
    Shot("views", f"{SHOP}/views/"),
    Shot("export", f"{LIST}export/?q=status:open"),
    Shot("export-print", f"{LIST}export/print/?q=status:open"),
    Shot("all-requirements", "/requirements/"),
    Shot("all-views", "/requirements/views/"),
    Shot("requirement-new", f"{LIST}new/"),
    Shot("requirement", first_link(BY_TITLE, 'a[href*="/requirements/"]:has-text("结算页一步完成")')),
    Shot("requirement-whole", first_link(BY_TITLE, 'a[href*="/requirements/"]:has-text("结算页一步完成")'), full=True),
    Shot(
        "requirement-declined", first_link(f"{LIST}?status=declined", 'a:has-text("直播间优惠券自动领取")'), full=True
    ),
    Shot("reviews", f"{SHOP}/reviews/"),
    Shot("review-ahead", first_link(f"{SHOP}/reviews/", 'main td a:has-text("第二次")')),
    Shot("review-past", first_link(f"{SHOP}/reviews/", 'main td a:has-text("第一次")')),
    Shot("review-new", f"{SHOP}/reviews/new/"),
    Shot("versions", f"{SHOP}/versions/"),
    Shot("version", first_link(f"{SHOP}/versions/", 'main a:has-text("2.4")')),
    Shot("version-new", f"{SHOP}/versions/new/"),
    Shot("milestones", f"{SHOP}/milestones/"),
    Shot("milestone-new", f"{SHOP}/milestones/new/"),
    Shot("imports", f"{SHOP}/imports/"),
    Shot("import-1-file", f"{SHOP}/imports/new/"),
    Shot("import-2-columns", upload),
    Shot("import-3-check", check),
    Shot("import-4-result", check),
    Shot("settings", f"{SHOP}/settings/"),
    Shot("settings-members", f"{SHOP}/settings/members/"),
    Shot("settings-workflow", f"{SHOP}/settings/workflow/"),
    Shot("settings-fields", f"{SHOP}/settings/fields/"),
    Shot("settings-scoring", f"{SHOP}/settings/scoring/", full=True),
    Shot("settings-templates", f"{SHOP}/settings/templates/"),
    Shot("trash", f"{SHOP}/trash/"),
    Shot("personal", "/settings/"),
    Shot("tokens", "/settings/tokens/"),
    Shot("token-new", "/settings/tokens/new/"),
    Shot("password", "/accounts/password/change/"),
    Shot("email", "/accounts/email/"),
    Shot("two-step", "/accounts/2fa/"),
    Shot("sessions", "/accounts/sessions/"),
    Shot("people", "/people/"),
    Shot("api-docs", "/api/docs/"),
    Shot("not-found", "/nowhere/", 404),
    Shot("product-not-found", "/p/NOPE/", 404),
    Shot("server-error", server_error, 500),
]
EMPTY = [outside("set-up", "/setup/")]
