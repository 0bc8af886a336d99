"""Where texts of the team and of others still name somebody who is to be erased: people decide about them."""

from itertools import chain, islice
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from feedback.models import Feedback, Message
from requirements.models import Comment

MOST = 50
AROUND = 60


class Text(NamedTuple):
    """A text with the name in it: which page it stands on, and the words around the name."""

    key: str
    url: str
    words: str


def still_naming(contact, user):
    """The first MOST texts of the product that hold a name or the address of a contact."""
    names = [name for name in {contact.name, contact.shown_name, contact.email} if len(name) > 1]
    if not names:
        return []
    product = contact.product

    def holding(rows, *fields):
        conditions = [Q(**{f"{field}__icontains": name}) for field in fields for name in names]
        return rows.visible_to(user).filter(Q(*conditions, _connector=Q.OR)).order_by("pk")[:MOST]

    items = holding(Feedback.objects.of(product), "title", "body", "decline_reason", "root_cause", "solution")
    messages = holding(Message.objects.of(product), "body").select_related("feedback")
    public = holding(product.public_comments, "body").select_related("post__feedback")
    comments = holding(Comment.objects.filter(requirement__product=product), "body").select_related("requirement")

    def text(where, url_name, *said):
        whole = "\n".join(said)
        return Text(where.key, reverse(url_name, args=[product.key, where.number]), around(whole, names))

    found = chain(
        (text(one, "feedback", one.title, one.body, one.decline_reason, one.root_cause, one.solution) for one in items),
        (text(one.feedback, "feedback", one.body) for one in messages),
        (text(one.post.feedback, "portal_moderate", one.body) for one in public),
        (text(one.requirement, "requirement", one.body) for one in comments),
    )
    return list(islice(found, MOST))


def around(text, names):
    """The words around the first of the names in a text."""
    folded = text.lower()
    place = min((at for name in names if (at := folded.find(name.lower())) >= 0), default=0)
    start = max(place - AROUND, 0)
    return " ".join(f"{'…' * (start > 0)}{text[start : place + AROUND]}".split())
