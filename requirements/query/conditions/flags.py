"""Conditions without a value of their own: `is:open`, `has:comments`, `no:assignee`."""

from django.db.models import Exists, OuterRef, Q

from products.models.status import OPEN
from requirements.models import (
    Assignment,
    Attachment,
    Comment,
    Criterion,
    ExternalReference,
    Link,
    Requirement,
    RequirementTag,
    Watching,
)
from requirements.models.link import LinkKind
from requirements.query.conditions.status import CLOSED
from requirements.query.conditions.times import overdue
from requirements.query.conditions.values import any_of, folded, only_equal, unknown
from requirements.query.names import NAMES


def having(model, **more):
    rows = model.objects.filter(requirement=OuterRef("pk"), **more)
    return lambda user: Q(Exists(rows))


def filled(*columns):
    """Any of the columns has a value."""
    return lambda user: ~Q(**dict.fromkeys(columns))


def written(column):
    return lambda user: ~Q(**{column: ""})


def linked(own, other, kind):
    """Linked to something that the reader may see and that is still open."""

    def build(user):
        seen = Requirement.objects.visible_to(user).open()
        return Q(Exists(Link.objects.filter(**{own: OuterRef("pk"), f"{other}__in": seen}, kind=kind)))

    return build


def has_children(user):
    return Q(Exists(Requirement.objects.filter(parent=OuterRef("pk"))))


def has_links(user):
    seen = Requirement.objects.visible_to(user)
    outward = Link.objects.filter(source=OuterRef("pk"), target__in=seen)
    return Q(Exists(outward)) | Q(Exists(Link.objects.filter(target=OuterRef("pk"), source__in=seen)))


STATES = {
    "open": lambda user: Q(status__category__in=OPEN),
    "closed": lambda user: Q(status__category__in=CLOSED),
    "blocked": linked("target", "source", LinkKind.BLOCKS),
    "blocking": lambda user: Q(status__category__in=OPEN) & linked("source", "target", LinkKind.BLOCKS)(user),
    "unassigned": lambda user: ~having(Assignment)(user),
    "assigned": having(Assignment),
    "overdue": lambda user: overdue(),
    "watched": lambda user: having(Watching, user=user)(user),
    "mine": lambda user: having(Assignment, user=user)(user) | Q(owner=user),
    "scored": filled("score"),
}
THINGS = {
    "comments": having(Comment),
    "attachments": having(Attachment),
    "criteria": having(Criterion),
    "references": having(ExternalReference),
    "children": has_children,
    "links": has_links,
    "description": written("description"),
    "assignee": having(Assignment),
    "tag": having(RequirementTag),
    "watcher": having(Watching),
    "owner": filled("owner"),
    "requester": filled("requester", "outside_requester"),
    "version": filled("version"),
    "milestone": filled("milestone"),
    "parent": filled("parent"),
    "due": filled("due_on"),
    "start": filled("start_on"),
    "score": filled("score"),
    "estimate": filled("estimate"),
}
CALLED = {
    "未完成": "open", "未关闭": "open", "已关闭": "closed", "被阻塞": "blocked", "阻塞": "blocking",
    "未分配": "unassigned", "已分配": "assigned", "逾期": "overdue", "已逾期": "overdue", "已关注": "watched",
    "我的": "mine", "评论": "comments", "comment": "comments", "附件": "attachments", "attachment": "attachments",
    "file": "attachments", "files": "attachments", "验收标准": "criteria", "外部引用": "references",
    "子项": "children", "child": "children", "子需求": "children", "关联": "links", "link": "links",
    "描述": "description",
}  # fmt: skip


def flags(known, negated=False, *, called=CALLED, names=NAMES):
    """A term whose values are names of conditions: `known` by their names, `called` otherwise."""

    def build(term, user):
        only_equal(term)

        def condition(value):
            name = called.get(folded(value), folded(value))
            name = name if name in known else names.find(name)
            if name not in known:
                raise unknown(value, known)
            found = known[name](user)
            return ~found if negated else found

        return any_of(term.values, condition)

    return build


being, possessing, lacking = flags(STATES), flags(THINGS), flags(THINGS, negated=True)
