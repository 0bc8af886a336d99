"""What of a portal is shown: decided by the team, with a reason for what is not."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from changes.merging import held
from feedback.models.feedback import Channel
from feedback.operations.triaging import delete
from feedback.operations.wording import headline
from pmhub.lib.operations import operation
from pmhub.lib.texts import plain, refuse_nul
from portal import policies
from portal.models.display import Display
from portal.waiting import count_anew

WRITTEN_HERE = (Channel.PORTAL, Channel.FORM)


class DecidedMeanwhile(ValidationError):
    """Somebody else has decided on a post or a comment since its state was read."""


@operation(policies.can_moderate)
def show(thing, *, by, seen=None):
    """Let outsiders see a post or a comment. Raises DecidedMeanwhile where its state is not the one that was `seen`."""
    decide(thing, Display.SHOWN, "", by, seen)


@operation(policies.can_moderate)
def hide(thing, *, by, reason="", seen=None):
    """Take a post or a comment away from outsiders; the reason is for the team. `seen` as of `show`."""
    refuse_nul({"reason": reason})
    decide(thing, Display.HIDDEN, headline(reason)[:500], by, seen)


def decide(thing, state, reason, by, seen):
    thing = held(thing)
    if (thing.state, thing.reason) != (state, reason):
        refuse_decided(thing, seen)
        thing.state, thing.reason, thing.decided_by = state, reason, by
        thing.save(update_fields=["state", "reason", "decided_by"])
        count_anew(thing.product)


@operation(policies.can_moderate)
def erase(thing, *, by, seen=None):
    """Delete a comment, or a post; an item that was written here goes with its post, where `by` may delete items.

    `seen` as of `show`.
    """
    feedback = getattr(thing, "feedback", None)
    if feedback and feedback.channel in WRITTEN_HERE:
        held(feedback, to_delete=True)  # before its post
        refuse_decided(held(thing, to_delete=True), seen)
        delete(feedback, by=by)
    else:
        thing = held(thing, to_delete=True)
        refuse_decided(thing, seen)
        thing.delete()
    count_anew(thing.product)


def refuse_decided(thing, seen):
    if seen and thing.state != seen:
        facts = {"thing": str(thing), "state": thing.get_state_display()}
        if thing.decided_by is None:
            raise DecidedMeanwhile(_("“%(thing)s” has changed meanwhile. It is now: %(state)s.") % facts)
        facts["who"] = thing.decided_by.name
        raise DecidedMeanwhile(_("%(who)s has decided on “%(thing)s” meanwhile. It is now: %(state)s.") % facts)


@operation(policies.can_moderate)
def edit_post(post, *, by, lock_version=None, **fields):
    """Change the `title`, `body` or `chosen_status` of a post; what was said stays with the item.

    Raises Stale where others have changed the same since `lock_version`.
    """
    refuse_nul(fields)
    post = held(post, lock_version, fields)
    clean = {"title": headline, "body": plain}
    for name, value in fields.items():
        setattr(post, name, clean.get(name, str)(value))
    post.full_clean(exclude=["product", "feedback", "decided_by"], validate_constraints=False)
    post.save(update_fields=[*fields])
    return post
