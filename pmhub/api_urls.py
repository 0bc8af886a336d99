"""Mounts the REST resources of every app below /api/v1/."""

from django.urls import include, path

from pmhub.lib.api.views import Nowhere

urlpatterns = [
    path("", include("accounts.api.urls")),
    path("", include("changes.api.urls")),
    path("", include("products.api.urls")),
    path("", include("roadmaps.api.urls")),
    path("", include("feedback.api.urls")),
    path("", include("requirements.api.urls")),
    path("", include("integrations.api.urls")),
    path("", include("notifications.api.urls")),
    path("<path:path>", Nowhere.as_view(), name="api_nowhere"),
]
