"""Mounts the pages of every app."""

from django.conf import settings
from django.urls import include, path, re_path

from pmhub.lib.api.views import Nowhere
from pmhub.views import api_docs, health, styleguide
from pmhub.views.palette import PaletteView
from pmhub.views.sample import RemoveSampleView
from requirements.views.home import HomeView

handler500 = "pmhub.views.errors.server_error"
handler400 = "pmhub.views.errors.bad_request"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("api/schema/", api_docs.SchemaView.as_view(), name="api_schema"),
    path("api/docs/", api_docs.DocsView.as_view(), name="api_docs"),
    path("api/v1/", include("pmhub.api_urls")),
    re_path("^api/(?P<path>.*)$", Nowhere.as_view(), name="api_elsewhere"),
    path("", include("accounts.urls")),
    path("", include("changes.urls")),
    path("", HomeView.as_view(), name="home"),
    path("sample/remove/", RemoveSampleView.as_view(), name="sample_remove"),
    path("palette/", PaletteView.as_view(), name="palette"),
    path("", include("products.urls")),
    path("", include("roadmaps.urls")),
    path("", include("feedback.urls")),
    path("", include("requirements.urls")),
    path("", include("integrations.urls")),
    path("", include("notifications.urls")),
    path("", include("portal.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
