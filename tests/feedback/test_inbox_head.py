"""The head of the inbox: what is due first stands first, and the share handled in time."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from feedback.models import Feedback

INBOX = "/p/SHOP/feedback/"
HOUR = timedelta(hours=1)


@pytest.fixture
def look(client, engineer):
    client.force_login(engineer)
    return lambda **asked: client.get(INBOX, asked)


@pytest.fixture
def dated(make_voice):
    """Three voices: due in 5 hours, due in 1 hour, and with nothing due."""
    for title, hours in [("later", 5), ("sooner", 1), ("never", None)]:
        voice = make_voice(title=title, body="…")
        due = hours and timezone.now() + hours * HOUR
        Feedback.objects.filter(pk=voice.pk).update(next_due_at=due, received_at=timezone.now() - (hours or 9) * HOUR)


def titles(response):
    return [row.title for row in response.context["rows"].items]


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


def test_what_is_to_do_stands_in_the_order_in_which_it_is_due(look, dated, monkeypatch):
    assert titles(look()) == titles(look(show="todo")) == ["sooner", "later", "never"]
    monkeypatch.setattr("feedback.views.shelves.ROWS", 1)
    first = look()
    second = look(cursor=first.context["rows"].next)
    assert titles(first) + titles(second) == ["sooner", "later"]
    assert titles(look(cursor=second.context["rows"].next)) == ["never"]


def test_on_other_shelves_the_newest_stands_first(look, dated):
    assert titles(look(show="new")) == titles(look(show="all")) == ["sooner", "later", "never"]
    assert titles(look(sort="received")) == ["never", "later", "sooner"]


def test_nothing_is_said_of_a_share_of_nothing(look, make_voice):
    make_voice()
    text = look().content.decode()
    assert "% handled within 48 hours" not in text
    assert "1 to do" in text


def test_the_share_handled_in_time_leads_to_the_figures(look, make_voice):
    now = timezone.now()
    for ago, after in [(3, 1), (3, 47), (3, 49), (3, None), (1, 2), (1, None), (40, 1)]:
        voice = make_voice(body=f"{ago} {after}")
        received = now - timedelta(days=ago)
        responded = after and received + after * HOUR
        Feedback.objects.filter(pk=voice.pk).update(received_at=received, responded_at=responded, solved_at=None)
    text = look().content.decode()
    assert "60.0 % handled within 48 hours" in text
    assert f'href="{INBOX}figures/"' in text
