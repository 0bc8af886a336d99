"""Portals: visitors are no users, so every persona is let in where the portal is public, as which the world has it.

Who is in the world's portal as nobody, is asked for an address where something needs one: a redirect, as `ok`.
"""

from tests.access.rows import CONTRIBUTORS, EVERYBODY, MANAGERS, Row
from tests.access.table.products import page

SETTINGS = {"access": "public", "languages": ["en"], "hue": "265", "posts_moderated": "before",
            "comments_moderated": "before"}  # fmt: skip
GONE = dict.fromkeys(EVERYBODY, "404")
TEXT = {"title": "In public", "body": "A text of its own"}


def at(world):
    return {"key": world.key}


def post(world):
    return {"key": world.key, "number": world.post.feedback.number}


def item(world):
    return {"key": world.key, "number": world.unpublished.number}


def public(name, args=at, **more):
    return Row(name, args, is_link=True, **more)


ROWS = [
    public("portal_board", get=EVERYBODY),
    public("portal_new", get=EVERYBODY, post=EVERYBODY, send={"post": {"title": "x"}}),
    public("portal_similar", get=EVERYBODY),
    public("portal_thanks", get=EVERYBODY),
    public("portal_post", post, get=EVERYBODY),
    public("portal_picture", lambda w: {**post(w), "storage": "none"}, get=GONE),
    public("portal_vote", post, post=EVERYBODY),
    public("portal_follow", post, post=EVERYBODY),
    public("portal_withdraw", post, get=EVERYBODY, post=EVERYBODY),
    public("portal_comments", post, post=EVERYBODY, send={"post": {"body": "x"}}),
    public("portal_roadmap", get=EVERYBODY),
    public("portal_changelog", get=EVERYBODY),
    public("portal_logo", get=GONE),
    public("portal_embed", get=EVERYBODY, post=EVERYBODY, send={"post": {"title": "x"}}),
    public("portal_sign_in", get=EVERYBODY, post=EVERYBODY, send={"post": {"email": "no address"}}),
    public("portal_enter", lambda w: {"key": w.key, "secret": w.door}, get=EVERYBODY, post=EVERYBODY),
    public("portal_code", get=EVERYBODY, post=EVERYBODY, send={"post": {"code": "000000"}}),
    public("portal_sign_out", post=EVERYBODY),
    public("portal_me", get=EVERYBODY, post=EVERYBODY),
    public("portal_erase", get=EVERYBODY, post=EVERYBODY),
    public("portal_language", post=EVERYBODY, send={"post": {"language": "en"}}),
    page("portal_settings", MANAGERS, MANAGERS, SETTINGS),
    page("portal_invitations", None, MANAGERS, {"emails": "new@outside.example"}),
    Row("portal_invitation_again", lambda w: {"key": w.key, "pk": w.asked_in.pk}, post=MANAGERS),
    Row("portal_invitation_withdraw", lambda w: {"key": w.key, "pk": w.asked_in.pk}, post=MANAGERS),
    page("portal_queue", CONTRIBUTORS, CONTRIBUTORS, {"act": "show"}),
    Row("portal_moderate", post, get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": TEXT}),
    Row("portal_answer", post, post=CONTRIBUTORS, send={"post": {"body": "Thank you"}}),
    Row("portal_moderate_comment", lambda w: {"key": w.key, "pk": w.public_comment.pk}, post=CONTRIBUTORS,
        send={"post": {"act": "hide"}}),
    Row("portal_publish", item, get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": TEXT}),
]  # fmt: skip
