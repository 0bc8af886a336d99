"""How much people have to do in a version, against how much they can."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from accounts.models import User
from products.models.membership import Membership, Role, Title
from requirements.models import Assignment, ExternalPerson
from roadmaps.models import Capacity
from roadmaps.planning.scope import counted_through_parts, in_scope


@dataclass
class Load:
    """What somebody, or a job title, has to do and can do, in the unit of the estimates.

    `amount` is None where no capacity is known. `unestimated` are those of `count` that add nothing to `load`.
    """

    name: str
    person: object = None
    title: str = ""
    load: Decimal = Decimal(0)
    count: int = 0
    unestimated: int = 0
    amount: Decimal | None = None
    is_summed: bool = False
    is_member: bool = True

    @property
    def over(self):
        """How much too much it is; 0 where it fits or no capacity is known."""
        return max(self.load - self.amount, Decimal(0)) if self.amount is not None else Decimal(0)

    @property
    def spare(self):
        return max(self.amount - self.load, Decimal(0)) if self.amount is not None else None

    @property
    def percent(self):
        """How much of the capacity is taken, 0 to 100, for a bar."""
        if not self.amount:
            return 100 if self.load and self.amount is not None else 0
        return min(100, round(100 * self.load / self.amount))


@dataclass
class Plan:
    """Loads by person and by job title, and what is on nobody: open estimates without assignee, missing estimates."""

    people: list
    titles: list
    nobody: Load
    unestimated: list = field(default_factory=list)
    more_unestimated: int = 0

    @property
    def load(self):
        return sum((row.load for row in self.people), self.nobody.load)

    @property
    def amount(self):
        """The capacity of all: that of the job titles, and of people without one; None where none is known."""
        known = [row.amount for row in self.titles if row.amount is not None]
        known += [row.amount for row in self.people if not row.title and row.amount is not None]
        return sum(known) if known else None


SHOWN_UNESTIMATED = 50


def plan_of(version, user):
    """The Plan of a version: only open requirements count, done and declined ones are no more work.

    An estimate is split evenly between its assignees, people from outside included: 3 points on two people are 1.5 for
    each. One whose parts are in the version too counts through them. A job title's load is that of its members; its
    capacity is what was set for it, else the sum of its members' (then `is_summed`).
    """
    scope = in_scope(version, user).open().filter(~counted_through_parts(version))
    loads = load_rows(scope)
    capacities = list(Capacity.objects.visible_to(user).filter(version=version))
    people = people_of(version, loads, {row.user_id: row.amount for row in capacities if row.user_id})
    free = scope.filter(assignments=None).order_by()
    sums = free.aggregate(load=Sum("estimate"), count=Count("pk"), unestimated=Count("pk", filter=Q(estimate=None)))
    nobody = Load("", load=sums["load"] or Decimal(0), count=sums["count"], unestimated=sums["unestimated"])
    missing = scope.filter(estimate=None)
    named = list(missing.order_by("priority", "rank").only("number", "key", "title")[:SHOWN_UNESTIMATED])
    more = missing.count() - len(named) if len(named) == SHOWN_UNESTIMATED else 0
    titles = titles_of(people, {row.title: row.amount for row in capacities if row.title})
    return Plan(people, titles, nobody, named, more)


def load_rows(scope):
    """`{(user id, outside person's id): sums}` of the open requirements, each split between its assignees."""
    others = Assignment.objects.filter(requirement=OuterRef("requirement")).order_by().values("requirement")
    shares = Assignment.objects.filter(requirement__in=scope.values("pk")).annotate(
        heads=Subquery(others.annotate(n=Count("pk")).values("n"))
    )
    rows = shares.order_by().values("user", "person").annotate(
        load=Sum(F("requirement__estimate") / F("heads")),
        count=Count("pk"),
        unestimated=Count("pk", filter=Q(requirement__estimate=None)),
    )  # fmt: skip
    return {(row["user"], row["person"]): row for row in rows}


def people_of(version, loads, amounts):
    """Those who can be given work, and those who have some: members first, most loaded first among them."""
    members = Membership.objects.filter(product=version.product_id).select_related("user")
    rows, seen = [], set()
    for member in members:
        own = loads.get((member.user_id, None))
        if own is None and member.user_id not in amounts and member.role < Role.CONTRIBUTOR:
            continue
        seen.add((member.user_id, None))
        rows.append(loaded(member.user, own, amount=amounts.get(member.user_id), title=member.title))
    strangers = ExternalPerson.objects.in_bulk([person for _user, person in loads if person])
    former = {pk for pk, _person in loads if pk and (pk, None) not in seen}
    accounts = User.objects.in_bulk(former)
    for key, own in loads.items():
        if key not in seen:
            rows.append(loaded(strangers.get(key[1]) or accounts.get(key[0]), own, is_member=False))
    return sorted(rows, key=lambda row: (not row.is_member, -row.load, row.name))


def loaded(person, own, **more):
    sums = {name: own[name] or 0 for name in ("load", "count", "unestimated")} if own else {}
    if sums:
        sums["load"] = Decimal(sums["load"]).quantize(Decimal("0.01"))
    return Load(person.name, person, **sums, **more)


def titles_of(people, amounts):
    """The job titles that the people have or that were given a capacity, in the order in which they are defined."""
    rows = []
    for title, label in Title.choices:
        own = [row for row in people if row.title == title]
        if not own and title not in amounts:
            continue
        known = [row.amount for row in own if row.amount is not None]
        amount = amounts.get(title, sum(known) if known else None)
        rows.append(
            Load(
                str(label), title=title, load=sum((row.load for row in own), Decimal(0)),
                count=sum(row.count for row in own), unestimated=sum(row.unestimated for row in own),
                amount=amount, is_summed=title not in amounts and amount is not None,
            )
        )  # fmt: skip
    return rows
