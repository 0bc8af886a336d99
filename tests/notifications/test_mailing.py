"""Reminders by mail against real servers: one letter a day, at most once, late rather than never."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from notifications.models import Letter, Notification, ReminderDelivery
from notifications.operations.filling import fill_inboxes
from notifications.operations.mailing import claim, draft, mail_reminders, mark, people_with_due
from notifications.operations.posting import send_again
from pmhub.lib.courier import Courier
from roadmaps.models import Milestone
from roadmaps.operations.planning import edit_milestone
from tests.notifications.conftest import clock, settle
from tests.notifications.servers import no_server, silent_server, smtp_server

pytestmark = pytest.mark.usefixtures("today")
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


def at(moment):
    return lambda: moment


@pytest.fixture
def server(settings):
    with smtp_server(settings) as handler:
        yield handler


@pytest.fixture
def freeze(milestone, engineer, manager):
    edit_milestone(milestone, by=manager, owner=engineer)
    settle()
    return milestone


@pytest.fixture
def beta(shop, maya, engineer):
    """A second milestone of the same day, Maya's; the engineer owns a third."""
    for name, person in [("Beta", maya), ("Translations", engineer)]:
        Milestone.objects.create(product=shop, name=name, due_on="2026-12-01", owner=person)
    settle()


def states(**filters):
    return set(ReminderDelivery.objects.filter(channel="mail", **filters).values_list("state", flat=True))


def test_all_of_a_persons_reminders_are_one_mail(server, freeze, beta, engineer, maya):
    assert mail_reminders(at(MORNING)) == 2
    (letter,) = server.of(engineer.email)
    assert letter["Subject"].strip() == "“Code freeze” is due in 7 days, and 1 more date"
    text = letter.get_body(("plain",)).get_content()
    assert "Translations: due in 7 days" in text
    assert "You get this because: You own it." in text
    html = letter.get_body(("html",)).get_content()
    assert "<b>Translations</b>" in html
    assert not re.search(r'width="\d+"', html)  # phones would cut it off
    assert len(server.of(maya.email)) == 1
    assert mail_reminders(at(MORNING + timedelta(hours=2))) == 0
    assert len(server.taken) == 2


def test_the_mail_says_how_to_end_it(server, freeze, engineer, client):
    mail_reminders(at(MORNING))
    (letter,) = server.of(engineer.email)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.fullmatch(r"<http://127\.0\.0\.1:8000(\S+)>", letter["List-Unsubscribe"].strip())[1]
    assert client.get(path).status_code == 200
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    settle()
    assert not ReminderDelivery.objects.filter(state="planned", channel="mail").exists()
    assert client.post(path.replace(":", "x")).status_code == 404
    text = letter.get_body(("plain",)).get_content()
    assert f"/inbox/mute/milestone/{freeze.pk}/" in text


def test_the_mail_speaks_the_recipients_language(server, freeze, engineer):
    User.objects.filter(pk=engineer.pk).update(language="zh-hans")
    mail_reminders(at(MORNING))
    (letter,) = server.of(engineer.email)
    assert "2026 年 12 月 1 日" in letter.get_body(("plain",)).get_content()


def test_forty_days_without_a_worker_are_one_digest(server, freeze, beta, engineer):
    mail_reminders(at(MORNING + timedelta(days=40)))
    (letter,) = server.of(engineer.email)
    assert "33 days late" in letter["Subject"]
    assert states(recipient=engineer) == {"sent"}


def test_what_comes_late_in_the_night_waits_for_the_morning(server, freeze, beta, engineer):
    """Else it would take the day's one letter, and what the morning brings would wait until the next midnight."""
    night = MORNING + timedelta(days=1, hours=-7)
    assert mail_reminders(at(night)) == 0
    User.objects.filter(pk=engineer.pk).update(time_zone="Pacific/Midway")  # where it is three in the afternoon
    assert mail_reminders(at(night)) == 1
    assert mail_reminders(at(night + timedelta(hours=7))) == 1


def test_a_date_set_after_todays_letter_is_in_the_next_mornings(server, freeze, shop, engineer):
    assert mail_reminders(at(MORNING)) == 1
    afternoon = MORNING + timedelta(hours=6)
    with clock(afternoon):
        Milestone.objects.create(product=shop, name="Late idea", due_on="2026-11-25", owner=engineer)
    fill_inboxes(at(afternoon))
    assert Notification.objects.filter(user=engineer, name="Late idea").count() == 1  # the inbox has it today
    for hours in range(18):
        assert mail_reminders(at(afternoon + timedelta(hours=hours))) == 0
    assert mail_reminders(at(MORNING + timedelta(days=1))) == 1
    assert "Late idea" in server.of(engineer.email)[1]["Subject"]


def test_forty_days_without_a_server_are_one_digest(settings, freeze, beta, engineer, maya):
    no_server(settings)
    for hours in range(0, 40 * 24, 24):
        assert mail_reminders(at(MORNING + timedelta(hours=hours))) == 0
    waiting = Letter.objects.get(recipient=engineer)
    assert (waiting.state, waiting.tries > 10) == ("waiting", True)
    assert "refused" in waiting.error
    with smtp_server(settings) as server:
        mail_reminders(at(MORNING + timedelta(days=40, hours=6)))
        assert len(server.of(engineer.email)) == len(server.of(maya.email)) == 1


def test_a_server_that_says_nothing_costs_one_time_out(settings, freeze, beta):
    with silent_server(settings):
        began = timezone.now()
        assert mail_reminders(at(MORNING)) == 0
        assert timezone.now() - began < timedelta(seconds=3)
    assert states() == {"planned"}
    assert sorted(Letter.objects.values_list("tries", flat=True)) == [1]  # nobody else was made to wait for it
    with smtp_server(settings) as server:
        mail_reminders(at(MORNING + timedelta(minutes=2)))
        assert len(server.taken) == 2


def test_a_server_that_drops_the_connection_early_is_tried_again(server, freeze, engineer):
    server.dropped_early = True
    mail_reminders(at(MORNING))
    assert states() == {"planned"}
    server.dropped_early = False
    assert mail_reminders(at(MORNING + timedelta(seconds=30))) == 0  # not before a minute has passed
    assert mail_reminders(at(MORNING + timedelta(minutes=2))) == 1
    assert len(server.taken) == 1


def test_one_refused_address_harms_no_other(server, freeze, beta, engineer, maya):
    server.refused[engineer.email] = "451 greylisted"
    mail_reminders(at(MORNING))
    assert [to for to, _message in server.taken] == [maya.email]
    assert "greylisted" in Letter.objects.get(recipient=engineer).error
    server.refused.clear()
    mail_reminders(at(MORNING + timedelta(minutes=2)))
    assert len(server.of(engineer.email)) == 1


def test_an_address_that_is_refused_for_good_is_given_up_and_told_in_the_inbox(server, freeze, engineer, admin):
    server.refused[engineer.email] = "550 no such person"
    moment = MORNING
    for _try in range(8):
        mail_reminders(at(moment))
        moment += timedelta(hours=1, minutes=1)
    letter = Letter.objects.get()
    assert (letter.state, letter.tries) == ("failed", 6)
    assert Notification.objects.get(user=engineer).mail_failed
    assert "failed" in states()
    server.refused.clear()
    send_again(letter, by=admin)
    assert mail_reminders(at(moment)) == 1
    assert len(server.taken) == 1


def test_a_mail_whose_fate_is_unknown_is_not_sent_again(server, freeze, engineer, admin):
    server.dropped.add(engineer.email)
    mail_reminders(at(MORNING))
    assert len(server.taken) == 1
    assert states(days_before=7) == {"unclear"}
    assert Letter.objects.get().state == "unclear"
    assert Notification.objects.get(user=engineer).mail_failed
    server.dropped.clear()
    mail_reminders(at(MORNING + timedelta(hours=3)))
    assert len(server.taken) == 1


def test_a_worker_that_died_before_the_mark_has_done_nothing(server, freeze, engineer):
    claim(engineer, MORNING)
    assert mail_reminders(at(MORNING + timedelta(minutes=1))) == 0  # the lease still runs
    assert mail_reminders(at(MORNING + timedelta(minutes=4))) == 1
    assert len(server.taken) == 1


def test_a_worker_that_died_after_the_mark_leaves_it_unclear(server, freeze, engineer):
    letter = claim(engineer, MORNING)
    assert draft(letter, MORNING).to == [engineer.email]
    assert mark(letter, MORNING)
    assert mail_reminders(at(MORNING + timedelta(minutes=4))) == 0
    assert Letter.objects.get().state == "unclear"
    assert Notification.objects.get(user=engineer).mail_failed


def test_a_lease_that_is_over_does_not_mark(server, freeze, engineer):
    slow = claim(engineer, MORNING)
    draft(slow, MORNING)
    claim(engineer, MORNING + timedelta(minutes=4))
    assert not mark(slow, MORNING + timedelta(minutes=4))


def test_what_changes_while_the_mail_goes_over_is_not_sent(server, freeze, beta, engineer, maya):
    """The mail lies at the server but for its last line when its milestone is done: it never ends, nor arrives."""
    letter = claim(engineer, MORNING)

    def seal():
        Milestone.objects.filter(pk=freeze.pk).update(done_at=timezone.now())
        return mark(letter, MORNING)

    with Courier() as courier:
        courier.post("pmhub@example.org", letter.address, lambda: draft(letter, MORNING), seal)
        assert server.taken == []
        courier.post("pmhub@example.org", maya.email, lambda: draft(claim(maya, MORNING), MORNING))
    assert [to for to, _message in server.taken] == [maya.email]
    assert mail_reminders(at(MORNING + timedelta(minutes=1))) == 1  # what is left to say to the engineer
    assert "Code freeze" not in server.of(engineer.email)[0].get_body(("plain",)).get_content()


def test_lines_that_begin_with_a_dot_arrive_as_they_are(server, freeze, engineer):
    Milestone.objects.filter(pk=freeze.pk).update(name="\n.\n.hidden\n.")
    mail_reminders(at(MORNING))
    assert ".hidden" in server.of(engineer.email)[0].get_body(("plain",)).get_content()


def test_the_message_id_comes_from_the_reminders(server, freeze, engineer):
    mail_reminders(at(MORNING))
    (message,) = server.of(engineer.email)
    assert message["Message-ID"] == Letter.objects.get().message_id
    assert message["Message-ID"].startswith("<reminders.")


def test_what_changed_at_the_last_moment_is_not_mailed(server, freeze, engineer):
    Milestone.objects.filter(pk=freeze.pk).update(done_at=timezone.now())
    assert people_with_due(MORNING) == [engineer]  # the plan is made anew only when the transaction ends
    assert mail_reminders(at(MORNING)) == 0
    assert server.taken == []


def test_a_line_break_in_a_name_adds_no_header(server, freeze, engineer):
    Milestone.objects.filter(pk=freeze.pk).update(name="Freeze\nBcc: all@example.org")
    mail_reminders(at(MORNING))
    (letter,) = server.of(engineer.email)
    assert letter["Bcc"] is None


def test_without_a_server_the_mail_is_a_file(settings, tmp_path, freeze, engineer, web, admin):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    assert mail_reminders(at(MORNING)) == 1
    assert len(list(tmp_path.iterdir())) == 1
    page = web(admin).get("/outbox/").content.decode()
    assert engineer.email in page
    assert "Code freeze" in page
