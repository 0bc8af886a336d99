"""Talking with whoever said it, and closing what is solved."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.merging import held
from feedback import policies
from feedback.models import Feedback, Message
from feedback.models.clock_event import ClockKind
from feedback.models.feedback import CLOSED, State
from feedback.models.message import MessageKind
from feedback.operations.clocking import note as note_event
from feedback.operations.filing import enclose
from feedback.operations.merging import held_apart
from feedback.operations.moving import change, move
from feedback.operations.wording import said
from pmhub.lib.operations import operation
from requirements.operations.details import refuse_overtaken


def write(feedback, kind, body, files, **fields):
    """Put a turn into the conversation; ValidationError where it says nothing."""
    body = said(Message, "body", body, missing=_("Write something first."))
    message = Message.objects.create(product=feedback.product, feedback=feedback, kind=kind, body=body, **fields)
    if files:
        enclose(message, files)
    return message


@operation(policies.can_reply)
def reply(feedback, *, by, body, waiting=False, files=()):
    """Answer the customer, with `files` that were drafted; the first answer is what the clock's first target asks for.

    A new item is taken on by it. With `waiting` it now waits for them, and the clock rests.
    """
    row = held(feedback)
    message = write(row, MessageKind.REPLY, body, files, author=by, contact=row.contact)
    if not row.clock_events.filter(kind=ClockKind.RESPONDED).exists():
        note_event(row, ClockKind.RESPONDED, by=by)
    if waiting and row.state not in CLOSED:
        move(row, State.WAITING, by=by)
    elif row.state == State.NEW:
        change(row, state=State.ACCEPTED)
    return message


@operation(policies.can_reply)
def add_note(feedback, *, by, body, files=()):
    """Say something to the team, with `files` that were drafted; the customer never sees it."""
    return write(feedback, MessageKind.NOTE, body, files, author=by)


@operation(policies.can_change_message)
def edit_message(message, *, by, body, read=None):
    """Change what one wrote oneself. A reply that has gone out, or perhaps has, stays as it went.

    Raises Overtaken where the text is not as its writer has `read` it.
    """
    row = Message.objects.select_for_update(of=["self"]).get(pk=message.pk)
    refuse_overtaken(row, "body", body, read)
    body = said(Message, "body", body, missing=_("Write something, or leave it as it was."))
    if row.is_out:
        raise ValidationError({"body": _("It was sent already; write another one.")})
    if body != row.body:
        row.body, row.edited_at = body, timezone.now()
        row.save(update_fields=["body", "edited_at"])
    return row


@operation(policies.can_triage)
def solve(feedback, *, by, root_cause="", solution=""):
    """Close an item as solved: what caused it and what was done about it. The solution must be said."""
    cause = said(Feedback, "root_cause", root_cause)
    solution = said(Feedback, "solution", solution, missing=_("Say what was done about it."))
    row = held_apart(feedback)
    move(row, State.SOLVED, by=by, root_cause=cause, solution=solution)
    return row


@operation(policies.can_triage)
def reopen(feedback, *, by):
    """Take up again what was closed, whatever closed it; what was found out about it is kept."""
    row = held_apart(feedback)
    if row.state in CLOSED:
        move(row, State.ACCEPTED, by=by)
    return row
