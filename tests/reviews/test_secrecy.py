"""Nobody learns of a silent score before the reveal: neither by pages, nor by REST, nor by the stream of changes."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changes.models import Change
from requirements.models import SilentScore
from requirements.operations.judging import reveal, score_item
from requirements.operations.reviewing import uninvite

WORDS = "Too risky before the sale"  # what the engineer wrote
EVERYBODY = ["owner", "manager", "maya", "designer", "support", "admin"]


@pytest.fixture
def places(opened, scored, requirement):
    """Every address at which anything about the item could be said."""
    room = reverse("review", args=["SHOP", opened.pk])
    return [
        "/", "/p/SHOP/reviews/", "/p/SHOP/reviews/attendance/", room, f"{room}?item={scored.pk}", f"{room}minutes/",
        f"{room}calendar/", "/p/SHOP/requirements/1/", "/p/SHOP/requirements/1/?tab=history", "/p/SHOP/trash/",
        "/p/SHOP/requirements/?q=risky", f"/p/SHOP/requirements/suggestions/?target={WORDS[:10]}",
        "/api/v1/changes/?limit=1000", "/api/v1/changes/?types=silent_score,sealed_score&limit=1000",
        "/api/v1/requirements/SHOP-1/", "/api/v1/requirements/SHOP-1/score/", "/api/v1/requirements/?q=risky",
        "/api/v1/products/SHOP/reviews/", f"/api/v1/reviews/{opened.pk}/", f"/api/v1/reviews/{opened.pk}/agenda/",
        f"/api/v1/agenda/{scored.pk}/", f"/api/v1/agenda/{scored.pk}/decisions/",
        f"/api/v1/agenda/{scored.pk}/score/", "/api/v1/products/SHOP/reviews/attendance/",
    ]  # fmt: skip


def text_of(response):
    return b"".join(response).decode(errors="replace")


@pytest.mark.parametrize("nick", EVERYBODY)
def test_no_address_tells_of_a_sealed_score(web, people, places, nick):
    client = web(getattr(people, nick))
    told = [place for place in places if WORDS in text_of(client.get(place))]
    assert told == []


def test_its_own_reviewer_sees_it(web, engineer, opened, scored):
    address = reverse("review", args=["SHOP", opened.pk])
    assert WORDS in text_of(web(engineer).get(f"{address}?item={scored.pk}"))


def test_the_stream_knows_nothing_of_sealed_scores(scored, engineer):
    everything = json.dumps(list(Change.objects.values_list("type", "operation", "diff")), default=str)
    assert WORDS not in everything
    assert "sealed" not in everything
    assert not Change.objects.filter(type="silent_score").exists()
    assert not Change.objects.filter(operation__in=["score_item", "withdraw_score"]).exists()


def test_no_trigger_watches_the_table_of_sealed_scores(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'requirements_sealedscore'::regclass"
        )
        assert cursor.fetchone()[0] == 0


def test_the_room_reads_only_ones_own_sealed_score(web, maya, opened, scored):
    client = web(maya)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("review", args=["SHOP", opened.pk]), {"item": scored.pk})
    reading = [q["sql"] for q in captured if re.search(r'SELECT[^(]*"requirements_sealedscore"\."comment"', q["sql"])]
    assert reading
    assert all(f'"reviewer_id" = {maya.pk}' in sql for sql in reading)


def test_pictures_and_medians_wait_for_the_reveal(web, manager, maya, opened, scored):
    room = reverse("review", args=["SHOP", opened.pk])
    before = text_of(web(maya).get(room))
    assert "2 of 3 have scored" in before
    assert 'class="dots"' not in before
    reveal(scored, by=manager)
    after = text_of(web(maya).get(f"{room}?item={scored.pk}"))
    assert 'class="dots"' in after
    assert WORDS in after


@pytest.mark.parametrize("nick", EVERYBODY)
def test_nobody_reads_anothers_score_by_asking_for_their_own(api, people, scored, nick):
    shown = api(getattr(people, nick)).get(f"/api/v1/agenda/{scored.pk}/score/")
    assert WORDS not in text_of(shown)


def test_after_the_reveal_the_stream_tells_it(api, support, revealed):
    feed = api(support).get("/api/v1/changes/?types=silent_score").json()["results"]
    assert {change["diff"]["value"][1] for change in feed} == {2, 5}
    assert {change["operation"] for change in feed} == {"reveal"}


def test_an_outsider_learns_nothing_at_all(web, outsider, places, other_product):
    client = web(outsider)
    for place in places:
        text = text_of(client.get(place))
        assert WORDS not in text
        assert "Sprint 24" not in text


def test_a_former_members_score_stays_sealed(opened, scored, engineer, manager, shop):
    uninvite(opened.people.get(user=engineer), by=manager)
    reveal(scored, by=manager)
    assert WORDS not in list(SilentScore.objects.values_list("comment", flat=True))


def test_scoring_again_leaves_no_trace_of_the_former_score(scored, engineer, manager):
    score_item(scored, by=engineer, value=3, comment="Better now")
    reveal(scored, by=manager)
    everything = json.dumps(list(Change.objects.values_list("diff", flat=True)), default=str)
    assert WORDS not in everything
