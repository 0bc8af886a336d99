"""What people outside say of what was done about their voices."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.merging import held
from feedback import policies
from feedback.models import Message, Verdict
from feedback.models.feedback import State
from feedback.models.message import MessageKind
from feedback.operations.answering import add_note
from feedback.operations.merging import held_apart
from feedback.operations.moving import change, move
from feedback.operations.triaging import answered
from pmhub.lib.operations import operation
from pmhub.lib.texts import plain, refuse_nul

LONGEST = 2_000


@operation(policies.can_triage)
def judge(feedback, contact, *, by, solved, score=None, note=""):
    """Keep what a contact answers to “did it solve it?”; the latest answer counts.

    The score (1–5) and the words of whoever brought the item are its satisfaction. Words become a turn of the
    conversation, and a “no” of theirs brings the item back, or the one that it is part of.
    """
    note = plain(note)
    refuse_nul({"note": note})
    if score is not None and not 1 <= score <= 5:
        raise ValidationError({"score": _("That is not from 1 to 5.")})
    if len(note) > LONGEST:
        raise ValidationError({"note": _("That is longer than %d characters.") % LONGEST})
    row = held_apart(feedback)
    before = Verdict.objects.filter(feedback=row, contact=contact).first()
    values = {"product": row.product, "solved": solved, "note": note, "at": timezone.now()}
    verdict, _made = Verdict.objects.update_or_create(feedback=row, contact=contact, defaults=values)
    if row.contact_id == contact.pk:
        change(row, satisfaction=score or row.satisfaction, satisfaction_note=note or row.satisfaction_note)
    if note and (before is None or before.note != note):
        Message.objects.create(
            product=row.product, feedback=row, kind=MessageKind.INCOMING, contact=contact, body=note
        )  # fmt: skip
    if not solved and row.contact_id == contact.pk and (before is None or before.solved or before.note != note):
        bring_back(row, by=by)
    return verdict


def bring_back(row, *, by):
    """Somebody has to look at it again; what is part of another item says so there."""
    if first := row.duplicate_of:
        first.product = row.product
        add_note(first, by=by, body=_("%s, which is part of this, is not solved for the customer.") % row.key)
        row = held(first)
    if row.state == State.SOLVED:
        move(row, State.ACCEPTED, by=by)
    else:
        answered(row, by=by)
