"""A plan of another tool on the time axis: imported, moved by a quarter with its own, in the ledger, and back."""

import json

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import Requirement
from roadmaps.models import Milestone, Version
from roadmaps.operations.planning import create_milestone
from tests.browser.timeline import body_of, dates, days, drag

pytestmark = pytest.mark.browser
MILESTONES = [
    ("1.0", "2021-06-18", "2021-07-17", "closed"),
    ("1.1", "2021-07-18", "2021-08-17", "active"),
    ("1.2", "2022-01-18", "2022-02-17", "active"),
    ("1.3", "2022-11-18", "2022-12-17", "active"),
    ("Backlog", None, None, "active"),
]
ISSUES = [
    ("1.0", None, "closed"),
    ("1.1", "2021-08-10", "closed"),
    ("1.2", "2022-01-31", "opened"),
    ("1.2", "2022-02-10", "opened"),
    ("1.2", None, "opened"),
    ("1.3", None, "opened"),
    ("Backlog", None, "opened"),
    (None, "2022-06-10", "opened"),
]


@pytest.fixture
def imported(shop, manager, tmp_path):
    """Eight issues in five milestones, as GitLab exports them, and a milestone of our own at 1.2."""
    known = {
        title: {"id": number, "title": title, "start_date": start, "due_date": due, "state": state}
        for number, (title, start, due, state) in enumerate(MILESTONES, 1)
    }
    issues = [
        {"id": n, "iid": n, "title": f"Issue {n}", "state": state, "due_date": due, "milestone": known.get(title)}
        for n, (title, due, state) in enumerate(ISSUES, 1)
    ]
    file = tmp_path / "plan.issues.json"
    file.write_text(json.dumps(issues), encoding="utf-8")
    call_command("import_issues", str(file), product="SHOP", by=manager.email)
    version = Version.objects.get(name="1.2")
    create_milestone(shop, by=manager, name="Freeze", version=version, due=FuzzyDate.parse("2022-02-01"))


def due():
    """What lies within 1.2: the due dates of its requirements and of its milestone."""
    requirements = Requirement.objects.filter(version__name="1.2").order_by("number")
    return [str(row.due) for row in requirements] + [str(Milestone.objects.get().due)]


BEFORE = ["2022-01-31", "2022-02-10", "None", "2022-02-01"]
AFTER = ["2022-04-30", "2022-05-10", "None", "2022-05-01"]


def test_its_milestones_stand_where_its_dates_are(visit, manager, imported):
    page = visit(manager, "/p/SHOP/roadmap/")
    said = [bar.get_attribute("aria-label") for bar in page.locator(".roadmap-bar").all()]
    assert [text.split(". ")[0] for text in said] == ["1.0", "1.1", "1.2", "1.3"]
    assert "18 Jun 2021 to 17 Jul 2021. Released. 100 %" in said[0]
    assert said[1].endswith("18 Jul 2021 to 17 Aug 2021. Planned. 100 %. late")
    expect(page.locator(".roadmap-waits")).to_have_text(["Backlog Schedule… Backlog"], use_inner_text=True)
    expect(page.locator(".roadmap-beyond")).to_have_count(0)


def test_dragged_by_a_quarter_its_own_goes_along_and_the_ledger_knows(visit, manager, imported):
    page = visit(manager, "/p/SHOP/roadmap/?zoom=half&from=2021-07")
    drag(page, body_of(page, "1.2"), days(page, 91), drop=False)
    expect(page.locator(".roadmap-tip")).to_have_text("18 Apr 2022 – 17 May 2022")
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("Moved along: 1 milestone and 2 requirements’ dates.")
    assert (dates("1.2"), due()) == (("2022-04-18", "2022-05-17"), AFTER)
    page.goto(page.url.partition("/roadmap/")[0] + "/promises/?show=slips")
    slip = page.get_by_role("row", name="1.2")
    expect(slip).to_contain_text("17 Feb 2022")
    expect(slip).to_contain_text("17 May 2022")
    expect(slip).to_contain_text("89 days later")
    page.go_back()
    page.wait_for_function("() => window.htmx !== undefined")
    page.keyboard.press("Control+z")
    expect(page.locator(".roadmap-bar[aria-label^='1.2. ']")).to_have_attribute("data-end", "2022-02-17")
    assert (dates("1.2"), due()) == (("2022-01-18", "2022-02-17"), BEFORE)
    page.goto(page.url.partition("/roadmap/")[0] + "/promises/?show=slips")
    expect(page.get_by_role("row", name="1.2")).to_have_count(0)


def test_the_same_by_keys_alone_in_chinese(visit, manager, imported):
    manager.language = "zh-hans"
    manager.save(update_fields=["language"])
    page = visit(manager, "/p/SHOP/roadmap/?zoom=quarter&from=2021-07")
    bar = page.locator(".roadmap-bar[aria-label^='1.2. ']")
    page.locator(".roadmap").focus()
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(bar).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-roadmap-keys-target=voice]")).to_have_text("2022 年 4 月 18 日 – 2022 年 5 月 17 日")
    expect(bar).to_have_attribute("data-end", "2022-05-17")
    assert due() == AFTER
    page.keyboard.press("Control+z")
    expect(bar).to_have_attribute("data-end", "2022-02-17")
    expect(bar).to_be_focused()
    assert due() == BEFORE
