"""A milestone's page: deliverables, how it stands and stood, further versions."""

import pytest
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.health import history_of
from roadmaps.models import Milestone, Roadmap
from roadmaps.operations.planning import create_milestone, create_version, delete_version, edit_milestone
from roadmaps.operations.sharing import share

FORM = {"name": "Code freeze", "due": "2026-12-01", "version": "", "owner": "", "deliverables": ""}


@pytest.fixture
def place(milestone):
    return f"/p/SHOP/milestones/{milestone.pk}/"


@pytest.fixture
def later(shop, manager):
    return create_version(shop, by=manager, name="2.5")


def test_who_plans_says_how_it_stands_and_everybody_reads_it(web, manager, support, milestone, place):
    web(manager).post(place + "health/", {"health": "at_risk", "health_note": "The partner is silent"})
    milestone.refresh_from_db()
    assert (milestone.health, milestone.health_by) == ("at_risk", manager)
    assert milestone.health_at
    html = web(support).get(place).content.decode()
    assert "At risk" in html
    assert "The partner is silent" in html
    assert "/health/" not in html
    listed = web(support).get("/p/SHOP/milestones/").content.decode()
    assert 'data-health="at_risk"' in listed
    assert "At risk" in listed


def test_what_was_said_is_kept_newest_first_without_what_was_taken_back(web, manager, owner, milestone, place):
    for person, health, note in [
        (manager, "on_track", "Fine"),
        (owner, "late", "Not fine"),
        (manager, "late", "Still"),
    ]:
        edit_milestone(Milestone.objects.get(pk=milestone.pk), by=person, health=health, health_note=note)
    undo_batch(Change.objects.filter(type="milestone").latest("id").batch, by=manager)
    said = [(one.label, one.note, one.by) for one in history_of(milestone, manager)]
    assert said == [("Late", "Not fine", owner), ("On track", "Fine", manager)]
    undo_batch(Change.objects.filter(type="milestone").latest("id").batch, by=manager)
    said = [(one.note, one.by) for one in history_of(milestone, manager)]
    assert said == [("Still", manager), ("Not fine", owner), ("Fine", manager)]


def test_the_same_can_be_said_again(web, manager, milestone):
    for _time in range(2):
        edit_milestone(milestone, by=manager, health="late", health_note="")
    assert len(history_of(milestone, manager)) == 2


@pytest.mark.parametrize("wrong", [{"health": ""}, {"health": "fine"}, {"health": "late", "health_note": "x" * 2_001}])
def test_wrong_health_is_refused_and_the_text_stays(web, manager, milestone, place, wrong):
    response = web(manager).post(place + "health/", {"health_note": "Typed", **wrong})
    assert response.status_code == 422
    assert wrong.get("health_note", "Typed") in response.content.decode()
    milestone.refresh_from_db()
    assert milestone.health == ""


def test_deliverables_are_markdown(web, support, manager, milestone, place):
    edit_milestone(milestone, by=manager, deliverables="- **Report**\n- <script>alert(1)</script>")
    html = web(support).get(place).content.decode()
    assert "<strong>Report</strong>" in html
    assert "<script>alert" not in html


def test_further_versions_are_linked_and_undo_brings_them_back(web, manager, milestone, place, version, later):
    client = web(manager)
    client.post(place + "edit/", FORM | {"version": version.pk, "also": [later.pk, version.pk]})
    assert list(milestone.also.all()) == [later]  # the one it belongs to is no further one
    assert "2.5" in client.get(place).content.decode()
    assert list(Milestone.objects.about(later)) == list(Milestone.objects.about(version)) == [milestone]
    delete_version(later, by=manager)
    assert not milestone.also.exists()
    undo_batch(Change.objects.latest("id").batch, by=manager)
    assert [one.name for one in milestone.also.all()] == ["2.5"]
    client.post(place + "edit/", FORM | {"version": version.pk})
    assert not milestone.also.exists()


def test_a_version_of_another_product_cannot_be_linked(web, manager, outsider, other_product, milestone, place):
    strange = create_version(other_product, by=outsider, name="1.0")
    response = web(manager).post(place + "edit/", FORM | {"also": [strange.pk]})
    assert list(response.context["form"].errors) == ["also"]
    assert not milestone.also.exists()


def test_a_reached_one_shows_no_health_in_the_list(web, manager, milestone, place):
    client = web(manager)
    client.post(place + "health/", {"health": "late"})
    response = client.post(place + "done/", {"done": "yes", "stay": "1"})
    assert response["Location"] == place
    assert "data-health" not in client.get("/p/SHOP/milestones/").content.decode()
    assert "Say so" not in client.get(place).content.decode()


def test_a_leap_day_is_due_and_one_that_is_none_is_refused(web, manager, place, milestone):
    assert web(manager).post(place + "edit/", FORM | {"due": "2027-02-29"}).status_code == 422
    web(manager).post(place + "edit/", FORM | {"due": "2028-02-29"})
    milestone.refresh_from_db()
    assert str(milestone.due) == "2028-02-29"


def test_the_list_costs_the_same_for_many(web, manager, shop, version, later, django_assert_max_num_queries):
    for number in range(20):
        create_milestone(shop, by=manager, name=f"M{number}", version=version, owner=manager, also=[later])
    client = web(manager)
    client.get("/p/SHOP/milestones/")
    with django_assert_max_num_queries(10):
        client.get("/p/SHOP/milestones/")


@pytest.mark.parametrize(("health", "word"), [("on_track", "On track"), ("at_risk", "At risk"), ("late", "Late")])
def test_the_roadmap_shows_how_it_stands_by_a_sign_and_in_words(web, support, manager, milestone, health, word):
    edit_milestone(milestone, by=manager, due=FuzzyDate.parse("2026-12-01"), health=health, health_note="Secret")
    for query in ("?from=2026-10", "?as=horizons"):
        html = web(support).get(f"/p/SHOP/roadmap/{query}").content.decode()
        assert f'data-health="{health}"' in html
        assert f"<td>{word}</td>" in html
        assert "Secret" not in html
    html = web(support).get("/p/SHOP/roadmap/?from=2026-10").content.decode()
    assert "roadmap-sign" in html
    assert f'aria-label="Code freeze. 1 Dec 2026. {word}' in html


def test_one_that_is_reached_says_so_and_no_more(web, support, manager, milestone):
    edit_milestone(milestone, by=manager, health="at_risk", health_note="", done_at=timezone.now())
    html = web(support).get("/p/SHOP/roadmap/?from=2026-10").content.decode()
    assert "<td>reached</td>" in html
    assert "data-health" not in html


@pytest.mark.parametrize(("audience", "shown"), [("team", True), ("management", True), ("public", False)])
@pytest.mark.parametrize("arrangement", ["timeline", "horizons"])
def test_the_public_does_not_learn_how_it_stands(web, shop, manager, milestone, audience, shown, arrangement):
    edit_milestone(milestone, by=manager, due=FuzzyDate.parse("2026-12-01"), health="at_risk", health_note="Secret")
    roadmap = Roadmap.objects.create(product=shop, name="Plan", arrangement=arrangement, owner=manager)
    link = share(shop, by=manager, name="Board", roadmap=roadmap, audience=audience, granularity="quarter",
                 parts=["milestones"])  # fmt: skip
    html = web().get(f"/shared/{link.secret}/").content.decode()
    assert "Code freeze" in html
    assert ("At risk" in html) is shown
    assert ('data-health="at_risk"' in html) is shown
    assert "Secret" not in html
