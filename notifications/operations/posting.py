"""What administrators do with the outbox."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from notifications import policies
from notifications.models import Letter
from notifications.models.delivery import State
from notifications.operations.contents import of_letter
from notifications.tasks import nudge
from pmhub.lib.letters import LetterState
from pmhub.lib.operations import operation

AGAIN = [LetterState.UNCLEAR, LetterState.FAILED]


@operation(policies.runs_the_installation)
def send_again(letter, *, by):
    """Let what is in a letter wait again, though perhaps it arrived; or try a waiting one at once."""
    if letter.state == LetterState.WAITING:
        Letter.objects.filter(pk=letter.pk).update(not_before=None)
    elif letter.state in AGAIN:
        for rows in of_letter(letter):
            rows.update(state=State.PLANNED, letter=None)
        Letter.objects.filter(pk=letter.pk).delete()
    else:
        raise ValidationError(_("This mail needs no second try."))
    transaction.on_commit(nudge)
