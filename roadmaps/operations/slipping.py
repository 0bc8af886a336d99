"""Saying why a promised date moved later. It is asked for, never forced: the ledger shows where nobody said it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from changes.models import Change
from pmhub.lib.operations import current_batch, operation
from pmhub.lib.texts import plain, refuse_nul
from roadmaps import policies
from roadmaps.ledger.moves import type_of
from roadmaps.ledger.reading import DATES, ledger_of
from roadmaps.models import SlipReason
from roadmaps.models.slip import REASON_LENGTH


def slip_of(thing, change_id, user):
    """The slip of a version or milestone that the change (its id) made, or None."""
    return next((move for move in ledger_of(thing, user).slips if move.change.pk == change_id), None)


@operation(policies.can_plan)
def give_reason(thing, *, by, change, reason):
    """Say why the date of a version or milestone moved later with the change; an empty reason takes it back.

    Whoever says it last is named with it. ValidationError where the change moved nothing later.
    """
    text = checked(reason)
    if slip_of(thing, change, by) is None:
        raise ValidationError({"reason": _("The date does not move later here, so there is nothing to explain.")})
    found = SlipReason.objects.filter(change=change)
    if not text:
        found.delete()
        return None
    owner = {"product": thing.product, type_of(thing): thing}
    given = found.first() or SlipReason(change_id=change, **owner)
    given.text, given.by = text, by
    given.save()
    return given


def explain(thing, *, by, reason):
    """Within an operation that has just changed a date: say why. Without a reason nothing is done."""
    if not checked(reason):
        return
    kind = type_of(thing)
    own = Change.objects.filter(batch=current_batch(), type=kind, object_id=thing.pk, diff__has_any_keys=DATES[kind])
    give_reason(thing, by=by, change=own.order_by("-id").values_list("pk", flat=True).first(), reason=reason)


def checked(reason):
    """The reason without the space around it. ValidationError by field where it cannot be kept."""
    refuse_nul({"reason": reason})
    text = plain(reason)
    if len(text) > REASON_LENGTH:
        raise ValidationError({"reason": _("Use at most %d characters.") % REASON_LENGTH})
    return text
