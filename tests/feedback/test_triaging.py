from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from changes.stream import catch_up
from feedback.models import Customer, Feedback
from feedback.operations import triaging
from feedback.operations.answering import reopen
from pmhub.lib.operations import one_batch


def taken_back(voice, by, act):
    """Do it, take it back; the item as it is then."""
    with one_batch() as batch:
        act()
    undo_batch(batch, by=by)
    catch_up()  # what the clock says follows
    return Feedback.objects.get(pk=voice.pk)


def test_accepting_takes_it_on_once(voice, maya, events):
    first = triaging.accept(voice, by=maya)
    again = triaging.accept(voice, by=maya)
    assert (again.state, again.lock_version) == ("accepted", first.lock_version)
    assert events(voice) == ["received"]


def test_declining_says_why_and_stops_the_clock(voice, maya, events):
    row = triaging.decline(voice, by=maya, reason="  Not this year ")
    assert (row.state, row.decline_reason) == ("declined", "Not this year")
    assert events(voice) == ["received", "solved"]


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 2_001, "nul \x00"])
def test_declining_needs_a_reason_that_can_be_kept(voice, maya, reason):
    with pytest.raises(ValidationError) as refused:
        triaging.decline(voice, by=maya, reason=reason)
    assert "decline_reason" in refused.value.message_dict


def test_a_declined_one_that_is_accepted_starts_again(voice, maya, events):
    triaging.decline(voice, by=maya, reason="Not this year")
    row = triaging.accept(voice, by=maya)
    assert (row.state, row.decline_reason) == ("accepted", "")
    assert events(voice) == ["received", "solved", "reopened"]


def test_a_duplicate_points_at_the_first(make_voice, maya):
    first, second, third = make_voice(), make_voice(), make_voice()
    triaging.mark_duplicate(second, by=maya, of=first)
    row = triaging.mark_duplicate(third, by=maya, of=Feedback.objects.get(pk=second.pk))
    assert (row.state, row.duplicate_of) == ("duplicate", first)


def test_what_is_part_of_a_duplicate_goes_along(make_voice, maya):
    first, second, third = make_voice(), make_voice(), make_voice()
    triaging.mark_duplicate(third, by=maya, of=second)
    triaging.mark_duplicate(second, by=maya, of=first)
    assert set(first.duplicates.all()) == {second, third}


def test_nothing_is_its_own_duplicate(make_voice, maya):
    first, second = make_voice(), make_voice()
    second = triaging.mark_duplicate(second, by=maya, of=first)
    for of in [first, second]:
        with pytest.raises(ValidationError, match="own duplicate"):
            triaging.mark_duplicate(first, by=maya, of=of)


def test_a_duplicate_of_another_product_is_refused(make_voice, voice, other_product, outsider, maya):
    strange = make_voice(product=other_product, by=outsider)
    with pytest.raises(SuspiciousOperation):
        triaging.mark_duplicate(voice, by=maya, of=strange)


def test_a_duplicate_can_be_opened_again(make_voice, maya, events):
    first, second = make_voice(), make_voice()
    triaging.mark_duplicate(second, by=maya, of=first)
    row = reopen(second, by=maya)
    assert (row.state, row.duplicate_of) == ("accepted", None)
    assert events(second) == ["received", "solved", "reopened"]


def test_what_sleeps_wakes(voice, maya):
    until = timezone.now() + timedelta(days=1)
    assert triaging.snooze(voice, by=maya, until=until).snoozed_until == until
    assert triaging.wake(voice, by=maya).snoozed_until is None


@pytest.mark.parametrize("days", [-1, 400])
def test_it_sleeps_for_a_year_at_most(voice, maya, days):
    with pytest.raises(ValidationError, match="within a year"):
        triaging.snooze(voice, by=maya, until=timezone.now() + timedelta(days=days))


def test_a_closed_one_does_not_sleep(voice, maya):
    triaging.decline(voice, by=maya, reason="No")
    with pytest.raises(ValidationError, match="closed"):
        triaging.snooze(voice, by=maya, until=timezone.now() + timedelta(days=1))


def test_a_decision_wakes_it(voice, maya):
    triaging.snooze(voice, by=maya, until=timezone.now() + timedelta(days=1))
    assert triaging.accept(voice, by=maya).snoozed_until is None


def test_the_clock_rests_while_one_waits(voice, maya, events):
    assert triaging.wait(voice, by=maya).state == "waiting"
    triaging.wait(voice, by=maya)
    assert triaging.answered(voice, by=maya).state == "accepted"
    triaging.answered(voice, by=maya)
    assert events(voice) == ["received", "paused", "resumed"]


def test_an_answer_wakes_what_sleeps(voice, maya):
    triaging.snooze(voice, by=maya, until=timezone.now() + timedelta(days=1))
    row = triaging.answered(voice, by=maya)
    assert (row.state, row.snoozed_until) == ("new", None)


def test_it_is_given_to_those_who_may_work_on_it(voice, maya, engineer, support, outsider):
    assert triaging.assign(voice, by=maya, to=engineer).assignee == engineer
    for stranger in [support, outsider]:
        with pytest.raises(ValidationError, match="may not work"):
            triaging.assign(voice, by=maya, to=stranger)
    assert triaging.assign(voice, by=maya, to=None).assignee is None


def test_its_kind_is_one_of_five(voice, maya):
    assert triaging.set_kind(voice, by=maya, kind="defect").kind == "defect"
    with pytest.raises(ValidationError, match="no such kind"):
        triaging.set_kind(voice, by=maya, kind="joke")


def test_a_merged_customer_stands_for_the_one_it_is_part_of(voice, shop, maya):
    first = Customer.objects.create(product=shop, name="华东旗舰")
    part = Customer.objects.create(product=shop, name="华东旗舰店", merged_into=first)
    assert triaging.set_customer(voice, by=maya, customer=part).customer == first
    assert triaging.set_customer(voice, by=maya, customer=None).customer is None


def test_what_others_were_merged_into_is_not_deleted(make_voice, manager, maya):
    first, second = make_voice(), make_voice()
    triaging.mark_duplicate(second, by=maya, of=first)
    with pytest.raises(ValidationError, match="duplicates"):
        triaging.delete(first, by=manager)
    triaging.delete(second, by=manager)
    assert list(Feedback.objects.all()) == [first]


def test_contributors_do_not_delete(voice, maya):
    with pytest.raises(PermissionDenied):
        triaging.delete(voice, by=maya)


ACTS = {
    "accept": lambda voice, by, other: triaging.accept(voice, by=by),
    "mark_duplicate": lambda voice, by, other: triaging.mark_duplicate(voice, by=by, of=other),
    "decline": lambda voice, by, other: triaging.decline(voice, by=by, reason="No"),
    "snooze": lambda voice, by, other: triaging.snooze(voice, by=by, until=timezone.now() + timedelta(days=1)),
    "wait": lambda voice, by, other: triaging.wait(voice, by=by),
    "assign": lambda voice, by, other: triaging.assign(voice, by=by, to=by),
    "set_kind": lambda voice, by, other: triaging.set_kind(voice, by=by, kind="defect"),
    "delete": lambda voice, by, other: triaging.delete(voice, by=by),
}


@pytest.mark.parametrize("name", ACTS)
def test_everything_is_recorded_and_taken_back_exactly(name, voice, make_voice, manager, events):
    other, was = make_voice(), Feedback.objects.values().get(pk=voice.pk)
    back = taken_back(voice, manager, lambda: ACTS[name](voice, manager, other))
    assert Change.objects.filter(key=voice.key, operation=name, type="feedback").count() == 1
    after = Feedback.objects.values().get(pk=back.pk)
    assert {field for field in was if was[field] != after[field]} <= {"lock_version", "updated_at"}
    assert events(voice) == ["received"]


@pytest.mark.parametrize("name", ACTS)
def test_a_viewer_does_none_of_it(name, voice, make_voice, support):
    other = make_voice()
    with pytest.raises(PermissionDenied):
        ACTS[name](voice, support, other)
    assert Feedback.objects.get(pk=voice.pk).lock_version == voice.lock_version
