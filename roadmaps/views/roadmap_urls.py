from django.urls import path

from roadmaps.views.moving import DatesView, ShiftView
from roadmaps.views.roadmaps import RoadmapView

urlpatterns = [
    path("roadmap/", RoadmapView.as_view(), name="roadmap"),
    path("roadmap/shift/<str:kind>/<int:pk>/", ShiftView.as_view(), name="roadmap_shift"),
    path("roadmap/dates/<str:kind>/<int:pk>/", DatesView.as_view(), name="roadmap_dates"),
]
