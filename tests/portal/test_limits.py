"""Storms, guesses and crowds: throttled, logged, counted once, and nobody else hindered."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from feedback.models import Contact, Feedback, Vote
from portal.limits import CODES, CODES_OF_ADDRESS, GUESSES, MAILS_TO_ADDRESS, NEW_CODES_OF_ADDRESS, POSTS, VOTES
from portal.models import Invitation, SignInCode, Visit
from portal.models.sign_in_code import LASTS
from portal.operations.mailing import mail_everything
from portal.operations.setting_up import invite_address
from portal.views.scoped import cookie_of


@pytest.fixture(autouse=True)
def one_moment(monkeypatch):
    """However slow the machine, everything happens within one window of the limits."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


OTHER = {"REMOTE_ADDR": "198.51.100.7"}


def test_a_storm_of_votes_is_stopped_and_counted_once(post, address, visitor, bob, make_contact, caplog):
    client, answers = visitor(bob), []
    for _time in range(500):
        answers.append(client.post(f"{address}vote/").status_code)
    assert answers.count(302) == VOTES.limit
    assert answers.count(429) == 500 - VOTES.limit
    assert Feedback.objects.get().votes == 2  # with the author's
    assert Vote.objects.filter(contact=bob).count() == 1
    logged = [record.msg["event"] for record in caplog.records if record.name == "portal.limits"]
    assert logged == ["too much at a portal"] * (500 - VOTES.limit)
    other = visitor(make_contact("other"), **OTHER)
    assert other.post(f"{address}vote/").status_code == 302
    assert Feedback.objects.get().votes == 3


def test_who_must_wait_is_told_how_long(post, address, visitor, bob):
    client = visitor(bob)
    for _time in range(VOTES.limit):
        client.post(f"{address}vote/")
    response = client.post(f"{address}vote/")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert "Try again in 1 minute." in response.content.decode()


def test_addresses_of_one_ipv6_network_count_together(portal, visitor, written):
    for number in range(POSTS.limit + 3):
        client = visitor(REMOTE_ADDR=f"2001:db8:1:1::{number:x}")
        sent = {"title": f"Idea {number}", "begun": written(client)}
        expected = 302 if number < POSTS.limit else 429
        assert client.post("/portal/SHOP/new/", sent).status_code == expected
    assert Feedback.objects.count() == POSTS.limit


@pytest.mark.django_db(transaction=True)
def test_twenty_browsers_that_vote_at_once_are_twenty_votes(post, address, shop):
    voters = Contact.objects.bulk_create(
        Contact(product=shop, email=f"v{number}@outside.example") for number in range(20)
    )
    secrets = []
    for contact in voters:
        visit, secret = Visit.with_new_secret(contact)
        visit.save()
        secrets.append(secret)

    def go(secret):
        client = Client()
        client.cookies[cookie_of(shop)] = secret
        try:
            return client.post(f"{address}vote/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(go, secrets)) == [302] * 20
    assert Feedback.objects.get().votes == 21  # with the author's
    assert Vote.objects.count() == 21


def asked(client, email="new@outside.example"):
    return client.post("/portal/SHOP/sign-in/", {"email": email, "next": "/portal/SHOP/me/"})


def test_the_code_in_the_mail_lets_in(portal, visitor, code_of):
    client = visitor()
    assert asked(client)["Location"] == "/portal/SHOP/code/"
    assert not mail.outbox  # never in the request
    mail_everything()
    mail_everything()
    assert [message.to for message in mail.outbox] == [["new@outside.example"]]
    code = code_of("new@outside.example")
    assert code in mail.outbox[0].body
    assert client.post("/portal/SHOP/code/", {"code": f" {code} "})["Location"] == "/portal/SHOP/me/"
    assert "new@outside.example" in client.get("/portal/SHOP/me/").content.decode()
    assert Contact.objects.get().name == ""
    client.post("/portal/SHOP/sign-out/")
    assert not Visit.objects.exists()


def test_a_known_contact_comes_back_as_the_same(portal, visitor, code_of, bob):
    client = visitor()
    asked(client, "BOB@outside.example")
    client.post("/portal/SHOP/code/", {"code": code_of("BOB@outside.example")})
    assert Visit.objects.get().contact == bob
    assert Contact.objects.count() == 1


def test_the_answer_does_not_tell_who_is_known(open_portal, visitor, bob, shop, manager):
    open_portal(access="invited")
    door = f"/portal/SHOP/enter/{invite_address(shop, by=manager, email=bob.email).secret}/"
    answers = []
    for email in (bob.email, "nobody@outside.example"):
        client = visitor()
        response = client.post(door, {"email": email})
        answers.append((response.status_code, response["Location"], client.get("/portal/SHOP/code/").content[:900]))
    assert answers[0] == answers[1]
    mail_everything()
    codes = [message for message in mail.outbox if "code" in message.subject]
    assert [message.to for message in codes] == [[bob.email]]


def test_a_code_that_was_guessed_for_an_uninvited_address_opens_nothing(open_portal, visitor, shop, manager, code_of):
    open_portal(access="invited")
    door = f"/portal/SHOP/enter/{invite_address(shop, by=manager, email='in@outside.example').secret}/"
    client = visitor()
    client.post(door, {"email": "out@outside.example"})
    client.post("/portal/SHOP/code/", {"code": code_of("out@outside.example")})
    assert not Visit.objects.exists()
    assert client.get("/portal/SHOP/").status_code == 404


def test_five_wrong_codes_use_up_the_right_one(portal, visitor, code_of):
    client = visitor()
    asked(client)
    code = code_of("new@outside.example")
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _time in range(5):
        assert client.post("/portal/SHOP/code/", {"code": wrong}).status_code == 422
    assert client.post("/portal/SHOP/code/", {"code": code}).status_code == 422
    assert not Visit.objects.exists()


def test_a_code_works_once_and_for_ten_minutes(portal, visitor, code_of):
    client, thief = visitor(), visitor()
    asked(client)
    thief.cookies = client.cookies.copy()
    code = code_of("new@outside.example")
    assert client.post("/portal/SHOP/code/", {"code": code}).status_code == 302
    assert thief.post("/portal/SHOP/code/", {"code": code}).status_code == 422
    assert Visit.objects.count() == 1
    asked(client)
    code = code_of("new@outside.example")
    SignInCode.objects.update(created_at=timezone.now() - LASTS)
    assert client.post("/portal/SHOP/code/", {"code": code}).status_code == 422


def test_guesses_at_many_codes_are_stopped(portal, visitor):
    client, answers = visitor(), []
    for number in range(GUESSES.limit + 5):
        if number % 5 == 0:
            asked(client, f"a{number}@outside.example")
        answers.append(client.post("/portal/SHOP/code/", {"code": "000000"}).status_code)
    assert answers[-5:] == [429] * 5


def test_one_address_is_not_written_to_for_ever(portal, visitor):
    for number in range(MAILS_TO_ADDRESS.limit + 3):
        assert asked(visitor(REMOTE_ADDR=f"198.51.100.{number}")).status_code == 302
    mail_everything()
    assert len(mail.outbox) == MAILS_TO_ADDRESS.limit


def test_a_stranger_locks_nobody_out(portal, visitor, code_of):
    stranger, owner = visitor(), visitor(**OTHER)
    answers = [asked(stranger).status_code for _time in range(CODES_OF_ADDRESS.limit + 1)]
    assert answers == [302] * CODES_OF_ADDRESS.limit + [429]
    mail_everything()
    assert asked(owner, "NEW@outside.example").status_code == 302
    code = code_of("new@outside.example")
    assert code in mail.outbox[-1].body
    assert owner.post("/portal/SHOP/code/", {"code": code}).status_code == 302
    assert Visit.objects.get().contact.email == "new@outside.example"


def test_who_finds_all_codes_used_up_gets_a_new_one_but_not_for_ever(portal, visitor):
    for number in range(NEW_CODES_OF_ADDRESS.limit + 3):
        asked(visitor(REMOTE_ADDR=f"198.51.100.{number}"))
        SignInCode.objects.update(attempts=5)
    assert SignInCode.objects.count() == NEW_CODES_OF_ADDRESS.limit


def test_one_visitor_does_not_write_to_everybody(portal, visitor):
    client = visitor()
    answers = [asked(client, f"a{number}@outside.example").status_code for number in range(CODES.limit + 1)]
    assert answers == [302] * CODES.limit + [429]


def test_the_next_page_is_one_of_this_portal(portal, visitor, code_of):
    client = visitor()
    client.post("/portal/SHOP/sign-in/", {"email": "a@outside.example", "next": "https://evil.example/portal/SHOP/"})
    response = client.post("/portal/SHOP/code/", {"code": code_of("a@outside.example")})
    assert response["Location"] == "/portal/SHOP/"


def test_the_table_alone_does_not_tell_a_code(portal, visitor, code_of, settings):
    asked(visitor())
    code = code_of("new@outside.example")
    row = SignInCode.objects.get()
    assert code not in str(SignInCode.objects.values().get())
    settings.SECRET_KEY = "another key than before, which nobody knows"
    assert row.code != code


def test_a_mail_server_that_is_away_is_tried_again(portal, visitor, settings):
    asked(visitor())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = 9, 1
    mail_everything()
    order = SignInCode.objects.get()
    assert (order.sent_at, order.tries_to_send) == (None, 1)


def test_the_invited_are_mailed_the_door(open_portal, shop, manager, visitor):
    open_portal(access="invited")
    invite_address(shop, by=manager, email="in@outside.example")
    invite_address(shop, by=manager, email="IN@outside.example")
    mail_everything()
    assert [message.to for message in mail.outbox] == [["in@outside.example"]]
    assert Invitation.objects.get().secret in mail.outbox[0].body


def test_a_lost_way_in_is_mailed_again_but_not_at_once(open_portal, shop, manager, web):
    open_portal(access="invited")
    invitation = invite_address(shop, by=manager, email="in@outside.example")
    mail_everything()
    again, settings = f"/p/SHOP/settings/portal/invitations/{invitation.pk}/again/", "/p/SHOP/settings/portal/"
    client = web(manager)
    assert "Send again" not in client.get(settings).content.decode()
    assert "Wait ten minutes" in client.post(again, follow=True).content.decode()
    mail_everything()
    assert len(mail.outbox) == 1
    Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    assert "Send again" in client.get(settings).content.decode()
    assert "sent again" in client.post(again, follow=True).content.decode()
    mail_everything()
    assert len(mail.outbox) == 2
    assert invitation.secret in mail.outbox[1].body


class TestFrames:
    def test_the_form_may_stand_on_the_allowed_sites_only(self, open_portal, visitor):
        open_portal(origins=["https://www.example.com", "https://shop.example.com:8443"])
        response = visitor().get("/portal/SHOP/embed/")
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors https://www.example.com https://shop.example.com:8443" in policy
        assert "default-src 'none'" in policy
        assert "X-Frame-Options" not in response.headers

    def test_without_sites_and_on_every_other_page_nobody_may(self, open_portal, post, address, visitor):
        open_portal(origins=[])
        assert "frame-ancestors 'none'" in visitor().get("/portal/SHOP/embed/")["Content-Security-Policy"]
        open_portal(origins=["https://www.example.com"])
        for path in ("/portal/SHOP/", address, "/portal/SHOP/new/", "/portal/SHOP/sign-in/", "/portal/NOPE/embed/"):
            response = visitor().get(path)
            assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
            assert response["X-Frame-Options"] == "DENY"

    def test_it_needs_no_cookie_and_acts_for_nobody(self, portal, shop, written, bob, visitor):
        client = Client(enforce_csrf_checks=True)
        _visit, secret = Visit.with_new_secret(bob)
        client.cookies[cookie_of(shop)] = secret
        sent = {"title": "From another site", "begun": written(client, "/portal/SHOP/embed/")}
        assert client.post("/portal/SHOP/embed/", sent)["Location"] == "/portal/SHOP/embed/?sent=1"
        item = Feedback.objects.select_related("post").get()
        assert (item.contact, item.channel, item.post.state) == (None, "form", "held")


def test_invitations_wait_until_the_portal_is_open(open_portal, shop, manager):
    open_portal(access="off")
    invite_address(shop, by=manager, email="in@outside.example")
    mail_everything()
    assert not mail.outbox
    open_portal(access="invited")
    mail_everything()
    assert len(mail.outbox) == 1
