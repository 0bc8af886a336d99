"""Correcting what was written down: its words, when it came and from whom, also where two do it at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from changes.stream import catch_up
from feedback.models import Contact, Customer, Evidence, Feedback, Message
from feedback.operations.answering import add_note
from feedback.operations.editing import edit
from feedback.operations.linking import link
from feedback.operations.triaging import decline

PAGE = "/p/SHOP/feedback/1/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def send(client, voice, engineer):
    """`send("parts/title/", title="…")` as somebody who may work on it."""
    client.force_login(engineer)

    def post(place, **values):
        return client.post(PAGE + place, values, headers=HTMX)

    return post


def now(voice):
    return Feedback.objects.get(pk=voice.pk)


def test_the_words_are_corrected(send, voice):
    assert send("parts/title/", title="Checkout is tiresome", lock_version=1).status_code == 200
    assert send("parts/body/", body="Three pages.\n\nToo many.", lock_version=2).status_code == 200
    assert (now(voice).title, now(voice).body) == ("Checkout is tiresome", "Three pages.\n\nToo many.")
    assert send("parts/title/", title=" ").status_code == 422
    assert send("parts/state/", state="solved").status_code == 404


def test_the_second_of_two_sees_both_titles_and_decides(send, voice, maya):
    edit(voice, by=maya, title="What Maya wrote")
    refused = send("parts/title/", title="What I wrote", lock_version=1)
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#slot-title")
    shown = refused.content.decode()
    assert "What <del>Maya</del>" in shown
    assert "What <ins>I</ins>" in shown
    assert now(voice).title == "What Maya wrote"
    send("parts/title/", title="What I wrote", lock_version=2, settle="title:mine", open="title")
    assert now(voice).title == "What I wrote"


def test_who_changed_nothing_takes_theirs(send, voice, maya):
    was = voice.title
    edit(voice, by=maya, title="What Maya wrote")
    assert send("parts/title/", title=was, lock_version=1).status_code == 200
    assert now(voice).title == "What Maya wrote"


def test_other_parts_stand_in_nobodys_way(send, voice, maya):
    edit(voice, by=maya, title="What Maya wrote")
    assert send("parts/body/", body="Mine", lock_version=1).status_code == 200
    assert (now(voice).title, now(voice).body) == ("What Maya wrote", "Mine")


def test_a_passage_outlives_the_text_it_stood_in(client, send, voice, requirement, maya):
    link(voice, requirement, by=maya, passage="来回三次")
    assert client.get(PAGE).context["marks"] == 1
    send("parts/body/", body="结算要填三页", lock_version=1)
    page = client.get(PAGE)
    assert (page.context["marks"], Evidence.objects.get().passage) == (0, "来回三次")
    assert "来回三次" in page.content.decode()
    assert "<mark" not in page.content.decode()
    assert "no longer stand" in page.content.decode()


def test_when_it_came_moves_the_clock_and_back(send, voice, engineer):
    engineer.time_zone = "Asia/Shanghai"
    engineer.save(update_fields=["time_zone"])
    due = voice.response_due_at
    assert send("parts/received_at/", received_at="2026-03-02T10:30", lock_version=1).status_code == 200
    received = datetime.fromisoformat("2026-03-02T10:30+08:00")
    assert now(voice).received_at == received
    assert now(voice).response_due_at < due
    undo_batch(Change.objects.filter(operation="edit").latest("id").batch, by=engineer)
    catch_up()
    assert (now(voice).received_at, now(voice).response_due_at) == (voice.received_at, due)


def test_it_cannot_have_come_tomorrow(send, voice):
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    refused = send("parts/received_at/", received_at=tomorrow, lock_version=1)
    assert refused.status_code == 422
    assert tomorrow in refused.content.decode()
    assert send("parts/received_at/", received_at="", lock_version=1).status_code == 422


def test_it_cannot_have_come_before_time_zones_were(send, voice, maya):
    answer = send("parts/received_at/", received_at="0001-01-01T00:00", lock_version=1)
    assert answer.status_code == 422
    assert "The year is from 1900 to 9000." in answer.content.decode()
    with pytest.raises(ValidationError, match="The year is from 1900"):
        edit(voice, by=maya, received_at=datetime(1, 1, 2, tzinfo=UTC))


def test_seconds_that_nobody_sees_are_no_change(send, voice):
    shown = timezone.localtime(voice.received_at).strftime("%Y-%m-%dT%H:%M")
    send("parts/received_at/", received_at=shown, lock_version=1)
    assert now(voice).received_at == voice.received_at


def test_who_spoke_is_known_or_new(send, voice, shop, help_desk):
    company = Customer.objects.create(product=shop, name="华东旗舰")
    lei = Contact.objects.create(product=shop, name="王磊", email="wang@huadong.example", customer=company)
    stranger = Contact.objects.create(product=help_desk, name="Somebody")
    send("parts/contact/", name="王", known=lei.pk, lock_version=1)
    assert (now(voice).contact, now(voice).customer) == (lei, company)
    send("parts/contact/", name="", email="", lock_version=2)
    assert (now(voice).contact, now(voice).customer) == (None, company)
    send("parts/contact/", name="Wang Lei", email="WANG@huadong.example", lock_version=3)
    assert now(voice).contact == lei
    send("parts/contact/", name="李雷", lock_version=4)
    assert (now(voice).contact.name, now(voice).contact.customer) == ("李雷", company)
    assert send("parts/contact/", known=stranger.pk, lock_version=5).status_code == 422
    assert send("parts/contact/", email="nonsense", lock_version=5).status_code == 422


def test_somebody_who_cannot_be_chosen_is_refused_beside_the_same_name(send, voice, shop, help_desk):
    send("parts/contact/", name="王磊", email="wang@huadong.example", lock_version=1)
    stranger = Contact.objects.create(product=help_desk, name="王磊")
    sent = {"name": "王磊", "email": "wang@huadong.example", "lock_version": 2}
    assert [send("parts/contact/", known=known, **sent).status_code for known in (stranger.pk, "999999", "x")] == [
        422
    ] * 3


def test_saving_the_same_person_again_makes_nobody_new(send, voice, shop):
    send("parts/contact/", name="李雷", lock_version=1)
    send("parts/contact/", name="李雷", lock_version=2)
    assert Contact.objects.count() == 1


def test_the_second_of_two_sees_whom_the_first_named(send, voice, shop, maya):
    edit(voice, by=maya, contact=Contact.objects.create(product=shop, name="王磊"))
    refused = send("parts/contact/", name="李雷", lock_version=1)
    assert refused.status_code == 422
    assert "王磊" in refused.content.decode()
    assert 'value="李雷"' in refused.content.decode()
    assert (now(voice).contact.name, Contact.objects.count()) == ("王磊", 1)


def test_contacts_are_offered_to_those_who_answer(client, send, shop, support, help_desk):
    for product in (shop, help_desk):
        Contact.objects.create(product=product, name="王磊", email=f"{product.key}@huadong.example")
    found = client.get("/p/SHOP/feedback/suggestions/contacts/", {"name": "huadong"}).content.decode()
    assert "SHOP@huadong.example" in found
    assert "HELP@huadong.example" not in found
    client.force_login(support)
    assert client.get("/p/SHOP/feedback/suggestions/contacts/", {"name": "huadong"}).status_code == 403


def test_a_message_in_two_tabs_loses_neither_text(send, voice, engineer):
    turn = add_note(voice, by=engineer, body="Known")
    place = f"messages/{turn.pk}/"
    assert send(place, body="Known since May", read="Known").status_code == 200
    refused = send(place, body="Known to all", read="Known")
    assert refused.status_code == 422
    assert "since May" in refused.content.decode()
    assert "to all" in refused.content.decode()
    assert Message.objects.get().body == "Known since May"
    send(place, body="Known to all", read="Known since May", settle="body:mine", open="body")
    assert Message.objects.get().body == "Known to all"


def test_the_channel_is_chosen(send, voice):
    send("channel/", channel="phone")
    assert now(voice).channel == "phone"
    send("channel/", channel="pigeon")
    assert now(voice).channel == "phone"


def test_what_is_taken_up_again_by_its_status_forgets_why_it_was_declined(voice, maya):
    decline(voice, by=maya, reason="Too dear")
    assert edit(voice, by=maya, title="Checkout").decline_reason == "Too dear"
    row = edit(voice, by=maya, state="accepted")
    assert (row.state, row.decline_reason) == ("accepted", "")


def test_signs_that_turn_a_title_are_not_kept(make_voice):
    assert make_voice(title="Pay\u202e<tpircs \u2067now", body="x").title == "Pay<tpircs now"
