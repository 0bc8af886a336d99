from django.urls import path

from notifications.api import views

urlpatterns = [
    path("notifications/", views.NotificationsView.as_view(), name="api_notifications"),
    path("notifications/<int:pk>/", views.NotificationView.as_view(), name="api_notification"),
    path("reminders/", views.RemindersView.as_view(), name="api_reminders"),
]
