"""Many requirements are put onto the agenda of a review from the bar below the list."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.operations.reviewing import schedule


@pytest.fixture
def three(make_requirement):
    return [make_requirement(title) for title in "abc"]


@pytest.fixture
def send(shop, web, manager):
    def post(**data):
        url = reverse("requirement_bulk_part", args=[shop.key, "review"])
        return web(manager).post(url, data, headers={"HX-Request": "true"})

    return post


@pytest.fixture
def review(shop, manager):
    return schedule(shop, by=manager, title="Weekly", starts_at=datetime(2026, 12, 1, 6, tzinfo=UTC))


def test_they_are_put_on_its_agenda_and_one_undo_takes_them_off(three, send, review, manager):
    assert "Weekly · 2026-12-01" in send(row=[1, 2], choose="1").content.decode()
    answer = send(row=[1, 2], review=review.pk)
    assert "2 requirements were put on the agenda of" in answer["HX-Trigger"]
    assert [item.requirement for item in review.items.all()] == three[:2]
    undo_batch(Change.objects.filter(type="agenda_item").latest("id").batch, by=manager)
    assert not review.items.exists()


def test_those_on_it_already_stay(three, send, review):
    send(row=[1], review=review.pk)
    assert "2 requirements were put" in send(all="1", here="", review=review.pk)["HX-Trigger"]
    assert "0 requirements were put" in send(row=[1, 2, 3], review=review.pk)["HX-Trigger"]
    assert review.items.count() == 3


def test_too_many_for_one_meeting_are_refused(three, send, review, monkeypatch):
    monkeypatch.setattr("requirements.operations.reviewing.MOST_ITEMS", 2)
    answer = send(row=[1, 2, 3], review=review.pk)
    assert answer.status_code == 422
    assert "at most 2 items" in answer.content.decode()
    assert not review.items.exists()


def test_reviews_that_are_over_or_elsewhere_are_no_choice(three, send, review, other_product, outsider):
    hidden = schedule(other_product, by=outsider, title="Secret", starts_at=datetime(2026, 12, 1, tzinfo=UTC))
    assert "Secret" not in send(row=[1], choose="1").content.decode()
    assert send(row=[1], review=hidden.pk).status_code == 422
    type(review).objects.filter(pk=review.pk).update(closed_at=review.starts_at)
    assert "There is nothing to choose from." in send(row=[1], choose="1").content.decode()
