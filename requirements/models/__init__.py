from requirements.models.agenda import AgendaItem
from requirements.models.attachment import Attachment
from requirements.models.attendance import Attendance
from requirements.models.baseline import Baseline
from requirements.models.bulk_edit import BulkEdit
from requirements.models.columns import ChosenColumns
from requirements.models.comment import Comment
from requirements.models.criterion import Criterion
from requirements.models.decision import Decision, Threshold
from requirements.models.link import Link
from requirements.models.mention import Mention
from requirements.models.person import Assignment, ExternalPerson, Watching
from requirements.models.rank_interval import RankInterval, RankSimulation
from requirements.models.reference import ExternalReference
from requirements.models.requirement import Requirement, RequirementTag
from requirements.models.resurfaced import Resurfaced
from requirements.models.review import Review
from requirements.models.saved_view import DefaultView, SavedView
from requirements.models.scoring_model import ScoringModel
from requirements.models.silent_score import SealedScore, SilentScore
from requirements.models.template import Template

__all__ = [
    "AgendaItem",
    "Assignment",
    "Attachment",
    "Attendance",
    "Baseline",
    "BulkEdit",
    "ChosenColumns",
    "Comment",
    "Criterion",
    "DefaultView",
    "Decision",
    "ExternalPerson",
    "ExternalReference",
    "Link",
    "Mention",
    "RankInterval",
    "RankSimulation",
    "Requirement",
    "RequirementTag",
    "Resurfaced",
    "Review",
    "SavedView",
    "ScoringModel",
    "SealedScore",
    "SilentScore",
    "Template",
    "Threshold",
    "Watching",
]
