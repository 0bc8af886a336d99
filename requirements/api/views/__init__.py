from requirements.api.views import details
from requirements.api.views.requirements import RequirementsView, RequirementView
from requirements.api.views.scoring import ScoreView, ScoringView

__all__ = ["RequirementView", "RequirementsView", "ScoreView", "ScoringView", "details"]
