"""What GitLab's issues bring along beside themselves."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from requirements.models import ExternalPerson, Requirement
from roadmaps.models import Version
from roadmaps.operations.planning import edit_version
from tests.imports.conftest import figures

ANN = {"id": 7, "username": "ann", "name": "Ann"}


def issue(number, **more):
    return {
        "id": 8000 + number, "iid": number, "project_id": 5, "title": f"Issue {number}", "description": "text",
        "state": "opened", "created_at": 1576614565751, "labels": ["UX"], "author": ANN, "assignees": [ANN],
        "milestone": None, "epic": None, "web_url": f"https://gitlab.example/g/p/-/issues/{number}", **more,
    }  # fmt: skip


MILESTONE = {
    "id": 9, "title": "12.9", "start_date": "2020-02-18", "due_date": "2020-03-17", "state": "closed",
    "description": "goal",
}  # fmt: skip
EPIC = {"id": 33, "iid": 3, "title": "Theming", "url": "/groups/g/-/epics/3"}
ISSUES = [issue(1, milestone=MILESTONE, epic=EPIC), issue(2, milestone=MILESTONE, epic=EPIC), issue(3)]


@pytest.fixture
def brought(bring):
    return bring(ISSUES)


def test_milestones_become_versions_with_their_dates(brought, shop):
    version = Version.objects.of(shop).get()
    assert brought.counts["versions_created"] == 1
    assert (version.name, version.start_on, version.release_on) == ("12.9", dt.date(2020, 2, 18), dt.date(2020, 3, 17))
    assert (version.state, version.goal) == ("released", "goal")
    assert version.released_at == dt.datetime(2020, 3, 17, 12, tzinfo=ZoneInfo(shop.time_zone))
    assert Requirement.objects.of(shop).filter(version=version).count() == 2


def test_a_milestone_that_is_closed_by_now_was_so_when_the_file_said_it(bring, shop, manager):
    bring([issue(1, milestone=MILESTONE | {"state": "active"})])
    began = timezone.now()
    bring([issue(1, milestone=MILESTONE)])
    version = Version.objects.of(shop).get()
    assert version.state == "released"
    assert version.released_at >= began
    edit_version(version, by=manager, state="archived")
    bring([issue(1, milestone=MILESTONE)])
    version.refresh_from_db()
    assert version.state == "archived"


def test_epics_become_parents_counted_apart(brought, shop):
    epic = Requirement.objects.of(shop).get(level="initiative")
    assert (figures(brought), brought.counts["parents_created"]) == ((3, 0, 0, 0), 1)
    assert (epic.title, epic.children.count()) == ("Theming", 2)
    assert epic.references.get().url == "https://gitlab.example/groups/g/-/epics/3"


def test_authors_become_outside_people_never_accounts(brought, shop, people):
    person = ExternalPerson.objects.of(shop).get()
    assert (person.source, person.external_id, person.username) == ("gitlab", "7", "ann")
    assert Requirement.objects.of(shop).filter(outside_requester=person).count() == 3
    assert type(people.owner).objects.filter(name="Ann").count() == 0


def test_original_values_are_kept_as_they_were(brought, shop):
    reference = Requirement.objects.of(shop).get(title="Issue 1").references.get()
    assert reference.data["created_at"] == 1576614565751
    assert reference.data["milestone" if "milestone" in reference.data else "version"]["title"] == "12.9"


def test_again_nothing_changes(brought, bring):
    again = bring(ISSUES)
    assert figures(again) == (0, 0, 3, 0)
    assert not any(again.counts[name] for name in ("versions_created", "versions_updated", "parents_created"))


def test_a_moved_milestone_moves_the_version_and_a_renamed_epic_its_parent(brought, bring, shop):
    moved = MILESTONE | {"due_date": "2020-04-01"}
    again = bring([issue(1, milestone=moved, epic=EPIC | {"title": "Themes"}), *ISSUES[2:]])
    assert (again.counts["versions_updated"], again.counts["parents_updated"]) == (1, 1)
    assert Version.objects.of(shop).get().release_on == dt.date(2020, 4, 1)
    assert Requirement.objects.of(shop).get(level="initiative").title == "Themes"


def test_a_milestone_that_ends_before_it_begins_keeps_its_end(bring, shop):
    bring([issue(1, milestone=MILESTONE | {"start_date": "2021-01-01"})])
    version = Version.objects.of(shop).get()
    assert (version.start_on, version.release_on) == (None, dt.date(2020, 3, 17))


def test_hostile_names_fail_only_their_row(bring, shop):
    bad = [issue(4, author={"id": 1, "name": "nul \0"}), issue(5, epic={"id": 5, "title": "half \ud800"})]
    bad.append(issue(6, milestone={"id": 3, "title": "x" * 500}))
    import_ = bring([*ISSUES, *bad])
    assert figures(import_) == (3, 0, 0, 3)
