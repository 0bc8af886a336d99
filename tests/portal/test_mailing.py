"""Mails of portals: codes before invitations, and no lock while a server answers."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from portal.models import Invitation, SignInCode
from portal.operations.mailing import mail_everything
from portal.operations.setting_up import invite_address
from portal.operations.signing_in import ask_for_code


class Watching(EmailBackend):
    """A server while whose answer is awaited something else happens: `meanwhile` once, with each mail's addresses."""

    meanwhile = None
    was_open = []

    def send_messages(self, messages):
        self.was_open.append(connection.in_atomic_block)
        if act := Watching.meanwhile:
            Watching.meanwhile = None
            act()
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Watching"
    Watching.was_open.clear()
    return Watching


def test_who_waits_for_a_code_waits_for_one_invitation_at_most(open_portal, shop, manager, system, server):
    open_portal(access="invited")
    for nick in "abc":
        invite_address(shop, by=manager, email=f"{nick}@outside.example")
    server.meanwhile = lambda: ask_for_code(shop, by=system, email="a@outside.example")
    mail_everything()
    assert [message.to[0][0] for message in mail.outbox] == ["a", "a", "b", "c"]
    assert "code" in mail.outbox[1].subject


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_server_answers(open_portal, shop, manager, system, server):
    open_portal(access="invited")
    invitation = invite_address(shop, by=manager, email="a@outside.example")
    ask_for_code(shop, by=system, email="a@outside.example")
    server.meanwhile = invitation.delete
    mail_everything()
    assert server.was_open == [False]
    assert SignInCode.objects.get().sent_at
    assert not Invitation.objects.exists()
