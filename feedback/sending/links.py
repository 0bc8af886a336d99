"""Signed links for people outside: each can do one thing for one person, without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from feedback.models import Contact, Feedback

NEWS, VERDICT = "feedback.news", "feedback.verdict"


def news_link(contact, feedback=None):
    """Where a contact sees and ends what they hear of; with an item, where they ask to hear of it."""
    return to("feedback_news", signing.dumps([contact.pk, feedback.pk if feedback else None], salt=NEWS))


def verdict_link(contact, feedback):
    """Where a contact says whether it helped."""
    return to("feedback_verdict", signing.dumps([contact.pk, feedback.pk], salt=VERDICT))


def named_by(secret, salt):
    """The contact and item that a link was made for; (None, None) where it is none of ours, or they are gone."""
    try:
        person, item = signing.loads(secret, salt=salt)
    except (signing.BadSignature, ValueError, TypeError):
        return None, None
    contact = Contact.objects.filter(pk=person, erased_at=None).select_related("product").first()
    if contact is None or item is None:
        return contact, None
    feedback = Feedback.objects.filter(pk=item, product=contact.product_id).select_related("product").first()
    return (contact, feedback) if feedback else (None, None)


def to(name, secret):
    return settings.PMHUB_URL + reverse(name, args=[secret])
