from requirements.models.attachment import Attachment
from requirements.models.columns import ChosenColumns
from requirements.models.comment import Comment
from requirements.models.criterion import Criterion
from requirements.models.link import Link
from requirements.models.mention import Mention
from requirements.models.person import Assignment, ExternalPerson, Watching
from requirements.models.reference import ExternalReference
from requirements.models.requirement import Requirement, RequirementTag
from requirements.models.scoring_model import ScoringModel
from requirements.models.template import Template

__all__ = [
    "Assignment",
    "Attachment",
    "ChosenColumns",
    "Comment",
    "Criterion",
    "ExternalPerson",
    "ExternalReference",
    "Link",
    "Mention",
    "Requirement",
    "RequirementTag",
    "ScoringModel",
    "Template",
    "Watching",
]
