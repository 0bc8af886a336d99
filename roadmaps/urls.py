from django.urls import path

from roadmaps.views.milestones import (
    DeleteMilestoneView,
    MilestoneDoneView,
    MilestonesView,
    MilestoneView,
    NewMilestoneView,
)
from roadmaps.views.versions import DeleteVersionView, EditVersionView, NewVersionView, VersionsView, VersionView

urlpatterns = [
    path("p/<str:key>/versions/", VersionsView.as_view(), name="version_list"),
    path("p/<str:key>/versions/new/", NewVersionView.as_view(), name="version_new"),
    path("p/<str:key>/versions/<int:pk>/", VersionView.as_view(), name="version"),
    path("p/<str:key>/versions/<int:pk>/edit/", EditVersionView.as_view(), name="version_edit"),
    path("p/<str:key>/versions/<int:pk>/delete/", DeleteVersionView.as_view(), name="version_delete"),
    path("p/<str:key>/milestones/", MilestonesView.as_view(), name="milestone_list"),
    path("p/<str:key>/milestones/new/", NewMilestoneView.as_view(), name="milestone_new"),
    path("p/<str:key>/milestones/<int:pk>/", MilestoneView.as_view(), name="milestone"),
    path("p/<str:key>/milestones/<int:pk>/done/", MilestoneDoneView.as_view(), name="milestone_done"),
    path("p/<str:key>/milestones/<int:pk>/delete/", DeleteMilestoneView.as_view(), name="milestone_delete"),
]
