"""From a key or a drop to the paint that shows it, in Chromium, on a product of 10,000 requirements.

Each act is done twenty times. The clock starts at the browser's own event and stops after the frame in which the page
first shows what was asked for; the server's answer is part of it where the act needs one.
"""

import os
import shutil
from contextlib import contextmanager

from bench.installation import KEY

TIMES = 20
LOOK = 400  # milliseconds that people look at a row before they want to see more of it
MANY, ODD = 500, 777
SIZE = (1440, 900)
LIST = f"/p/{KEY}/requirements/"
SHIFTS = """() => {
  window.shifts = 0
  const add = (entry) => { if (!entry.hadRecentInput) window.shifts += entry.value }
  new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: "layout-shift", buffered: true })
}"""
# The first event of the kind starts the clock (a modifier alone is not one); each frame asks whether the page shows it.
CLOCK = """() => {
  window.took = new Promise((done, fail) => {
    const began = (event) => {
      if (["Control", "Shift"].includes(event.key)) return
      document.removeEventListener("KIND", began, true)
      const look = () => {
        if (SHOWN) setTimeout(() => done(performance.now() - event.timeStamp))
        else if (performance.now() - event.timeStamp > 15000) fail(new Error("never shown"))
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }
    document.addEventListener("KIND", began, true)
  })
  return true
}"""


def act(page, kind, shown, do):
    """Milliseconds from the event that `do` causes to the frame in which the expression `shown` is true."""
    page.evaluate(CLOCK.replace("KIND", kind).replace("SHOWN", shown))
    do()
    return page.evaluate("window.took")


def palette(page):
    page.goto(page.site + LIST)
    for _time in range(TIMES):
        yield act(
            page, "keydown", "document.querySelector('dialog.palette').open", lambda: page.keyboard.press("Control+k")
        )
        page.keyboard.press("Escape")


def palette_results(page):
    page.goto(page.site + LIST)
    for number in range(TIMES):
        page.keyboard.press("Control+k")
        shown = f"document.querySelector('#palette-list')?.textContent.includes('{KEY}-{number + 10}0')"
        page.locator(".palette [name=q]").fill(f"{number + 10}")
        yield act(page, "keydown", shown, lambda: page.keyboard.press("0"))
        page.keyboard.press("Escape")


def peek(page, rest=LOOK):
    """Of a row that has been looked at for a moment, so that its panel is there already."""
    page.goto(page.site + LIST)
    page.keyboard.press("j")
    for _time in range(TIMES):
        page.wait_for_timeout(rest)
        yield act(page, "keydown", "document.querySelector('#peek h2')", lambda: page.keyboard.press(" "))
        page.keyboard.press("Escape")
        page.wait_for_function("() => !document.querySelector('#peek h2')")
        page.keyboard.press("j")


def peek_at_once(page):
    """Of a row that was reached just now: the server's answer is part of it."""
    yield from peek(page, rest=0)


def edit_cell(page):
    """Until the typed value stands in the cell; the same Enter goes on to the cell below."""
    page.goto(page.site + LIST)
    cells = page.locator("#rows tbody [data-field=title]")
    cells.first.click(position={"x": 2, "y": 2})
    for number in range(TIMES):
        page.keyboard.press("Enter")
        cells.nth(number).locator("input:not([data-dormant])").fill(f"Painted {number}")
        found = "document.querySelectorAll('#rows tbody [data-field=title]')"
        shown = f"{found}[{number}].innerText.includes('Painted {number}')"
        yield act(page, "keydown", shown, lambda: page.keyboard.press("Enter"))
        page.wait_for_load_state("networkidle")


def move_card(page):
    page.goto(f"{page.site}{LIST}board/?sort=rank")
    columns = page.locator("ol[data-column]")
    for number in range(TIMES):
        start, end = (columns.nth((number + step) % 2) for step in (0, 1))
        card = start.locator(".card").first
        key = card.get_attribute("data-key")
        drag(page, card, end.locator(".card").first)
        shown = f"document.querySelector(\"ol[data-column='{end.get_attribute('data-column')}'] [data-key='{key}']\")"
        yield act(page, "pointerup", shown, page.mouse.up)
        page.locator(".card[data-saving]").wait_for(state="detached")


def drag(page, card, target):
    place, goal = card.locator(".key").bounding_box(), target.bounding_box()
    page.mouse.move(place["x"] + 4, place["y"] + 4)
    page.mouse.down()
    page.mouse.move(place["x"] + 14, place["y"] + 14)
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + 8, steps=4)


def choose_many():
    """Give 500 requirements an estimate that no other has, so that a query can find them."""
    from requirements.models import Requirement

    Requirement.objects.filter(product__key=KEY, number__lte=MANY).update(estimate=ODD)


def bulk(page):
    """500 requirements given another priority, until the message says so: all that the query finds."""
    for number in range(TIMES):
        page.goto(f"{page.site}{LIST}?q=estimate%3A{ODD}&sort=number")
        page.locator("#rows tbody input[type=checkbox]").first.click()
        page.locator(".bulk-all", has_text=str(MANY)).locator("[name=all]").check()
        page.locator("[data-bulk-part=priority]").click()
        choice = page.locator(".bulk-editor .menu-item").nth(number % 5)
        choice.wait_for()
        yield act(page, "click", "document.querySelector('.toast')", choice.click)


ACTS = [
    ("open the palette", palette, 50),
    ("palette results", palette_results, 150),
    ("open the peek", peek, 100),
    ("… of a row just reached", peek_at_once, 200),
    ("edit a cell", edit_cell, 100),
    ("move a card", move_card, 100),
    ("change 500", bulk, 2_000),
]


@contextmanager
def browser(port, cookie):
    from playwright.sync_api import sync_playwright

    program = os.environ.get("PMHUB_CHROMIUM") or shutil.which("chromium")
    name, value = cookie.split("=", 1)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = chromium.new_page(viewport=dict(zip(("width", "height"), SIZE, strict=True)))
        page.site = f"http://localhost:{port}"
        page.set_default_timeout(15_000)
        page.context.add_cookies([{"name": name, "value": value, "url": page.site}])
        yield page
        chromium.close()


def measured(port, cookie):
    """Yields a line for each act: median, 95th percentile, and whether that is within its budget."""
    choose_many()
    with browser(port, cookie) as page:
        for name, times, budget in ACTS:
            found = sorted(times(page))
            median, p95 = found[len(found) // 2], found[int(len(found) * 0.95) - 1]
            yield f"{name:<24} p50 {median:6.0f} ms · p95 {p95:6.0f} ms  ≤ {budget} {'✓' if p95 <= budget else '✗'}"
        for name, path in (("table", LIST), ("board", f"{LIST}board/")):
            page.goto(page.site + path)
            page.evaluate(SHIFTS)
            page.wait_for_load_state("networkidle")
            shift = page.evaluate("window.shifts")
            yield f"layout shift, {name:<6} {shift:.3f}  ≤ 0.1 {'✓' if shift <= 0.1 else '✗'}"
