from django.urls import path

from notifications.views.inbox import InboxView, MuteView
from notifications.views.outbox import OutboxView, SendAgainView
from notifications.views.preferences import ReminderPreferencesView, UnmuteView, UnsubscribeView
from notifications.views.rules import ForecastView, MilestoneRuleView, RuleView, VersionRuleView

urlpatterns = [
    path("inbox/", InboxView.as_view(), name="inbox"),
    path("inbox/mute/<str:kind>/", MuteView.as_view(), name="reason_mute"),
    path("inbox/mute/<str:kind>/<int:pk>/", MuteView.as_view(), name="reminder_mute"),
    path("settings/reminders/", ReminderPreferencesView.as_view(), name="reminder_preferences"),
    path("settings/reminders/muted/<int:pk>/remove/", UnmuteView.as_view(), name="reminder_unmute"),
    path("reminders/stop/<str:secret>/", UnsubscribeView.as_view(), name="unsubscribe"),
    path("outbox/", OutboxView.as_view(), name="outbox"),
    path("outbox/<int:pk>/again/", SendAgainView.as_view(), name="letter_again"),
    path("p/<str:key>/reminders/", ForecastView.as_view(), name="reminder_forecast"),
    path("p/<str:key>/settings/reminders/", RuleView.as_view(), name="product_reminders"),
    path("p/<str:key>/versions/<int:pk>/reminders/", VersionRuleView.as_view(), name="version_reminders"),
    path("p/<str:key>/milestones/<int:pk>/reminders/", MilestoneRuleView.as_view(), name="milestone_reminders"),
]
