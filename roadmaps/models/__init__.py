from roadmaps.models.checklist import ChecklistItem, ChecklistTemplate
from roadmaps.models.milestone import Milestone, MilestoneVersion
from roadmaps.models.release_note import ReleaseNote
from roadmaps.models.version import Version
from roadmaps.models.waiver import Waiver

__all__ = ["ChecklistItem", "ChecklistTemplate", "Milestone", "MilestoneVersion", "ReleaseNote", "Version", "Waiver"]
