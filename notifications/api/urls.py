from django.urls import path

from notifications.api import rules, views

urlpatterns = [
    path("notifications/", views.NotificationsView.as_view(), name="api_notifications"),
    path("notifications/<int:pk>/", views.NotificationView.as_view(), name="api_notification"),
    path("reminders/", views.RemindersView.as_view(), name="api_reminders"),
    path("products/<product:product>/reminder-rule/", rules.ProductRuleView.as_view(), name="api_reminder_rule"),
    path("milestones/<int:pk>/reminder-rule/", rules.MilestoneRuleView.as_view(), name="api_milestone_reminder_rule"),
    path("versions/<int:pk>/reminder-rule/", rules.VersionRuleView.as_view(), name="api_version_reminder_rule"),
]
