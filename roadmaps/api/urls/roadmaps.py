from django.urls import path

from roadmaps.api.views.roadmaps import RoadmapsView, RoadmapView

urlpatterns = [
    path("roadmaps/", RoadmapsView.as_view(), name="api_roadmaps"),
    path("roadmaps/<int:pk>/", RoadmapView.as_view(), name="api_roadmap"),
]
