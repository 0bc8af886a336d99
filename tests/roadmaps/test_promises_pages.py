"""Promises on the pages of a version and a milestone, their reasons, and the dates of an instant beside today's."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from changes.operations.undoing import undo_batch
from pmhub.lib.operations import one_batch
from products.models import Product
from roadmaps.ledger.past import promises_as_of
from roadmaps.ledger.reading import ledger_of
from roadmaps.models import Milestone, SlipReason
from roadmaps.operations.planning import create_milestone, create_version, delete_version, edit_milestone, edit_version
from tests.roadmaps.promising import day, on

PROMISES, API = "/p/SHOP/promises/", "/api/v1/products/SHOP/promises/"
LONG = "x" * 10_000
VERSION = {"name": "2.4", "state": "planned", "release": "2026-12-18"}


@pytest.fixture
def slip(version, manager):
    """2.4 moved from 11 to 18 December 2026; the slip."""
    edit_version(version, by=manager, release=day("2026-12-18"))
    return ledger_of(version, manager).slips[0]


def page(version):
    return f"/p/SHOP/versions/{version.pk}/promises/"


def why(slip):
    return f"{PROMISES}slips/{slip.change.pk}/"


def test_the_version_page_tells_every_move_and_who_did_not_say_why(web, support, manager, version, slip):
    html = web(support).get(page(version)).content.decode()
    assert "7 days later" in html
    assert "no reason given" in html
    assert "First promise" in html
    assert manager.name in html
    assert 'role="img"' in html
    assert "Say why" not in html
    assert "Say why" in web(manager).get(page(version)).content.decode()


def test_a_version_without_a_date_says_so(web, support, shop, manager):
    version = create_version(shop, by=manager, name="Someday")
    assert "Nothing is promised yet" in web(support).get(page(version)).content.decode()


def test_the_milestone_page_has_the_same(web, support, manager, milestone):
    edit_milestone(milestone, by=manager, due=day("2026-12-03"), reason="The testers are ill.")
    html = web(support).get(f"/p/SHOP/milestones/{milestone.pk}/").content.decode()
    assert "2 days later" in html
    assert "The testers are ill." in html


def test_the_forms_ask_for_a_reason_only_where_a_date_can_move(web, manager, shop, version, milestone):
    client = web(manager)
    assert 'name="reason"' in client.get(f"/p/SHOP/versions/{version.pk}/edit/").content.decode()
    assert 'name="reason"' in client.get(f"/p/SHOP/milestones/{milestone.pk}/edit/").content.decode()
    assert 'name="reason"' not in client.get("/p/SHOP/versions/new/").content.decode()
    undated = create_version(shop, by=manager, name="Someday")
    assert 'name="reason"' not in client.get(f"/p/SHOP/versions/{undated.pk}/edit/").content.decode()


def test_the_form_keeps_the_reason_with_the_move(web, manager, version):
    address = f"/p/SHOP/versions/{version.pk}/edit/"
    web(manager).post(address, VERSION | {"reason": "The bank\r\nneeds a week."})
    assert ledger_of(version, manager).slips[0].reason.text == "The bank\nneeds a week."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": LONG}, "at most 2000 characters"),
        ({"release": "2026-12-11", "reason": "Why"}, "does not move later"),
    ],
)
def test_a_reason_that_cannot_be_kept_leaves_the_form_as_it_was_typed(web, manager, version, sent, said):
    response = web(manager).post(f"/p/SHOP/versions/{version.pk}/edit/", VERSION | sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reason"]
    assert said in response.content.decode()
    version.refresh_from_db()
    assert str(version.release) == "2026-12-11"


def test_a_reason_is_given_on_the_ledger_later_and_its_toast_takes_it_back(web, manager, version, slip):
    client = web(manager)
    assert "2.4" in client.get(why(slip)).content.decode()
    answer = client.post(why(slip), {"reason": "We were wrong."}, follow=True)
    assert answer.redirect_chain == [(page(version), 302)]
    assert "We were wrong." in answer.content.decode()
    client.post([str(message.extra_tags) for message in answer.context["messages"]][-1])
    assert not SlipReason.objects.exists()


def test_too_long_a_reason_is_refused_in_words(web, api, manager, slip):
    answer = web(manager).post(why(slip), {"reason": LONG})
    assert answer.status_code == 422
    assert "at most 2000 characters" in answer.content.decode()
    client = api(manager)
    address = f"/api/v1/slips/{slip.change.pk}/"
    headers = {"If-Match": client.get(address)["ETag"]}
    refused = client.patch(address, {"reason": LONG}, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")


def test_what_is_no_slip_has_no_page(web, manager, other_product, outsider, version):
    first = ledger_of(version, manager).moves[0]
    strange = create_version(other_product, by=outsider, name="1", release=day("2026"))
    edit_version(strange, by=outsider, release=day("2027"))
    hidden = ledger_of(strange, outsider).slips[0]
    for move in (first, hidden):
        assert web(manager).get(why(move)).status_code == 404
        assert web(manager).post(why(move), {"reason": "x"}).status_code == 404


def test_rest_gives_a_reason_with_the_move_or_later(api, manager, version):
    client, address = api(manager), f"/api/v1/versions/{version.pk}/"
    moved = client.patch(address, {"release": "2026-12-18", "reason": "One"}, headers={"If-Match": "*"})
    assert moved.status_code == 200, moved.content
    told = client.get(f"{address}promises/").json()
    assert (told["slips"], told["slipped_days"], told["moves"][1]["reason"]) == (1, 7, "One")
    assert told["moves"][1]["by"]["name"] == manager.name
    slip = f"/api/v1/slips/{told['moves'][1]['id']}/"
    assert client.patch(slip, {"reason": "Two"}).status_code == 428
    changed = client.patch(slip, {"reason": "Two"}, headers={"If-Match": client.get(slip)["ETag"]})
    assert (changed.json()["reason"], changed.json()["promise"]["name"]) == ("Two", "2.4")
    nothing = client.patch(address, {"reason": "Why not"}, headers={"If-Match": "*"})
    assert (nothing.status_code, nothing.json()["errors"][0]["field"]) == (422, "reason")


@pytest.fixture
def autumn(shop, manager):
    """Two versions and a milestone; 1.0 moved from 30 September to 15 October, 2.0 came later, 0.9 was deleted."""
    with on("2026-07-01"):
        first = create_version(shop, by=manager, name="1.0", release=day("2026-09-30"))
        gone = create_version(shop, by=manager, name="0.9", release=day("2026-Q3"))
        stone = create_milestone(shop, by=manager, name="Beta", due=day("2026-09"))
    with on("2026-09-01"):
        edit_version(first, by=manager, release=day("2026-10-15"), name="1.0 LTS")
    with on("2026-09-10"):
        create_version(shop, by=manager, name="2.0", release=day("2027"))
        delete_version(gone, by=manager)
    Product.objects.filter(pk=shop.pk).update(created_at=datetime(2026, 6, 1, tzinfo=UTC))
    shop.refresh_from_db()
    return first, stone


def test_the_dates_of_an_instant_in_two_queries(shop, autumn, django_assert_num_queries):
    first, stone = autumn
    with django_assert_num_queries(2):
        stood = promises_as_of(shop, datetime(2026, 8, 1, tzinfo=UTC))
    told = {one.name: str(one.release) for one in stood.values()}
    assert told == {"1.0": "2026-09-30", "0.9": "2026-Q3", "Beta": "2026-09"}
    assert stood["version", first.pk].state == "planned"
    assert stood["milestone", stone.pk].type == "milestone"
    now = promises_as_of(shop, timezone.now())
    assert {one.name for one in now.values()} == {"1.0 LTS", "2.0", "Beta"}


def test_an_instant_shows_what_was_undone_only_later(shop, manager, version):
    with one_batch() as batch:
        edit_version(version, by=manager, release=day("2027-05"))
    between = timezone.now()
    undo_batch(batch, by=manager)
    assert str(promises_as_of(shop, between)["version", version.pk].release) == "2027-05"


def test_the_page_sets_then_beside_today(web, api, support, autumn):
    html = web(support).get(f"{PROMISES}?as_of=2026-08-01").content.decode()
    for words in ("15 days later", "then “1.0”", "deleted since", "not there yet", "unmoved"):
        assert words in html
    rows = {row["name"]: row for row in api(support).get(f"{API}?as_of=2026-08-01").json()["as_of"]}
    assert (rows["1.0 LTS"]["then"], rows["1.0 LTS"]["now"], rows["1.0 LTS"]["days"]) == (
        "2026-09-30",
        "2026-10-15",
        15,
    )
    assert (rows["0.9"]["is_there"], rows["2.0"]["was_there"]) == (False, False)


def test_then_and_now_say_archived_or_released_as_the_list_does(web, support, shop, manager):
    with on("2026-07-01"):
        create_version(shop, by=manager, name="Shelved", release=day("2026-06"), state="archived")
        kept = create_version(shop, by=manager, name="Kept", release=day("2026-06"), state="released")
        edit_version(kept, by=manager, state="archived")
    Product.objects.filter(pk=shop.pk).update(created_at=datetime(2026, 6, 1, tzinfo=UTC))
    for query in ("", "?as_of=2026-08-01"):
        html = web(support).get(f"{PROMISES}{query}").content.decode()
        rows = {name: html.partition(f"</svg> {name}</a>")[2].partition("</tr>")[0] for name in ("Shelved", "Kept")}
        assert "archived" in rows["Shelved"]
        assert "released" not in rows["Shelved"]
        assert "released" in rows["Kept"]
        assert "archived" not in rows["Kept"]


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("2999-01-01", "yet to come"), ("2026-02-29", "there is no such day"), ("2001-01-01", "began on"),
     ("yesterday", "is not a time")],
)  # fmt: skip
def test_instants_that_cannot_be_read(web, api, support, autumn, as_of, said):
    answer = web(support).get(PROMISES, {"as_of": as_of})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert api(support).get(API, {"as_of": as_of}).status_code == 422


def test_pages_in_chinese(web, manager, version, slip):
    manager.language = "zh-hans"
    manager.save(update_fields=["language"])
    html = web(manager).get(page(version)).content.decode()
    assert "2026 年 12 月 18 日" in html


def test_the_milestone_page_costs_no_more_for_a_long_ledger(web, manager, milestone, django_assert_max_num_queries):
    for number in range(2, 20):
        edit_milestone(Milestone.objects.get(), by=manager, due=day(f"2026-12-{number:02}"), reason="Again")
    client = web(manager)
    client.get(f"/p/SHOP/milestones/{milestone.pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"/p/SHOP/milestones/{milestone.pk}/")
