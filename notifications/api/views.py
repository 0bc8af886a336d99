from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.api.views import person_of
from notifications.api import serializers
from notifications.models import Notification, ReminderDelivery
from notifications.models.delivery import Reason, State
from notifications.operations.reading import edit_notification
from pmhub.lib.api.problems import invalid_parameters
from pmhub.lib.api.queries import COUNTED, FIELDS
from pmhub.lib.api.views import Endpoint
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.paging import Sort
from products.api.reach import PRODUCT, product_of_list
from products.api.things import Kind, Thing

SHELVES = {
    "waiting": lambda rows, now: rows.waiting(now),
    "unread": lambda rows, now: rows.waiting(now).unread(),
    "mentions": lambda rows, now: rows.waiting(now).filter(reason=Reason.MENTION),
    "assigned": lambda rows, now: rows.waiting(now).filter(reason=Reason.ASSIGNED),
    "reminders": lambda rows, now: rows.waiting(now).reminders(),
    "later": lambda rows, now: rows.asleep(now),
    "done": lambda rows, now: rows.done(),
    "all": lambda rows, now: rows,
}
SHOW = {"show": ({"type": "string", "enum": list(SHELVES), "default": "waiting"}, "Which of them.")}


def about(row, name):
    kind, pk = ("milestone", row.milestone_id) if row.milestone_id else ("version", row.version_id)
    return {"type": kind, "id": pk, "name": name}


def told_about(row):
    """None for what concerns many at once."""
    if row.is_reminder:
        return about(row, row.name)
    if row.is_of_many:
        return None
    if row.digest:
        return {"type": "digest", "id": row.digest_id, "name": row.title}
    kind, thing = ("feedback", row.feedback) if row.is_of_feedback else ("requirement", row.requirement)
    return {"type": kind, "id": row.feedback_id or row.requirement_id, "name": thing.title if thing else row.name}


class NotificationKind(Kind):
    tag = "inbox"
    reads = serializers.NotificationShown
    address = "/api/v1/notifications/{}/"
    edit = edit_notification

    def rows(self, user):
        return Notification.objects.visible_to(user).with_things().select_related("user")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "about": told_about(row),
            "reason": row.reason,
            "by": row.by and person_of(row.by),
            "count": row.count,
            "date": str(FuzzyDate(row.target_on, row.target_precision)) if row.is_reminder else None,
            "days_left": row.days_left if row.is_reminder else None,
            "created_at": row.created_at,
            "read": row.read_at is not None,
            "done": row.done_at is not None,
            "snoozed_until": row.snoozed_until,
        }


class NotificationsView(NotificationKind, Endpoint):
    """Your inbox, newest first."""

    listed = True
    query = {"get": COUNTED | FIELDS | PRODUCT | SHOW}

    def get(self, request):
        shelf = self.params.get("show", "waiting")
        if shelf not in SHELVES:
            raise invalid_parameters({"show": _("There is only: %s.") % ", ".join(SHELVES)})
        rows = SHELVES[shelf](self.rows(request.user), timezone.now())
        product = product_of_list(request, self.params)
        return self.page(request, rows.filter(product=product) if product else rows, Sort("id", True))


class NotificationView(NotificationKind, Endpoint):
    """One row of your inbox: mark it as read or done, or let it sleep. It cannot be deleted."""

    query = {"get": FIELDS}
    writes = {"patch": serializers.NotificationFields}
    versioned = True
    find, get, patch = Thing.find, Thing.get, Thing.patch


class RemindersView(Kind, Endpoint):
    """What will be sent to whom, soonest first."""

    tag = "reminders"
    reads = serializers.ReminderShown
    listed = True
    query = {"get": COUNTED | FIELDS | PRODUCT}

    def get(self, request):
        seen = ReminderDelivery.objects.visible_to(request.user).filter(state=State.PLANNED)
        product = product_of_list(request, self.params)
        rows = seen.of(product) if product else seen
        things = rows.select_related("product", "recipient", "milestone", "version")
        return self.page(request, things, Sort("due_at"))

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "about": about(row, (row.milestone or row.version).name),
            "recipient": person_of(row.recipient),
            "reason": row.reason,
            "channel": row.channel,
            "days_before": row.days_before,
            "date": row.target_on,
            "due_at": row.due_at,
        }
