"""The items of a roadmap, read in a constant number of queries."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from products import policies
from products.models import Category, Goal
from requirements.models import Link, Requirement
from requirements.models.requirement import Level
from roadmaps.drawing.items import Item
from roadmaps.models import Milestone, Version
from roadmaps.models.version import OPEN

MOST = 1_000  # of each kind
MOST_UNDATED = 60
LEVELS = [Level.INITIATIVE, Level.FEATURE]
NOT_NEEDED = ("description", "search", "as_a", "i_want", "so_that", "decline_reason")


@dataclass
class Found:
    """Rows behind items. `rows` is by the items' keys; `blocks` are pairs of requirements as dictionaries; `homes` are
    by the products' ids.
    """

    items: list = field(default_factory=list)
    rows: dict = field(default_factory=dict)
    goals: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    more: bool = False
    homes: dict = field(default_factory=dict)

    def add(self, item, row):
        self.items.append(item)
        self.rows[item.key] = row


class Home:
    """What the items of a product share: the addresses below which they and their moves lie, and who may move them."""

    def __init__(self, product, user):
        self.roadmap = reverse("roadmap", args=[product.key])
        self.pages = {
            kind: reverse(f"{kind}_list", args=[product.key]) for kind in ("version", "milestone", "requirement")
        }
        plans, contributes = policies.can_manage(user, product), policies.can_contribute(user, product)
        self.movable = {"version": plans, "milestone": plans, "requirement": contributes}

    def of(self, kind, number, lock_version=None):
        """What an Item says of where it lies and whether it is moved."""
        moved = {"lock_version": lock_version if self.movable[kind] else None, "moves": self.roadmap}
        return {"url": f"{self.pages[kind]}{number}/", **moved}

    def dates_url(self, kind, pk):
        """Where the dates of something are asked for, "" where the reader may not change them."""
        return f"{self.roadmap}dates/{kind}/{pk}/" if self.movable[kind] else ""


def load(asked):
    """All that the roadmap can show."""
    found = Found()
    homes = found.homes = {product.pk: Home(product, asked.user) for product in asked.products}
    requirements = asked.requirements()
    versions = Version.objects.visible_to(asked.user).filter(product__in=asked.products).with_progress()
    if asked.query:
        versions = versions.filter(Exists(requirements.filter(version=OuterRef("pk"))))
    versions = list(first(asked, versions.select_related("owner"), "release_on"))
    found.more = len(versions) > MOST
    if asked.bars != "items" or asked.lanes == "version" or asked.arrangement == "versions":
        for version in versions[:MOST]:
            found.add(version_item(version, homes), version)
    if asked.bars != "versions":
        load_requirements(asked, found, requirements, homes)
    if asked.has_milestones:
        load_milestones(asked, found, {version.pk for version in versions}, homes)
    if asked.lanes == "goal":
        goals = Goal.objects.visible_to(asked.user).filter(product__in=asked.products).in_order()
        found.goals = list(goals.select_related("product", "owner").prefetch_related("key_results"))
    if asked.has_blocks:
        found.blocks = blocks_of(asked)
    return found


def first(asked, rows, date):
    """The soonest MOST and one more; for who may not know how soon, those that were made first."""
    return rows.order_by(*[date] if asked.is_exact else [], "pk")[: MOST + 1]


def version_item(version, homes):
    movable, count = version.lock_version if version.state in OPEN else None, version.planned_count
    return Item(
        "version", version.pk, version.name, version.start, version.release, hue=version.hue, late=version.is_late,
        done=version.done_count / count if count else None, state=str(version.get_state_display()),
        owner=version.owner.name if version.owner else "", note=version.goal.partition("\n")[0][:80],
        **homes[version.product_id].of("version", version.pk, movable),
    )  # fmt: skip


def load_requirements(asked, found, requirements, homes):
    rows = requirements.filter(level__in=LEVELS).exclude(status__category=Category.DECLINED)
    rows = rows.select_related("status", "owner", "version")
    rows = rows.defer(*NOT_NEEDED)
    dated = list(first(asked, rows.filter(Q(start_on__isnull=False) | Q(due_on__isnull=False)), "due_on"))
    undated = rows.open().filter(start_on=None, due_on=None, version=None).order_by("rank", "pk")[:MOST_UNDATED]
    found.more |= len(dated) > MOST
    for row in [*dated[:MOST], *undated]:
        found.add(requirement_item(row, homes, asked.today), row)


def requirement_item(row, homes, today):
    return Item(
        "requirement", row.pk, f"{row.key} {row.title}", row.start, row.due, hue=row.status.hue,
        late=row.is_late_on(today), done=1.0 if row.status.category == "done" else None, state=row.status.name,
        owner=row.owner.name if row.owner else "",
        **homes[row.product_id].of("requirement", row.number, row.lock_version),
    )  # fmt: skip


def load_milestones(asked, found, versions, homes):
    rows = Milestone.objects.visible_to(asked.user).filter(product__in=asked.products)
    rows = rows.select_related("owner", "version")
    if asked.query:
        rows = rows.filter(version__in=versions)
    for row in first(asked, rows, "due_on")[:MOST]:
        item = Item(
            "milestone", row.pk, row.name, None, row.due, late=row.is_late, reached=bool(row.done_at),
            health="" if row.done_at else row.health,
            state=_("reached") if row.done_at else str(row.get_health_display()),
            owner=row.owner.name if row.owner else "",
            **homes[row.product_id].of("milestone", row.pk, None if row.done_at else row.lock_version),
        )  # fmt: skip
        found.add(item, row)


def blocks_of(asked):
    """What still blocks what among the requirements one may see."""
    seen = Requirement.objects.visible_to(asked.user).filter(product__in=asked.products).open()
    links = Link.objects.filter(kind="blocks", source__in=seen, target__in=seen).order_by("pk")
    names = ("source", "source__key", "source__version", "target", "target__key", "target__version")
    return list(links.values(*names)[:MOST])
