"""What followers of a post hear: the words in public, never the team's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changes.stream import catch_up
from feedback.models import CustomerLetter, News, Subscription
from feedback.operations.letting_know import claim, draft
from feedback.operations.linking import link
from feedback.operations.reporting import report
from feedback.operations.telling import draft_for, end_news
from feedback.operations.triaging import decline, mark_duplicate
from feedback.sending.links import news_link, verdict_link
from portal.operations.moderating import hide
from portal.operations.posting import publish

HOST = "http://127.0.0.1:8000"
PRIVATE, REASON = "ACME (139-0000) threatens to cancel", "Not worth it for this customer."


@pytest.fixture
def item(portal, shop, maya, ann):
    """What Ann brought."""
    ann.hears, ann.language = True, "en"
    ann.save()
    made = report(shop, by=maya, body="They called.", title=PRIVATE, contact=ann)
    Subscription.objects.create(product=shop, feedback=made, contact=ann)
    return made


@pytest.fixture
def shown(item, maya):
    return publish(item, by=maya, title="Faster export", body="", language="en")


@pytest.fixture
def follower(item, shop, bob):
    """Bob, who follows the post."""
    bob.hears, bob.language = True, "en"
    bob.save()
    Subscription.objects.create(product=shop, feedback=item, contact=bob)
    return bob


@pytest.fixture
def hearing(shown, bob, visitor):
    """`hearing("yes")`: Bob presses the button on the page of the post, which he sees afterwards."""
    bob.language = "en"
    bob.save()
    browser, path = visitor(bob), f"/portal/SHOP/{shown.feedback.number}/"

    def press(wanted):
        return browser.post(f"{path}follow/", {"wanted": wanted}, follow=True).content.decode()

    return press


def letter_to(contact):
    """All that a letter to the contact says by now; "" for no letter."""
    catch_up()
    waiting = claim(contact, timezone.now())
    mail = draft(waiting, timezone.now())
    return f"{mail.message()}" + mail.body + mail.alternatives[0][0] if mail else ""


def test_a_follower_reads_the_title_in_public_and_no_reason(item, shown, follower, ann, maya):
    decline(item, by=maya, reason=REASON)
    told = letter_to(follower)
    assert "“Faster export” will not be done" in told
    assert "ACME" not in told
    assert REASON not in told
    own = letter_to(ann)
    assert f"“{PRIVATE}” will not be done" in own
    assert REASON in own


def test_who_presses_the_button_hears_of_it(hearing, item, bob, maya):
    assert "You hear of it. Stop" in hearing("yes")
    decline(item, by=maya, reason=REASON)
    assert "“Faster export” will not be done" in letter_to(bob)


def test_who_presses_it_again_hears_no_more(hearing, item, bob, maya):
    hearing("yes")
    assert "Tell me what becomes of it" in hearing("no")
    decline(item, by=maya, reason=REASON)
    assert letter_to(bob) == ""


def test_who_says_something_hears_of_it(shown, item, bob, maya, visitor):
    visitor(bob).post(f"/portal/SHOP/{item.number}/comments/", {"body": "Me too"})
    decline(item, by=maya, reason=REASON)
    assert "Faster export" in letter_to(bob)


def test_saying_something_is_no_asking_for_news_of_who_had_enough(shown, item, bob, maya, system, visitor, shop):
    end_news(shop, bob, by=system)
    page = visitor(bob).post(f"/portal/SHOP/{item.number}/comments/", {"body": "Me too"}, follow=True).content.decode()
    assert "Tell me what becomes of it" in page
    decline(item, by=maya, reason=REASON)
    assert letter_to(bob) == ""


def test_of_what_is_not_shown_a_follower_hears_nothing(item, shown, follower, ann, maya):
    hide(shown, by=maya)
    decline(item, by=maya, reason=REASON)
    assert letter_to(follower) == ""
    assert PRIVATE in letter_to(ann)
    assert set(News.objects.filter(contact=follower).values_list("state", flat=True)) == {"dropped"}
    assert not CustomerLetter.objects.filter(contact=follower).exists()


def test_who_follows_a_double_reads_what_the_post_is_called(item, shown, shop, bob, maya):
    bob.hears, bob.language = True, "en"
    bob.save()
    double = report(shop, by=maya, body="Once more.", title="ACME once more")
    Subscription.objects.create(product=shop, feedback=double, contact=bob)
    mark_duplicate(double, by=maya, of=item)
    decline(item, by=maya, reason=REASON)
    told = letter_to(bob)
    assert "“Faster export” will not be done" in told
    assert "ACME" not in told


def test_the_pages_behind_the_links_keep_to_it(client, item, shown, follower, ann, maya):
    paths = [path.removeprefix(HOST) for path in (news_link(follower), verdict_link(follower, item))]
    for path in paths:
        page = client.get(path).content.decode()
        assert "Faster export" in page
        assert "ACME" not in page
    for path in (news_link(ann), verdict_link(ann, item)):
        assert PRIVATE in client.get(path.removeprefix(HOST)).content.decode()
    hide(shown, by=maya)
    for path in [*paths, news_link(follower, item).removeprefix(HOST)]:
        page = client.get(path).content.decode()
        assert "Faster export" not in page
        assert "ACME" not in page


def test_drafts_about_a_version_name_it_as_each_knows_it(client, item, shown, follower, ann, maya, requirement):
    link(item, requirement, by=maya)
    draft_for(7, "2.4", [requirement.pk])
    client.force_login(maya)
    client.post("/p/SHOP/feedback/closing/", {"apply": "en", "template_en": "{title} came."})
    texts = dict(News.objects.drafts().values_list("contact__email", "text"))
    assert texts == {follower.email: "Faster export came.", ann.email: f"{PRIVATE} came."}
    News.objects.update(text="")
    hide(shown, by=maya)
    assert "No letter: they did not bring this item" in client.get("/p/SHOP/feedback/closing/").content.decode()
    draft_for(8, "2.5", [requirement.pk])
    assert News.objects.drafts().get(version_number=8).contact == ann


def test_a_letter_asks_once_for_all_titles(item, shown, follower, shop, maya):
    for number in range(5):
        other = report(shop, by=maya, body="x", title=f"ACME {number}")
        publish(other, by=maya, title=f"Public {number}", body="", language="en")
        Subscription.objects.create(product=shop, feedback=other, contact=follower)
        decline(other, by=maya, reason=REASON)
    with CaptureQueriesContext(connection) as asked:
        told = letter_to(follower)
    assert sum('FROM "portal_post"' in query["sql"] for query in asked) == 1
    assert all(f"“Public {number}” will not be done" in told for number in range(5))
    assert "ACME" not in told
