"""Changing an item by its fields, as programs do and people where they correct what was written down."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from feedback import policies
from feedback.models import Feedback
from feedback.models.feedback import State
from feedback.operations.clocking import reckon
from feedback.operations.contacts import contact_named
from feedback.operations.merging import held_apart
from feedback.operations.moving import change, move
from feedback.operations.triaging import check_assignee
from feedback.operations.wording import headline, said
from pmhub.lib.operations import operation
from pmhub.lib.rows import refuse_unknown

TEXTS = ("body", "root_cause", "solution", "decline_reason")
PLAIN = ("kind", "channel", "contact", "satisfaction", "received_at", "snoozed_until")
EDITABLE = {*TEXTS, *PLAIN, "title", "state", "customer", "assignee"}
CHECKED = ("kind", "channel", "satisfaction", "received_at")
OF_THE_CLOCK = {"kind", "customer", "received_at"}  # what its targets and its beginning depend on


@operation(policies.can_triage)
def edit(feedback, *, by, lock_version=None, **fields):
    """Change any of the fields in EDITABLE; returns the item as it is now.

    Raises Stale where others have changed the same fields since `lock_version`, ValidationError by field for what makes
    no sense: a declined item says why, a solved one what was done, and only merging makes duplicates.
    """
    refuse_unknown(fields, EDITABLE)
    row = held_apart(feedback, lock_version, fields)
    state = fields.pop("state", row.state)
    values = checked(row.product, fields, without_title=row.body)
    texts = {"decline_reason": row.decline_reason, "solution": row.solution}
    refuse_state(state, {**texts, **values}, was=row.state)
    if change(row, **values) and OF_THE_CLOCK & values.keys():
        reckon([row])
    if state != row.state:
        kept = {"decline_reason": row.decline_reason} if state == State.DECLINED else {}
        move(row, state, by=by, **kept)
    return row


@operation(policies.can_triage)
def set_contact(feedback, *, by, known=None, name="", email="", lock_version=None):
    """Say who spoke: somebody known, or whoever has that name or address, kept as new where nobody has.

    Nothing named is nobody. Where no customer is known yet it is theirs. Raises what `edit` raises.
    """
    contact = known or contact_named(feedback.product, name.strip(), email.strip(), feedback.customer, by)
    theirs = {"customer": contact.customer} if contact and contact.customer and not feedback.customer_id else {}
    return edit(feedback, by=by, lock_version=lock_version, contact=contact, **theirs)


def checked(product, fields, *, without_title=""):
    """The values as they are kept. What has no title any more is called as its text begins."""
    check_assignee(product, fields.get("assignee"))
    values = {name: said(Feedback, name, text) if name in TEXTS else text for name, text in fields.items()}
    if "title" in values:
        values["title"] = headline(values["title"]) or headline(without_title)
    if customer := values.get("customer"):
        values["customer"] = customer.merged_into or customer
    if "received_at" in values and values["received_at"] is None:
        raise ValidationError({"received_at": _("This cannot be empty.")})
    trial = Feedback(**{name: values[name] for name in CHECKED if name in values})
    trial.clean_fields(exclude={field.name for field in Feedback._meta.fields} - values.keys() | {*TEXTS, "title"})
    return values


def refuse_state(state, values, *, was=State.NEW):
    """ValidationError by field where an item with these values cannot come to this state from the one it `was` in."""
    if state not in State.values:
        raise ValidationError({"state": _("There is no such status.")})
    if state == State.DUPLICATE and was != State.DUPLICATE:
        raise ValidationError({"state": _("Merge it into the item that it repeats.")})
    if state == State.DECLINED and not values.get("decline_reason"):
        raise ValidationError({"decline_reason": _("Say why: whoever asked will want to know.")})
    if state == State.SOLVED and not values.get("solution"):
        raise ValidationError({"solution": _("Say what was done about it.")})
