"""What was turned down comes back once when its figures pass what was set at the decision."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from changes.models import Change
from feedback.operations.customers import create_customer
from feedback.operations.linking import link
from feedback.operations.reporting import report
from feedback.operations.weighing import reckon
from requirements.models import Resurfaced, Threshold
from requirements.operations.authoring import edit
from requirements.operations.judging import Terms, decide
from requirements.operations.rescoring import rescore
from requirements.operations.resurfacing import dismiss, resurface
from requirements.operations.reviewing import add_to_agenda, schedule
from requirements.tasks import resurface_what_passed
from tests.reviews.conftest import START


@pytest.fixture
def watched(shop, declined, requirement):
    """SHOP-1, declined at a score of 864, to come back from 1,000 on."""
    rescore(shop)
    return declined("Not before the sale", score=1_000).thresholds.get()


def reach(requirement, manager, shop, value):
    edit(requirement, by=manager, drivers={"reach": value})
    rescore(shop)
    return Resurfaced.objects.count()


def test_a_new_score_brings_it_back_once(shop, watched, requirement, manager):
    assert reach(requirement, manager, shop, 2_000) == 0  # 960
    assert reach(requirement, manager, shop, 2_400) == 1  # 1,152
    assert reach(requirement, manager, shop, 3_000) == 1
    back = Resurfaced.objects.get()
    assert (back.requirement, back.value, back.threshold.at_least) == (requirement, 1_152, 1_000)
    assert back.threshold.decision.reason == "Not before the sale"


def test_the_stream_says_that_the_system_did_it(shop, watched, requirement, manager):
    reach(requirement, manager, shop, 2_400)
    change = Change.objects.get(type="resurfaced")
    assert (change.actor.is_system, change.operation, change.key, change.product) == (
        True, "resurface", requirement.key, shop
    )  # fmt: skip


def test_dismissed_it_comes_back_only_after_having_been_below(shop, watched, requirement, manager):
    reach(requirement, manager, shop, 2_400)
    dismiss(Resurfaced.objects.get(), by=manager, reason="Still not before the sale")
    assert reach(requirement, manager, shop, 2_600) == 1
    assert reach(requirement, manager, shop, 1_000) == 1
    assert reach(requirement, manager, shop, 2_600) == 2
    assert Resurfaced.objects.unanswered().count() == 1


def test_a_score_that_is_lost_counts_as_below(shop, watched, requirement, manager):
    reach(requirement, manager, shop, 2_400)
    assert reach(requirement, manager, shop, None) == 1
    assert reach(requirement, manager, shop, 2_400) == 2


def test_votes_bring_it_back_through_the_stream(declined, requirement, manager, settled):
    declined(votes=40)
    settled()
    edit(requirement, by=manager, votes=39)
    settled()
    assert not Resurfaced.objects.exists()
    edit(requirement, by=manager, votes=41)
    settled()
    settled()
    assert Resurfaced.objects.get().threshold.measure == "votes"


def test_the_sweep_sees_a_demand_that_grew_silently(declined, requirement):
    declined(demand=12.5)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE requirements_requirement SET demand = 12.5")
    resurface_what_passed()
    resurface_what_passed()
    assert Resurfaced.objects.get().value == 12.5


def test_voices_bring_it_back_as_soon_as_they_are_reckoned(declined, requirement, shop, maya):
    declined(demand=2)
    for name in ("青山生鲜", "Nordlicht"):
        assert not Resurfaced.objects.exists()
        customer = create_customer(shop, by=maya, name=name)
        link(report(shop, by=maya, body="Three pages to pay", customer=customer), requirement, by=maya)
        reckon(shop)
    assert Resurfaced.objects.get().value == 2


def test_what_was_postponed_comes_back_too(revealed, requirement, manager):
    decide(revealed, Terms("postpone", "Later", thresholds={"votes": 3}), by=manager)
    edit(requirement, by=manager, votes=3)
    assert resurface() == 1


def test_only_the_latest_decision_counts(revealed, requirement, manager):
    first = decide(revealed, Terms("decline", "No", thresholds={"votes": 3}), by=manager)
    decide(revealed, Terms("decline", "Never", thresholds={"votes": 9}), by=manager, after=first.pk)
    edit(requirement, by=manager, votes=5)
    assert resurface() == 0
    edit(requirement, by=manager, votes=9)
    assert resurface() == 1


def test_what_was_taken_up_otherwise_does_not_come_back(declined, requirement, manager, statuses):
    declined(votes=3)
    edit(requirement, by=manager, status=statuses["planned"], votes=5)
    assert resurface() == 0


def test_a_threshold_that_is_passed_already_is_refused(shop, declined):
    rescore(shop)
    with pytest.raises(ValidationError, match="at 864 already"):
        declined(score=864)
    assert not Threshold.objects.exists()


def test_to_dismiss_needs_a_reason_and_a_manager(watched, shop, requirement, manager, engineer):
    reach(requirement, manager, shop, 2_400)
    back = Resurfaced.objects.get()
    with pytest.raises(ValidationError, match="Say why"):
        dismiss(back, by=manager, reason=" ")
    with pytest.raises(PermissionDenied):
        dismiss(back, by=engineer, reason="No")
    dismiss(back, by=manager, reason="No")
    with pytest.raises(ValidationError, match="answered this already"):
        dismiss(back, by=manager, reason="No")


def test_on_an_agenda_it_is_answered(watched, shop, requirement, manager):
    reach(requirement, manager, shop, 2_400)
    later = schedule(shop, by=manager, title="Next", starts_at=START)
    item = add_to_agenda(later, [requirement], by=manager)[0]
    assert not Resurfaced.objects.unanswered().exists()
    assert Resurfaced.objects.get().item == item


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_it_once(declined, requirement, manager):
    declined(votes=3)
    edit(requirement, by=manager, votes=5)

    def sweep():
        try:
            resurface()
        finally:
            connection.close()

    sweeps = [threading.Thread(target=sweep) for _ in range(4)]
    for one in sweeps:
        one.start()
    for one in sweeps:
        one.join(20)
    assert Resurfaced.objects.count() == 1
