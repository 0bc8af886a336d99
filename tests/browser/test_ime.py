"""Chinese input in every field of every page, with real composition events.

While text is unfinished, Enter sends nothing, single letters are no shortcuts and no request tells of it; what was
chosen stands in its field. Fields that take only figures or dates have no composition.
"""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from products.operations.workflow import add_field
from requirements.models import Template
from requirements.operations.baselines import create_baseline
from requirements.operations.details import add_criterion, comment
from requirements.operations.reviewing import add_to_agenda, invite, open_review, schedule

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNFINISHED, CHOSEN = "zhifu", "支付"
PAUSE = 450  # milliseconds: longer than any field waits before it sends what was typed
POOL, ONE, SETTINGS = "/p/SHOP/requirements/", "/p/SHOP/requirements/1/", "/p/SHOP/settings/"
REVIEWS, WEIGHTED = "/p/SHOP/reviews/", "/p/SHOP/settings/scoring/?kind=weighted"
PARTS = [
    "title", "description", "story", "tags", "parent", "assignees", "requester", "drivers", "due", "estimate",
    "custom.market",
]  # fmt: skip
PAGES = {
    "lists": [POOL, POOL + "?peek=SHOP-1", "/requirements/", "/palette/"],
    "the pool": [POOL + name for name in (
        "new/", "lab/", "baselines/", "baselines/{baseline}/", "bulk/tags/", "bulk/parent/", "bulk/due/",
    )],
    "a requirement": ["/SHOP-1", ONE + "criteria/{criterion}/", ONE + "comments/{comment}/"],
    "its parts": [f"{ONE}parts/{name}/" for name in PARTS],
    "reviews": [REVIEWS + name for name in ("new/", "{review}/", "{review}/edit/")],
    "settings": [SETTINGS + name for name in (
        "", "workflow/", "workflow/{status}/", "fields/", "fields/{field}/", "templates/", "templates/{template}/",
    )],
    "scoring": [WEIGHTED],
    "plans": ["/p/SHOP/versions/new/", "/p/SHOP/versions/{version}/edit/", "/p/SHOP/milestones/new/"],
    "the rest": ["/p/SHOP/imports/new/", "/products/new/", "/settings/", "/settings/tokens/new/"],
}  # fmt: skip
OVERLAYS = {  # what is filled in above a page, and how it is opened
    "the palette": (POOL, lambda page: page.keyboard.press("Control+k")),
    "quick add": (POOL, lambda page: page.keyboard.press("c")),
    "a view": (POOL + "?q=tag:checkout", lambda page: page.get_by_role("button", name="Save view").click()),
    "a filter": (POOL, lambda page: open_filter(page)),
    "a choice": (POOL, lambda page: press(page, "j", "l")),
    "many": (POOL, lambda page: open_many(page)),
    "a cell": (POOL, lambda page: open_cell(page)),
    "an invitation": ("/people/", lambda page: page.locator('a[href="#invite"]').click()),
}

TOP = "dialog[open], [popover]:popover-open:not([data-expander-target])"
FIELDS = """(top) => [...(document.querySelector(top) ?? document).querySelectorAll("input, textarea")]
    .filter((field) => ["text", "search", "url", "textarea"].includes(field.type) && !field.readOnly && !field.disabled
        && !field.matches("[data-dormant]") && field.checkVisibility({ visibilityProperty: true }))"""
SUBMITS = """() => {
    window.sentForms = 0
    document.addEventListener("submit", (event) => { if (!event.defaultPrevented) window.sentForms += 1 })
}"""
HEARD = """(field) => field.matches("[data-action], [hx-get], [hx-post], [hx-trigger]")
    || field.closest("[hx-trigger], [data-action*=input], [data-action*=keyup]") !== null"""
UNFOLD = "() => document.querySelectorAll('main details').forEach((one) => { one.open = true })"


@pytest.fixture
def places(shop, owner, requirement, version):
    """What stands for the names in the addresses of PAGES."""
    review = schedule(shop, by=owner, title="评审", starts_at=datetime(2026, 12, 1, 6, 30, tzinfo=UTC))
    invite(review, [owner], by=owner)
    add_to_agenda(review, [requirement], by=owner)
    open_review(review, by=owner)
    field = add_field(shop, by=owner, key="market", name="市场", kind="text")
    return {
        "baseline": create_baseline(shop, by=owner, name="一月").pk,
        "comment": comment(requirement, by=owner, body="看一下").pk,
        "criterion": add_criterion(requirement, by=owner, text="可以支付").pk,
        "field": field.pk,
        "review": review.pk,
        "status": shop.statuses.first().pk,
        "template": Template.objects.create(product=shop, name="模板", body="正文").pk,
        "version": version.pk,
    }


class Fields:
    """The fields of a page that take text, one after another; the page is opened again where a field has led away."""

    def __init__(self, page, ime, opened):
        self.page, self.ime, self.opened, self.sent = page, ime, opened, []
        page.on("request", self.note)

    def note(self, request):
        told = f"{request.url} {request.post_data or ''}"
        overdue = CHOSEN in told or quote(CHOSEN) in told  # of the field before, by a form that waits longer
        if UNFINISHED in told or request.is_navigation_request() or (request.method != "GET" and not overdue):
            self.sent.append(f"{request.method} {request.url}")

    def open(self):
        self.opened()
        self.page.evaluate(UNFOLD)
        self.page.evaluate(SUBMITS)

    def count(self):
        return self.page.evaluate(f"(top) => ({FIELDS})(top).length", TOP)

    def check_all(self):
        self.open()
        begun, total = self.page.url, self.count()
        for place in range(total):
            if self.page.url != begun or self.count() != total:
                self.open()
            self.check(self.page.evaluate_handle(f"(top) => ({FIELDS})(top)[{place}]", TOP).as_element())
        return total

    def check(self, field):
        name = field.evaluate("(field) => field.outerHTML.slice(0, 160)")
        field.focus()
        field.evaluate("(field) => field.select?.()")
        pause = PAUSE if field.evaluate(HEARD) else 0
        self.wait(pause)
        self.page.wait_for_function("() => !document.querySelector('.htmx-request')")  # of the field before
        self.sent.clear()
        before = self.state()
        self.ime.compose(UNFINISHED)
        for code in ("KeyC", "KeyX", "Enter"):
            self.ime.key(code)
        self.wait(pause)
        assert (self.sent, self.state()) == ([], before), name
        assert field.evaluate("(field) => field === document.activeElement"), name
        self.ime.commit(CHOSEN)
        assert CHOSEN in field.evaluate("(field) => field.value ?? field.textContent"), name

    def wait(self, milliseconds):
        """Wait by the page's own clock: what it was to send before is then under way, however slow the machine."""
        self.page.evaluate("(time) => new Promise((done) => setTimeout(done, time))", milliseconds)

    def state(self):
        return [self.page.url, self.page.evaluate("() => window.sentForms"), self.page.locator(TOP).count()]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("#item-choices").get_by_role("combobox")).to_be_focused()


def open_filter(page):
    page.keyboard.press("f")
    page.locator("details[name=filter] > summary", has_text="Parent").click()
    expect(page.locator("details[name=filter][open] input[type=search]")).to_be_visible()


def open_many(page):
    page.locator("#row-1 input[type=checkbox]").click()
    page.locator(".bulk").get_by_role("button", name="Tags").click()
    expect(page.locator(".bulk-editor input[type=text]").first).to_be_visible()


def open_cell(page):
    page.locator("#row-1 [data-field=title]").click(position={"x": 2, "y": 10})
    page.keyboard.press("F2")
    expect(page.locator("#row-1 .cell-input")).to_be_focused()


@pytest.mark.parametrize("pages", PAGES)
def test_every_field_of_every_page(visit, page, ime, owner, places, pages):
    for address in PAGES[pages]:
        there = address.format(**places)
        assert Fields(page, ime, lambda there=there: visit(owner, there)).check_all(), f"{there} has no field"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_field_above_a_page(visit, page, ime, owner, places, overlay):
    type(owner).objects.filter(pk=owner.pk).update(is_admin=True)
    address, opened = OVERLAYS[overlay]
    assert Fields(page, ime, lambda: opened(visit(owner, address))).check_all() > 0
