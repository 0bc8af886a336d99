"""Taking in many items at once, as programs send them: a constant number of statements."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from feedback import policies
from feedback.clocks.keeping import keep_clocks
from feedback.models import ClockEvent, Desk, Feedback
from feedback.models.clock_event import ClockKind
from feedback.models.feedback import State
from feedback.operations.editing import checked, refuse_state
from feedback.operations.moving import DECIDED, clock_of
from feedback.operations.reporting import GIVEN_BY_US, key_of, titled
from feedback.operations.triaging import check_assignee
from feedback.operations.wording import key_elsewhere
from pmhub.lib.operations import operation, refuse_strangers


@operation(policies.can_triage)
def take_in_many(product, items, *, by):
    """Take in new items, each given as `take_in` and `upsert` take them. Returns for each the item, or the
    ValidationError that says what is wrong with it: the others are taken in nevertheless.
    """
    drafts = [draft_of(product, fields, by) for fields in items]
    rows = [draft for draft in drafts if isinstance(draft, Feedback)]
    if rows:
        number = Desk.take_numbers(product, len(rows))
        for row in rows:
            row.number, row.key = number, key_of(product, number)
            number += 1
        Feedback.objects.bulk_create(rows)
        begin_clocks(rows, by)
    return drafts


def draft_of(product, fields, by):
    """An item that is not kept yet, or what is wrong with it."""
    try:
        return drafted(product, by, **fields)
    except ValidationError as error:
        return error


def drafted(product, by, *, body="", title="", state=State.NEW, assignee=None, source="", external_id="", **fields):
    refuse_strangers(product, list(fields.values()))
    title, body = titled(title, body)
    check_assignee(product, assignee)
    values = checked(None, fields)
    refuse_state(Feedback(), state, values)
    if state != State.NEW:
        reason = values.get("decline_reason", "") if state == State.DECLINED else ""
        values |= {**DECIDED, "decline_reason": reason}
    if source or external_id:
        values |= key_elsewhere(Feedback, source, external_id)
    values = {"received_at": timezone.now(), **values}
    row = Feedback(product=product, title=title, body=body, author=by, state=state, assignee=assignee, **values)
    row.full_clean(exclude=GIVEN_BY_US, validate_constraints=False)
    return row


def begin_clocks(rows, by):
    """Note when each was received, and what its state is to its clock."""
    now = timezone.now()
    told = [(row, ClockKind.RECEIVED, row.received_at) for row in rows]
    told += [(row, kind, now) for row in rows for kind in clock_of(State.NEW, row.state)]
    ClockEvent.objects.bulk_create(
        ClockEvent(product_id=row.product_id, feedback=row, kind=kind, at=at, by=by) for row, kind, at in told
    )
    keep_clocks(Feedback.objects.filter(pk__in=[row.pk for row in rows]))
