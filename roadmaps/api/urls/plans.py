from django.urls import path

from roadmaps.api.views import plans

urlpatterns = [
    path("versions/<int:pk>/progress/", plans.ProgressView.as_view(), name="api_version_progress"),
    path("versions/<int:pk>/agreement/", plans.AgreementView.as_view(), name="api_version_agreement"),
    path("versions/<int:pk>/scope/", plans.ScopeView.as_view(), name="api_version_scope"),
    path("versions/<int:pk>/capacity/", plans.CapacityView.as_view(), name="api_version_capacity"),
    path("versions/<int:pk>/risks/", plans.RisksView.as_view(), name="api_version_risks"),
    path("risks/<int:pk>/", plans.RiskView.as_view(), name="api_risk"),
]
