from django.urls import include, path

from roadmaps.api.views import versions as views
from roadmaps.api.views.shares import ShareLinksView, ShareLinkView

urlpatterns = [
    path("", include("roadmaps.api.urls.plans")),
    path("", include("roadmaps.api.urls.releasing")),
    path("", include("roadmaps.api.urls.promises")),
    path("", include("roadmaps.api.urls.roadmaps")),
    path("share-links/", ShareLinksView.as_view(), name="api_share_links"),
    path("share-links/<int:pk>/", ShareLinkView.as_view(), name="api_share_link"),
    path("versions/", views.VersionsView.as_view(), name="api_versions"),
    path("versions/<int:pk>/", views.VersionView.as_view(), name="api_version"),
    path("milestones/", views.MilestonesView.as_view(), name="api_milestones"),
    path("milestones/<int:pk>/", views.MilestoneView.as_view(), name="api_milestone"),
]
