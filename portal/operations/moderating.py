"""What of a portal is shown: decided by the team, with a reason for what is not."""

from feedback.models.feedback import Channel
from feedback.operations.reporting import headline
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
    if (thing.state, thing.reason) != (state, reason):
        thing.state, thing.reason, thing.decided_by = state, reason, by
        thing.save(update_fields=["state", "reason", "decided_by"])


@operation(policies.can_moderate)
def erase(thing, *, by):
    """Delete a comment, or a post together with what it was written as; an item of the team only leaves the portal."""
    feedback = getattr(thing, "feedback", None)
    thing.delete()
    if feedback and feedback.channel in WRITTEN_HERE:
        feedback.delete()


@operation(policies.can_moderate)
def edit_post(post, *, by, title, body="", chosen_status=""):
    """Change the public text and status of a post; what was said stays with the item."""
    refuse_nul({"title": title, "body": body})
    post.title, post.body, post.chosen_status = headline(title), plain(body), chosen_status
    post.full_clean(exclude=["product", "feedback", "decided_by"], validate_constraints=False)
    post.save(update_fields=["title", "body", "chosen_status"])
    return post
