"""Conditions without a value of their own: `is:late`, `has:customer`, `no:assignee`."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from feedback.clocks.figures import missed, slow
from feedback.models import Evidence, Feedback, FeedbackFile, Message, Subscription, Vote
from feedback.models.feedback import CLOSED, OPEN, State
from feedback.models.message import MessageKind
from feedback.query.names import NAMES
from requirements.query.conditions import flags
from requirements.query.conditions.flags import filled, written


def having(model, **more):
    rows = model.objects.filter(feedback=OuterRef("pk"), **more)
    return lambda user: Q(Exists(rows))


def has_duplicates(user):
    return Q(Exists(Feedback.objects.filter(duplicate_of=OuterRef("pk"))))


def speaking(rows):
    """Of which the group (what was merged into one item, and that one) has some of these rows of evidence."""
    first = Coalesce(OuterRef("duplicate_of"), OuterRef("pk"))
    return Q(Exists(rows.filter(feedback=first))) | Q(Exists(rows.filter(feedback__duplicate_of=first)))


def linked(user):
    return speaking(Evidence.objects.all())


STATES = {
    "open": lambda user: Q(state__in=OPEN),
    "closed": lambda user: Q(state__in=CLOSED),
    "late": lambda user: Q(state__in=OPEN, next_due_at__lt=timezone.now()),
    "late-response": lambda user: missed("response_due_at", "responded_at"),
    "late-solution": lambda user: missed("solution_due_at", "solved_at"),
    "over-48h": lambda user: slow(),
    "answered": filled("responded_at"),
    "waiting": lambda user: Q(state=State.WAITING),
    "snoozed": lambda user: Q(snoozed_until__gt=timezone.now()),
    "linked": linked,
    "unlinked": lambda user: ~linked(user),
    "mine": lambda user: Q(assignee=user.pk),
    "assigned": filled("assignee"),
    "unassigned": lambda user: Q(assignee=None),
    "duplicate": lambda user: Q(state=State.DUPLICATE),
}
THINGS = {
    "assignee": filled("assignee"),
    "customer": filled("customer"),
    "contact": filled("contact"),
    "tier": lambda user: ~Q(customer__tier=None),
    "requirement": linked,
    "votes": having(Vote),
    "subscribers": having(Subscription, ended_at=None),
    "messages": having(Message),
    "reply": having(Message, kind=MessageKind.REPLY),
    "files": having(FeedbackFile),
    "duplicates": has_duplicates,
    "body": written("body"),
    "cause": written("root_cause"),
    "solution": written("solution"),
    "satisfaction": filled("satisfaction"),
    "due": filled("next_due_at"),
    "source": written("source"),
}
CALLED = {
    "未完成": "open", "未关闭": "open", "待办": "open", "已关闭": "closed", "超时": "late", "逾期": "late",
    "已逾期": "late", "响应超时": "late-response", "解决超时": "late-solution",
    "超过48小时": "over-48h", "已响应": "answered",
    "等待客户": "waiting",
    "已暂缓": "snoozed", "稍后": "snoozed", "已关联": "linked", "未关联": "unlinked", "我的": "mine",
    "已分配": "assigned", "未分配": "unassigned", "重复": "duplicate", "evidence": "requirement", "关联": "requirement",
    "vote": "votes", "订阅": "subscribers", "subscriber": "subscribers", "message": "messages", "消息": "messages",
    "replies": "reply", "回复": "reply", "file": "files", "attachments": "files", "附件": "files",
    "重复项": "duplicates", "正文": "body", "根本原因": "cause", "root-cause": "cause", "解决方案": "solution",
}  # fmt: skip
being, possessing = flags.flags(STATES, called=CALLED, names=NAMES), flags.flags(THINGS, called=CALLED, names=NAMES)
lacking = flags.flags(THINGS, negated=True, called=CALLED, names=NAMES)
