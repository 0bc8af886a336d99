"""What of a portal is shown: decided by the team, with a reason for what is not."""

from changes.merging import held
from feedback.models.feedback import Channel
from feedback.operations.triaging import delete
from feedback.operations.wording import headline
from pmhub.lib.operations import operation
from pmhub.lib.texts import plain, refuse_nul
from portal import policies
from portal.models.display import Display

WRITTEN_HERE = (Channel.PORTAL, Channel.FORM)


@operation(policies.can_moderate)
def show(thing, *, by):
    """Let outsiders see a post or a comment."""
    decide(thing, Display.SHOWN, "", by)


@operation(policies.can_moderate)
def hide(thing, *, by, reason=""):
    """Take a post or a comment away from outsiders; the reason is for the team."""
    refuse_nul({"reason": reason})
    decide(thing, Display.HIDDEN, headline(reason)[:500], by)


def decide(thing, state, reason, by):
    thing = held(thing)
    if (thing.state, thing.reason) != (state, reason):
        thing.state, thing.reason, thing.decided_by = state, reason, by
        thing.save(update_fields=["state", "reason", "decided_by"])


@operation(policies.can_moderate)
def erase(thing, *, by):
    """Delete a comment, or a post; an item that was written here goes with its post, where `by` may delete items."""
    feedback = getattr(thing, "feedback", None)
    if feedback and feedback.channel in WRITTEN_HERE:
        delete(feedback, by=by)
    else:
        thing.delete()


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
