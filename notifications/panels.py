"""What this app offers on every page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pmhub.lib.palette import Entry, offer


@offer
def pages(asked):
    """The inbox, how one is reminded, and what the product one stands in will send."""
    yield Entry("pages", _("Inbox"), "inbox", href=reverse("inbox"), words="inbox notifications reminders")
    preferences = reverse("reminder_preferences")
    yield Entry("pages", _("Your reminders"), "bell", href=preferences, words="reminders mute hour mail", seldom=True)
    if asked.user.is_admin:
        yield Entry("pages", _("Outbox"), "mail", href=reverse("outbox"), words="outbox mail smtp", seldom=True)
    if asked.product:
        forecast = reverse("reminder_forecast", args=[asked.product.key])
        yield Entry("pages", _("Reminders"), "bell", href=forecast, hint=asked.product.key, words="reminders forecast")
