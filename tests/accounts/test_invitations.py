"""Invitations: a mail with a link that works once and for seven days, and never costs the inviter a request."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import Invitation, User
from accounts.models.invitation import person_invited_by, secret_for
from accounts.operations import inviting
from accounts.operations.people import accept_invitation, invite
from accounts.tasks import nudge, send_invitations

JOIN = {"name": "Ida Invited", "password": "a sentence that is long enough", "time_zone": "Europe/Paris"}


@pytest.fixture
def invited(admin):
    return invite(admin, by=admin, email="Ida@Example.org", name="Ida", place="Shop")


@pytest.fixture
def link(invited):
    return reverse("invitation", args=[secret_for(invited)])


def test_the_mail_names_who_where_and_a_link_that_opens(client, invited, admin):
    send_invitations()
    (message,) = mail.outbox
    assert message.to == ["ida@example.org"]
    assert admin.name in message.subject
    assert "“Shop”" in message.body
    path = re.search(r"http://127\.0\.0\.1:8000(\S+)", message.body)[1]
    page = client.get(path)
    assert page.status_code == 200
    assert "ida@example.org" in page.content.decode()


def test_each_invitation_is_mailed_once(invited):
    send_invitations()
    send_invitations()
    assert len(mail.outbox) == 1
    assert Invitation.objects.get().sent_at


def test_the_mail_speaks_the_language_of_the_inviter(admin):
    admin.language = "zh-hans"
    person = invite(admin, by=admin, email="li@example.org")
    assert person.language == "zh-hans"
    send_invitations()
    with translation.override("zh-hans"):
        assert mail.outbox[0].subject == gettext("%s invites you to PMHub") % admin.name


def test_a_line_break_in_a_name_cannot_add_headers(owner):
    owner.name = "Eve\nBcc: all@example.org"
    owner.save()
    invite(owner, by=owner, email="new@example.org")
    send_invitations()
    assert mail.outbox[0].recipients() == ["new@example.org"]


class BrokenMail:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("away")


def test_mail_that_is_away_is_tried_again_later(invited):
    with override_settings(EMAIL_BACKEND=f"{__name__}.BrokenMail"):
        send_invitations()
    waiting = Invitation.objects.get()
    assert (waiting.sent_at, waiting.tries) == (None, 1)
    assert waiting.not_before > timezone.now() + timedelta(seconds=50)
    Invitation.objects.update(not_before=timezone.now())
    send_invitations()
    assert len(mail.outbox) == 1


def test_redis_that_is_away_loses_no_invitation(invited):
    with send_invitations.app.connection_for_write("redis://127.0.0.1:1/0") as nowhere:
        nudge(connection=nowhere)
    assert inviting.send_next()
    assert len(mail.outbox) == 1


def test_accepting_sets_name_and_password_and_signs_in(client, link, invited):
    response = client.post(link, JOIN)
    assert response["Location"] == "/"
    invited.refresh_from_db()
    assert (invited.name, invited.time_zone) == ("Ida Invited", "Europe/Paris")
    assert invited.check_password(JOIN["password"])
    assert client.get("/").context["user"] == invited


def test_browsers_may_say_where_the_form_came_from(client, link):
    """Under `no-referrer` they send `Origin: null`, and the CSRF check would refuse the person."""
    page = client.get(link)
    assert page["Referrer-Policy"] == "same-origin"
    assert 'name="referrer"' not in page.content.decode()


def test_a_link_works_once(client, web, link, invited):
    client.post(link, JOIN)
    assert web().get(link).status_code == 404
    assert web().post(link, JOIN | {"password": "another long password"}).status_code == 404
    invited.refresh_from_db()
    assert invited.check_password(JOIN["password"])
    with pytest.raises(PermissionDenied):
        accept_invitation(invited, by=invited, name="Eve", password="another long password")


def test_a_link_ends_after_seven_days(invited, monkeypatch):
    secret = secret_for(invited)
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(days=6, hours=23).total_seconds())
    assert person_invited_by(secret) == invited
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(days=7, minutes=1).total_seconds())
    assert person_invited_by(secret) is None


@pytest.mark.parametrize("secret", ["forged", "WzFd:1abc:sig", "x" * 5000, "%00"])
def test_a_forged_link_opens_nothing(client, admin, secret):
    assert client.get(f"/invitation/{secret}/").status_code == 404


def test_a_disabled_person_cannot_use_their_link(client, link, invited):
    User.objects.filter(pk=invited.pk).update(is_active=False)
    assert client.get(link).status_code == 404


def test_a_weak_password_is_refused_and_the_name_kept(client, link, invited):
    response = client.post(link, JOIN | {"password": "12345678"})
    assert response.status_code == 422
    assert 'value="Ida Invited"' in response.content.decode()
    invited.refresh_from_db()
    assert not invited.has_usable_password()


def test_inviting_somebody_who_is_here_sends_nothing(admin, owner):
    assert invite(admin, by=admin, email=owner.email.upper()) == owner
    assert not Invitation.objects.exists()


def test_the_link_is_not_in_the_log(client, link, caplog):
    with caplog.at_level("INFO", logger="pmhub.web"):
        client.get(link)
    paths = [record.path for record in caplog.records if hasattr(record, "path")]
    assert paths == ["/invitation/…/"]
