from feedback.models.clock_event import ClockEvent
from feedback.models.customer import Contact, Customer, Tier
from feedback.models.desk import Desk
from feedback.models.evidence import Evidence
from feedback.models.feedback import Feedback
from feedback.models.file import DraftFile, FeedbackFile
from feedback.models.incoming import IncomingMail, Mailbox
from feedback.models.letter import CustomerLetter, News
from feedback.models.merge import Merge
from feedback.models.message import Message
from feedback.models.searched import Searched
from feedback.models.target import ServiceTarget
from feedback.models.verdict import Verdict
from feedback.models.vote import Subscription, Vote
from feedback.models.work_calendar import CalendarDay, WorkCalendar

__all__ = [
    "CalendarDay",
    "ClockEvent",
    "Contact",
    "Customer",
    "CustomerLetter",
    "Desk",
    "DraftFile",
    "Evidence",
    "Feedback",
    "FeedbackFile",
    "IncomingMail",
    "Mailbox",
    "Merge",
    "Message",
    "News",
    "Searched",
    "ServiceTarget",
    "Subscription",
    "Tier",
    "Verdict",
    "Vote",
    "WorkCalendar",
]
