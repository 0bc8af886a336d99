from django.urls import include, path

from roadmaps.views.calendars import CalendarFileView, CalendarOffView, CalendarsView, CalendarView
from roadmaps.views.milestones import (
    DeleteMilestoneView,
    EditMilestoneView,
    HealthView,
    MilestoneDoneView,
    MilestonesView,
    MilestoneView,
    NewMilestoneView,
)
from roadmaps.views.versions import DeleteVersionView, EditVersionView, NewVersionView, VersionsView

urlpatterns = [
    path("", include("roadmaps.urls.releasing")),
    path("p/<str:key>/", include("roadmaps.urls.roadmaps")),
    path("", include("roadmaps.urls.promises")),
    path("", include("roadmaps.urls.sharing")),
    path("calendar/<str:secret>.ics", CalendarFileView.as_view(), name="calendar_file"),
    path("settings/calendar/", CalendarsView.as_view(), name="calendar_list"),
    path("settings/calendar/<str:key>/", CalendarView.as_view(), name="calendar"),
    path("settings/calendar/<str:key>/off/", CalendarOffView.as_view(), name="calendar_off"),
    path("p/<str:key>/versions/", VersionsView.as_view(), name="version_list"),
    path("p/<str:key>/versions/new/", NewVersionView.as_view(), name="version_new"),
    path("p/<str:key>/versions/<int:pk>/", include("roadmaps.urls.plans")),
    path("p/<str:key>/versions/<int:pk>/edit/", EditVersionView.as_view(), name="version_edit"),
    path("p/<str:key>/versions/<int:pk>/delete/", DeleteVersionView.as_view(), name="version_delete"),
    path("p/<str:key>/milestones/", MilestonesView.as_view(), name="milestone_list"),
    path("p/<str:key>/milestones/new/", NewMilestoneView.as_view(), name="milestone_new"),
    path("p/<str:key>/milestones/<int:pk>/", MilestoneView.as_view(), name="milestone"),
    path("p/<str:key>/milestones/<int:pk>/edit/", EditMilestoneView.as_view(), name="milestone_edit"),
    path("p/<str:key>/milestones/<int:pk>/health/", HealthView.as_view(), name="milestone_health"),
    path("p/<str:key>/milestones/<int:pk>/done/", MilestoneDoneView.as_view(), name="milestone_done"),
    path("p/<str:key>/milestones/<int:pk>/delete/", DeleteMilestoneView.as_view(), name="milestone_delete"),
]
