from django.urls import path

from roadmaps.views.roadmaps import RoadmapView

urlpatterns = [
    path("roadmap/", RoadmapView.as_view(), name="roadmap"),
]
