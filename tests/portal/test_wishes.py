"""What a stranger pressed or wrote is done as soon as they have proved their address: once, and by nobody else."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from feedback.models import Feedback, Subscription, Vote
from portal.limits import CODES, COMMENTS
from portal.models import Post, PublicComment, Visit
from portal.operations.moderating import hide
from portal.operations.setting_up import invite_address, set_up
from portal.views import wishes

SIGN_IN, CODE = "/portal/SHOP/sign-in/", "/portal/SHOP/code/"
NEW = "new@outside.example"


def text_of(response):
    return response.content.decode()


def wish_of(response):
    """What the form of an answer carries, None where it carries none."""
    found = re.search(r'name="wish" value="([^"]+)"', text_of(response))
    return found and found[1]


@pytest.fixture
def signed_in(code_of):
    """`signed_in(client, answer)`: goes on from the answer to a stranger's POST to the one that takes the code."""

    def go(client, answer, email=NEW):
        asked = client.post(SIGN_IN, {"email": email, "wish": wish_of(answer)})
        assert asked.status_code == 200
        return client.post(CODE, {"code": code_of(email), "wish": wish_of(asked)})

    return go


def test_a_stranger_is_asked_who_they_are_and_nothing_is_done(address, visitor):
    client = visitor()
    for verb, promise in [("vote", "your vote counts"), ("follow", "you hear"), ("comments", "Your comment is kept")]:
        response = client.post(f"{address}{verb}/", {"body": "x"})
        assert (response.status_code, bool(wish_of(response))) == (200, True)
        assert promise in text_of(response)
        assert 'name="email"' in text_of(response)
    assert Vote.objects.count() == 1  # the author's
    assert not PublicComment.objects.exists()


def test_a_vote_counts_with_the_code(address, visitor, signed_in):
    client = visitor()
    response = signed_in(client, client.post(f"{address}vote/", {"wanted": "yes"}))
    assert response["Location"] == f"{address}?done=vote"
    assert Feedback.objects.get().votes == 2
    assert Vote.objects.filter(contact__email=NEW).count() == 1
    page = text_of(client.get(response["Location"]))
    assert "You are signed in, and your vote counts." in page
    client.post(f"{address}vote/", {"wanted": "no"})
    assert "your vote counts" not in text_of(client.get(response["Location"]))


def test_who_follows_does_with_the_code(address, visitor, signed_in):
    client = visitor()
    response = signed_in(client, client.post(f"{address}follow/", {"wanted": "yes"}))
    assert Subscription.objects.get(contact__email=NEW).ended_at is None
    assert "and hear what becomes of it." in text_of(client.get(response["Location"]))
    assert not Vote.objects.filter(contact__email=NEW).exists()


def test_a_comment_is_typed_before_the_sign_in(address, visitor, signed_in):
    body = "为什么没有<送水>？ " + "长" * 4_900
    client = visitor()
    assert "Sign in and comment" in text_of(client.get(address))
    response = signed_in(client, client.post(f"{address}comments/", {"body": body}))
    assert PublicComment.objects.get().body == body
    assert "your comment is here" in text_of(client.get(response["Location"]))


def test_a_comment_of_a_visit_that_is_over_is_not_lost(open_portal, address, visitor, bob, signed_in):
    open_portal(access="sign_in")
    client = visitor(bob)
    Visit.objects.update(created_at=timezone.now() - timedelta(days=40))
    signed_in(client, client.post(f"{address}comments/", {"body": "Long thought"}), bob.email)
    assert (PublicComment.objects.get().body, PublicComment.objects.get().contact) == ("Long thought", bob)


def test_a_comment_that_is_too_long_stands_in_the_form_again(address, visitor, signed_in):
    client = visitor()
    response = signed_in(client, client.post(f"{address}comments/", {"body": "y" * 5_001}))
    assert response.status_code == 422
    assert "y" * 5_001 in text_of(response)
    assert f'action="{address}comments/"' in text_of(response)
    assert 'href="/portal/SHOP/me/"' in text_of(response)  # signed in all the same
    assert '/comments/"' not in re.search(r'name="next" value="[^"]*"', text_of(response))[0]


def test_an_idea_is_kept_while_its_writer_signs_in(portal, visitor, signed_in):
    client = visitor()
    sent = {"title": "Dark mode", "body": "Long evenings", "sign_in": "1"}
    page = text_of(signed_in(client, client.post("/portal/SHOP/new/", sent)))
    assert 'value="Dark mode"' in page
    assert "Long evenings</textarea>" in page
    assert 'action="/portal/SHOP/new/"' in page
    assert 'name="sign_in"' not in page
    assert not Post.objects.exists()  # they have not pressed Send yet


def test_an_idea_of_a_visit_that_is_over_stands_in_the_form_again(open_portal, visitor, signed_in):
    """Not sent at once: the pictures that were chosen with it have to be chosen once more."""
    open_portal(access="sign_in")
    client = visitor()
    response = signed_in(client, client.post("/portal/SHOP/new/", {"title": "Dark mode"}))
    assert 'value="Dark mode"' in text_of(response)
    assert not Post.objects.exists()


def test_wrong_codes_keep_the_wish_and_the_right_one_does_it_once(address, visitor, code_of):
    client = visitor()
    asked = client.post(SIGN_IN, {"email": NEW, "wish": wish_of(client.post(f"{address}comments/", {"body": "Yes"}))})
    code = code_of(NEW)
    wrong = client.post(CODE, {"code": f"{(int(code) + 1) % 10**6:06}", "wish": wish_of(asked)})
    assert (wrong.status_code, wish_of(wrong)) == (422, wish_of(asked))
    thief = visitor()
    thief.cookies = client.cookies.copy()
    client.post(CODE, {"code": code, "wish": wish_of(wrong)})
    assert thief.post(CODE, {"code": code, "wish": wish_of(wrong)}).status_code == 422
    assert PublicComment.objects.count() == 1


def test_another_address_keeps_the_wish(address, visitor, signed_in):
    client = visitor()
    asked = client.post(SIGN_IN, {"email": "typo@outside.example", "wish": wish_of(client.post(f"{address}vote/"))})
    again = client.post(SIGN_IN, {"wish": wish_of(asked)})
    assert (again.status_code, wish_of(again)) == (200, wish_of(asked))
    assert "address is required" not in text_of(again)
    signed_in(client, again)
    assert Vote.objects.filter(contact__email=NEW).exists()


def test_who_must_wait_for_a_code_keeps_the_wish(address, visitor):
    client = visitor()
    wish = wish_of(client.post(f"{address}comments/", {"body": "Yes"}))
    for number in range(CODES.limit):
        client.post(SIGN_IN, {"email": f"a{number}@outside.example"})
    response = client.post(SIGN_IN, {"email": NEW, "wish": wish})
    assert (response.status_code, wish_of(response)) == (429, wish)


def test_the_limits_hold_for_what_waited(address, visitor, signed_in, bob):
    client = visitor(bob)
    for _time in range(COMMENTS.limit):
        client.post(f"{address}comments/", {"body": "x"})
    stranger = visitor()
    response = signed_in(stranger, stranger.post(f"{address}comments/", {"body": "one more"}))
    assert response.status_code == 429
    assert not PublicComment.objects.filter(body="one more").exists()
    assert Visit.objects.filter(contact__email=NEW).exists()


def test_no_link_and_no_other_site_makes_a_wish(address, visitor, code_of):
    """A GET carries none, and the POSTs that do ask for the token of a page of ours."""
    wish = wish_of(visitor().post(f"{address}vote/"))
    client = visitor()
    page = client.get(f"{SIGN_IN}?wish={wish}&next={address}vote/")
    assert wish_of(page) is None
    client.post(SIGN_IN, {"email": NEW, "next": f"{address}vote/"})
    assert wish_of(client.get(f"{CODE}?wish={wish}")) is None
    client.post(f"{CODE}?wish={wish}", {"code": code_of(NEW)})
    assert not Vote.objects.filter(contact__email=NEW).exists()
    strict = Client(enforce_csrf_checks=True)
    for path, sent in [(f"{address}vote/", {}), (SIGN_IN, {"email": NEW, "wish": wish}), (CODE, {"wish": wish})]:
        assert strict.post(path, sent).status_code == 403


@pytest.mark.parametrize("kind", ["forged", "old", "of another portal"])
def test_a_wish_that_is_not_one_only_signs_in(kind, address, visitor, code_of, help_desk, monkeypatch):
    data, product = [f"{address}vote/", {}], help_desk if kind == "of another portal" else Post.objects.get().product
    wish = signing.dumps(data, salt=wishes.salt_of(product)) + ("x" if kind == "forged" else "")
    if kind == "old":
        monkeypatch.setattr(wishes, "LASTS", timedelta(seconds=-1))
    client = visitor()
    client.post(SIGN_IN, {"email": NEW, "wish": wish, "next": address})
    assert client.post(CODE, {"code": code_of(NEW), "wish": wish})["Location"] == address
    assert not Vote.objects.filter(contact__email=NEW).exists()


def test_who_may_not_come_in_wishes_for_nothing(open_portal, post, address, visitor, shop, manager, code_of):
    """A member of the team sees the portal for the invited; the uninvited address that they type does not vote."""
    open_portal(access="invited")
    invite_address(shop, by=manager, email="in@outside.example")
    client = visitor()
    client.force_login(manager)
    asked = client.post(SIGN_IN, {"email": NEW, "wish": wish_of(client.post(f"{address}vote/"))})
    assert client.post(CODE, {"code": code_of(NEW), "wish": wish_of(asked)}).status_code == 302
    assert not Visit.objects.exists()
    assert not Vote.objects.filter(contact__email=NEW).exists()


def test_strangers_are_not_told_which_ideas_there_are(open_portal, post, address, visitor):
    """Where they may not read, a post that is there and one that is not are answered alike."""
    open_portal(access="sign_in")
    pages = [text_of(visitor().post(f"{path}vote/")) for path in (address, "/portal/SHOP/999/")]
    own = re.compile(r'name="(wish|csrfmiddlewaretoken|next)" value="[^"]*"')
    assert own.sub("", pages[0]) == own.sub("", pages[1])


def test_what_is_gone_meanwhile_leads_to_the_board(post, address, visitor, signed_in, engineer):
    client = visitor()
    answer = client.post(f"{address}vote/")
    hide(post, by=engineer)
    assert signed_in(client, answer)["Location"] == "/portal/SHOP/"
    assert 'href="/portal/SHOP/me/"' in text_of(client.get("/portal/SHOP/"))


def test_a_wish_at_one_portal_is_none_at_another(post, address, visitor, help_desk, manager, code_of):
    set_up(help_desk, by=manager, access="public")
    client = visitor()
    wish = wish_of(client.post(f"{address}vote/"))
    client.post("/portal/HELP/sign-in/", {"email": NEW, "wish": wish})
    client.post("/portal/HELP/code/", {"code": code_of(NEW), "wish": wish})
    assert not Vote.objects.filter(contact__email=NEW).exists()


def test_a_page_that_was_open_too_long_turns_into_the_sign_in(address, visitor):
    response = visitor().post(f"{address}vote/", headers={"HX-Request": "true"})
    assert (response["HX-Retarget"], response["HX-Reselect"]) == ("#content", "#content")
    assert wish_of(response)


def test_who_takes_a_vote_back_is_promised_none(address, visitor):
    assert "your vote counts" not in text_of(visitor().post(f"{address}vote/", {"wanted": "no"}))
