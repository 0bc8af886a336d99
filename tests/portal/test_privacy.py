"""Nothing of who somebody is stands on a page for others, and a portal that is not for somebody is no portal."""

import re

import pytest

from feedback.models import Contact, Feedback, Message
from feedback.operations.telling import ask_for_news
from feedback.operations.voting import vote
from portal.models import Invitation, Post, SignInCode, Visit
from portal.operations.moderating import hide
from portal.operations.posting import answer_in_public, say
from portal.operations.setting_up import invite_address, set_up
from portal.reach import portal_at
from portal.views.scoped import cookie_of
from roadmaps.operations.sharing import share
from tests.lib.test_markdown import ATTACKS

PAGES = [
    "", "?sort=new", "?q=dark", "new/", "similar/?title=dark+mode", "roadmap/", "changelog/", "sign-in/", "thanks/",
    "embed/",
]  # fmt: skip
OF_THE_REQUEST = {"X-Request-ID"}


@pytest.fixture
def crowded(open_portal, shop, make_post, make_contact, system, manager, engineer, version):
    """A post with fifty voters, thirty followers and ten comments, of an item with an inner life."""
    link = share(shop, by=manager, name="Board", audience="public", granularity="quarter")
    open_portal(roadmap=link, has_changelog=True)
    post = make_post("Dark mode", body="For the evenings")
    voters = [make_contact(f"voter{number}") for number in range(50)]
    for number, contact in enumerate(voters):
        vote(post.feedback, contact, by=system)
        if number < 10:
            say(post, contact, by=system, body="Me too")
    answer_in_public(post, by=engineer, body="We hear you.")
    Feedback.objects.filter(pk=post.feedback_id).update(
        assignee=engineer, decline_reason="innerreason", root_cause="innercause", solution="innersolution"
    )
    Message.objects.create(product=shop, feedback=post.feedback, kind="note", author=engineer, body="innernote")
    return post


def pages_of(post):
    return [f"/portal/SHOP/{path}" for path in [*PAGES, f"{post.feedback.number}/"]]


def test_no_page_says_who_its_fifty_voters_are(crowded, visitor, people, ann):
    """Signed out, and as one of them: no address, no real name, no id of a contact, nothing of the team's."""
    words = [
        "innerreason",
        "innercause",
        "innersolution",
        "innernote",
        *(person.name for person in vars(people).values()),
    ]
    words += [person.email for person in vars(people).values()]
    for client in (visitor(), visitor(ann)):
        for path in pages_of(crowded):
            response = client.get(path)
            text = response.content.decode() + str(response.headers) + response.cookies.output()
            assert response.status_code == 200, path
            assert "@" not in re.sub(r"@(layer|media)", "", text), path
            assert [word for word in [*words, "Real ", "voter"] if word in text] == [], path
    page = visitor().get(pages_of(crowded)[-1]).content.decode()
    assert ">50<" not in page
    assert ">51<" in page  # with the author's


def test_no_page_holds_the_id_of_a_contact(crowded, visitor, shop):
    """Their ids are set far apart from all other numbers, so that any of them would be found."""
    contact = Contact.objects.create(pk=987_654_321, product=shop, email="far@outside.example", shown_name="Chosen")
    Post.objects.filter(pk=crowded.pk).update(created_at=crowded.created_at)
    Feedback.objects.filter(pk=crowded.feedback_id).update(contact=contact)
    text = visitor().get(pages_of(crowded)[-1]).content.decode()
    assert "Chosen" in text
    assert "987654321" not in text


def test_only_the_chosen_name_is_shown(make_post, visitor, bob, ann):
    named, unnamed = make_post("Named", contact=bob), make_post("Unnamed", contact=ann)
    text = visitor().get(f"/portal/SHOP/{named.feedback.number}/").content.decode()
    assert "Bobby" in text
    assert "Real bob" not in text
    assert "Somebody" in visitor().get(f"/portal/SHOP/{unnamed.feedback.number}/").content.decode()


def answer_of(client, path, **data):
    """Status, headers and body, without what differs by the request itself."""
    response = client.post(path, data) if data else client.get(path)
    headers = {name: value for name, value in response.headers.items() if name not in OF_THE_REQUEST}
    return response.status_code, headers, response.content, response.cookies.output()


@pytest.mark.parametrize("access", ["off", "invited"])
@pytest.mark.parametrize("path", [*PAGES, "1/", "me/", "code/", "enter/x/", "logo/"])
def test_unknown_off_and_not_invited_are_the_same_bytes(open_portal, post, visitor, bob, path, access):
    open_portal(access=access)
    hidden, none = f"/portal/SHOP/{path}", f"/portal/NOPE/{path}"
    for client in (visitor(), visitor(bob)):
        first, second = answer_of(client, hidden), answer_of(client, none)
        assert first == second
        assert first[0] == 404


@pytest.mark.parametrize("path", ["new/", "1/vote/", "sign-in/", "code/", "language/", "embed/", "sign-out/"])
def test_what_is_sent_to_a_hidden_portal_is_answered_alike(open_portal, post, visitor, path):
    open_portal(access="invited")
    sent = {"title": "x", "email": "a@outside.example", "language": "en", "code": "000000"}
    client = visitor()
    assert answer_of(client, f"/portal/SHOP/{path}", **sent) == answer_of(client, f"/portal/NOPE/{path}", **sent)
    assert not SignInCode.objects.exists()


def test_hidden_posts_and_those_that_never_were_are_the_same_bytes(post, address, visitor):
    Post.objects.update(state="hidden")
    assert answer_of(visitor(), address) == answer_of(visitor(), "/portal/SHOP/999/")


def test_what_waits_for_a_code_at_one_portal_opens_no_other(open_portal, visitor, help_desk, manager, shop):
    open_portal(access="invited")
    set_up(help_desk, by=manager, access="public")
    client = visitor()
    client.post("/portal/HELP/sign-in/", {"email": "a@outside.example"})
    name = next(name for name in client.cookies if "asked" in name)
    client.cookies[name.replace("help", "shop")] = client.cookies[name].value
    assert client.get("/portal/SHOP/code/").status_code == 404


def test_the_invited_come_in_and_out_again_when_withdrawn(open_portal, post, visitor, bob, shop, manager):
    open_portal(access="invited")
    invitation = invite_address(shop, by=manager, email="BOB@outside.example")
    assert visitor(bob).get("/portal/SHOP/").status_code == 200
    assert visitor().get(f"/portal/SHOP/enter/{invitation.secret}/").status_code == 200
    invitation.delete()
    assert visitor(bob).get("/portal/SHOP/").status_code == 404
    assert visitor().get(f"/portal/SHOP/enter/{invitation.secret}/").status_code == 404


def test_members_see_a_portal_for_the_invited(open_portal, post, web, engineer, outsider):
    open_portal(access="invited")
    assert web(engineer).get("/portal/SHOP/").status_code == 200
    assert web(outsider).get("/portal/SHOP/").status_code == 404


def test_a_portal_for_those_who_sign_in_sends_others_to_the_door(open_portal, post, address, visitor, bob):
    open_portal(access="sign_in")
    assert visitor().get(address)["Location"].startswith("/portal/SHOP/sign-in/?next=")
    assert visitor().get("/portal/SHOP/embed/").status_code == 302
    assert visitor(bob).get(address).status_code == 200


def test_off_is_off_at_once_and_deletes_nothing(open_portal, post, address, visitor, ann):
    open_portal(access="off")
    assert visitor(ann).get(address).status_code == 404
    assert portal_at("SHOP") is None
    open_portal(access="public")
    assert visitor().get(address).status_code == 200


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_markdown_does_nothing(make_post, visitor, attack, bob, system):
    post = make_post("Dark mode", body=attack.replace("\x00", ""), contact=bob)
    say(post, bob, by=system, body=attack.replace("\x00", "") or "x")
    client = visitor()
    foreign = re.compile(r"<[^>]+(href|src|action)\s*=\s*[\"']?\s*(javascript|data|vbscript|blob|file):", re.I)
    for path in ("", f"{post.feedback.number}/"):
        text = client.get(f"/portal/SHOP/{path}").content.decode()
        main = text[text.index("<main") : text.index("</main>")]
        assert not re.search(r"<(script|iframe|object|embed|svg/|style|base|meta|template|math|video)\b", main, re.I)
        assert not re.search(r"<[^>]+\son\w+\s*=", main, re.I)
        assert not foreign.search(main)
        assert "<img" not in main
        for link in re.findall(r"<a [^>]*href=\"https?:[^>]*>", main):
            assert 'rel="nofollow ugc noopener"' in link


def test_who_is_erased_leaves_what_they_said(make_post, visitor, bob, system, shop, manager):
    post = make_post("Dark mode", contact=bob)
    say(post, bob, by=system, body="It hurts my eyes")
    invite_address(shop, by=manager, email=bob.email)
    client = visitor(bob)
    assert "Real bob" not in client.get("/portal/SHOP/me/erase/").content.decode()
    assert client.post("/portal/SHOP/me/erase/").status_code == 302
    bob.refresh_from_db()
    assert (bob.email, bob.name, bob.shown_name, bool(bob.erased_at)) == ("", "", "", True)
    assert not Visit.objects.exists()
    assert not Invitation.objects.exists()
    text = visitor().get(f"/portal/SHOP/{post.feedback.number}/").content.decode()
    assert "It hurts my eyes" in text
    assert "Bobby" not in text
    assert Feedback.objects.get().votes == 1
    assert client.get("/portal/SHOP/me/")["Location"].startswith("/portal/SHOP/sign-in/")


def test_my_page_shows_what_is_mine(make_post, visitor, bob, ann):
    make_post("Mine", contact=bob)
    make_post("Not mine", contact=ann)
    text = visitor(bob).get("/portal/SHOP/me/").content.decode()
    assert "Mine" in text
    assert "Not mine" not in text
    assert bob.email in text
    client = visitor(bob)
    client.post("/portal/SHOP/me/", {"shown_name": "Robert", "language": "zh-hans"})
    bob.refresh_from_db()
    assert (bob.shown_name, bob.language, bob.hears) == ("Robert", "zh-hans", False)


def test_a_visit_at_one_portal_is_none_at_another(post, bob, help_desk, manager, visitor, shop):
    set_up(help_desk, by=manager, access="sign_in")
    client = visitor(bob)
    client.cookies[cookie_of(help_desk)] = client.cookies[cookie_of(shop)].value
    assert client.get("/portal/HELP/").status_code == 302


def test_no_text_reaches_beyond_its_place(make_post, visitor):
    wild = "\u202ereversed\u202c a" + "\u0335\u0321\u0322" * 20 + "\u2067b\u2069 caf\u0065\u0301"
    number = make_post(wild, body=wild).feedback.number
    for path in ("/portal/SHOP/", f"/portal/SHOP/{number}/"):
        text = visitor().get(path).content.decode()
        assert text.count("reversed a\u0335\u0321b cafe\u0301") >= 2
        assert not set("\u202e\u202c\u2067\u2069\u0322") & set(text)


def test_who_is_in_finds_the_way_on_from_what_is_not_there(open_portal, post, visitor, web, bob, outsider):
    way_on = 'href="/portal/SHOP/"'
    for client in (visitor(), visitor(bob)):
        for path in ("999/", "999/pictures/none"):
            response = client.get(f"/portal/SHOP/{path}")
            assert response.status_code == 404
            assert way_on in response.content.decode()
    open_portal(access="invited")
    for client in (visitor(), visitor(bob), web(outsider)):
        assert way_on not in client.get("/portal/SHOP/999/").content.decode()


def test_my_page_lists_what_i_hear_of_and_lets_me_stop(make_post, visitor, bob, system, engineer):
    posts = [make_post(title) for title in ("Dark mode", "Faster search", "Gone again")]
    for post in posts:
        ask_for_news(post.feedback, bob, by=system)
    hide(posts[2], by=engineer)
    client = visitor(bob)

    def heard_of():
        text = client.get("/portal/SHOP/me/").content.decode().split('id="followed"')[1].split("</section>")[0]
        return set(re.findall(r'class="link"[^>]*>([^<]+)<', text))

    assert heard_of() == {"Dark mode", "Faster search"}
    client.post(f"/portal/SHOP/{posts[0].feedback.number}/follow/", {"wanted": "no"})
    assert heard_of() == {"Faster search"}
