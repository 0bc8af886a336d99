"""The team's side: setting a portal up, deciding what is shown, making an item public."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from changes.models import Change
from feedback.models import Feedback
from feedback.operations.merging import merge
from feedback.operations.reporting import report
from portal import waiting
from portal.models import Invitation, Portal, Post, PublicComment
from portal.operations.moderating import edit_post, erase, hide, show
from portal.operations.posting import publish, say
from portal.operations.setting_up import set_up

FIELDS = {
    "access": "public", "languages": ["zh-hans", "en"], "hue": "150", "title_zh": "说说看", "title_en": "Tell us",
    "posts_moderated": "before", "comments_moderated": "after", "origins": "https://www.example.com/page?x\n",
}  # fmt: skip


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(name="logo.png"):
    buffer = BytesIO()
    image = Image.new("RGB", (64, 64), "teal")
    image.save(buffer, "PNG", pnginfo=None)
    return SimpleUploadedFile(name, buffer.getvalue() + b"<script>trailing</script>", "image/png")


def test_a_manager_opens_a_portal(web, manager, shop, visitor):
    client = web(manager)
    assert visitor().get("/portal/SHOP/").status_code == 404
    assert client.post("/p/SHOP/settings/portal/", FIELDS).status_code == 302
    portal = Portal.objects.get()
    assert (portal.access, portal.hue, portal.origins) == ("public", 150, ["https://www.example.com"])
    text = visitor().get("/portal/SHOP/", headers={"Accept-Language": "zh"}).content.decode()
    assert "说说看" in text
    assert 'data-hue="150"' in text
    assert "Look at it" in client.get("/p/SHOP/settings/portal/").content.decode()


@pytest.mark.parametrize(
    "origins",
    ["javascript://x", "https://a b", "*", "https://*.example.com", "https://x:y", "x; script-src *", "http://[x"],
)
def test_only_addresses_of_sites_may_frame_the_form(web, manager, shop, origins):
    response = web(manager).post("/p/SHOP/settings/portal/", {**FIELDS, "origins": origins})
    assert response.status_code == 422
    assert not Portal.objects.exists()


def test_a_logo_is_made_anew(web, manager, shop, visitor):
    client = web(manager)
    client.post("/p/SHOP/settings/portal/", {**FIELDS, "logo": picture()})
    response = visitor().get("/portal/SHOP/logo/")
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\x89PNG")
    assert b"script" not in data
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    client.post("/p/SHOP/settings/portal/", {**FIELDS, "no_logo": "on"})
    assert visitor().get("/portal/SHOP/logo/").status_code == 404


@pytest.mark.parametrize("file", [
    SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>"), SimpleUploadedFile("logo.png", b"no picture"),
])  # fmt: skip
def test_what_is_no_picture_is_no_logo(web, manager, shop, file):
    assert web(manager).post("/p/SHOP/settings/portal/", {**FIELDS, "logo": file}).status_code == 422
    assert not Portal.objects.filter(logo__gt="").exists()


def test_addresses_are_invited_and_withdrawn(web, manager, open_portal):
    open_portal(access="invited")
    client = web(manager)
    client.post("/p/SHOP/settings/portal/invitations/", {"emails": "a@outside.example，B@outside.example\n"})
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["a@outside.example", "b@outside.example"]
    assert client.post("/p/SHOP/settings/portal/invitations/", {"emails": "no address"}).status_code == 422
    client.post(f"/p/SHOP/settings/portal/invitations/{Invitation.objects.first().pk}/withdraw/")
    assert Invitation.objects.count() == 1


def test_addresses_stand_in_no_change(web, manager, open_portal, make_contact, visitor):
    open_portal(access="invited")
    web(manager).post("/p/SHOP/settings/portal/invitations/", {"emails": "a@outside.example"})
    assert not Change.objects.filter(diff__icontains="outside.example").exists()


def test_only_who_manages_sets_up_and_only_who_triages_decides(shop, post, engineer, support):
    with pytest.raises(PermissionDenied):
        set_up(shop, by=engineer, access="off")
    for act in (show, hide, erase):
        with pytest.raises(PermissionDenied):
            act(post, by=support)


def test_the_queue_decides_on_many_at_once(open_portal, make_post, web, engineer, bob, system, visitor):
    open_portal(posts_moderated="before", comments_moderated="before")
    held = [make_post(f"Idea {number}") for number in range(3)]
    show(held[0], by=engineer)
    comment = say(held[0], bob, by=system, body="Me too")
    client = web(engineer)
    text = client.get("/p/SHOP/portal/").content.decode()
    assert "Idea 1" in text
    assert "Me too" in text
    assert bob.email in text  # the team may know
    client.post("/p/SHOP/portal/", {"act": "show", "post": [held[1].pk, "x", 10**18], "comment": comment.pk})
    client.post("/p/SHOP/portal/", {"act": "hide", "post": held[2].pk, "reason": "Off topic", "state": "held"})
    assert [Post.objects.get(pk=post.pk).state for post in held] == ["shown", "shown", "hidden"]
    assert PublicComment.objects.get().state == "shown"
    assert Post.objects.get(pk=held[2].pk).reason == "Off topic"
    assert "Off topic" not in visitor().get("/portal/SHOP/").content.decode()


def test_the_queue_goes_on_past_what_is_refused_and_says_both_figures(make_post, web, manager, maya):
    first, whole, last = [make_post(f"Idea {number}") for number in range(3)]
    merge(whole.feedback, [make_post("The same").feedback], by=maya)
    ticked = {"act": "erase", "post": [first.pk, whole.pk, last.pk], "state": "shown"}
    page = web(manager).post("/p/SHOP/portal/", ticked)
    assert page.status_code == 422
    assert "1 is left as it was: Others are duplicates of it" in page.content.decode()
    assert [str(message) for message in page.context["messages"]] == ["2 decided."]
    assert set(Post.objects.values_list("title", flat=True)) == {whole.title, "The same"}


@pytest.mark.parametrize("place", ["", "{}/"])
def test_enter_in_the_reason_hides_and_shows_nothing(make_post, web, engineer, place):
    post = make_post()
    Post.objects.update(state="held")
    page = web(engineer).get(f"/p/SHOP/portal/{place.format(post.feedback.number)}").content.decode()
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="reason"' in form)
    assert 'value="hide"' in re.search(r"<button[^>]*>", form)[0]


def test_who_decides_sees_what_others_decided_a_moment_ago(make_post, engineer, manager):
    post = make_post()
    seen = Post.objects.get(pk=post.pk)
    hide(post, by=engineer, reason="Spam")
    show(seen, by=manager)  # it was shown when they opened the page
    assert Post.objects.get(pk=post.pk).state == "shown"
    erase(post, by=manager)
    with pytest.raises(ValidationError, match="was deleted meanwhile"):
        hide(seen, by=manager)


def test_a_reason_that_cannot_be_kept_is_refused(post, web, engineer):
    client = web(engineer)
    for path in ("/p/SHOP/portal/", f"/p/SHOP/portal/{post.feedback.number}/"):
        response = client.post(path, {"act": "hide", "post": post.pk, "reason": "a\0b", "state": "shown"})
        assert response.status_code == 422
        assert "NUL character at position 2" in response.content.decode()
    post.refresh_from_db()
    assert post.state == "shown"


class TestWhoDecidesOnAnOldPage:
    @pytest.fixture
    def waiting(self, portal, open_portal, make_post):
        """An idea that waited when everybody opened their page."""
        open_portal(posts_moderated="before")
        return make_post("Buy pills")

    @pytest.fixture
    def place(self, waiting):
        return f"/p/SHOP/portal/{waiting.feedback.number}/"

    def refused(self, response, words):
        assert response.status_code == 409
        text = response.content.decode()
        assert re.search(rf'role="alert"[^>]*>.*{words}', text, re.S)
        return text

    def test_is_told_what_others_decided_and_keeps_the_reason(self, waiting, place, web, engineer, maya):
        hide(waiting, by=engineer, reason="Spam")
        for path in (place, "/p/SHOP/portal/"):
            sent = {"act": "hide", "post": waiting.pk, "reason": "Seems off topic", "seen": "held", "state": "held"}
            text = self.refused(web(maya).post(path, sent), f"{engineer.name} has decided on “Buy pills” meanwhile")
            assert path != place or 'value="Seems off topic"' in text
        waiting.refresh_from_db()
        assert (waiting.state, waiting.reason, waiting.decided_by) == ("hidden", "Spam", engineer)

    @pytest.mark.parametrize("act", ["show", "erase"])
    def test_overrides_nobody(self, waiting, place, web, engineer, manager, act):
        hide(waiting, by=engineer, reason="Spam")
        for path in (place, "/p/SHOP/portal/"):
            sent = {"act": act, "post": waiting.pk, "seen": "held", "state": "held"}
            self.refused(web(manager).post(path, sent), "It is now: Hidden")
        assert Post.objects.get().state == "hidden"

    def test_may_still_do_it_who_has_seen_it(self, waiting, place, web, engineer, maya):
        hide(waiting, by=engineer, reason="Spam")
        assert web(maya).post(place, {"act": "show", "seen": "hidden"}).status_code == 302
        assert Post.objects.get().state == "shown"

    def test_is_not_troubled_where_both_wanted_the_same(self, waiting, place, web, engineer, maya):
        show(waiting, by=engineer)
        assert web(maya).post(place, {"act": "show", "seen": "held"}).status_code == 302
        assert Post.objects.get().decided_by == engineer

    def test_hears_of_what_was_deleted_and_the_rest_is_done(self, waiting, make_post, web, manager, maya):
        other = make_post("Dark mode")
        erase(waiting, by=manager)
        response = web(maya).post("/p/SHOP/portal/", {"act": "show", "post": [waiting.pk, other.pk], "state": "held"})
        text = self.refused(response, "1 is left as it was: It was deleted meanwhile")
        assert "1 decided." in text
        assert Post.objects.get().state == "shown"

    def test_overrides_nobody_on_a_comment(self, post, web, engineer, maya, bob, system):
        comment = say(post, bob, by=system, body="Rude words")
        hide(comment, by=engineer)
        response = web(maya).post(f"/p/SHOP/portal/comments/{comment.pk}/", {"act": "erase", "seen": "shown"})
        self.refused(response, f"{engineer.name} has decided on “Rude words” meanwhile")
        assert PublicComment.objects.get().state == "hidden"


def test_a_queue_costs_the_same_whatever_waits(open_portal, make_post, web, engineer, django_assert_max_num_queries):
    open_portal(posts_moderated="before")
    for number in range(30):
        make_post(f"Idea {number}")
    client = web(engineer)
    client.get("/p/SHOP/portal/")
    with django_assert_max_num_queries(10):
        client.get("/p/SHOP/portal/")


def test_an_item_is_made_public_under_its_own_words(portal, shop, web, engineer, visitor):
    item = report(shop, by=engineer, title="Mr Wang shouted", body="He pays 3 million")
    client = web(engineer)
    assert "stays private" in client.get(f"/p/SHOP/feedback/{item.number}/publish/").content.decode()
    sent = {"title": "Works offline", "body": "In the train", "chosen_status": "planned"}
    client.post(f"/p/SHOP/feedback/{item.number}/publish/", sent)
    text = visitor().get(f"/portal/SHOP/{item.number}/").content.decode()
    assert "Works offline" in text
    assert 'data-category="planned"' in text
    assert "The team" in text
    assert "Wang" not in text
    assert "million" not in text
    assert engineer.name not in text
    with pytest.raises(ValidationError):
        publish(item, by=engineer, title="Again")


def test_the_public_text_changes_without_the_item(post, web, engineer, visitor):
    number = post.feedback.number
    web(engineer).post(f"/p/SHOP/portal/{number}/", {"title": "Dark theme", "body": "", "chosen_status": ""})
    assert "Dark theme" in visitor().get(f"/portal/SHOP/{number}/").content.decode()
    assert Feedback.objects.get().title == "Dark mode"


def test_erasing_takes_what_was_written_here_and_leaves_what_was_not(portal, shop, post, engineer, manager, web):
    item = report(shop, by=engineer, title="From a meeting")
    made = publish(item, by=engineer, title="In public")
    erase(made, by=engineer)
    web(manager).post(f"/p/SHOP/portal/{post.feedback.number}/", {"act": "erase"})
    assert list(Feedback.objects.all()) == [item]
    assert not Post.objects.exists()


def test_who_may_not_delete_items_hides_them(post, web, engineer):
    client, path = web(engineer), f"/p/SHOP/portal/{post.feedback.number}/"
    assert 'value="erase"' not in client.get(path).content.decode()
    for door in (path, "/p/SHOP/portal/"):
        response = client.post(door, {"act": "erase", "post": post.pk, "state": "shown"}, follow=True)
        assert "Only managers erase ideas of visitors" in response.content.decode()
    assert Post.objects.get() == post


def test_an_idea_that_others_are_part_of_is_not_erased(post, make_post, web, manager):
    merge(post.feedback, [make_post("Night mode").feedback], by=manager)
    for door in (f"/p/SHOP/portal/{post.feedback.number}/", "/p/SHOP/portal/"):
        response = web(manager).post(door, {"act": "erase", "post": post.pk, "state": "shown"}, follow=True)
        assert "Others are duplicates of it" in response.content.decode()
    assert Post.objects.count() == 2


def test_a_comment_is_hidden_and_the_team_answers(post, web, engineer, bob, system, visitor, address):
    comment = say(post, bob, by=system, body="Rude words")
    client, number = web(engineer), post.feedback.number
    client.post(f"/p/SHOP/portal/comments/{comment.pk}/", {"act": "hide"})
    client.post(f"/p/SHOP/portal/{number}/answer/", {"body": "We listen.", "signed": "Lin"})
    text = visitor().get(address).content.decode()
    assert "Rude words" not in text
    assert "We listen." in text
    assert client.post(f"/p/SHOP/portal/{number}/answer/", {"body": ""}).status_code == 422


def test_what_was_decided_can_be_undone(post, web, engineer):
    client = web(engineer)
    client.post(f"/p/SHOP/portal/{post.feedback.number}/", {"act": "hide"})
    batch = Change.objects.filter(type="post", operation="hide").get().batch
    client.post(reverse("undo", args=[batch]))
    assert Post.objects.get().state == "shown"


def test_a_portal_that_was_never_described_shows_no_words_of_machines(web, manager, shop):
    page = web(manager).get("/p/SHOP/settings/portal/").content.decode()
    assert "DatabaseDefault" not in page
    set_up(shop, by=manager, access="public")
    assert (shop.portal.title_zh, shop.portal.welcome_en, shop.portal.logo) == ("", "", "")


def test_nothing_ticked_says_what_to_do(web, engineer, post):
    text = web(engineer).post("/p/SHOP/portal/", {"act": "show"}, follow=True).content.decode()
    assert "Nothing is ticked" in text


class TestTwoWriters:
    @pytest.fixture
    def send(self, web, engineer, maya, post):
        """`send(title=…)`: what engineer sends who read the post before `maya` changed it as given to `first`."""

        def sent(first, **mine):
            read = {"title": post.title, "body": post.body, "chosen_status": "", "lock_version": post.lock_version}
            edit_post(post, by=maya, **first)
            response = web(engineer).post(f"/p/SHOP/portal/{post.feedback.number}/", read | mine)
            post.refresh_from_db()
            return response

        return sent

    @pytest.fixture
    def post(self, post):
        post.refresh_from_db()
        return post

    def test_see_both_texts(self, send, post):
        response = send({"title": "Hers"}, title="Mine")
        text = response.content.decode()
        assert (response.status_code, post.title) == (422, "Hers")
        assert "Theirs, saved" in text
        assert "Mine" in text

    def test_do_not_meet_where_they_write_elsewhere(self, send, post):
        assert send({"title": "Hers"}, body="Mine").status_code == 302
        assert (post.title, post.body) == ("Hers", "Mine")

    def test_settle_with_a_button(self, send, post, web, engineer):
        send({"title": "Hers"}, title="Mine")
        again = {
            "title": "Mine", "body": post.body, "chosen_status": "", "lock_version": post.lock_version,
            "open": "title", "both.title": "Hers / Mine", "settle": "title:mine",
        }  # fmt: skip
        assert web(engineer).post(f"/p/SHOP/portal/{post.feedback.number}/", again).status_code == 302
        post.refresh_from_db()
        assert post.title == "Mine"

    def test_read_the_names_of_statuses(self, send):
        text = send({"chosen_status": "planned"}, chosen_status="active").content.decode()
        assert "Planned</del>" in text or "Planned</p>" in text


def test_the_title_of_a_portal_turns_no_page_around(open_portal, visitor):
    assert open_portal(title_en="Tell \u202eus\u202c\u200b").title_en == "Tell us"
    assert "Tell us" in visitor().get("/portal/SHOP/").content.decode()


def test_what_is_copied_into_another_page_has_a_size_and_no_loose_quotes(web, manager, shop):
    type(shop).objects.filter(pk=shop.pk).update(name='The "Shop"')
    set_up(shop, by=manager, access="public", origins=["https://www.example.com"])
    page = web(manager).get(reverse("portal_settings", args=["SHOP"])).content.decode()
    frame = unescape(re.search(r'name="frame"[^>]*value="([^"]*)"', page)[1])
    assert 'title="The &quot;Shop&quot;" width="100%" height="600"' in frame


class TestTheNumberOfWhatWaits:
    @pytest.fixture
    def told(self, web):
        """`told(engineer)`: the number at the entry of the portal in the side bar of another page, None without one."""

        def number(person):
            page = web(person).get("/p/SHOP/requirements/").content.decode()
            entry = re.search(r'href="/p/SHOP/portal/".*?</a>', page)
            found = entry and re.search(r'<span class="count">(\d+\+?)<', entry[0])
            return found and found[1]

        return number

    @pytest.fixture(autouse=True)
    def moderated(self, portal, open_portal):
        open_portal(posts_moderated="before", comments_moderated="before")

    def test_follows_what_is_written_and_decided(
        self, told, make_post, bob, system, engineer, manager, django_capture_on_commit_callbacks
    ):
        assert told(engineer) is None
        with django_capture_on_commit_callbacks(execute=True):
            posts = [make_post(f"Idea {number}") for number in range(2)]
        assert told(engineer) == told(manager) == "2"
        with django_capture_on_commit_callbacks(execute=True):
            comment = say(posts[0], bob, by=system, body="Me too")
        assert told(engineer) == "3"
        for act, left in (
            (lambda: show(posts[0], by=engineer), "2"),
            (lambda: hide(comment, by=engineer), "1"),
            (lambda: erase(posts[1], by=manager), None),
        ):
            with django_capture_on_commit_callbacks(execute=True):
                act()
            assert told(manager) == left

    def test_is_not_for_those_who_only_read(self, told, make_post, support):
        make_post()
        assert told(support) is None

    def test_ends_at_99(self, told, make_post, engineer, monkeypatch):
        monkeypatch.setattr(waiting, "MOST", 1)
        make_post("One")
        make_post("Another")
        assert told(engineer) == "1+"

    def test_is_of_one_product(self, told, make_post, web, help_desk, manager):
        set_up(help_desk, by=manager, access="public")
        make_post()
        page = web(manager).get("/p/HELP/requirements/").content.decode()
        assert '<span class="count">' not in re.search(r'href="/p/HELP/portal/".*?</a>', page)[0]

    def test_is_asked_for_once_in_a_while(self, told, make_post, engineer):
        make_post()
        assert told(engineer) == "1"
        with CaptureQueriesContext(connection) as asked:
            assert told(engineer) == "1"
        assert not [query for query in asked.captured_queries if "portal_" in query["sql"]]


def test_the_queue_shows_comments_as_everybody_will_see_them(post, web, engineer, bob, system):
    say(post, bob, by=system, body="**Please** <script>alert(1)</script> ![x](https://evil.example/x.png)")
    page = web(engineer).get("/p/SHOP/portal/?state=shown").content.decode()
    assert "<strong>Please</strong>" in page
    assert "<script>alert(1)" not in page
    assert 'src="https://evil.example' not in page


def test_who_comments_is_told_as_who_posts_that_everybody_reads_it(post, address, visitor, bob):
    client, hint = visitor(bob), "leave out addresses and telephone numbers"
    assert hint in client.get(address).content.decode()
    assert hint in client.get("/portal/SHOP/new/").content.decode()
