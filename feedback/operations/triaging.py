"""Deciding what becomes of an item, and who looks after it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.merging import held
from feedback import policies
from feedback.models import Feedback
from feedback.models.feedback import CLOSED, Kind, State
from feedback.operations.clocking import reckon
from feedback.operations.merging import held_apart, merge
from feedback.operations.moving import change, move
from feedback.operations.wording import said
from pmhub.lib.operations import operation

LATEST = timedelta(days=366)


@operation(policies.can_triage)
def accept(feedback, *, by):
    """Take it on: it is ours to solve now. Accepting twice changes nothing; a closed one is opened again."""
    row = held_apart(feedback)
    move(row, State.ACCEPTED, by=by)
    return row


@operation(policies.can_triage)
def mark_duplicate(feedback, *, by, of):
    """Say that another item, which was there before, asks for the same; `merging.take_back` brings it back exactly."""
    merge(of, [feedback], by=by)
    return held(feedback)


@operation(policies.can_triage)
def decline(feedback, *, by, reason):
    """Say that nothing will come of it, and why: whoever asked is told so."""
    reason = said(Feedback, "decline_reason", reason, missing=_("Say why: whoever asked will want to know."))
    row = held_apart(feedback)
    move(row, State.DECLINED, by=by, decline_reason=reason)
    return row


@operation(policies.can_triage)
def snooze(feedback, *, by, until):
    """Put an open item out of sight until a time within a year; its clock goes on."""
    row = held(feedback)
    if row.state in CLOSED:
        raise ValidationError({"until": _("It is closed already.")})
    check_until(until)
    change(row, snoozed_until=until)
    return row


def check_until(until):
    if not timezone.now() < until < timezone.now() + LATEST:
        raise ValidationError({"until": _("That is not within a year from now.")})


@operation(policies.can_triage)
def wake(feedback, *, by):
    """Bring a snoozed item back at once."""
    row = held(feedback)
    change(row, snoozed_until=None)
    return row


@operation(policies.can_triage)
def wait(feedback, *, by):
    """The customer has to say something first; the clock rests until then."""
    row = held_apart(feedback)
    move(row, State.WAITING, by=by)
    return row


@operation(policies.can_triage)
def answered(feedback, *, by):
    """The customer said it: an item that waited for them is ours again, and one that slept is awake."""
    row = held(feedback)
    if row.state == State.WAITING:
        move(row, State.ACCEPTED, by=by)
    elif row.snoozed_until:
        change(row, snoozed_until=None)
    return row


@operation(policies.can_triage)
def assign(feedback, *, by, to):
    """Give an item to somebody who may work on it, or with None to nobody."""
    check_assignee(feedback.product, to)
    row = held(feedback)
    change(row, assignee=to)
    return row


def check_assignee(product, to):
    if to is not None and not (to.is_active and policies.can_triage(to, product)):
        raise ValidationError({"to": _("They may not work on feedback of this product.")})


@operation(policies.can_triage)
def set_kind(feedback, *, by, kind):
    """Say what sort of item it is."""
    check_kind(kind)
    row = held(feedback)
    if change(row, kind=kind):
        reckon([row])
    return row


def check_kind(kind):
    if kind not in Kind.values:
        raise ValidationError({"kind": _("There is no such kind.")})


@operation(policies.can_triage)
def set_customer(feedback, *, by, customer):
    """Say whose it is, None for nobody's that we know. One who was merged stands for whom they are part of."""
    row = held(feedback)
    if change(row, customer=customer and (customer.merged_into or customer)):
        reckon([row])
    return row


@operation(policies.can_delete)
def delete(feedback, *, by):
    """Move an item to the trash, with all that hangs on it. One that others were merged into is kept."""
    row = held(feedback, to_delete=True)
    if row.duplicates.exists():
        raise ValidationError(_("Others are duplicates of it: take them out first."))
    row.delete()
