"""The same decision about many items, in a constant number of statements.

An item that cannot take the decision, or that somebody changed since it was chosen, is left as it was and named; all
others take it together, as one batch.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from feedback import policies
from feedback.clocks.keeping import READ, with_promised
from feedback.models import Feedback
from feedback.models.feedback import CLOSED, State
from feedback.operations.clocking import reckon
from feedback.operations.merging import MOST, merge, one_at_a_time
from feedback.operations.moving import DECIDED, change_all, move_all
from feedback.operations.triaging import check_assignee, check_kind, check_until
from feedback.operations.wording import said
from pmhub.lib.operations import operation
from requirements.models import BulkEdit
from requirements.operations.carrying_out import wake

PART = "feedback"  # what the parts of the bulk changes of this application begin with
DECIDED_BY = ("number", "key", "lock_version", "assignee", *DECIDED, *READ)


@dataclass
class Many:
    """Chosen items of a product, held until the transaction ends; `left` says by key why one is left as it was.

    `chosen` are numbers, each with the `lock_version` that was seen, or None where it does not matter.
    """

    product: object
    chosen: dict
    rows: list = field(init=False)
    left: dict = field(init=False)
    changed: int = 0

    def __post_init__(self):
        if len(self.chosen) > MOST:
            raise ValidationError(_("At most %d at once.") % MOST)
        found = Feedback.objects.of(self.product).filter(number__in=list(self.chosen)).order_by("pk")
        self.rows = list(with_promised(found).only(*DECIDED_BY).select_for_update(of=["self"], no_key=True))
        gone = sorted(self.chosen.keys() - {row.number for row in self.rows})
        self.left = {f"{self.product.key}-F{number}": _("it is not there any more") for number in gone}
        self.leave(
            lambda row: self.chosen[row.number] not in (None, row.lock_version), _("somebody has changed it meanwhile")
        )

    def leave(self, is_unfit, why):
        """Leave those as they are that a condition holds for."""
        self.left |= {row.key: why for row in self.rows if is_unfit(row)}
        self.rows = [row for row in self.rows if not is_unfit(row)]

    def leave_closed(self):
        self.leave(lambda row: row.state in CLOSED, _("it is closed already"))

    def change(self, **values):
        """Give those that are left to decide about these values; returns the ones that said something else."""
        return self.counted(change_all(self.rows, **values))

    def move(self, state, *, by, **values):
        """Bring them into a state."""
        return self.counted(move_all(self.rows, state, by=by, **values))

    def counted(self, changed):
        self.changed = len(changed)
        return changed


@operation(policies.can_triage)
def accept_many(product, chosen, *, by):
    """Take on those that are open. Returns Many, as all of these do."""
    many = Many(product, chosen)
    many.leave_closed()
    many.move(State.ACCEPTED, by=by)
    return many


@operation(policies.can_triage)
def decline_many(product, chosen, *, by, reason):
    """Say of those that are open that nothing will come of them, and why."""
    reason = said(Feedback, "decline_reason", reason, missing=_("Say why: whoever asked will want to know."))
    many = Many(product, chosen)
    many.leave_closed()
    many.move(State.DECLINED, by=by, decline_reason=reason)
    return many


@operation(policies.can_triage)
def snooze_many(product, chosen, *, by, until):
    """Put those that are open out of sight until a time within a year."""
    check_until(until)
    many = Many(product, chosen)
    many.leave_closed()
    many.change(snoozed_until=until)
    return many


@operation(policies.can_triage)
def assign_many(product, chosen, *, by, to):
    """Give them to somebody who may work on them, or with None to nobody."""
    check_assignee(product, to)
    many = Many(product, chosen)
    many.change(assignee=to)
    return many


@operation(policies.can_triage)
def set_kind_many(product, chosen, *, by, kind):
    """Say what sort of items they are."""
    check_kind(kind)
    many = Many(product, chosen)
    reckon(many.change(kind=kind))
    return many


@operation(policies.can_triage)
def set_customer_many(product, chosen, *, by, customer):
    """Say whose they are, None for nobody's that we know."""
    customer = customer and (customer.merged_into or customer)
    many = Many(product, chosen)
    reckon(many.change(customer=customer))
    return many


@operation(policies.can_triage)
def mark_duplicates(product, chosen, *, by, of):
    """Say that they ask for the same as another item, which itself is left out."""
    one_at_a_time(product.pk)  # before the rows are held, as all who merge do
    many = Many(product, chosen)
    many.leave(lambda row: row.pk in (of.pk, of.duplicate_of_id), _("an item cannot be its own duplicate"))
    many.changed = merge(of, many.rows, by=by)
    return many


@operation(policies.can_triage)
def begin(product, numbers, *, by, act, data):
    """Have a worker take a decision about these items, part by part, as the form data says; returns the BulkEdit."""
    job = BulkEdit.objects.create(product=product, by=by, part=f"{PART}.{act}", data=data, ids=list(numbers))
    transaction.on_commit(lambda: wake(job.pk))
    return job
