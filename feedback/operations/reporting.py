"""Taking in what customers say."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import policies
from feedback.clocks.keeping import begin
from feedback.models import ClockEvent, Desk, Feedback
from feedback.models.clock_event import ClockKind
from feedback.models.feedback import State
from feedback.operations.editing import checked, edit, refuse_state
from feedback.operations.moving import DECIDED, told_by
from feedback.operations.wording import headline, key_elsewhere
from pmhub.lib.operations import operation, refuse_strangers
from pmhub.lib.texts import plain, refuse_nul

GIVEN_BY_US = ["product", "number", "key", "author", "duplicate_of", "customer", "contact", "assignee"]


@operation(policies.can_report)
def report(product, *, by, **fields):
    """Take in an item; its clock starts when it was received. Without a title the first line of the text is it.

    Takes what `edit` takes, for what may be under way already, and the key of another system (`source`, `external_id`).
    ValidationError by field names what is wrong.
    """
    row = drafted(product, by, **fields)
    begin_with(product, [row], by)
    return row


@operation(policies.can_report)
def report_many(product, items, *, by):
    """Take in many, each given as `report` takes it, in a constant number of statements. Returns for each the item, or
    the ValidationError that says what is wrong with it: the others are taken in nevertheless.
    """
    drafts = [draft_of(product, by, fields) for fields in items]
    begin_with(product, [draft for draft in drafts if isinstance(draft, Feedback)], by)
    return drafts


@operation(policies.can_report)
def upsert(product, *, by, source, external_id, **fields):
    """Take in or change the item that another system knows by a key; returns `(item, whether it is new)`."""
    place = key_elsewhere(Feedback, source, external_id)
    known = Feedback.objects.of(product).filter(**place).first()
    if known is None:
        return report(product, by=by, **place, **fields), True
    known.product = product
    return edit(known, by=by, **fields), False


def draft_of(product, by, fields):
    """An item that is not kept yet, or what is wrong with it."""
    try:
        refuse_strangers(product, list(fields.values()))
        return drafted(product, by, **fields)
    except ValidationError as error:
        return error


def drafted(product, by, *, title="", body="", state=State.NEW, received_at=None, source="", external_id="", **fields):
    title, body = titled(title, body)
    values = checked(product, {"received_at": received_at or timezone.now(), **fields})
    refuse_state(state, values)
    if state != State.NEW:
        reason = values.get("decline_reason", "") if state == State.DECLINED else ""
        values |= {**DECIDED, "decline_reason": reason}
    if source or external_id:
        values |= key_elsewhere(Feedback, source, external_id)
    row = Feedback(product=product, title=title, body=body, author=by, state=state, **values)
    row.full_clean(exclude=GIVEN_BY_US, validate_constraints=False)
    return row


def titled(title, body):
    """Title and text as they are kept. ValidationError where they say nothing."""
    body = plain(body)
    refuse_nul({"title": title, "body": body})
    title = headline(title or body)
    if not title:
        raise ValidationError({"body": _("Say what the customer said.")})
    return title, body


def begin_with(product, rows, by):
    """Number new items and keep them, with the beginning of their clocks and what their state is to these."""
    if not rows:
        return
    for number, row in enumerate(rows, Desk.take_numbers(product, len(rows))):
        row.number, row.key = number, key_of(product, number)
    now, told = timezone.now(), {}
    for row in rows:
        told[row.number] = [(ClockKind.RECEIVED, row.received_at)]
        told[row.number] += [(kind, now) for kind in told_by(State.NEW, row.state)]
    begin(product, [(row, told[row.number]) for row in rows])
    Feedback.objects.bulk_create(rows)
    ClockEvent.objects.bulk_create(
        ClockEvent(product=product, feedback=row, kind=kind, at=at, by=by)
        for row in rows
        for kind, at in told[row.number]
    )


def key_of(product, number):
    return f"{product.key}-F{number}"
