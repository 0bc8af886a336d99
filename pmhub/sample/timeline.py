"""When what happened to an item, spread believably over the last 90 days and always in working order."""

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Shanghai")
RUNNING = "2.4"  # the version that is being made
STEPS = {
    "new": [], "review": ["review"], "planned": ["review", "planned"], "active": ["review", "planned", "active"],
    "done": ["review", "planned", "active", "done"], "declined": ["review", "declined"],
}  # fmt: skip
# days ago: when such an item was written down, and when it took its latest step
WRITTEN = {
    "new": (1, 28), "review": (12, 45), "planned": (20, 60), "active": (30, 70), "done": (62, 82),
    "just done": (30, 70), "declined": (25, 75),
}  # fmt: skip
LATEST = {
    "new": (1, 1), "review": (1, 10), "planned": (2, 16), "active": (1, 14), "done": (20, 40),
    "just done": (1, 13), "declined": (3, 20),
}  # fmt: skip


def chance(item):
    """The same dice for the same item, whenever the sample is made."""
    return Random(item.title)


def at_work(moment, dice):
    """The same day, or the Friday before a weekend, between nine and half past six in the office."""
    day = moment.astimezone(OFFICE).date()
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day, time(9), OFFICE) + timedelta(minutes=dice.randint(0, 570))


def moments_of(item, parent_written, now):
    """When the item was written down, and one moment per step of its workflow, ascending."""
    dice = chance(item)
    kind = "just done" if item.status == "done" and item.version == RUNNING else item.status
    written = now - timedelta(days=dice.uniform(*WRITTEN[kind]))
    if item.level != "story":
        written = now - timedelta(days=dice.uniform(*{"initiative": (84, 89), "feature": (72, 83)}[item.level]))
    written = at_work(written, dice)
    if parent_written:
        written = max(written, parent_written + timedelta(minutes=dice.randint(5, 55)))
    latest = now - timedelta(days=dice.uniform(*LATEST[kind]))
    steps = STEPS[item.status]
    parts = sorted([*(dice.random() for _step in steps[1:]), 1.0] if steps else [])
    moments = sorted(at_work(written + (latest - written) * part, dice) for part in parts)
    return written, clipped(moments, written, now)


def between(first, last, count, dice):
    """`count` ascending working moments between two."""
    return clipped(sorted(at_work(first + (last - first) * dice.random(), dice) for _each in range(count)), first, last)


def clipped(moments, first, last):
    """Moments moved where needed so that they ascend strictly between first and last."""
    result, before = [], first
    for moment in moments:
        before = max(moment, before + timedelta(minutes=7))
        result.append(min(before, last - timedelta(minutes=3)))
    return result
