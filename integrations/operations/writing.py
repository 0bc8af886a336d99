"""Writing a part of an import, set by set: a constant number of statements whatever the number of rows."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F
from django.utils import timezone

from integrations.operations.copying import copy_rows, new_ids
from integrations.operations.family import circles_through
from integrations.operations.identity import requirement_ids
from pmhub.lib import ranking
from products.models import Product
from requirements.models import Assignment, Criterion, ExternalReference, Requirement, RequirementTag
from requirements.models.levels import misplaced

REQUIREMENTS = Requirement._meta.db_table
COLUMNS = (
    "id", "product_id", "number", "key", "title", "description", "kind", "level", "parent_id", "status_id",
    "decline_reason", "priority", "author_id", "requester_id", "outside_requester_id", "owner_id", "as_a", "i_want",
    "so_that", "start_on", "start_precision", "due_on", "due_precision", "estimate", "version_id", "milestone_id",
    "votes", "rank", "drivers", "custom", "created_at",
)  # fmt: skip
DEFAULTS = {
    "description": "", "kind": "user", "level": "story", "decline_reason": "", "priority": 4, "as_a": "", "i_want": "",
    "so_that": "", "start_precision": "day", "due_precision": "day", "votes": 0, "drivers": {}, "custom": {},
}  # fmt: skip
MAPS = ("drivers", "custom")


@dataclass(slots=True)
class Writer:
    """Who writes, and under which product lock. One for each transaction."""

    author_id: int


def create_requirements(target, writer, rows):
    """Create requirements and their references from dicts of columns, `external_id`, `url` and `data`; their ids."""
    if not rows:
        return []
    product = target.product
    ids = new_ids(REQUIREMENTS, len(rows))
    first, ranks = room_for(product, len(rows))
    now = timezone.now()
    fixed = {**DEFAULTS, "product_id": product.pk, "author_id": writer.author_id, "created_at": now}
    lines, references = [], []
    for index, row in enumerate(rows):
        number = first + index
        values = fixed | row
        values |= {"id": ids[index], "number": number, "key": f"{product.key}-{number}", "rank": ranks[index]}
        lines.append([values.get(column) for column in COLUMNS])
        references.append((product.pk, ids[index], target.source, row["external_id"], row["url"], row.get("data", {})))
    copy_rows(REQUIREMENTS, COLUMNS, lines)
    add_references(references)
    return ids


def room_for(product, count):
    """The first of `count` numbers, and ranks behind everything. Locks the product until the transaction ends."""
    Product.objects.filter(pk=product.pk).update(last_number=F("last_number") + count)
    last = Product.objects.values_list("last_number", flat=True).get(pk=product.pk)
    rank = Requirement.objects.of(product).order_by("-rank").values_list("rank", flat=True).first()
    return last - count + 1, ranking.spread(rank, None, count)


def add_references(references):
    columns = ("product_id", "requirement_id", "source", "external_id", "url", "data")
    copy_rows(ExternalReference._meta.db_table, columns, references)


def update_requirements(changes):
    """Write `{id: {column: value}}`; all rows must name the same columns."""
    if not changes:
        return
    columns = list(next(iter(changes.values())))
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.import_changes")
        cursor.execute(
            "CREATE TEMPORARY TABLE import_changes ON COMMIT DROP AS"
            f" SELECT id, {names} FROM {REQUIREMENTS} WHERE false"
        )
        copy_rows(
            "import_changes",
            ["id", *columns],
            [[pk, *(values[name] for name in columns)] for pk, values in changes.items()],
        )
        cursor.execute(
            f"UPDATE {REQUIREMENTS} r SET ({names}) = ROW({', '.join(f'c.{name}' for name in columns)})"
            " FROM import_changes c WHERE r.id = c.id"
        )


def update_references(references):
    """Write the addresses and kept data of `{reference id: (url, data)}`."""
    rows = [ExternalReference(pk=pk, url=url, data=data) for pk, (url, data) in references.items()]
    ExternalReference.objects.bulk_update(rows, ["url", "data"], batch_size=500)


def tag(pairs):
    """Put tags on requirements: (requirement id, tag id)."""
    copy_rows(RequirementTag._meta.db_table, ("requirement_id", "tag_id"), pairs)


def assign(triples):
    """Assign people: (requirement id, user id or None, external person id or None)."""
    copy_rows(Assignment._meta.db_table, ("requirement_id", "user_id", "person_id"), triples)


def add_criteria(rows):
    """Add acceptance criteria: (requirement id, text, done, position)."""
    copy_rows(Criterion._meta.db_table, ("requirement_id", "text", "done", "position"), rows)


def touch(ids):
    """The representation of these requirements changed although their own rows did not."""
    if ids:
        Requirement.objects.filter(pk__in=ids).update(lock_version=F("lock_version") + 1)


def write(made, run):
    """Write a plan (see `comparing.plan`)."""
    create(made.creates, run)
    edit(made.edits)


def create(wishes, run):
    """Requirements that are new, with all that hangs on them."""
    rows = []
    for wish in wishes:
        row = {"status_id": run.target.first_status.pk, **wish.values}
        for name in MAPS:
            row[name] = {key: value for key, value in getattr(wish, name).items() if value is not None}
        row |= {"external_id": wish.external_id, "url": wish.url or "", "data": wish.data}
        rows.append(row)
    ids = create_requirements(run.target, run.books.writer, rows)
    pairs = list(zip(ids, wishes, strict=True))
    tags, who = run.books.tags.ids, run.books.who
    tag([(pk, tags[low]) for pk, wish in pairs for low in unique(map(str.lower, wish.fields.get("tags", ())))])
    assign([(pk, *pair) for pk, wish in pairs for pair in unique(map(who, wish.fields.get("assignees", ())))])
    add_criteria([line for pk, wish in pairs for line in numbered(pk, wish.fields.get("acceptance", ()))])


def edit(edits):
    """What changed on requirements that are known."""
    changed = {edit.known.requirement_id: edit for edit in edits if edit.values}
    columns = dict.fromkeys(column for edit in changed.values() for column in edit.values)
    update_requirements(
        {pk: {name: e.values.get(name, e.known.values[name]) for name in columns} for pk, e in changed.items()}
    )
    update_references({e.known.reference_id: e.reference for e in edits if e.reference})
    for rows, gone in (
        (RequirementTag, [pk for e in edits for pk in e.tags_gone]),
        (Assignment, [pk for e in edits for pk in e.people_gone]),
        (Criterion, [pk for e in edits for pk in e.criteria_gone]),
    ):
        if gone:
            rows.objects.filter(pk__in=gone).delete()
    tag([(e.known.requirement_id, found) for e in edits for found in e.tags_new])
    assign([(e.known.requirement_id, *pair) for e in edits for pair in e.people_new])
    add_criteria([line for e in edits for line in numbered(e.known.requirement_id, e.criteria_new)])
    touch([e.known.requirement_id for e in edits if not e.values and e.parts_changed])


def link_parents(pairs, target):
    """Set parents by identifiers `{child: parent}`.

    Returns (those whose parent is missing, those it lies below, `{identifier: why}` of those it is too fine for).
    """
    named = {*pairs, *pairs.values()}
    ids = requirement_ids(target, named)
    missing = {child for child, parent in pairs.items() if parent not in ids}
    children = [ids[child] for child in pairs if child in ids]
    now = Requirement.objects.filter(pk__in=children).select_for_update().order_by("pk")
    current = dict(now.values_list("pk", "parent_id"))
    wanted = {
        ids[child]: ids[parent]
        for child, parent in pairs.items()
        if child in ids and parent in ids and current.get(ids[child], 0) != ids[parent]
    }
    refused = circles_through(wanted)
    finer = misplaced([pk for pk in wanted if pk not in refused], parents=wanted)
    update_requirements({pk: {"parent_id": up} for pk, up in wanted.items() if pk not in refused and pk not in finer})
    below = {child for child in pairs if ids.get(child) in refused}
    return missing, below, {child: finer[ids[child]].why for child in pairs if ids.get(child) in finer}


def unique(things):
    return list(dict.fromkeys(things))


def numbered(requirement_id, criteria):
    return [
        (requirement_id, criterion.text, criterion.done, position)
        for position, criterion in enumerate(criteria, start=1)
    ]
