"""A requirement's history in people's words."""

import pytest
from django.urls import reverse
from django.utils import translation

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.operations import one_batch
from requirements.history.entries import history_of
from requirements.operations.authoring import edit
from requirements.operations.details import add_criterion, comment, edit_comment, edit_criterion, link, unlink
from requirements.operations.ordering import move
from requirements.operations.people import watch
from tests.requirements.conftest import text_of


@pytest.fixture
def told(requirement, manager):
    """The newest entry's lines as `(what, old, new)`."""

    def read():
        requirement.refresh_from_db()
        entries, _older = history_of(requirement, manager)
        return [(line.what, line.old, line.new) for line in entries[0].lines]

    return read


def test_it_begins_with_the_creation(requirement, manager, told):
    assert ("created this requirement", "", "") in told()


def test_names_stand_for_ids(requirement, manager, engineer, version, statuses, told, make_requirement):
    parent = make_requirement("Parent")
    edit(
        requirement, by=manager, status=statuses["planned"], owner=engineer, version=version, parent=parent, priority=0
    )
    assert sorted(told()) == sorted([
        ("status", "To assess", "Planned"), ("owner", "", engineer.name), ("version", "", version.name),
        ("parent", "", parent.key), ("priority", "P1 high", "P0 critical"),
    ])  # fmt: skip


def test_what_is_gone_is_called_so(requirement, manager, version, told):
    edit(requirement, by=manager, version=version)
    edit(requirement, by=manager, version=None)
    version.delete()
    assert told() == [("version", "(deleted)", "")]


def test_dates_are_as_exact_as_they_were(requirement, manager, told):
    edit(requirement, by=manager, due=FuzzyDate.parse("2026-Q4"))
    assert told() == [("due", "", "2026 Q4")]
    edit(requirement, by=manager, due=FuzzyDate.parse("2027-Q1"))
    assert told() == [("due", "2026 Q4", "2027 Q1")]
    edit(requirement, by=manager, due=FuzzyDate.parse("2027-03-31"))
    requirement.refresh_from_db()
    entries, _older = history_of(requirement, manager)
    shown = [(line.old, line.new) for entry in entries for line in entry.lines if line.what == "due"]
    assert shown == [("2027 Q1", "31 Mar 2027"), ("2026 Q4", "2027 Q1"), ("", "2026 Q4")]


def test_inputs_go_by_their_labels(requirement, manager, shop, told):
    shop.custom_fields.create(key="market", name="Market", kind="select", options=["CN", "DE"])
    edit(requirement, by=manager, drivers={"reach": 1900, "effort": None}, custom={"market": "CN"})
    assert sorted(told()) == [("Effort", "5", ""), ("Market", "", "CN"), ("Reach", "1800", "1900")]


def test_long_texts_show_their_differences(requirement, manager):
    edit(requirement, by=manager, description="A long description. " * 20)
    edit(
        requirement, by=manager, description="A long description. " * 10 + "A short word. " + "A long description. " * 9
    )
    entries, _older = history_of(requirement, manager)
    pieces = entries[0].lines[0].pieces
    assert ("added", "short word") in pieces
    assert sum(len(text) for _kind, text in pieces) < 400


def test_what_hangs_on_it_is_told(requirement, manager, engineer, make_requirement, told):
    criterion = add_criterion(requirement, by=manager, text="It works")
    assert told() == [("Criterion", "", "It works")]
    edit_criterion(criterion, by=manager, done=True)
    assert told() == [("Criterion met", "", "It works")]
    edit_criterion(criterion, by=manager, text="It works well")
    assert told() == [("Criterion", "It works", "It works well")]
    said = comment(requirement, by=engineer, body="A word")
    assert told() == [("commented", "", "A word")]
    edit_comment(said, by=engineer, body="Two words")
    assert told() == [("edited a comment", "A word", "Two words")]
    made = link(requirement, make_requirement("Other"), by=manager, kind="blocks")
    assert told() == [("Link", "", "blocks SHOP-2")]
    unlink(made, by=manager)
    assert told() == [("Link", "blocks SHOP-2", "")]
    edit(requirement, by=manager, tags=[], assignees=[])
    assert sorted(told()) == [("Assignee", engineer.name, ""), ("Tag", "checkout", "")]
    move(requirement, by=manager)
    assert told() == [("moved in the manual order", "", "")]


def test_watching_is_nobody_elses_business(requirement, manager, engineer, told):
    before = told()
    watch(requirement, by=engineer)
    assert told() == before


def test_one_batch_is_one_entry(requirement, manager):
    count = len(history_of(requirement, manager)[0])
    with one_batch():
        edit(requirement, by=manager, title="Renamed")
        comment(requirement, by=manager, body="Renamed it")
    entries, _older = history_of(requirement, manager)
    assert len(entries) == count + 1
    assert len(entries[0].lines) == 2


def test_only_what_touched_nothing_else_is_undone_from_here(requirement, manager, make_requirement):
    edit(requirement, by=manager, title="Alone")
    assert history_of(requirement, manager)[0][0].can_be_undone
    with one_batch():
        edit(requirement, by=manager, title="Together")
        edit(make_requirement("Other"), by=manager, title="Together as well")
    assert not history_of(requirement, manager)[0][0].can_be_undone


def test_undoing_is_told_as_such(requirement, manager):
    edit(requirement, by=manager, title="By mistake")
    undo_batch(Change.objects.latest("id").batch, by=manager)
    entry = history_of(requirement, manager)[0][0]
    assert entry.was_undo
    assert entry.lines[0].old == "By mistake"


def test_older_changes_are_a_page_further(requirement, manager, monkeypatch):
    monkeypatch.setattr("requirements.history.entries.READ", 5)
    for n in range(12):
        edit(requirement, by=manager, title=f"Title {n}")
    shown, older = [], None
    while True:
        entries, older = history_of(requirement, manager, before=older)
        shown += [line.new for entry in entries for line in entry.lines if line.what == "title"]
        if older is None:
            break
    assert shown == [f"Title {n}" for n in reversed(range(12))]


def test_the_page_shows_who_when_and_what_in_the_persons_zone(web, manager, requirement, url, statuses):
    manager.time_zone = "Pacific/Kiritimati"
    manager.save(update_fields=["time_zone"])
    edit(requirement, by=manager, status=statuses["planned"])
    Change.objects.update(at="2026-11-21T12:00:00Z")
    page = text_of(web(manager).get(url("?tab=history")))
    for text in (manager.name, "2026-11-22 02:00", "<del>To assess</del>", "<ins>Planned</ins>"):
        assert text in page
    assert reverse("undo", args=[Change.objects.latest("id").batch]) in page


def test_readers_cannot_undo(web, support, requirement, url):
    page = text_of(web(support).get(url("?tab=history")))
    assert "created this requirement" in page.lower()
    own = "/changes/undo/latest/?product=SHOP"  # Ctrl+Z takes back what one did oneself
    assert "/changes/undo/" not in page.replace(own, "")


def test_chinese_labels(requirement, manager, statuses):
    edit(requirement, by=manager, due=FuzzyDate.parse("2026-Q4"))
    with translation.override("zh-hans"):
        assert history_of(requirement, manager)[0][0].lines[0].new == "2026 年第四季度"
