"""What rows would change: the same for a check, which stops here, and for a run, which then writes it."""

from dataclasses import dataclass, field

from integrations.operations.family import circles_in, misplaced_in
from integrations.operations.identity import own_ids, references_of, requirement_ids
from integrations.operations.wishes import Wish, wish_of
from pmhub.lib.tabular import values
from pmhub.lib.tabular.records import Row
from requirements.models import Assignment, Criterion, Requirement, RequirementTag

CREATED, UPDATED, UNCHANGED, FAILED = "created", "updated", "unchanged", "failed"
MAPS = ("drivers", "custom")


@dataclass(slots=True)
class Result:
    """What became, or would become, of one row."""

    row: Row
    outcome: str
    title: str = ""
    problems: list = field(default_factory=list)
    changed: list = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """A requirement that the row is about; without a reference it is one that PMHub itself has exported."""

    reference_id: int | None
    requirement_id: int
    url: str
    data: dict
    values: dict = field(default_factory=dict)
    tags: dict = field(default_factory=dict)
    assignees: dict = field(default_factory=dict)
    criteria: dict = field(default_factory=dict)


@dataclass(slots=True)
class Edit:
    """What to write to a known requirement."""

    wish: Wish
    known: Known
    values: dict = field(default_factory=dict)
    reference: tuple | None = None
    tags_gone: list = field(default_factory=list)
    tags_new: list = field(default_factory=list)
    people_gone: list = field(default_factory=list)
    people_new: list = field(default_factory=list)
    criteria_gone: list = field(default_factory=list)
    criteria_new: list = field(default_factory=list)

    @property
    def parts_changed(self):
        """Which of the lists that hang on the requirement change."""
        parts = (
            ("tags", self.tags_gone or self.tags_new),
            ("assignees", self.people_gone or self.people_new),
            ("criteria", self.criteria_gone or self.criteria_new),
        )
        return [name for name, changes in parts if changes]

    @property
    def changed(self):
        """The names of what changes, for people."""
        parts = (
            ("reference", self.reference),
            ("parent", self.wish.parent_pending),
        )
        names = [name.removesuffix("_id") for name in self.values]
        return list(dict.fromkeys([*names, *self.parts_changed, *(name for name, changes in parts if changes)]))


@dataclass(slots=True)
class Plan:
    """What a part of the file comes to."""

    results: list = field(default_factory=list)
    creates: list = field(default_factory=list)
    edits: list = field(default_factory=list)
    pending_parents: bool = False


def plan(rows, run):
    """Compare rows with what the product has. `run` is a `running.Run`: its target, books, seen ids and family."""
    made = Plan()
    wishes = [wish for row in rows if (wish := good_wish(row, run, made))]
    run.books.learn(wishes)
    known = load(wishes, run)
    parents = parents_of(wishes, run)
    for wish in wishes:
        resolve(wish, run, parents, made)
        found = known.get(wish.external_id)
        if found is None:
            made.creates.append(wish)
            made.results.append(Result(wish.row, CREATED, wish.values["title"], wish.problems))
            continue
        edit = compared(wish, found, run)
        outcome = UPDATED if edit.changed else UNCHANGED
        made.results.append(Result(wish.row, outcome, wish.values["title"], wish.problems, edit.changed))
        if edit.changed:
            made.edits.append(edit)
    for wish, code, params in [*circles_in(made), *misplaced_in(made), *run.books.versions.refused_in(made)]:
        fail(made, wish, code, params)
    made.results.sort(key=lambda result: result.row.number)
    return made


def good_wish(row, run, made):
    """The row's wish, or None after noting why it fails."""
    wish = wish_of(row, run.target, "row" if run.inspection.is_table else "item")
    if not wish.failed:
        first = run.seen.first(wish.external_id, row.number)
        if first not in (None, row.number):
            code = "id_twice" if "external_id" in row.fields else "row_twice"
            wish.note(code, value=wish.external_id[:60], first=first)
        elif circle := run.family.circles.get(wish.external_id):
            wish.note("parent_cycle", cycle=circle)
    if not wish.failed:
        return wish
    made.results.append(Result(row, FAILED, str(row.fields.get("title", "")), wish.problems))
    return None


def fail(made, wish, code, params):
    """Take back what was to become of a row, and say why."""
    wish.note(code, **params)
    made.creates = [other for other in made.creates if other is not wish]
    made.edits = [edit for edit in made.edits if edit.wish is not wish]
    result = next(result for result in made.results if result.row is wish.row)
    result.outcome, result.changed = FAILED, []


def load(wishes, run):
    """{external id: Known} of those that are there; in a run they stay locked until the part is written."""
    identifiers = [wish.external_id for wish in wishes]
    references = references_of(run.target, identifiers)
    known = {
        external_id: Known(pk, requirement, url, data)
        for pk, requirement, external_id, url, data in references.values_list(
            "pk", "requirement_id", "external_id", "url", "data"
        )
    }
    known |= {key: Known(None, pk, "", {}) for key, pk in own_ids(run.target, identifiers).items()}
    if not known:
        return known
    by_requirement = {found.requirement_id: found for found in known.values()}
    columns = {"id", "status_id", "parent_id", "drivers", "custom", "decline_reason"}
    for wish in wishes:
        columns |= wish.values.keys()
    columns |= {"version_id", "milestone_id", "requester_id", "outside_requester_id"}
    rows = Requirement.objects.filter(pk__in=by_requirement)
    if run.writes:
        rows = rows.select_for_update().order_by("pk")
    for row in rows.values(*columns):
        by_requirement[row["id"]].values = row
    load_parts(by_requirement, wishes)
    return known


def load_parts(by_requirement, wishes):
    """Tags, assignments and criteria by what they are, where the file has a column for them."""
    fields = wishes[0].fields
    for name, rows, columns in (
        ("tags", RequirementTag.objects, ("tag_id", "tag__name")),
        ("assignees", Assignment.objects, ("user_id", "person_id", "person__external_id")),
        ("acceptance", Criterion.objects, ("text",)),
    ):
        if name not in fields:
            continue
        found = rows.filter(requirement__in=by_requirement).values_list("requirement_id", "pk", *columns)
        for requirement, pk, *what in found:
            known = by_requirement[requirement]
            if name == "tags":
                known.tags[what[0]] = (pk, what[1].lower())
            elif name == "assignees":
                known.assignees[what[0], what[1]] = (pk, what[2])
            else:
                known.criteria[what[0]] = pk


def parents_of(wishes, run):
    """{external id: requirement id} of the parents that the rows name and the product has."""
    named = {
        wish.fields["parent"].external_id
        for wish in wishes
        if wish.fields.get("parent") and not wish.fields["parent"].title
    }
    if not named:
        return {}
    return requirement_ids(run.target, named)


def resolve(wish, run, parents, made):
    """Turn names into ids."""
    fields, columns = wish.fields, wish.values
    for name, book in (("version", run.books.versions), ("milestone", run.books.milestones)):
        if name in fields:
            columns[f"{name}_id"] = book.ids[fields[name].name] if fields[name] else None
    if "requester" in fields:
        pair = run.books.who(fields["requester"]) if fields["requester"] else (None, None)
        columns["requester_id"], columns["outside_requester_id"] = pair
    parent = fields.get("parent")
    if "parent" not in fields:
        return
    if parent is None:
        columns["parent_id"] = None
    elif parent.title:
        columns["parent_id"] = run.books.epics.ids[parent.external_id]
    elif parent.external_id in parents:
        columns["parent_id"] = parents[parent.external_id]
    elif parent.external_id in run.family.ids:
        wish.parent_pending = made.pending_parents = True
    else:
        wish.note("parent_missing", fatal=False, value=parent.external_id[:60])


def compared(wish, known, run):
    """The edit that makes a known requirement what the row says; fields without a column stay as they are."""
    edit = Edit(wish, known)
    now = known.values
    for column, value in wish.values.items():
        if now[column] != value:
            edit.values[column] = value
    if "status_id" in edit.values and run.target.category_of[now["status_id"]] in wish.allowed_categories:
        del edit.values["status_id"]
    if "status_id" not in edit.values and now["decline_reason"]:
        edit.values.pop("decline_reason", None)
    for name in MAPS:
        merged = {**now[name], **getattr(wish, name)}
        merged = {key: value for key, value in merged.items() if value is not None}
        if merged != now[name]:
            edit.values[name] = merged
    url = known.url if wish.url is None else wish.url
    data = {name: value for name, value in known.data.items() if name not in wish.fields} | wish.data
    if known.reference_id and (url != known.url or data != known.data):
        edit.reference = (url, data)
    compare_parts(edit, run)
    return edit


def compare_parts(edit, run):
    """Tags and people that the file names are there afterwards; of the others only those go that it named before."""
    wish, known = edit.wish, edit.known
    if "tags" in wish.fields:
        wanted = {name.lower(): run.books.tags.ids[name.lower()] for name in wish.fields["tags"]}
        before = known.data.get("tags", []) if known.reference_id else [name for _pk, name in known.tags.values()]
        dropped = {name.lower() for name in values.tags(before)} - wanted.keys()
        edit.tags_new = [tag for tag in wanted.values() if tag not in known.tags]
        edit.tags_gone = [pk for pk, name in known.tags.values() if name in dropped]
    if "assignees" in wish.fields:
        compare_people(edit, run)
    if "acceptance" in wish.fields:
        wanted = {criterion.text: criterion for criterion in wish.fields["acceptance"]}
        edit.criteria_new = [criterion for text, criterion in wanted.items() if text not in known.criteria]
        edit.criteria_gone = [pk for text, pk in known.criteria.items() if text not in wanted]


def compare_people(edit, run):
    named = {person.external_id: person for person in edit.wish.fields["assignees"]}
    if edit.known.reference_id is None:
        compare_own_people(edit, [run.books.who(person) for person in named.values()])
        return
    before = {person.external_id: person for person in values.people(edit.known.data.get("assignees", []))}
    wanted = dict.fromkeys(run.books.who(person) for person in named.values())
    dropped = before.keys() - named.keys()
    members = {run.target.member(before[name]) for name in dropped}
    gone_users = {member.pk for member in members if member}
    edit.people_new = [pair for pair in wanted if pair not in edit.known.assignees]
    edit.people_gone = [
        pk
        for (user, person), (pk, name) in edit.known.assignees.items()
        if (user, person) not in wanted and (user in gone_users if user else name in dropped)
    ]


def compare_own_people(edit, wanted):
    """Our own file names all who are assigned."""
    edit.people_new = [pair for pair in dict.fromkeys(wanted) if pair not in edit.known.assignees]
    edit.people_gone = [pk for pair, (pk, _name) in edit.known.assignees.items() if pair not in wanted]
