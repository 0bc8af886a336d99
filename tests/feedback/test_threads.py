"""An item that was deleted and brought back is found again by whatever answers its mails."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from changes.operations.undoing import undo_batch
from feedback.models import CustomerLetter, Feedback, IncomingMail, Message, News
from feedback.operations.answering import reply, solve
from feedback.operations.letting_know import mail_news
from feedback.operations.receiving import receive, take_after_all
from feedback.operations.sending import GRACE, mail_replies
from feedback.operations.telling import announce
from feedback.operations.triaging import delete
from tests.feedback.mails import mail

MORNING = (datetime.now(UTC) + timedelta(days=1)).replace(hour=2)  # about ten in Shanghai


pytestmark = pytest.mark.usefixtures("post_office")


@pytest.fixture
def come(shop):
    """`come(body, **headers)`: a mail of li@acme.example comes in; returns its row."""
    return lambda body, **headers: receive(shop, mail(body, **headers), by=User.objects.system())


@pytest.fixture
def talked(server, come, maya):
    """SHOP-F1 after a mail, a reply, an answer to it, and a letter that it is solved. The ids of all of them."""
    first = come("Help.", message_id="<first@acme.example>")
    reply(first.feedback, by=maya, body="Which page?")
    mail_replies(lambda: timezone.now() + GRACE + timedelta(seconds=1))
    answer = come("The second.", in_reply_to=Message.objects.exclude(mail_id="").get().mail_id)
    solve(first.feedback, by=maya, solution="One page")
    announce([first.feedback_id], "solved")
    assert mail_news(lambda: MORNING) == 1
    sent = [message["Message-ID"].strip() for message in server.of("li@acme.example")]
    return [first.mail_id, sent[0], answer.mail_id, sent[1]]


def bring_back(by):
    undo_batch(Change.objects.filter(type="feedback", action="delete").latest("id").batch, by=by)


def test_answers_to_all_of_its_mails_find_what_was_brought_back(talked, come, manager, server):
    voice = Feedback.objects.get()
    delete(voice, by=manager)
    between = come("Still there?", in_reply_to=talked[3], message_id="<between@acme.example>")
    assert (between.outcome, between.feedback.number) == ("item", 2)
    bring_back(manager)
    for mail_id in talked:
        row = come("Once more.", in_reply_to=mail_id)
        assert (row.outcome, row.feedback) == ("answer", voice), mail_id
    assert come("And this.", in_reply_to="<between@acme.example>").feedback == between.feedback
    assert list(IncomingMail.objects.filter(feedback=voice).values_list("mail_id", flat=True)[4:]) == [
        talked[2], talked[0],
    ]  # fmt: skip
    before = len(server.taken)
    later = timezone.now() + timedelta(hours=1)
    assert (mail_replies(lambda: later), mail_news(lambda: MORNING + timedelta(days=1))) == (0, 0)
    assert len(server.taken) == before


def test_an_answer_finds_another_item_of_the_letter_while_one_is_gone(talked, come, manager, maya, shop, make_voice):
    voice = Feedback.objects.get()
    other = come("Slow.", subject="Slow").feedback
    News.objects.create(
        product=shop, contact=voice.contact, feedback=other, what="solved", letter=CustomerLetter.objects.get(),
        state="sent",
    )  # fmt: skip
    delete(voice, by=manager)
    assert come("Thanks.", in_reply_to=talked[3]).feedback == other


def test_what_is_gone_is_not_told_and_what_came_back_is(server, come, maya, manager):
    voice = come("Help.").feedback
    solve(voice, by=maya, solution="One page")
    announce([voice.pk], "solved")
    delete(voice, by=manager)
    bring_back(manager)
    assert mail_news(lambda: MORNING) == 1
    Feedback.objects.filter(pk=voice.pk).update(state="solved")
    announce([voice.pk], "solved")
    delete(voice, by=manager)
    assert mail_news(lambda: MORNING + timedelta(days=1)) == 0
    assert list(News.objects.order_by("id").values_list("state", flat=True)) == ["sent", "dropped"]
    assert not CustomerLetter.objects.filter(state="waiting").exists()


def test_the_mails_of_what_is_gone_are_shown_still(talked, client, manager, maya):
    delete(Feedback.objects.get(), by=manager)
    row = IncomingMail.objects.get(mail_id=talked[0])
    client.force_login(maya)
    assert "Export stops" in client.get("/p/SHOP/feedback/mails/").content.decode()
    assert take_after_all(row, by=maya) == row
    assert client.post(f"/p/SHOP/feedback/mails/{row.pk}/")["Location"] == "/p/SHOP/feedback/mails/"
    assert client.get("/p/SHOP/feedback/closing/").status_code == 200
