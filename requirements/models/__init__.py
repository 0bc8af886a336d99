from requirements.models.columns import ChosenColumns
from requirements.models.comment import Comment
from requirements.models.criterion import Criterion
from requirements.models.link import Link
from requirements.models.person import Assignment, ExternalPerson, Watching
from requirements.models.reference import ExternalReference
from requirements.models.requirement import Requirement, RequirementTag
from requirements.models.scoring_model import ScoringModel

__all__ = [
    "Assignment",
    "ChosenColumns",
    "Comment",
    "Criterion",
    "ExternalPerson",
    "ExternalReference",
    "Link",
    "Requirement",
    "RequirementTag",
    "ScoringModel",
    "Watching",
]
