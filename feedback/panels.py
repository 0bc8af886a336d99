"""What this app shows on other apps' pages."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from feedback import policies
from feedback.closing.verdicts import verdicts_for
from feedback.demand.voices import rule_in_words, voices_of
from feedback.forms.customers import WeighingForm
from feedback.models import Desk, Feedback
from feedback.views.place import FEEDBACK, WAY
from pmhub.lib.palette import KEY_FITS, Entry, offer
from pmhub.lib.panels import Panel, fills
from requirements.places import keeps_views

KEY = re.compile(r"([a-z][a-z0-9]{0,9})-f(\d{1,9})\Z")
keeps_views(WAY, FEEDBACK)


@fills("requirement")
def voices(requirement, user):
    """Who asks for a requirement, with their words, and whether it helped them."""
    told = voices_of(requirement)
    if not told.voices:
        return None
    shown = {"told": told, "verdicts": verdicts_for(requirement, user)}
    return Panel("feedback/_voices.html", shown, anchor="voices", explains="demand")


@fills("scoring")
def weighing(product, user):
    """How customers are weighed in the demand that a formula may read."""
    desk = Desk.objects.visible_to(user).filter(product=product).first() or Desk(product=product)
    shown = {"desk": desk, "rule": rule_in_words(desk.weighing, desk.currency), "form": WeighingForm(thing=desk)}
    return Panel("feedback/_weighing.html", shown, anchor="weighing")


@offer
def pages(asked):
    """The inbox of the product one stands in, the pages around it, and writing down what a customer said."""
    product = asked.product
    if product is None:
        return
    inbox, key = reverse("feedback_list", args=[product.key]), product.key
    yield Entry("pages", _("Feedback"), "message-square", href=inbox, hint=key, words="feedback inbox voices tickets")
    customers = reverse("customer_list", args=[product.key])
    yield Entry("pages", _("Customers"), "users", href=customers, hint=key, words="customers companies accounts")
    figures, digest = reverse("feedback_figures", args=[key]), reverse("feedback_digest", args=[key])
    yield Entry("pages", _("Figures of feedback"), "chart-column", href=figures, hint=key, words="feedback clock sla")
    yield Entry("pages", _("Feedback of the week"), "calendar", href=digest, hint=key, words="weekly feedback digest")
    if policies.can_report(asked.user, product):
        closing, mails = reverse("feedback_closing", args=[key]), reverse("feedback_mails", args=[key])
        yield Entry("pages", _("Tell who asked"), "send", href=closing, hint=key, words="closing letters feedback")
        yield Entry("pages", _("Received mail"), "mail", href=mails, hint=key, words="received mails feedback")
        new = reverse("feedback_new", args=[product.key])
        yield Entry("actions", _("New feedback"), "plus", href=new, words="new feedback voice ticket write down")


@offer
def item_by_key(asked):
    """An item of feedback by its key, as people paste it: SHOP-F12."""
    match = KEY.match(asked.typed)
    if not match:
        return
    seen = Feedback.objects.visible_to(asked.user).filter(key=f"{match[1]}-F{int(match[2])}".upper())
    for key, number, title, home in seen.values_list("key", "number", "title", "product__key"):
        page = reverse("feedback", args=[home, number])
        yield Entry("pages", title, "message-square", href=page, hint=key, ident=key, rank=KEY_FITS)
