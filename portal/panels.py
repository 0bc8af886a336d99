"""What this app offers on every page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pmhub.lib.palette import Entry, offer
from portal import policies


@offer
def portal(asked):
    """What waits for the team, and the settings of the portal of the product one stands in."""
    product = asked.product
    if product is None or not policies.can_moderate(asked.user, product):
        return
    queue = reverse("portal_queue", args=[product.key])
    yield Entry("pages", _("Portal"), "globe", href=queue, hint=product.key, words="portal moderation posts")
    if policies.can_set_up(asked.user, product):
        page = reverse("portal_settings", args=[product.key])
        yield Entry(
            "pages", _("Settings of the portal"), "sliders-horizontal", href=page, hint=product.key,
            words="portal settings", seldom=True,
        )  # fmt: skip
