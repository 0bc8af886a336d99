"""A public portal with one thing of every kind, for the access table."""

from feedback.operations.reporting import report
from portal.operations.posting import answer_in_public, publish
from portal.operations.setting_up import invite_address, set_up


def opened(product, link, people):
    """A portal that shows a post, a comment, a roadmap and the changelog, and an item that is not in public."""
    by = people.manager
    set_up(product, by=by, access="public", roadmap=link, has_changelog=True)
    voice = report(product, by=people.engineer, title="As the customer said it")
    post = publish(voice, by=people.engineer, title="A public idea", body="For everybody")
    asked_in = invite_address(product, by=by, email="asked@outside.example")
    return {
        "post": post, "public_comment": answer_in_public(post, by=by, body="We are on it."), "asked_in": asked_in,
        "door": asked_in.secret, "unpublished": report(product, by=people.engineer, title="Only among the team"),
    }  # fmt: skip
