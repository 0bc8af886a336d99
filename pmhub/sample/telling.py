"""Tells the life of the sample's requirements as events, each one an operation that somebody performed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from pmhub.sample.item import flat
from pmhub.sample.periods import day_or_period
from pmhub.sample.timeline import STEPS, between, chance, moments_of
from products.models import Product
from products.policies import can_contribute
from requirements.operations import details
from requirements.operations.authoring import create, edit, outsider

RICE = ("reach", "impact", "confidence", "effort")
SLIP = 7  # days


@dataclass
class Story:
    """What the events of one product share. `made` holds the requirements by their item's identity, `said`
    the voices by their names in the sample.
    """

    product: Product
    people: dict
    now: datetime
    versions: dict = field(default_factory=dict)
    milestones: dict = field(default_factory=dict)
    made: dict = field(default_factory=dict)
    named: dict = field(default_factory=dict)
    written: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)

    def __post_init__(self):
        self.statuses = {status.category: status for status in self.product.statuses.all()}
        self.today = self.now.date()

    def acting(self, nick):
        """The person who acts: whom the sample names, or the product's owner where that one is no member."""
        person = self.people[nick]
        return person if can_contribute(person, self.product) else self.people["zhixia"]

    def date(self, value):
        return day_or_period(value, self.today)


def events_of(story, items):
    """All events of the product as `(when, what)`; `what()` performs it. Sort them before performing."""
    events = []
    for item, parent in flat(items):
        written, steps = moments_of(item, story.written.get(id(parent)), story.now)
        story.written[id(item)] = written
        story.named[item.id or id(item)] = item
        events += [(written, writing(story, item, parent)), *progress(story, item, steps)]
        events += talking(story, item, written)
        events += revising(story, item, steps)
    for item, _parent in flat(items):
        events += linking(story, item)
    return events


def writing(story, item, parent):
    def write():
        by = story.acting(item.by)
        requirement = create(story.product, by=by, title=item.title, **first_fields(story, item, parent))
        story.made[id(item)] = requirement
        for check in item.checks:
            details.add_criterion(requirement, by=by, text=check.removeprefix("x "))

    return write


def first_fields(story, item, parent):
    custom = {"platforms": item.platforms, "customers": item.customers, "rival": item.rival}
    fields = {
        "kind": item.kind, "level": item.level, "priority": item.p, "description": item.text, "votes": item.votes or item.customers or 0,
        "parent": story.made[id(parent)] if parent else None, "tags": item.tags.split(),
        "custom": {key: value for key, value in custom.items() if value},
    }  # fmt: skip
    if item.story:
        fields |= dict(zip(("as_a", "i_want", "so_that"), item.story, strict=True))
    if item.asked in story.people:
        fields["requester"] = story.people[item.asked]
    elif item.asked:
        fields["outside_requester"] = outsider(story.product, item.asked)
    if item.status == "new":
        fields["drivers"] = drivers(item)
    return fields


def drivers(item):
    given = {name: value for name, value in zip(RICE, item.rice, strict=False) if value is not None}
    return given | ({"reach": round(given["reach"] * 10)} if "reach" in given else {})


def progress(story, item, moments):
    """One event per step of the workflow, with what is decided at that step."""
    return [
        (moment, stepping(story, item, step)) for step, moment in zip(STEPS[item.status], moments, strict=True)
    ]  # fmt: skip


def stepping(story, item, step):
    def go_on():
        requirement = story.made[id(item)]
        decided = {"review": reviewed, "planned": planned, "active": started, "done": finished, "declined": declined}
        by, fields = decided[step](story, item)
        edit(requirement, by=by, status=story.statuses[step], **fields)
        if step == item.status:
            check_off(requirement, item, by)

    return go_on


def reviewed(story, item):
    return story.acting("mu" if item.by != "mu" else "zhixia"), {"drivers": drivers(item)}


def planned(story, item):
    fields = {
        "version": story.versions.get(item.version), "milestone": story.milestones.get(item.milestone),
        "assignees": [story.people[nick] for nick in item.who.split()],
        "estimate": item.estimate and Decimal(str(item.estimate)),
        "start": story.date(item.start), "due": story.date(item.due - SLIP if slipped(item) else item.due),
        "owner": story.acting(item.owner or "mu"),
    }  # fmt: skip
    return story.acting("mu"), fields


def started(story, item):
    return story.acting((item.who or item.owner or "mu").split()[0]), {}


def finished(story, item):
    return story.acting((item.who or item.owner or "mu").split()[0]), {}


def declined(story, item):
    return story.acting("zhixia" if item.by == "mu" else "mu"), {"decline_reason": item.reason}


def check_off(requirement, item, by):
    holds = [check.startswith("x ") for check in item.checks]
    for criterion, done in zip(requirement.criteria.all() if any(holds) else [], holds, strict=False):
        if done:
            details.edit_criterion(criterion, by=by, done=True)


def talking(story, item, written):
    dice = chance(item)
    moments = between(written, story.now - timedelta(hours=2), len(item.talk), dice)
    return [
        (moment, saying(story, item, nick, body)) for moment, (nick, body) in zip(moments, item.talk, strict=True)
    ]  # fmt: skip


def saying(story, item, nick, body):
    return lambda: details.comment(story.made[id(item)], by=story.acting(nick), body=body)


def revising(story, item, steps):
    """Some scored items have had their reach estimated again; some promised days were moved."""
    if item.status not in ("planned", "active"):
        return []
    dice = chance(item)
    moments = between(steps[1], story.now - timedelta(hours=1), 2, dice)
    events = []
    if dice.random() < 0.35 and len(item.rice) == 4 and item.rice[0]:
        events.append((moments[0], changing(story, item, drivers={"reach": round(item.rice[0] * 12)})))
    if slipped(item):
        events.append((moments[1], changing(story, item, due=story.date(item.due))))
    return events


def slipped(item):
    return isinstance(item.due, int) and chance(item).random() < 0.4


def changing(story, item, **fields):
    return lambda: edit(story.made[id(item)], by=story.acting("mu"), **fields)


def linking(story, item):
    events = []
    for written in item.links:
        kind, name = written.split()
        other = story.named[name]
        source, target = (other, item) if kind == "blocked-by" else (item, other)
        kind = kind.replace("blocked-by", "blocks")
        moment = max(story.written[id(item)], story.written[id(other)]) + timedelta(hours=1)
        events.append((moment, joining(story, source, target, kind)))
    return events


def joining(story, source, target, kind):
    by = story.acting("mu")
    return lambda: details.link(story.made[id(source)], story.made[id(target)], by=by, kind=kind)
