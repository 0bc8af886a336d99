"""The pages of reviews: list, preparing, room, minutes, calendar, attendance."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from requirements.models import Decision, Resurfaced, Review, SealedScore
from requirements.operations.authoring import edit
from requirements.operations.judging import Terms, decide, version_of
from requirements.operations.resurfacing import resurface
from requirements.operations.reviewing import add_to_agenda, close_review, mark_attendance, open_review, schedule
from tests.requirements.conftest import HTMX, text_of

FACTS = {"title": "Monthly", "starts_at": "2026-12-01T14:30", "time_zone": "Asia/Shanghai", "minutes": "45"}


@pytest.fixture
def room(review):
    return reverse("review", args=["SHOP", review.pk])


@pytest.fixture
def at_item(room, item):
    """`at_item("score/")` is an address of SHOP-1 on the agenda."""
    return lambda tail: f"{room}items/{item.pk}/{tail}"


def test_a_review_is_planned_in_the_zone_that_was_chosen(web, manager, shop, engineer):
    response = web(manager).post("/p/SHOP/reviews/new/", {**FACTS, "people": [engineer.pk]})
    review = Review.objects.get()
    assert response["Location"] == reverse("review_edit", args=["SHOP", review.pk])
    assert review.starts_at == datetime(2026, 12, 1, 6, 30, tzinfo=UTC)
    assert set(review.people.values_list("user", flat=True)) == {manager.pk, engineer.pk}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts_at": "2026-03-29T02:30", "time_zone": "Europe/Berlin"}, "There is no such time in Europe/Berlin"),
        ({"starts_at": "soon"}, "Enter a day and a time"),
        ({"starts_at": "9999-12-31T23:59"}, "Enter a day and a time"),
        ({"title": ""}, "This field is required"),
        ({"minutes": "0"}, "greater than or equal to 5"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"time_zone": "Mars/Base"}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_bad_facts_come_back_with_what_is_wrong(web, manager, shop, change, said):
    response = web(manager).post("/p/SHOP/reviews/new/", {**FACTS, **change})
    assert response.status_code == 422
    assert said in text_of(response)
    assert not Review.objects.exists()


def test_an_outsider_cannot_be_invited_by_a_forged_form(web, manager, room, outsider):
    response = web(manager).post(f"{room}people/", {"people": [outsider.pk], "part": "reviewer"})
    assert response.status_code == 422
    assert "is not one of the available choices" in text_of(response)


def test_a_requirement_of_another_product_is_not_found_for_the_agenda(web, manager, room, other_requirement):
    response = web(manager).post(f"{room}agenda/", {"target": "OTHER-1"})
    assert response.status_code == 422
    assert "There is no requirement OTHER-1 in this product" in text_of(response)


def test_the_agenda_is_filled_ordered_and_timed(web, manager, room, review, make_requirement):
    client = web(manager)
    for n in range(2):
        client.post(f"{room}agenda/", {"target": make_requirement(f"Number {n}").key})
    first, second = review.items.all()
    client.post(f"{room}items/{second.pk}/move/", {"move": "up"})
    client.post(f"{room}items/{first.pk}/minutes/", {"minutes": "20"})
    assert list(review.items.values_list("pk", "minutes")) == [(second.pk, None), (first.pk, 20)]
    assert client.post(f"{room}items/{first.pk}/minutes/", {"minutes": "long"}).status_code == 422
    client.post(f"{room}items/{first.pk}/remove/")
    assert review.items.count() == 1


def test_a_requirement_is_put_on_an_agenda_from_its_own_page(web, engineer, review, requirement):
    client = web(engineer)
    assert "Add to the review" in text_of(client.get("/p/SHOP/requirements/1/"))
    response = client.post("/p/SHOP/requirements/1/reviews/", {"review": review.pk}, headers=HTMX)
    assert response.status_code == 200
    assert review.items.get().requirement == requirement
    assert f'href="{reverse("review", args=["SHOP", review.pk])}?item=' in text_of(response)


def test_a_score_is_sealed_shown_to_its_reviewer_and_changed(web, engineer, opened, at_item):
    client = web(engineer)
    response = client.post(at_item("score/"), {"value": "4", "drivers.reach": "1,500", "comment": "Fine"}, headers=HTMX)
    assert "Your score is sealed" in text_of(response)
    assert (SealedScore.objects.get().value, SealedScore.objects.get().drivers) == (4, {"reach": 1500})
    client.post(at_item("score/"), {"value": "2"}, headers=HTMX)
    assert SealedScore.objects.get().value == 2
    client.post(at_item("score/"), {"withdraw": "yes"}, headers=HTMX)
    assert not SealedScore.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [({}, "Give a value from 1 to 5"), ({"value": "9"}, "Select a valid choice"),
     ({"drivers.reach": "many"}, "number"), ({"drivers.reach": "-1"}, "out of range"),
     ({"value": "3", "comment": "x" * 2_001}, "at most 2000 characters")],
)  # fmt: skip
def test_a_bad_score_comes_back_with_its_text(web, engineer, opened, at_item, data, said):
    response = web(engineer).post(at_item("score/"), data, headers=HTMX)
    assert response.status_code == 422
    assert said in text_of(response)


def test_who_scores_too_late_is_told(web, engineer, revealed, at_item):
    response = web(engineer).post(at_item("score/"), {"value": "1"}, headers=HTMX)
    assert response.status_code == 422
    assert "too late for yours" in text_of(response)


def test_without_javascript_the_whole_meeting_works(web, manager, engineer, review, item, at_item, room, requirement):
    by = web(manager)
    assert by.post(f"{room}open/")["Location"] == room
    assert web(engineer).post(at_item("score/"), {"value": "5"})["Location"] == f"{room}?item={item.pk}"
    by.post(at_item("reveal/"))
    by.post(at_item("notes/"), {"notes": "All **agree**"})
    by.post(at_item("decide/"), {"verdict": "accept", "after": ""})
    by.post(f"{room}attendance/", {"present": [manager.pk, engineer.pk]})
    assert by.post(f"{room}close/")["Location"] == room
    requirement.refresh_from_db()
    assert requirement.status.category == "planned"
    review.refresh_from_db()
    assert review.closed_at
    assert review.people.filter(attended=True).count() == 2


def test_the_medians_are_written_where_that_was_asked(web, manager, revealed, at_item, requirement):
    page = text_of(web(manager).get(at_item("")[: at_item("").index("items/")], {"item": revealed.pk}))
    assert "Reach 1800 → 1500" in page
    web(manager).post(at_item("decide/"), {"verdict": "accept", "write": "on"})
    requirement.refresh_from_db()
    assert requirement.drivers["reach"] == 1500


def test_two_tabs_decide_one_wins_the_other_is_told(web, manager, owner, revealed, at_item):
    web(manager).post(at_item("decide/"), {"verdict": "accept", "after": ""}, headers=HTMX)
    response = web(owner).post(at_item("decide/"), {"verdict": "decline", "reason": "No", "after": ""}, headers=HTMX)
    assert response.status_code == 422
    assert "陈牧 has decided this already: Accept" in text_of(response)
    assert Decision.objects.get().verdict == "accept"


def test_to_decline_needs_a_reason_and_keeps_what_was_typed(web, manager, revealed, at_item):
    data = {"verdict": "decline", "reason": "", "at_least_votes": "40"}
    response = web(manager).post(at_item("decide/"), data, headers=HTMX)
    assert response.status_code == 422
    assert "Say why" in text_of(response)
    assert 'value="40"' in text_of(response)


def test_the_room_says_nothing_while_nothing_happens(web, maya, engineer, opened, room, at_item):
    client = web(maya)
    page = text_of(client.get(room))
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    assert client.get(room, {"seen": seen}, headers=HTMX).status_code == 204
    web(engineer).post(at_item("score/"), {"value": "3"})
    again = client.get(room, {"seen": seen}, headers=HTMX)
    assert again.status_code == 200
    assert "1 of 3 have scored" in text_of(again)
    assert "<html" not in text_of(again)


def test_notes_are_written_with_names_references_and_templates(web, engineer, opened, room, item):
    page = text_of(web(engineer).get(f"{room}?item={item.pk}"))
    notes = page[page.index(f'id="notes-{item.pk}"') :]
    assert 'data-expander-url-value="/p/SHOP/requirements/expansions/"' in notes[: notes.index("</form>")]


def test_notes_that_somebody_changed_meanwhile_are_not_overwritten(web, engineer, maya, opened, at_item, item):
    web(engineer).post(at_item("notes/"), {"notes": "First"}, headers=HTMX)
    response = web(maya).post(at_item("notes/"), {"notes": "Second", "read": version_of("")}, headers=HTMX)
    assert response.status_code == 422
    assert "Somebody has changed the notes" in text_of(response)
    assert "Second" in text_of(response)
    item.refresh_from_db()
    assert item.notes == "First"


def test_the_calendar_file_names_the_zone(web, support, review, room):
    response = web(support).get(f"{room}calendar/")
    lines = text_of(response).replace("\r\n ", "").split("\r\n")
    assert response["Content-Type"].startswith("text/calendar")
    assert "DTSTART;TZID=Asia/Shanghai:20261201T143000" in lines
    assert "DURATION:PT60M" in lines
    assert "TZOFFSETTO:+0800" in lines
    assert any(line.startswith("SUMMARY:Sprint 24 评审") for line in lines)
    assert all(len(line.encode()) <= 75 for line in text_of(response).split("\r\n"))
    assert "@" not in text_of(response).replace(f"UID:review-{review.pk}@", "")


def test_the_minutes_tell_scores_notes_decision_and_people(web, support, manager, opened, declined, room, engineer):
    declined("Not | before *the* sale", votes=40)
    mark_attendance(opened, [engineer], by=manager)
    page = text_of(web(support).get(f"{room}minutes/"))
    for said in ("2 to 5, median 3.5, deviation 1.5", "Decline", "Not | before *the* sale", "Votes ≥ 40", "周子航"):
        assert said in page


def test_attendance_of_a_period_has_the_reviews_behind_it(web, support, shop, manager, engineer):
    day = timezone.now() - timedelta(days=3)
    held = schedule(shop, by=manager, title="Held", starts_at=day)
    open_review(held, by=manager)
    mark_attendance(held, [manager], by=manager)
    close_review(held, by=manager)
    schedule(shop, by=manager, title="Only planned", starts_at=day)
    client = web(support)
    page = text_of(client.get("/p/SHOP/reviews/attendance/"))
    assert "100.0 %" in page
    assert "Held" in page
    assert "Only planned" not in page
    assert "Held" not in text_of(client.get("/p/SHOP/reviews/attendance/?from=2020-01-01&to=2020-12-31"))
    for bad in (
        "?from=yesterday",
        "?from=2026-02-30",
        "?to=9999-12-31",
        "?from=20260101",
        "?from=2026-02-01&to=2026-01-01",
    ):
        assert client.get(f"/p/SHOP/reviews/attendance/{bad}").status_code == 422


def test_a_declined_requirement_shows_its_reasons_and_resurfaces(web, manager, declined, requirement):
    declined("Not before the sale", votes=40)
    edit(requirement, by=manager, votes=41)
    resurface()
    client = web(manager)
    for address in ("/p/SHOP/requirements/1/", "/p/SHOP/reviews/", "/"):
        page = text_of(client.get(address))
        assert "41 ≥ 40" in page, address
    assert "Not before the sale" in text_of(client.get("/p/SHOP/requirements/1/"))
    back = Resurfaced.objects.get()
    refused = client.post(f"/p/SHOP/reviews/resurfaced/{back.pk}/dismiss/", {"reason": ""})
    assert refused.status_code == 422
    client.post(f"/p/SHOP/reviews/resurfaced/{back.pk}/dismiss/", {"reason": "Still not"})
    assert "41 ≥ 40" not in text_of(client.get("/p/SHOP/requirements/1/"))


def test_my_work_shows_invitations_and_what_is_left_to_score(web, engineer, outsider, review, item, other_product):
    page = text_of(web(engineer).get("/"))
    assert "Sprint 24 评审" in page
    assert "1 item to score" in page
    assert "Sprint 24" not in text_of(web(outsider).get("/"))


def test_the_history_of_a_requirement_tells_of_its_reviews(web, support, declined):
    declined("Not before the sale", votes=40)
    page = text_of(web(support).get("/p/SHOP/requirements/1/?tab=history"))
    for said in ("On the agenda of", "Sprint 24 评审", "Score of 周子航", "Decline: Not before the sale", "Votes ≥ 40"):
        assert said in page


def test_the_room_costs_a_constant_number_of_queries(
    web, manager, review, make_requirement, item, engineer, django_assert_max_num_queries
):
    room = reverse("review", args=["SHOP", review.pk])
    client = web(manager)
    with django_assert_max_num_queries(20):
        client.get(room)
    rows = add_to_agenda(review, [make_requirement(f"Number {n}") for n in range(20)], by=manager)
    open_review(review, by=manager)
    for row in rows[:10]:
        decide(row, Terms("accept"), by=manager)
    with django_assert_max_num_queries(21):
        client.get(room)


def test_of_a_review_in_another_product_nobody_learns(web, outsider, review, room, other_product):
    client = web(outsider)
    assert client.get(room).status_code == 404
    assert client.get(f"/p/OTHER/reviews/{review.pk}/").status_code == 404
