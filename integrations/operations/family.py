"""Who is whose parent in a file: circles have to be known before the first row is written."""

from django.db import connection

from pmhub.lib.tabular.seen import Seen
from requirements.models import Requirement
from requirements.models.levels import is_finer, misplaced, refusal
from requirements.models.requirement import Level

SHOWN = 12


class Family:
    """The identifiers of a file and the parents they name."""

    def __init__(self):
        self.ids = Seen()
        self.parents = {}
        self.circles = {}

    def add(self, row):
        """Remember a good row of the file."""
        identifier, parent = row.fields.get("external_id"), row.fields.get("parent")
        if not identifier or row.failed or self.ids.first(identifier, row.number):
            return
        if parent is not None and not parent.title:
            self.parents[identifier] = parent.external_id

    def find_circles(self):
        """Fill `circles` with {identifier: "A → B → A"} for every member of a circle. Each row is walked once."""
        walked = set()
        for start in self.parents:
            path, places = [], {}
            here = start
            while here in self.parents and here not in walked and here not in places:
                places[here] = len(path)
                path.append(here)
                here = self.parents[here]
            if here in places:
                self._remember(path[places[here] :])
            walked.update(path)

    def _remember(self, circle):
        shown = circle if len(circle) <= SHOWN else [*circle[:SHOWN], "…"]
        text = " → ".join([*shown, circle[0]])
        for identifier in circle:
            self.circles[identifier] = text


def circles_through(wanted):
    """The requirement ids of `{id: new parent id}` that would come to lie below themselves, given what is stored."""
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE up(id, parent_id) AS (
                   SELECT id, parent_id FROM requirements_requirement WHERE id = ANY(%s)
                   UNION SELECT r.id, r.parent_id FROM requirements_requirement r JOIN up ON r.id = up.parent_id
               ) SELECT id, parent_id FROM up""",
            [list(wanted.values())],
        )
        parents = dict(cursor.fetchall())
    refused = set()
    for child, parent in wanted.items():
        before, parents[child] = parents.get(child), parent
        here, steps = parent, set()
        while here is not None and here != child and here not in steps:
            steps.add(here)
            here = parents.get(here)
        if here == child:
            refused.add(child)
            parents[child] = before
    return refused


def circles_in(plan):
    """`(wish, code, params)` of the rows whose new parent lies below them in the product."""
    moved = {edit.known.requirement_id: edit for edit in plan.edits if edit.values.get("parent_id")}
    for pk in circles_through({pk: edit.values["parent_id"] for pk, edit in moved.items()}):
        wish = moved[pk].wish
        yield wish, "parent_below", {"value": wish.fields["parent"].external_id[:60]}


def misplaced_in(plan):
    """`(wish, code, params)` of the rows that would lie below something finer, or have something coarser below them."""
    parents = {wish.values["parent_id"] for wish in plan.creates if wish.values.get("parent_id")}
    level_of = dict(Requirement.objects.filter(pk__in=parents).values_list("pk", "level")) if parents else {}
    level_of |= {edit.known.requirement_id: edit.values["level"] for edit in plan.edits if "level" in edit.values}
    for wish in plan.creates:
        level, above = wish.values.get("level") or Level.STORY, level_of.get(wish.values.get("parent_id"))
        if above and is_finer(above, level):
            yield wish, "level_finer", {"why": refusal(level, above)}
    moved = {edit.known.requirement_id: edit for edit in plan.edits if edit.values.keys() & {"level", "parent_id"}}
    levels, above = (
        {pk: edit.values[name] for pk, edit in moved.items() if name in edit.values} for name in ("level", "parent_id")
    )
    for pk, wrong in (misplaced(moved, levels, above) if moved else {}).items():
        yield moved[pk].wish, "level_finer", {"why": wrong.why}
