"""Mounts the pages of every app."""

from django.conf import settings
from django.urls import include, path

from pmhub.views import health, styleguide
from requirements.views.home import HomeView

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("pmhub.api_urls")),
    path("", include("accounts.urls")),
    path("", include("changes.urls")),
    path("", HomeView.as_view(), name="home"),
    path("", include("products.urls")),
    path("", include("roadmaps.urls")),
    path("", include("requirements.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
