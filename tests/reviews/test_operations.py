"""Planning and holding a review through its operations."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.models import AgendaItem, Attendance, Decision, Review, SealedScore, SilentScore
from requirements.operations.authoring import Stale
from requirements.operations.judging import Terms, decide, reveal, score_item, version_of, withdraw_score, write_notes
from requirements.operations.reviewing import (
    add_to_agenda,
    answer,
    close_review,
    delete_review,
    edit_review,
    invite,
    mark_attendance,
    move_item,
    open_review,
    remove_from_agenda,
    schedule,
    uninvite,
)
from tests.reviews.conftest import START


def last_batch(operation):
    return Change.objects.filter(operation=operation).latest("id").batch


def agenda(review):
    return list(review.items.order_by("position").values_list("requirement__number", flat=True))


def test_who_plans_a_review_is_invited_and_comes(review, manager):
    own = review.people.get(user=manager)
    assert (own.part, own.answer) == ("reviewer", "yes")
    assert review.time_zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "x" * 201), ("title", "a\x00b"), ("minutes", 0), ("minutes", 1_441),
     ("time_zone", "Mars/Base"), ("link", "javascript:alert(1)"), ("starts_at", None)],
)  # fmt: skip
def test_bad_facts_of_a_review_are_refused(shop, manager, field, value):
    facts = {"title": "Review", "starts_at": START, field: value}
    with pytest.raises(ValidationError):
        schedule(shop, by=manager, **facts)
    assert not Review.objects.exists()


@pytest.mark.parametrize("nick", ["engineer", "support", "outsider"])
def test_only_managers_plan_reviews(shop, people, nick):
    with pytest.raises(PermissionDenied):
        schedule(shop, by=getattr(people, nick), title="Mine", starts_at=START)


def test_the_agenda_keeps_its_order_and_takes_each_once(review, make_requirement, engineer, manager):
    rows = [make_requirement(f"Number {n}") for n in range(3)]
    add_to_agenda(review, rows, by=engineer)
    assert add_to_agenda(review, [rows[1]], by=engineer) == []
    move_item(review.items.get(requirement=rows[2]), by=manager, places=-2)
    assert agenda(review) == [3, 1, 2]
    move_item(review.items.get(requirement=rows[2]), by=manager, places=50)
    assert agenda(review) == [1, 2, 3]


def test_five_hundred_items_are_refused_and_none_is_added(review, make_requirement, manager):
    rows = [make_requirement(f"Number {n}") for n in range(101)]
    with pytest.raises(ValidationError, match="at most 100 items; with these it would have 101"):
        add_to_agenda(review, rows, by=manager)
    assert agenda(review) == []


def test_nothing_of_another_product_gets_onto_the_agenda(review, other_requirement, manager):
    with pytest.raises(SuspiciousOperation):
        add_to_agenda(review, [other_requirement], by=manager)
    assert not AgendaItem.objects.exists()


def test_an_outsider_cannot_be_invited(review, outsider, support, manager):
    with pytest.raises(ValidationError, match="Olga Outsider is no member"):
        invite(review, [support, outsider], by=manager)
    assert not Attendance.objects.filter(user__in=[outsider, support]).exists()


def test_people_answer_for_themselves_only(review, engineer, maya):
    own = review.people.get(user=engineer)
    answer(own, by=engineer, answer="maybe")
    assert review.people.get(user=engineer).answer == "maybe"
    with pytest.raises(PermissionDenied):
        answer(own, by=maya, answer="no")
    with pytest.raises(ValidationError):
        answer(own, by=engineer, answer="perhaps not")


def test_attendance_is_noted_for_everybody_at_once(opened, engineer, maya, outsider, support, manager):
    mark_attendance(opened, [engineer, manager], by=manager)
    noted = dict(opened.people.values_list("user__name", "attended"))
    assert noted == {engineer.name: True, manager.name: True, maya.name: False, "叶青": False}
    with pytest.raises(ValidationError, match=f"Not invited: #{outsider.pk}") as refusal:
        mark_attendance(opened, [outsider], by=manager)
    assert outsider.name not in str(refusal.value)  # nobody learns who has an account here
    with pytest.raises(ValidationError, match="Not invited: Sam Okafor"):
        mark_attendance(opened, [support], by=manager)
    close_review(opened, by=manager)
    mark_attendance(opened, [maya], by=manager)
    assert opened.people.get(user=maya).attended


def test_a_silent_score_is_replaced_until_it_is_revealed(scored, engineer, manager):
    score_item(scored, by=engineer, value=4)
    assert SealedScore.objects.get(reviewer=engineer).value == 4
    reveal(scored, by=manager)
    with pytest.raises(ValidationError, match="too late"):
        score_item(scored, by=engineer, value=1)
    assert SilentScore.objects.get(reviewer=engineer).value == 4


def test_a_score_can_be_taken_back_while_it_is_silent(scored, engineer, manager):
    withdraw_score(scored, by=engineer)
    reveal(scored, by=manager)
    assert not SilentScore.objects.filter(reviewer=engineer).exists()


@pytest.mark.parametrize(
    "given",
    [{}, {"value": 0}, {"value": 6}, {"drivers": {"reach": -1}}, {"drivers": {"beauty": 3}}, {"value": 3, "x": 1},
     {"value": 3, "comment": "x" * 2_001}, {"value": 3, "comment": "a\x00"}, {"drivers": {"reach": "many"}}],
)  # fmt: skip
def test_bad_scores_are_refused(item, engineer, given):
    with pytest.raises(ValidationError):
        score_item(item, by=engineer, **given)
    assert not SealedScore.objects.exists()


@pytest.mark.parametrize("nick", ["designer", "support", "outsider", "owner"])
def test_only_invited_reviewers_score(item, people, nick):
    with pytest.raises(PermissionDenied):
        score_item(item, by=getattr(people, nick), value=3)


@pytest.mark.parametrize("nick", ["support", "engineer", "outsider"])
def test_only_managers_reveal(scored, people, nick):
    with pytest.raises(PermissionDenied):
        reveal(scored, by=getattr(people, nick))


def test_nothing_is_revealed_twice_too_early_or_empty(review, item, engineer, manager):
    score_item(item, by=engineer, value=3)
    with pytest.raises(ValidationError, match="not begun"):
        reveal(item, by=manager)
    open_review(review, by=manager)
    withdraw_score(item, by=engineer)
    with pytest.raises(ValidationError, match="Nobody has scored"):
        reveal(item, by=manager)
    score_item(item, by=engineer, value=3)
    reveal(item, by=manager)
    with pytest.raises(ValidationError, match="revealed already"):
        reveal(item, by=manager)


def test_a_reveal_that_is_undone_seals_the_scores_again(revealed, manager, engineer):
    undo_batch(last_batch("reveal"), by=manager)
    revealed.refresh_from_db()
    assert revealed.revealed_at is None
    assert not SilentScore.objects.exists()
    score_item(revealed, by=engineer, value=1)
    reveal(revealed, by=manager)
    assert set(SilentScore.objects.values_list("value", flat=True)) == {1, 5}


def test_who_is_no_longer_a_reviewer_is_not_revealed(opened, scored, maya, manager):
    uninvite(opened.people.get(user=maya), by=manager)
    reveal(scored, by=manager)
    assert list(SilentScore.objects.values_list("value", flat=True)) == [2]


def test_accepting_moves_it_on_and_writes_what_was_agreed(revealed, requirement, manager, statuses):
    decision = decide(revealed, Terms("accept", "Worth it", drivers={"reach": 1500}), by=manager)
    requirement.refresh_from_db()
    assert requirement.status == statuses["planned"] == decision.status
    assert requirement.drivers["reach"] == 1500
    assert requirement.drivers["impact"] == 3


def test_declining_moves_it_with_the_reason(declined, requirement, statuses):
    declined("Not before the sale")
    requirement.refresh_from_db()
    assert (requirement.status, requirement.decline_reason) == (statuses["declined"], "Not before the sale")


@pytest.mark.parametrize("verdict", ["postpone", "change"])
def test_what_is_postponed_stays_where_it_is(revealed, requirement, manager, verdict):
    before = requirement.status_id
    decide(revealed, Terms(verdict, "Next quarter"), by=manager)
    requirement.refresh_from_db()
    assert requirement.status_id == before


@pytest.mark.parametrize(
    "terms",
    [Terms("decline"), Terms("decline", "  "), Terms("postpone"), Terms("maybe", "x"), Terms("decline", "x" * 2_001),
     Terms("accept", "x", thresholds={"votes": 5}), Terms("decline", "x", thresholds={"votes": 0}),
     Terms("decline", "x", thresholds={"beauty": 5}), Terms("accept", "x", drivers={"reach": -5}),
     Terms("decline", "x\x00")],
)  # fmt: skip
def test_bad_decisions_change_nothing(revealed, requirement, manager, terms):
    with pytest.raises(ValidationError):
        decide(revealed, terms, by=manager)
    requirement.refresh_from_db()
    assert (Decision.objects.count(), requirement.status.category) == (0, "new")


def test_a_decision_leads_only_to_a_status_of_its_kind(revealed, manager, statuses):
    with pytest.raises(ValidationError, match="Choose a status of the kind"):
        decide(revealed, Terms("accept", status=statuses["declined"]), by=manager)


def test_of_two_tabs_one_decides_and_the_other_is_told(revealed, manager, owner):
    first = decide(revealed, Terms("accept"), by=manager)
    with pytest.raises(ValidationError, match="陈牧 has decided this already: Accept"):
        decide(revealed, Terms("decline", "No"), by=owner)
    assert Decision.objects.get() == first


def test_deciding_again_keeps_the_former_decision(revealed, requirement, manager, owner):
    first = decide(revealed, Terms("decline", "Too early"), by=manager)
    decide(revealed, Terms("accept", "It pays after all"), by=owner, after=first.pk)
    requirement.refresh_from_db()
    assert requirement.status.category == "planned"
    assert [(d.verdict, d.reason) for d in revealed.decisions.all()] == [
        ("accept", "It pays after all"), ("decline", "Too early")
    ]  # fmt: skip


def test_one_undo_takes_a_whole_decision_back(declined, requirement, manager):
    declined(votes=40)
    undo_batch(last_batch("decide"), by=manager)
    requirement.refresh_from_db()
    assert (requirement.status.category, requirement.decline_reason) == ("new", "")
    assert not Decision.objects.exists()


def test_a_decision_waits_for_the_reveal(scored, manager):
    with pytest.raises(ValidationError, match="Reveal the silent scores first: there are 2"):
        decide(scored, Terms("accept"), by=manager)


def test_without_scores_a_decision_is_possible_and_ends_scoring(opened, item, manager, engineer):
    decide(item, Terms("accept"), by=manager)
    with pytest.raises(ValidationError, match="decided already"):
        score_item(item, by=engineer, value=3)


def test_a_closed_review_stays_as_it_is(opened, revealed, manager, engineer, make_requirement):
    close_review(opened, by=manager)
    for attempt in (
        lambda: decide(revealed, Terms("accept"), by=manager),
        lambda: add_to_agenda(opened, [make_requirement()], by=manager),
        lambda: edit_review(opened, by=manager, title="Another"),
        lambda: write_notes(revealed, by=engineer, notes="Late"),
        lambda: remove_from_agenda(revealed, by=manager),
    ):
        with pytest.raises(ValidationError, match="closed"):
            attempt()


def test_what_was_revealed_or_decided_stays_on_the_agenda(revealed, manager):
    with pytest.raises(ValidationError, match="stays in the minutes"):
        remove_from_agenda(revealed, by=manager)


def test_a_review_with_decisions_is_not_deleted(opened, declined, manager):
    declined()
    with pytest.raises(ValidationError, match="has decided something"):
        delete_review(opened, by=manager)


def test_a_deleted_review_comes_back_with_its_sealed_scores(opened, scored, manager):
    delete_review(opened, by=manager)
    assert not AgendaItem.objects.exists()
    undo_batch(last_batch("delete_review"), by=manager)
    opened = Review.objects.get()
    assert opened.people.count() == 4
    item = opened.items.get()
    assert set(reveal_values(item, manager)) == {2, 5}


def reveal_values(item, by):
    return [score.value for score in reveal(item, by=by)]


def test_notes_of_two_writers_do_not_overwrite_each_other(opened, item, engineer, maya):
    empty = version_of("")
    write_notes(item, by=engineer, notes="Risk: refunds", read=empty)
    with pytest.raises(Stale):
        write_notes(item, by=maya, notes="All good", read=empty)
    item.refresh_from_db()
    assert item.notes == "Risk: refunds"


def test_the_history_of_a_review_is_in_the_stream_of_its_product(declined, shop):
    declined(votes=40)
    types = set(Change.objects.filter(product=shop).values_list("type", flat=True))
    assert {"review", "agenda_item", "attendance", "silent_score", "decision", "threshold"} <= types
