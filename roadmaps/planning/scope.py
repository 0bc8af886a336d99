"""What is in a version, what could be, and how it differs from the plan that was agreed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from changes.models import Change
from requirements.models import Link, Requirement
from requirements.models.link import LinkKind
from roadmaps.models import Agreement

MOST_BLOCKERS = 100


def in_scope(version, user):
    """The requirements that are planned into the version."""
    return Requirement.objects.visible_to(user).of(version.product_id).filter(version=version)


def unscheduled(product, user):
    """The open requirements of a product that are in no version."""
    return Requirement.objects.visible_to(user).of(product).open().filter(version=None)


def counted_through_parts(version):
    """Condition: parts of the requirement are in the version too; its own estimate would count the work twice."""
    return Exists(Requirement.objects.filter(parent=OuterRef("pk"), version=version))


@dataclass
class Moved:
    """A requirement that came into the version or left it, who moved it last and when.

    `title` is empty and `number` None where it is gone by now; `into` is the version it is in today.
    """

    key: str
    number: int | None
    title: str
    by: str
    at: datetime
    into: str = ""


@dataclass
class Drift:
    """What is different from the plan that was agreed."""

    agreement: Agreement
    added: list
    removed: list

    @property
    def count(self):
        return len(self.added) + len(self.removed)


def drift_of(version, user):
    """The Drift since the last agreement; None where nobody has agreed yet.

    A requirement that left and came back is no difference, nor is one that came and left. A change counts from the
    moment its statement ran.
    """
    agreements = Agreement.objects.visible_to(user).filter(version=version).select_related("by")
    agreement = agreements.latest_first().first()
    if agreement is None:
        return None
    into, out_of = Q(diff__version__1=version.pk), Q(diff__version__0=version.pk)
    changes = Change.objects.visible_to(user).filter(
        into | out_of, product=version.product_id, type="requirement", at__gt=agreement.at
    )
    first, last = {}, {}
    for row in changes.order_by("id").values("object_id", "key", "at", "diff__version", "actor__name"):
        first.setdefault(row["object_id"], row)
        last[row["object_id"]] = row
    was_in = {pk for pk, row in first.items() if row["diff__version"][0] == version.pk}
    is_in = {pk for pk, row in last.items() if row["diff__version"][1] == version.pk}
    known = Requirement.objects.visible_to(user).filter(pk__in=was_in ^ is_in)
    known = {row["pk"]: row for row in known.values("pk", "number", "title", "version__name")}
    moved = {pk: moved_row(last[pk], known.get(pk)) for pk in last}
    return Drift(agreement, [moved[pk] for pk in last if pk in is_in - was_in],
                 [moved[pk] for pk in last if pk in was_in - is_in])  # fmt: skip


def moved_row(change, known):
    return Moved(
        key=change["key"],
        number=known and known["number"],
        title=known["title"] if known else "",
        by=change["actor__name"] or "",
        at=change["at"],
        into=(known and known["version__name"]) or "",
    )


def blocking(version, user):
    """Links by which something open (`source`) keeps an open requirement of the version (`target`) from being done."""
    seen = Requirement.objects.visible_to(user).open()
    return Link.objects.filter(kind=LinkKind.BLOCKS, source__in=seen, target__in=seen.filter(version=version))


def blockers_of(version, user):
    """The first MOST_BLOCKERS of these links; `link.is_inside` says that the blocker is in the version, too."""
    links = blocking(version, user)
    links = links.select_related("source__status", "source__version", "source__product", "target__status")
    links = links.defer("source__description", "source__search", "target__description", "target__search")
    rows = list(links.order_by("target__rank", "target_id", "id")[:MOST_BLOCKERS])
    for link in rows:
        link.is_inside = link.source.version_id == version.pk
    return rows
