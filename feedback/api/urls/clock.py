from django.urls import path

from feedback.api.views import clock as views

urlpatterns = [
    path("service-targets/", views.TargetsView.as_view(), name="api_service_targets"),
    path("service-targets/<int:pk>/", views.TargetView.as_view(), name="api_service_target"),
    path("calendar-days/", views.DaysView.as_view(), name="api_calendar_days"),
    path("calendar-days/<int:pk>/", views.DayView.as_view(), name="api_calendar_day"),
    path("products/<product:product>/working-calendar/", views.CalendarView.as_view(), name="api_working_calendar"),
    path("products/<product:product>/feedback-figures/", views.FiguresView.as_view(), name="api_feedback_figures"),
]
