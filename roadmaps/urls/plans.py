"""The plan of a version: its scope, capacities, risks and progress. Mounted below `p/<key>/versions/<pk>/`."""

from django.urls import path

from roadmaps.views.capacity import CapacityView
from roadmaps.views.progress import ProgressView
from roadmaps.views.risks import DeleteRiskView, RiskStateView, RisksView, RiskView
from roadmaps.views.scope import AgreementView, ScopeView, VersionView

urlpatterns = [
    path("", VersionView.as_view(), name="version"),
    path("scope/", ScopeView.as_view(), name="version_scope"),
    path("agreement/", AgreementView.as_view(), name="version_agreement"),
    path("capacity/", CapacityView.as_view(), name="version_capacity"),
    path("progress/", ProgressView.as_view(), name="version_progress"),
    path("risks/", RisksView.as_view(), name="version_risks"),
    path("risks/<int:number>/", RiskView.as_view(), name="version_risk"),
    path("risks/<int:number>/state/", RiskStateView.as_view(), name="version_risk_state"),
    path("risks/<int:number>/delete/", DeleteRiskView.as_view(), name="version_risk_delete"),
]
