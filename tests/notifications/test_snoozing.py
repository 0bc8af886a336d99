"""Until when something sleeps, in words and on the person's own clock."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from notifications.forms import SnoozeForm
from notifications.models import Notification, Preference
from roadmaps.models import Milestone

NOW = datetime(2026, 11, 18, 6, 30, tzinfo=UTC)  # a Wednesday; half past two in Shanghai


@pytest.fixture
def person(engineer):
    User.objects.filter(pk=engineer.pk).update(time_zone="Asia/Shanghai")
    engineer.refresh_from_db()
    return engineer


@pytest.fixture
def note(shop, engineer):
    thing = Milestone.objects.create(product=shop, name="Beta", due_on="2026-12-01")
    return Notification.objects.create(
        user=engineer, product=shop, milestone=thing, name="Beta", reason="owner", day="2026-11-24",
        target_on="2026-12-01",
    )  # fmt: skip


def form(words, person):
    return SnoozeForm({"when": words}, person=person, now=NOW)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("tomorrow", "11-19 09:00"),
        ("明天", "11-19 09:00"),
        ("friday", "11-20 09:00"),
        ("next monday", "11-23 09:00"),
        ("下周一", "11-23 09:00"),
        ("+3d", "11-21 09:00"),
        ("12-31", "12-31 09:00"),
        ("2026-12-24", "12-24 09:00"),
        ("friday 14:30", "11-20 14:30"),
        ("明天 下午3点", "11-19 15:00"),
        ("周五８：１５", "11-20 08:15"),
        ("15:00", "11-18 15:00"),
        ("today 23:59", "11-18 23:59"),
        ("next month", "12-01 09:00"),
    ],
)
def test_words_mean_a_moment_where_the_person_is(person, words, until):
    said = form(words, person)
    assert said.is_valid(), said.errors
    assert f"{said.cleaned_data['when']:%m-%d %H:%M %Z}" == f"{until} CST"


def test_without_a_time_it_is_the_persons_hour(person):
    Preference.objects.create(user=person, hour=7)
    said = form("+1d", person)
    assert said.is_valid()
    assert said.cleaned_data["when"].hour == 7


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "required"),
        ("whenever", "is not understood"),
        ("25:00", "is not understood"),
        ("friday 14:75", "is not understood"),
        ("today", "Name a time ahead"),
        ("14:00", "Name a time ahead"),
        ("2020-01-01", "Name a time ahead"),
        ("2099-01-01", "Name a time ahead"),
        ("9999-12-31 23:59", "Name a time ahead"),
    ],
)
def test_what_is_no_time_ahead_is_refused(person, words, says):
    assert says in str(form(words, person).errors)


def test_the_menu_and_the_field(web, engineer, note):
    client = web(engineer)
    assert client.post("/inbox/", {"until": "+7d", "when": "nonsense", "id": note.pk}).status_code == 302
    note.refresh_from_db()
    assert note.snoozed_until
    assert "comes again" in client.get("/inbox/?show=later").content.decode()


def test_an_error_keeps_the_words_and_what_was_chosen(web, engineer, note):
    answer = web(engineer).post("/inbox/", {"act": "snooze", "when": "whenever", "id": note.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is not understood" in page
    assert 'value="whenever"' in page
    assert f'value="{note.pk}" form="chosen" checked' in page
    note.refresh_from_db()
    assert note.snoozed_until is None
