"""Files on replies and notes: kept with the message, mailed with a reply, never lost and never anybody else's."""

import os
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from changes.operations.undoing import undo_batch
from feedback.models import DraftFile, FeedbackFile, Message
from feedback.operations import filing
from feedback.operations.answering import add_note, reply
from feedback.operations.filing import draft_file, path_of
from feedback.operations.receiving import receive
from feedback.operations.sending import GRACE, mail_replies
from feedback.operations.sweeping import forget_gone_files
from feedback.operations.triaging import delete
from tests.feedback.mails import mail
from tests.feedback.test_files import page_of_html, picture
from tests.notifications.servers import smtp_server

TALK = "/p/SHOP/feedback/1/messages/"


pytestmark = pytest.mark.usefixtures("post_office")


@pytest.fixture
def drafts(asked, maya):
    """A picture, a page and a text in Chinese, put to a message that is not sent."""
    text = SimpleUploadedFile("安装说明.txt", "第一步\r\n第二步\n".encode("gb18030"))
    return [draft_file(asked, file, by=maya) for file in (picture(), page_of_html(), text)]


def soon():
    return timezone.now() + GRACE + timedelta(seconds=1)


def test_they_go_out_with_the_reply_byte_by_byte(asked, drafts, maya, settings):
    with smtp_server(settings) as server:
        message = reply(asked, by=maya, body="See the files.", files=drafts)
        assert mail_replies(soon) == 1
        (sent,) = server.of("li@acme.example")
    enclosed = {part.get_filename(): part for part in sent.iter_attachments()}
    assert list(enclosed) == ["screen.png", "page.html", "安装说明.txt"]
    assert enclosed["安装说明.txt"].get_payload(decode=True) == "第一步\r\n第二步\n".encode("gb18030")
    assert enclosed["page.html"].get_payload(decode=True) == b"<script>alert(1)</script>"
    assert enclosed["screen.png"].get_content_type() == "image/png"
    assert sent.get_body(("plain",)).get_content().startswith("See the files.")
    assert [file.name for file in message.files.all()] == list(enclosed)
    assert not DraftFile.objects.exists()


def test_a_note_keeps_its_files_to_the_team(asked, drafts, maya, settings):
    note = add_note(asked, by=maya, body="Known.", files=drafts)
    reply(asked, by=maya, body="We look at it.")
    with smtp_server(settings) as server:
        mail_replies(soon)
        assert not list(server.of("li@acme.example")[0].iter_attachments())
    assert note.files.count() == 3


def test_a_file_that_is_lost_holds_up_no_other_reply(asked, drafts, maya, shop, settings):
    first = reply(asked, by=maya, body="See the file.", files=drafts)
    other = receive(shop, mail(sender="kim@acme.example"), by=User.objects.system()).feedback
    reply(other, by=maya, body="Which page?")
    default_storage.delete(path_of(drafts[1].storage))
    with smtp_server(settings) as server:
        assert mail_replies(soon) == 1
        assert not server.of("li@acme.example")
    first.refresh_from_db()
    assert ("page.html" in first.problem, first.mail_id, first.sent_at) == (True, "", None)


def test_a_refused_form_has_its_files_still(asked, client, maya):
    client.force_login(maya)
    with_program = [picture(), SimpleUploadedFile("run.exe", b"MZ\x00"), page_of_html()]
    answer = client.post(TALK, {"kind": "reply", "body": "See", "file": with_program})
    page = answer.content.decode()
    assert (answer.status_code, Message.objects.count()) == (422, 0)
    assert "“run.exe” is a program." in page
    assert "See</textarea>" in page
    names = {draft.name: draft.storage for draft in DraftFile.objects.all()}
    assert list(names) == ["screen.png", "page.html"]
    assert all(f'value="{storage}"' in page for storage in names.values())
    again = client.post(
        TALK, {"kind": "reply", "body": "See", "files": [names["screen.png"]]}, headers={"HX-Request": "true"}
    )
    assert again.status_code == 200
    (turn,) = Message.objects.all()
    assert [file.name for file in turn.files.all()] == ["screen.png"]
    assert f"/files/{names['screen.png']}/screen.png" in again.content.decode()
    gone = client.post(TALK, {"kind": "reply", "body": "Twice", "files": [names["screen.png"]]})
    assert (gone.status_code, Message.objects.count()) == (422, 1)
    assert "A file is gone" in gone.content.decode()


def test_a_form_is_refused_in_its_place(asked, client, maya):
    client.force_login(maya)
    answer = client.post(TALK, {"kind": "reply", "body": " ", "file": picture()}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#form-message")
    assert f'value="{DraftFile.objects.get().storage}"' in answer.content.decode()


def test_drafts_are_nobody_elses(asked, drafts, client, engineer, maya, support):
    client.force_login(engineer)
    storage = drafts[0].storage
    assert client.get(f"/p/SHOP/feedback/1/files/{storage}/screen.png").status_code == 404
    assert client.post(TALK, {"kind": "reply", "body": "Mine", "files": [storage]}).status_code == 422
    with pytest.raises(ValidationError, match="gone"):
        reply(asked, by=engineer, body="Mine", files=drafts)
    with pytest.raises(PermissionDenied):
        draft_file(asked, picture(), by=support)
    assert (DraftFile.objects.count(), FeedbackFile.objects.count(), Message.objects.count()) == (3, 0, 0)


def test_what_is_too_much_for_a_mail_is_refused_and_nothing_is_lost(asked, drafts, maya, monkeypatch):
    monkeypatch.setattr(filing, "MAILED", 20)
    with pytest.raises(ValidationError) as refused:
        reply(asked, by=maya, body="See", files=drafts)
    assert "files" in refused.value.message_dict
    assert (DraftFile.objects.count(), Message.objects.count()) == (3, 0)
    assert add_note(asked, by=maya, body="See", files=drafts).files.count() == 3
    monkeypatch.setattr(filing, "MOST_DRAFTS", 1)
    draft_file(asked, picture(), by=maya)
    with pytest.raises(ValidationError, match="1 files"):
        draft_file(asked, picture(), by=maya)


def test_they_come_and_go_with_their_message(asked, drafts, maya, manager):
    reply(asked, by=maya, body="See", files=drafts)
    batch = Change.objects.filter(operation="reply").latest("id").batch
    undone = undo_batch(batch, by=maya)
    assert (Message.objects.count(), FeedbackFile.objects.count()) == (0, 0)
    assert undone
    again = Change.objects.filter(type="feedback_file", action="delete").latest("id").batch
    undo_batch(again, by=maya)
    assert sorted(FeedbackFile.objects.values_list("storage", flat=True)) == sorted(one.storage for one in drafts)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # as in a transaction of its own, which no undo has hardened
    delete(asked, by=manager)
    undo_batch(Change.objects.filter(operation="delete").latest("id").batch, by=manager)
    assert Message.objects.get().files.count() == 3


def test_drafts_are_swept_when_nobody_sent_them(asked, drafts, maya, tmp_path):
    note = add_note(asked, by=maya, body="See", files=drafts[:1])
    DraftFile.objects.filter(pk=drafts[1].pk).update(created_at=timezone.now() - timedelta(days=2))
    for path in tmp_path.rglob("*"):
        os.utime(path, (0, 0))
    forget_gone_files()
    left = {path.name for path in (tmp_path / filing.FOLDER).rglob("*") if path.is_file()}
    assert left == {note.files.get().storage, drafts[2].storage}
