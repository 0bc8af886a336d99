from django.urls import path

from requirements.views.scoring import ScoringCheckView, ScoringView

urlpatterns = [
    path("p/<str:key>/settings/scoring/", ScoringView.as_view(), name="scoring_settings"),
    path("p/<str:key>/settings/scoring/check/", ScoringCheckView.as_view(), name="scoring_check"),
]
