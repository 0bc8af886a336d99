from django.urls import path

from roadmaps.views.moving import DatesView, ShiftView
from roadmaps.views.roadmaps import RoadmapView
from roadmaps.views.saved_roadmaps import (
    DeleteRoadmapView,
    EditRoadmapView,
    SavedRoadmapsView,
    SavedRoadmapView,
)

urlpatterns = [
    path("roadmap/", RoadmapView.as_view(), name="roadmap"),
    path("roadmap/shift/<str:kind>/<int:pk>/", ShiftView.as_view(), name="roadmap_shift"),
    path("roadmap/dates/<str:kind>/<int:pk>/", DatesView.as_view(), name="roadmap_dates"),
    path("roadmaps/", SavedRoadmapsView.as_view(), name="roadmap_list"),
    path("roadmaps/<int:pk>/", SavedRoadmapView.as_view(), name="roadmap_saved"),
    path("roadmaps/<int:pk>/edit/", EditRoadmapView.as_view(), name="roadmap_edit"),
    path("roadmaps/<int:pk>/delete/", DeleteRoadmapView.as_view(), name="roadmap_delete"),
]
