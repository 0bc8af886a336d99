"""Mounts the pages of every app."""

from django.conf import settings
from django.urls import include, path

from pmhub.views import health, styleguide

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("pmhub.api_urls")),
    path("", include("accounts.urls")),
    path("", include("changes.urls")),
    path("", include("products.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
