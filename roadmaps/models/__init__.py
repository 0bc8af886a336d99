from roadmaps.models.agreement import Agreement
from roadmaps.models.calendar_feed import CalendarFeed
from roadmaps.models.capacity import Capacity
from roadmaps.models.checklist import ChecklistItem, ChecklistTemplate
from roadmaps.models.forecast import Forecast
from roadmaps.models.milestone import Milestone, MilestoneVersion
from roadmaps.models.release_note import ReleaseNote
from roadmaps.models.risk import Risk
from roadmaps.models.roadmap import Roadmap
from roadmaps.models.share_link import ShareLink
from roadmaps.models.slip import SlipReason
from roadmaps.models.version import Version
from roadmaps.models.waiver import Waiver

__all__ = [
    "Agreement", "CalendarFeed", "Capacity", "ChecklistItem", "ChecklistTemplate", "Forecast", "Milestone",
    "MilestoneVersion", "ReleaseNote", "Risk", "Roadmap", "ShareLink", "SlipReason", "Version", "Waiver",
]  # fmt: skip
