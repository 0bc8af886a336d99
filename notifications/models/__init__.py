from notifications.models.delivery import ReminderDelivery
from notifications.models.digest import Digest, DigestDelivery
from notifications.models.letter import Letter
from notifications.models.notification import Notification
from notifications.models.preference import Mute, Preference
from notifications.models.rule import ReminderRule
from notifications.models.stale_plan import StalePlan

__all__ = [
    "Digest", "DigestDelivery", "Letter", "Mute", "Notification", "Preference", "ReminderDelivery", "ReminderRule",
    "StalePlan",
]  # fmt: skip
