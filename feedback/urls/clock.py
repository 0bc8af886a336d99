from django.urls import path

from feedback.views import promising as views
from feedback.views.figures import FiguresView

urlpatterns = [
    path("p/<str:key>/feedback/figures/", FiguresView.as_view(), name="feedback_figures"),
    path("p/<str:key>/settings/feedback/", views.FeedbackSettingsView.as_view(), name="feedback_settings"),
    path("p/<str:key>/settings/feedback/targets/", views.TargetsView.as_view(), name="service_target_list"),
    path(
        "p/<str:key>/settings/feedback/targets/<int:pk>/remove/",
        views.RemoveTargetView.as_view(),
        name="service_target_remove",
    ),
    path("p/<str:key>/settings/feedback/days/", views.DaysView.as_view(), name="calendar_day_list"),
    path(
        "p/<str:key>/settings/feedback/days/<int:pk>/remove/", views.RemoveDayView.as_view(), name="calendar_day_remove"
    ),
]
