"""Ending news: by one click in a mail program, on the page, and with whom one wrote."""

import pytest
from django.test import Client
from django.utils import timezone

from changes.stream import catch_up
from feedback.models import Contact, News, Subscription
from feedback.operations.answering import solve
from feedback.operations.letting_know import mail_news
from feedback.sending.links import news_link
from tests.feedback.test_closing import MORNING, at, told
from tests.notifications.servers import smtp_server

HOST = "http://127.0.0.1:8000"


@pytest.fixture
def li(shop):
    return Contact.objects.create(product=shop, name="Li", email="li@acme.example", hears=True, language="en")


@pytest.fixture
def asked(make_voice, li):
    voice = make_voice(title="Export all pages", contact=li, channel="mail")
    Subscription.objects.create(product=voice.product, feedback=voice, contact=li)
    return voice


@pytest.fixture
def outside():
    """A browser that is signed in nowhere and insists on CSRF tokens."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_program_ends_it_by_one_post(settings, outside, asked, li, maya):
    solve(asked, by=maya, solution="Done.")
    catch_up()
    with smtp_server(settings) as server:
        assert mail_news(at(MORNING)) == 1
    (letter,) = server.of("li@acme.example")
    assert letter["List-Unsubscribe-Post"].strip() == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip().strip("<>").removeprefix(HOST)
    assert outside.get(path).status_code == 200
    assert Subscription.objects.filter(ended_at=None).exists()  # looking ends nothing
    assert outside.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    li.refresh_from_db()
    assert (li.hears, Subscription.objects.filter(ended_at=None).exists()) == (False, False)


def test_who_ended_it_hears_nothing_even_of_what_they_brought(outside, asked, li, maya):
    outside.post(news_link(li).removeprefix(HOST))
    solve(asked, by=maya, solution="Done.")
    catch_up()
    assert told() == []


def test_who_ended_it_hears_nothing_of_what_they_say_another_day(outside, li, maya, make_voice):
    outside.post(news_link(li).removeprefix(HOST))
    later = make_voice(title="Dark mode", contact=li, channel="mail")
    solve(later, by=maya, solution="Done.")
    catch_up()
    assert told() == []
    outside.post(news_link(li, later).removeprefix(HOST), {"act": "ask"})
    li.refresh_from_db()
    assert (li.hears, li.muted_at) == (True, None)


def test_what_waits_is_dropped(outside, asked, li, maya):
    solve(asked, by=maya, solution="Done.")
    catch_up()
    assert told() == [("Li", "solved")]
    outside.post(news_link(li).removeprefix(HOST))
    assert News.objects.get().state == "dropped"


def test_one_item_is_ended_and_the_others_go_on(outside, asked, li, make_voice, shop):
    other = make_voice(title="Dark mode", contact=li)
    Subscription.objects.create(product=shop, feedback=other, contact=li)
    path = news_link(li).removeprefix(HOST)
    page = outside.get(path).content.decode()
    assert "Dark mode" in page
    assert "Export all pages" in page
    page = outside.post(path, {"act": "end_one", "item": other.pk}).content.decode()
    assert "Dark mode" not in page
    assert "Export all pages" in page
    li.refresh_from_db()
    assert li.hears


def test_a_link_in_a_reply_asks_for_news(outside, asked, li):
    Subscription.objects.all().delete()
    Contact.objects.update(hears=False)
    path = news_link(li, asked).removeprefix(HOST)
    assert "Do you want to hear what becomes of “Export all pages”?" in outside.get(path).content.decode()
    assert "at most once a day" in outside.post(path, {"act": "ask"}).content.decode()
    li.refresh_from_db()
    assert (li.hears, Subscription.objects.get().feedback) == (True, asked)


def test_forged_and_foreign_links_show_nothing(outside, asked, li, other_product):
    path = news_link(li).removeprefix(HOST)
    for wrong in (path.replace(":", "x"), path[:-3] + "x/", "/feedback/news/x/"):
        assert outside.get(wrong).status_code == 404
        assert outside.post(wrong).status_code == 404
    Contact.objects.update(erased_at=timezone.now())
    assert outside.get(path).status_code == 404


def test_the_page_is_in_the_contacts_language(outside, li):
    Contact.objects.update(language="zh-hans")
    assert '<html lang="zh' in outside.get(news_link(li).removeprefix(HOST)).content.decode()


def test_who_ended_everything_can_take_it_back(outside, asked, li, maya, shop):
    path = news_link(li).removeprefix(HOST)
    page = outside.post(path).content.decode()
    assert "Hear of it again" in page
    assert "PMHub</header>" not in page
    assert f"{shop.name}</header>" in page
    page = outside.post(path, {"act": "back"}).content.decode()
    assert "Export all pages" in page
    li.refresh_from_db()
    assert (li.hears, li.muted_at) == (True, None)
    solve(asked, by=maya, solution="Done.")
    catch_up()
    assert told() == [("Li", "solved")]
