"""Second clicks, and two who do the same at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from feedback.models import Feedback
from feedback.operations.reporting import report
from portal.models import Post
from portal.operations.posting import publish, submit


@pytest.fixture
def at_once():
    """`at_once(act)`: what `act` gives to each of two who do it together, or why it is refused."""

    def go(act):
        try:
            return act()
        except ValidationError as refused:
            return refused.messages
        finally:
            connection.close()

    def both(act):
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(go, [act, act]))

    return both


def test_a_second_click_makes_no_second_idea(portal, visitor, bob):
    client = visitor(bob)
    doors = {client.post("/portal/SHOP/new/", {"title": "Dark  mode", "body": "Please"})["Location"] for _n in range(2)}
    assert doors == {f"/portal/SHOP/{Feedback.objects.get().number}/"}
    client.post("/portal/SHOP/new/", {"title": "Dark mode", "body": "Something else"})
    assert Feedback.objects.count() == 2


def test_others_may_say_the_same(portal, visitor, ann, bob):
    for contact in (ann, bob):
        visitor(contact).post("/portal/SHOP/new/", {"title": "Dark mode"})
    assert Feedback.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_idea(portal, shop, system, bob, at_once):
    one, other = at_once(lambda: submit(shop, by=system, title="Dark mode", contact=bob))
    assert one == other == Post.objects.get()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told_so(portal, shop, engineer, at_once):
    item = report(shop, by=engineer, title="From a meeting")
    told = at_once(lambda: publish(item, by=engineer, title="In public"))
    assert ["This is in public already."] in told
    assert Post.objects.get() in told
