from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from changes.operations.undoing import undo_batch
from changes.stream import catch_up
from feedback.models import Contact, Feedback, Message
from feedback.operations.answering import add_note, edit_message, reopen, reply, solve
from feedback.operations.editing import set_contact
from feedback.sending.writing import reader_of
from pmhub.lib.operations import one_batch


def test_a_reply_is_the_first_response_once(voice, maya, events):
    first = reply(voice, by=maya, body="谢谢，我们在看。\r\n")
    reply(voice, by=maya, body="已经排进 2.4。")
    assert (first.kind, first.body, first.author, first.sent_at) == ("reply", "谢谢，我们在看。", maya, None)
    assert events(voice) == ["received", "responded"]
    assert Feedback.objects.get(pk=voice.pk).state == "accepted"


def test_a_reply_may_wait_for_the_customer(voice, maya, events):
    reply(voice, by=maya, body="Which telephone?", waiting=True)
    assert Feedback.objects.get(pk=voice.pk).state == "waiting"
    assert events(voice) == ["received", "responded", "paused"]


def test_a_reply_to_a_closed_one_leaves_it_closed(voice, maya):
    solve(voice, by=maya, solution="Fixed in 2.4")
    reply(voice, by=maya, body="It is out.", waiting=True)
    assert Feedback.objects.get(pk=voice.pk).state == "solved"


def test_a_note_is_for_the_team_alone(voice, maya, events):
    assert add_note(voice, by=maya, body="Known since May").kind == "note"
    assert events(voice) == ["received"]
    assert Feedback.objects.get(pk=voice.pk).state == "new"


@pytest.mark.parametrize("body", ["", " \r\n ", "x" * 100_001, "nul \x00"])
def test_what_says_nothing_or_too_much_is_refused(voice, maya, body):
    for act in [reply, add_note]:
        with pytest.raises(ValidationError) as refused:
            act(voice, by=maya, body=body)
        assert "body" in refused.value.message_dict
    assert not Message.objects.exists()


def test_one_edits_ones_own(voice, maya, engineer):
    written = add_note(voice, by=maya, body="Known")
    edited = edit_message(written, by=maya, body="Known since May")
    assert (edited.body, edited.edited_at is not None) == ("Known since May", True)
    with pytest.raises(PermissionDenied):
        edit_message(written, by=engineer, body="No")


def test_editing_to_the_same_changes_nothing(voice, maya):
    written = add_note(voice, by=maya, body="Known")
    assert edit_message(written, by=maya, body="Known\r\n").edited_at is None
    with pytest.raises(ValidationError, match="Write something"):
        edit_message(written, by=maya, body=" ")


def test_what_was_sent_stays_as_it_went(voice, maya):
    written = reply(voice, by=maya, body="Known")
    Message.objects.filter(pk=written.pk).update(sent_at=timezone.now())
    with pytest.raises(ValidationError, match="sent already"):
        edit_message(written, by=maya, body="No")


def test_what_perhaps_went_out_stays_as_it_went(voice, maya):
    written = reply(voice, by=maya, body="Known")
    Message.objects.filter(pk=written.pk).update(mail_id="<1@shop.example>", problem="Perhaps sent")
    with pytest.raises(ValidationError, match="sent already"):
        edit_message(written, by=maya, body="No")


def test_what_was_only_put_off_may_be_edited(voice, maya):
    written = reply(voice, by=maya, body="Known")
    later = timezone.now() + timedelta(minutes=5)
    Message.objects.filter(pk=written.pk).update(claimed_until=later, problem="No server")
    assert edit_message(written, by=maya, body="Known since May").body == "Known since May"


def test_a_reply_is_for_whoever_was_the_contact_then(voice, maya, shop):
    kim = Contact.objects.create(product=shop, name="Kim", email="kim@acme.example")
    lee = Contact.objects.create(product=shop, name="Lee", email="lee@acme.example")
    set_contact(voice, by=maya, known=kim)
    written = reply(voice, by=maya, body="Dear Kim")
    set_contact(voice, by=maya, known=lee)
    assert reader_of(Message.objects.get(pk=written.pk)) == kim


def test_solving_says_what_was_done(voice, maya, events):
    row = solve(voice, by=maya, root_cause="Three pages", solution="One page")
    assert (row.state, row.root_cause, row.solution) == ("solved", "Three pages", "One page")
    assert events(voice) == ["received", "solved"]
    with pytest.raises(ValidationError, match="what was done"):
        solve(voice, by=maya, solution=" ")


def test_correcting_a_solution_does_not_move_the_clock(voice, maya, events):
    solve(voice, by=maya, solution="One page")
    assert solve(voice, by=maya, solution="One page, in 2.4").solution == "One page, in 2.4"
    assert events(voice) == ["received", "solved"]


def test_opening_again_keeps_what_was_found_out(voice, maya, events):
    solve(voice, by=maya, root_cause="Three pages", solution="One page")
    row = reopen(voice, by=maya)
    reopen(voice, by=maya)
    assert (row.state, row.root_cause) == ("accepted", "Three pages")
    assert events(voice) == ["received", "solved", "reopened"]


@pytest.mark.parametrize(
    "act",
    [
        lambda voice, by: reply(voice, by=by, body="Which?", waiting=True),
        lambda voice, by: add_note(voice, by=by, body="Known"),
        lambda voice, by: solve(voice, by=by, solution="One page"),
    ],
)
def test_it_is_taken_back_exactly(voice, maya, events, act):
    was = Feedback.objects.values().get(pk=voice.pk)
    with one_batch() as batch:
        act(voice, maya)
    undo_batch(batch, by=maya)
    catch_up()  # what the clock says follows
    after = Feedback.objects.values().get(pk=voice.pk)
    assert {field for field in was if was[field] != after[field]} <= {"lock_version", "updated_at"}
    assert events(voice) == ["received"]
    assert not Message.objects.exists()


def test_a_viewer_does_not_answer(voice, support):
    for act in [
        lambda: reply(voice, by=support, body="…"),
        lambda: add_note(voice, by=support, body="…"),
        lambda: solve(voice, by=support, solution="…"),
        lambda: reopen(voice, by=support),
    ]:
        with pytest.raises(PermissionDenied):
            act()
