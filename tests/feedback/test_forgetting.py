"""The sources of mails go after their time; what was said stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from changes.operations.undoing import undo_batch
from feedback.models import IncomingMail, Message
from feedback.operations.answering import reply
from feedback.operations.contacts import edit_contact, erase_contact
from feedback.operations.forgetting import forget_sources
from feedback.operations.receiving import receive, take_after_all
from feedback.operations.sources import path_of
from tests.feedback.mails import BOUNCE, mail


@pytest.fixture
def row(shop, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return receive(shop, mail("Help."), by=User.objects.system())


def test_old_sources_are_deleted_and_the_item_stays(row, settings):
    assert forget_sources() == 0
    later = timezone.now() + settings.MAIL_KEPT + timedelta(days=1)
    assert forget_sources(lambda: later) == 1
    assert not default_storage.exists(path_of(row.storage))
    row.refresh_from_db()
    assert (row.storage, row.feedback.body) == ("", "Help.")
    assert forget_sources(lambda: later) == 0


def test_the_list_of_mails_shows_sources_and_takes_in_what_was_left_alone(row, client, shop, maya):
    left = receive(shop, mail("Out until May.", auto_submitted="auto-replied"), by=User.objects.system())
    client.force_login(maya)
    page = client.get("/p/SHOP/feedback/mails/").content.decode()
    assert "li@acme.example" in page
    assert "Automatic reply" in page
    source = client.get(f"/p/SHOP/feedback/mails/{left.pk}/")
    assert source["Content-Disposition"].startswith("attachment")
    assert b"Out until May." in source.content
    assert client.post(f"/p/SHOP/feedback/mails/{left.pk}/")["Location"] == "/p/SHOP/feedback/2/"
    IncomingMail.objects.update(storage="")
    assert client.get(f"/p/SHOP/feedback/mails/{left.pk}/").status_code == 404


def test_who_only_reads_sees_no_addresses(row, client, support):
    client.force_login(support)
    assert client.get("/p/SHOP/feedback/mails/").status_code == 403
    assert take_after_all.policy(support, row) is False


def test_with_a_person_goes_mail_from_their_former_addresses(row, owner):
    contact = edit_contact(row.feedback.contact, by=owner, email="new@acme.example")
    erase_contact(contact, by=owner)
    row.refresh_from_db()
    assert (row.sender, row.subject, row.storage) == ("", "", "")
    assert row.feedback.body == "Help."


def test_who_was_erased_is_not_brought_back(row, owner):
    erase_contact(row.feedback.contact, by=owner)
    batch = Change.objects.filter(type="contact", operation="erase_contact").latest("id").batch
    with pytest.raises(ValidationError, match="cannot be undone"):
        undo_batch(batch, by=owner)
    row.feedback.contact.refresh_from_db()
    assert row.feedback.contact.erased_at


def test_with_a_person_goes_what_came_back_from_them(row, owner, maya):
    voice = row.feedback
    message = reply(voice, by=maya, body="Try it now.")
    Message.objects.filter(pk=message.pk).update(mail_id="<ours@shop.example>")
    raw = BOUNCE.replace(b"no such mailbox", b"<li@acme.example> unknown")
    back = receive(voice.product, raw, by=User.objects.system())
    message.refresh_from_db()
    assert (back.outcome, "li@acme.example" in message.problem, bool(back.storage)) == ("bounce", True, True)
    erase_contact(voice.contact, by=owner)
    back.refresh_from_db()
    message.refresh_from_db()
    assert "li@acme.example" not in f"{back.problem} {back.subject} {message.problem}"
    assert (back.storage, message.problem) == ("", "It came back.")
