from django.urls import path

from roadmaps.api.views import promises

urlpatterns = [
    path("products/<product:product>/promises/", promises.PromisesView.as_view(), name="api_promises"),
    path("slips/<int:pk>/", promises.SlipView.as_view(), name="api_slip"),
    path("versions/<int:pk>/promises/", promises.VersionLedgerView.as_view(), name="api_version_promises"),
    path("versions/<int:pk>/forecast/", promises.ForecastView.as_view(), name="api_version_forecast"),
    path("milestones/<int:pk>/promises/", promises.MilestoneLedgerView.as_view(), name="api_milestone_promises"),
]
