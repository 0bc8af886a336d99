"""The pages: the rule, the forecast, preferences, the outbox."""

import pytest

from notifications.models import Letter, Preference, ReminderRule
from roadmaps.models import Milestone, Version
from roadmaps.operations.planning import edit_milestone
from tests.notifications.conftest import plan, settle

pytestmark = pytest.mark.usefixtures("today")
RULE = {"is_on": "on", "offsets": "30、14，7 1;0 −1", "to_owner": "on", "in_app": "on", "by_mail": "on"}
PAGE = "/p/SHOP/settings/reminders/"


@pytest.fixture
def freeze(milestone, engineer, manager):
    edit_milestone(milestone, by=manager, owner=engineer)
    settle()
    return milestone


def test_the_rule_as_people_write_it(web, manager, shop):
    assert web(manager).post(PAGE, RULE).status_code == 302
    assert ReminderRule.objects.get().offsets == [30, 14, 7, 1, 0, -1]


@pytest.mark.parametrize(
    "offsets", ["14天和1天", "14 and 1", "14 & 1 days", "14days, 1 day", "14 天、1 天", "14 Days AND 1"]
)
def test_the_days_in_words(web, manager, shop, offsets):
    assert web(manager).post(PAGE, {**RULE, "offsets": offsets}).status_code == 302
    assert ReminderRule.objects.get().offsets == [14, 1]


@pytest.mark.parametrize(
    ("offsets", "says"),
    [
        (",".join(map(str, range(-60, 440))), "500 days; at most 20"),
        ("7, soon", "“soon” is not a number of days"),
        ("1.5", "“1.5” is not a number of days"),
        ("400", "400 is too far away: from 365 days before to 60 days after"),
        ("-61", "-61 is too far away"),
        ("9" * 1000, "is not a number of days"),
    ],
)
def test_a_senseless_rule_is_refused_with_what_was_written(web, manager, shop, offsets, says):
    answer = web(manager).post(PAGE, {**RULE, "offsets": offsets})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert offsets[:40] in answer.content.decode()
    assert not ReminderRule.objects.exists()


def test_a_rule_without_a_way_is_refused(web, manager, shop):
    answer = web(manager).post(PAGE, {"is_on": "on", "offsets": "1", "to_owner": "on"})
    assert "Choose the inbox, e-mail, or both" in answer.content.decode()


def test_a_milestones_own_rule_and_back(web, manager, freeze):
    address = f"/p/SHOP/milestones/{freeze.pk}/reminders/"
    web(manager).post(address, {**RULE, "offsets": "2"})
    assert {row[0] for row in plan(milestone=freeze)} == {2}
    web(manager).post(address, {"act": "clear"})
    assert {row[0] for row in plan(milestone=freeze)} == {7, 1, 0, -1}


def test_a_rule_can_be_undone(web, manager, freeze):
    client = web(manager)
    client.post(PAGE, {**RULE, "offsets": "2"})
    assert {row[0] for row in plan()} == {2}
    client.post("/changes/undo/latest/?product=SHOP")
    assert {row[0] for row in plan()} == {7, 1, 0, -1}


def test_who_may_not_set_the_rule_reads_it(web, engineer, shop):
    page = web(engineer).get(PAGE).content.decode()
    assert "7, 1, 0, -1" in page
    assert "<form class" not in page.split('id="content"')[1].split("</main>")[0]


def test_the_forecast_is_the_plan(web, manager, engineer, freeze):
    page = web(manager).get("/p/SHOP/reminders/").content.decode()
    assert engineer.name in page
    assert page.count(">Code freeze</a>") == 4  # a week and a day before, on the day, and a day late


def test_the_forecast_names_a_person_once_a_day(web, manager, engineer, shop, freeze):
    Milestone.objects.create(product=shop, name="Freeze of texts", owner=engineer, due_on=freeze.due_on)
    settle()
    page = web(manager).get("/p/SHOP/reminders/").content.decode()
    assert page.count(f">{engineer.name}</span>") == page.count('rowspan="2"') == 4
    assert page.count(">Freeze of texts</a>") == 4


def test_a_milestones_page_says_who_hears_of_it_and_when(web, manager, engineer, shop, freeze):
    Milestone.objects.create(product=shop, name="Freeze of texts", owner=engineer, due_on=freeze.due_on)
    settle()
    page = web(manager).get(f"/p/SHOP/milestones/{freeze.pk}/reminders/").content.decode()
    assert page.count(f">{engineer.name}</span>") == 4
    assert "Freeze of texts" not in page
    quiet = Milestone.objects.create(product=shop, name="Nobody's")
    page = web(manager).get(f"/p/SHOP/milestones/{quiet.pk}/reminders/").content.decode()
    assert "Nobody is reminded of this" in page


def test_a_versions_page_says_who_hears_of_it_and_when(web, manager, engineer, shop):
    version = Version.objects.create(product=shop, name="9.1", owner=engineer, release_on="2026-12-20")
    settle()
    page = web(manager).get(f"/p/SHOP/versions/{version.pk}/reminders/").content.decode()
    assert page.count(f">{engineer.name}</span>") == 4


def test_a_forecast_of_nothing_says_what_is_needed(web, manager, shop):
    assert "Nobody is reminded" in web(manager).get("/p/SHOP/reminders/").content.decode()


def test_preferences(web, engineer):
    assert web(engineer).post("/settings/reminders/", {"hour": "7", "in_app": "on"}).status_code == 302
    preference = Preference.objects.get()
    assert (preference.hour, preference.in_app, preference.by_mail) == (7, True, False)
    assert web(engineer).post("/settings/reminders/", {"hour": "25"}).status_code == 422


def test_the_outbox_shows_what_went_wrong(web, admin, engineer):
    Letter.objects.create(recipient=engineer, address=engineer.email, state="waiting", tries=3, error="refused")
    page = web(admin).get("/outbox/").content.decode()
    assert "3 tries" in page
    assert "refused" in page
