"""Promises of SHOP that did not hold: what was promised first, and each move with who and why."""

from datetime import timedelta

from pmhub.lib.operations import one_batch
from roadmaps.operations.planning import edit_milestone, edit_version

FIRST = {"2.4": 6, "2.5": "month+2", "双十二大促保障": 14}  # where it is not what the plan says today
# version, on which day it moved, to which date, by whom, why
VERSION_SLIPS = [
    ("2.4", -34, 13, "mu", "支付渠道的退款接口晚一周开放，联调整体顺延。"),
    (
        "2.4",
        -9,
        20,
        "mu",
        "Load test found the order lock too slow; a week to fix it before the sale, agreed with 林知夏.",
    ),
    ("2.5", -20, "month+3", "zhixia", ""),
]
MILESTONE_SLIPS = [("双十二大促保障", -9, 21, "zhixia", "随 2.4 顺延一周，仍早于大促。")]


def plan_slips(story, moments):
    """Move what was promised first to what is promised today, on the days on which that happened."""
    moves = [(story.versions[name], "release", edit_version, rest) for name, *rest in VERSION_SLIPS]
    moves += [(story.milestones[name], "due", edit_milestone, rest) for name, *rest in MILESTONE_SLIPS]
    for thing, date, edit, (day, to, nick, reason) in moves:
        with one_batch() as batch:
            moments[batch] = story.now + timedelta(days=day)
            edit(thing, by=story.people[nick], reason=reason, **{date: story.date(to)})
