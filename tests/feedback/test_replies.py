"""Replies by mail against real servers: in their thread, at most once, late rather than never."""

import os
import re
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from accounts.models import User
from feedback.models import Contact, Feedback, IncomingMail, Message
from feedback.operations.answering import add_note, edit_message, reply
from feedback.operations.receiving import MOST_PER_HOUR, receive
from feedback.operations.sending import GRACE, LEASE, OVER, claim, due, mail_replies, new_id, seal, send
from pmhub.lib.courier import Courier
from tests.feedback.mails import mail
from tests.notifications.servers import no_server, smtp_server
from tests.platform.processes import eventually

pytestmark = pytest.mark.usefixtures("post_office")


def soon(**more):
    return lambda: timezone.now() + GRACE + timedelta(seconds=1, **more)


def test_a_reply_goes_out_in_its_thread(server, asked, maya):
    message = reply(asked, by=maya, body="Which **page**?")
    assert mail_replies() == 0  # its writer may still correct it
    assert mail_replies(soon()) == 1
    (sent,) = server.of("li@acme.example")
    message.refresh_from_db()
    assert (message.mail_id, message.problem) == (sent["Message-ID"].strip(), "")
    assert message.sent_at
    assert sent["In-Reply-To"].strip() == sent["References"].strip() == "<first@acme.example>"
    assert re.fullmatch(r"help\+shop-f1\.[0-9a-f]{10}@shop\.example", sent["Reply-To"].strip())
    assert sent["Subject"].strip() == "Re: Export stops [SHOP-F1]"
    assert "pm@shop.example" in sent["From"]
    assert sent["Auto-Submitted"].strip() == "no"
    text = sent.get_body(("plain",)).get_content()
    assert text.startswith("Which **page**?")
    assert "Hear what becomes of this" in text
    assert "<strong>page</strong>" in sent.get_body(("html",)).get_content()
    assert mail_replies(soon(hours=2)) == 0


def test_the_answer_to_a_reply_comes_back_to_its_item(server, asked, maya, shop):
    reply(asked, by=maya, body="Which page?")
    mail_replies(soon())
    (sent,) = server.of("li@acme.example")
    row = receive(shop, mail("The second.", in_reply_to=sent["Message-ID"].strip()), by=User.objects.system())
    assert (row.outcome, row.feedback) == ("answer", asked)
    reply(asked, by=maya, body="Thanks.")
    mail_replies(soon())
    second = server.of("li@acme.example")[1]
    assert second["In-Reply-To"].strip() == row.mail_id
    assert len(second["References"].split()) == 3


def test_a_reply_that_is_corrected_while_it_is_handed_over_goes_out_corrected(server, asked, maya):
    message = reply(asked, by=maya, body="Which page?")
    read = claim(due(soon()())[0], soon()())
    edit_message(message, by=maya, body="Which pages?")
    with Courier() as courier:
        assert send(read, courier, soon()) == 0
    message.refresh_from_db()
    assert (message.sent_at, message.mail_id, server.taken) == (None, "", [])
    assert mail_replies(soon(hours=1)) == 1
    (sent,) = server.of("li@acme.example")
    assert sent.get_body(("plain",)).get_content().startswith("Which pages?")


def test_notes_and_people_without_an_address_get_no_mail(server, asked, make_voice, maya):
    add_note(asked, by=maya, body="Only for us.")
    reply(make_voice(), by=maya, body="Told on the phone.")
    assert mail_replies(soon()) == 0


def test_the_words_around_it_are_in_the_contacts_language(server, asked, maya):
    Contact.objects.update(language="zh-hans")
    reply(asked, by=maya, body="请问是哪一页？")
    assert mail_replies(soon()) == 1
    assert 'lang="zh-hans"' in server.of("li@acme.example")[0].get_body(("html",)).get_content()


def test_an_absent_server_delays_and_is_told(settings, asked, maya):
    message = reply(asked, by=maya, body="Which page?")
    no_server(settings)
    for hours in range(5):
        assert mail_replies(soon(hours=hours)) == 0
    message.refresh_from_db()
    assert ("refused" in message.problem, message.mail_id) == (True, "")
    with smtp_server(settings) as server:
        assert mail_replies(soon(hours=7)) == 1
        assert len(server.taken) == 1
    message.refresh_from_db()
    assert message.problem == ""


def test_an_address_refused_for_good_is_told_and_tried_no_more(server, asked, maya):
    message = reply(asked, by=maya, body="Which page?")
    server.refused["li@acme.example"] = "550 no such mailbox"
    assert [mail_replies(soon(hours=hours)) for hours in range(3)] == [0, 0, 0]
    message.refresh_from_db()
    assert (message.problem, message.sent_at) == ("550 no such mailbox", None)
    server.refused.clear()
    assert mail_replies(soon(days=1)) == 0


def test_a_connection_that_breaks_at_the_end_leaves_it_unclear_and_nothing_doubles(server, asked, maya):
    message = reply(asked, by=maya, body="Which page?")
    server.dropped.add("li@acme.example")
    mail_replies(soon())
    message.refresh_from_db()
    assert (message.problem.startswith("Perhaps sent"), message.sent_at) == (True, None)
    server.dropped.clear()
    assert mail_replies(soon(days=1)) == 0
    assert len(server.taken) == 1


def test_two_workers_do_not_send_the_same(server, asked, maya):
    message = reply(asked, by=maya, body="Which page?")
    at = soon()()
    assert claim(message, at)
    assert not claim(Message.objects.get(), at)
    assert mail_replies(lambda: at) == 0
    assert mail_replies(lambda: at + LEASE + timedelta(seconds=1)) == 1  # who held it has died
    assert not seal(message, new_id(message))  # and comes back too late
    assert len(server.taken) == 1


def test_a_worker_that_died_behind_the_point_of_no_return_is_told(server, asked, maya):
    message = reply(asked, by=maya, body="Which page?")
    at = soon()()
    claim(message, at)
    assert seal(message, new_id(message))
    assert mail_replies(lambda: at + LEASE + timedelta(seconds=1)) == 0
    message.refresh_from_db()
    assert message.problem.startswith("Perhaps sent")


def test_what_was_changed_while_it_was_read_goes_out_as_it_is_now(server, asked, maya):
    message = reply(asked, by=maya, body="Which page?")
    at = soon()()
    claim(message, at)
    Message.objects.filter(pk=message.pk).update(body="Which line?")
    assert not seal(message, new_id(message))


def test_old_replies_are_no_news(server, asked, maya):
    reply(asked, by=maya, body="Which page?")
    assert mail_replies(soon(days=OVER.days)) == 0


def test_two_programs_that_answer_each_other_end_soon(server, asked, maya, shop):
    """The other side answers everything at once, with new ids and no sign that it is a program."""
    system, answered = User.objects.system(), 0
    for turn in range(3 * MOST_PER_HOUR):
        if Message.objects.filter(kind="incoming").count() >= turn:
            reply(Feedback.objects.get(pk=asked.pk), by=maya, body=f"Thank you for your message ({turn}).")
        mail_replies(soon())
        for sent in server.of("li@acme.example")[answered:]:
            answered += 1
            receive(shop, mail("We got your mail.", in_reply_to=sent["Message-ID"].strip()), by=system)
    assert answered <= MOST_PER_HOUR + 1
    assert IncomingMail.objects.set_aside().count() >= 1
    assert Message.objects.filter(kind="incoming").count() < MOST_PER_HOUR


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_sending_doubles_nothing(server, shop, maya, process_env, settings, tmp_path):
    system = User.objects.system()
    for number in range(25):
        row = receive(shop, mail(sender=f"{number}@acme.example"), by=system)
        reply(row.feedback, by=maya, body="Which page?")
    Message.objects.filter(kind="reply").update(created_at=timezone.now() - timedelta(minutes=2))
    told = {**process_env, "PMHUB_HOME": str(tmp_path), "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}"}
    code = "from feedback.operations.sending import mail_replies; mail_replies()"
    words = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    worker = subprocess.Popen(words, cwd=django_settings.BASE_DIR, env=told)
    assert eventually(lambda: len(server.taken) >= 3, 60)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    later = timezone.now() + LEASE + timedelta(seconds=1)
    mail_replies(lambda: later)
    addresses = [address for address, _message in server.taken]
    assert len(addresses) == len(set(addresses))
    unclear = Message.objects.filter(kind="reply", problem__startswith="Perhaps").count()
    assert unclear <= 1
    assert len(addresses) + unclear >= 25
