"""Who takes an item out of a group while others merge what is in it: one after the other, never both waiting."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import User
from feedback.models import Feedback
from feedback.operations.answering import reopen, solve
from feedback.operations.contacts import add_contact
from feedback.operations.editing import edit
from feedback.operations.judging import judge
from feedback.operations.merging import merge
from feedback.operations.reporting import report
from feedback.operations.triaging import accept, decline, wait
from tests.locks import waiting_sessions

OUT = {
    "accept": lambda item, by: accept(item, by=by),
    "decline": lambda item, by: decline(item, by=by, reason="No"),
    "wait": lambda item, by: wait(item, by=by),
    "solve": lambda item, by: solve(item, by=by, solution="Done"),
    "reopen": lambda item, by: reopen(item, by=by),
    "edit": lambda item, by: edit(item, by=by, state="accepted"),
}


@pytest.fixture
def behind():
    """`behind(row, first, second)`: both begin while a row is held, `second` when `first` waits for it; what they give
    after it is let go.
    """

    def go(row, *acts):
        with ThreadPoolExecutor(len(acts)) as pool:
            with transaction.atomic():
                Feedback.objects.select_for_update(no_key=True).get(pk=row.pk)
                begun = []
                for act in acts:
                    begun.append(pool.submit(closing, act))
                    while waiting_sessions() < len(begun) and not begun[-1].done():
                        pass
            return [one.result() for one in begun]

    def closing(act):
        try:
            return act()
        finally:
            connection.close()

    return go


@pytest.fixture
def group(shop, maya):
    """`below` is part of `duplicate`, that of `first`; `other` is none of them."""
    below, duplicate, first, other = (report(shop, by=maya, title=name) for name in ("below", "dup", "first", "other"))
    merge(duplicate, [below], by=maya)
    merge(first, [duplicate], by=maya)
    return [Feedback.objects.get(pk=item.pk) for item in (below, duplicate, first, other)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", OUT)
def test_out_of_a_group_beside_a_merge(group, maya, behind, name):
    below, duplicate, _first, other = group
    merged, _row = behind(
        below, lambda: merge(other, [below, duplicate], by=maya), lambda: OUT[name](duplicate, maya)
    )  # fmt: skip
    assert merged == 2
    below.refresh_from_db()
    duplicate.refresh_from_db()
    assert below.duplicate_of == other
    assert (duplicate.duplicate_of, duplicate.state == "duplicate") == (None, False)


@pytest.mark.django_db(transaction=True)
def test_who_is_not_content_with_a_duplicate_beside_a_merge(shop, maya, behind):
    bob = add_contact(shop, by=maya, name="Bob")
    first, other = (report(shop, by=maya, title=name) for name in ("first", "other"))
    duplicate = report(shop, by=maya, title="dup", contact=bob)
    merge(first, [duplicate], by=maya)
    duplicate.refresh_from_db()
    merged, _verdict = behind(
        first,
        lambda: merge(other, [first, duplicate], by=maya),
        lambda: judge(duplicate, bob, by=User.objects.system(), solved=False, note="Still there"),
    )
    assert merged == 2
    assert [message.body for message in other.messages.all()] == [
        f"{duplicate.key}, which is part of this, is not solved for the customer."
    ]
