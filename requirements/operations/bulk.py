"""The same change to many requirements at once, in a constant number of statements, all of them or none."""

import json

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from pmhub.lib.operations import operation
from products.models import Category
from products.operations.workflow import tags_named
from requirements import policies
from requirements.models import Assignment, Requirement
from requirements.models.levels import misplaced
from requirements.models.plans import closed_to, held
from requirements.operations.authoring import DATES, EDITABLE, MANY, MAPS, assign, outsider

MORE = {"add_tags", "remove_tags", "add_assignees", "remove_assignees"}
OF_ONE = {"title", "description", "as_a", "i_want", "so_that", *MANY}
SHARED = (EDITABLE - OF_ONE) | MORE
SPAN = [column for columns in DATES.values() for column in columns]
NAMED = 5  # so many of the refused ones are named in the message

ABOVE = """
WITH RECURSIVE up(id, parent_id) AS (
    SELECT id, parent_id FROM requirements_requirement WHERE id = %(parent)s
    UNION SELECT r.id, r.parent_id FROM requirements_requirement r JOIN up ON r.id = up.parent_id
) SELECT id FROM up WHERE id = ANY(%(ids)s)
"""
TAG = """
INSERT INTO requirements_requirementtag (requirement_id, tag_id)
SELECT id, tag FROM unnest(%(ids)s::bigint[]) AS r(id), unnest(%(tags)s::bigint[]) AS t(tag)
ON CONFLICT DO NOTHING RETURNING requirement_id
"""
UNTAG = """
DELETE FROM requirements_requirementtag
 WHERE requirement_id = ANY(%(ids)s) AND tag_id = ANY(%(tags)s) RETURNING requirement_id
"""
UNASSIGN = """
DELETE FROM requirements_assignment WHERE requirement_id = ANY(%(ids)s)
   AND (user_id = ANY(%(users)s) OR person_id = ANY(%(people)s)) RETURNING requirement_id
"""

REDATE = """
UPDATE requirements_requirement AS r
   SET start_on = d.start_on, start_precision = d.start_precision, due_on = d.due_on, due_precision = d.due_precision
  FROM unnest(%(ids)s::bigint[], %(start_on)s::date[], %(start_precision)s::text[], %(due_on)s::date[],
              %(due_precision)s::text[]) AS d(id, start_on, start_precision, due_on, due_precision)
 WHERE r.id = d.id RETURNING r.id
"""


class SomeRefused(ValidationError):
    """Some of the requirements may not be changed so; `refused` is `{key: why}`. Nothing was changed."""

    def __init__(self, refused):
        self.refused = refused
        named = "; ".join(f"{key}: {why}" for key, why in list(refused.items())[:NAMED])
        super().__init__(
            ngettext(
                "%(count)d requirement cannot be changed so (%(named)s). Nothing was changed.",
                "%(count)d requirements cannot be changed so (%(named)s). Nothing was changed.",
                len(refused),
            )
            % {"count": len(refused), "named": named}
        )


@operation(policies.can_edit)
def edit_many(product, ids, *, by, **changes):
    """Change the same fields of the product's requirements with these ids; returns how many changed.

    Takes what `edit` takes, except texts; of tags and assignees what is to be added and removed (`add_tags`,
    `remove_tags` by name, `add_assignees`, `remove_assignees` as people). Raises SomeRefused, or ValidationError by
    field.
    """
    if unknown := set(changes) - SHARED:
        raise ValidationError({name: _("There is no such field.") for name in sorted(unknown)})
    changes = held(changes)
    rows = locked(product, ids)
    fields = {name: value for name, value in changes.items() if name not in MORE}
    columns, maps = columns_of(product, fields)
    if refused := refusals(product, rows, fields):
        raise SomeRefused(refused)
    ids = list(rows)
    changed = write(ids, columns, maps) if columns or maps else set()
    beside = change_tags(product, ids, changes, by) | change_assignees(product, ids, changes)
    count_versions(beside - changed)
    return len(changed | beside)


@operation(policies.can_edit)
def redate_many(product, ids, moved, *, by):
    """Give the product's requirements with these ids the start and due dates that `moved` makes of their own; returns
    how many changed. `moved` may raise OverflowError where the calendar ends. Raises SomeRefused.
    """
    rows = Requirement.objects.of(product).filter(pk__in=ids).select_for_update(of=["self"]).order_by("pk")
    changed, refused = [], {}
    for row in rows.only("key", *SPAN):
        try:
            start, due = moved(row.start), moved(row.due)
        except OverflowError:
            refused[row.key] = _("it would be outside of the calendar")
            continue
        if start and due and start.date > due.end:
            refused[row.key] = _("it would start after it is due")
        elif (start, due) != (row.start, row.due):
            changed.append((row.pk, *written(start), *written(due)))
    if refused:
        raise SomeRefused(refused)
    ids, *dates = zip(*changed, strict=True) if changed else [()] * 5
    return len(returned(REDATE, ids=list(ids), **dict(zip(SPAN, map(list, dates), strict=True))))


def written(fuzzy):
    """A fuzzy date as its two columns."""
    return (fuzzy.date, fuzzy.precision) if fuzzy else (None, "day")


@operation(policies.can_edit)
def delete_many(product, ids, *, by):
    """Move requirements to the trash; returns how many. Raises SomeRefused when somebody else's are among them."""
    rows = locked(product, ids)
    if not policies.can_manage(by, product):
        foreign = Requirement.objects.filter(pk__in=list(rows)).exclude(author=by).values_list("key", flat=True)
        if refused := {key: _("only its author or a manager may delete it") for key in foreign}:
            raise SomeRefused(refused)
    Requirement.objects.filter(pk__in=list(rows)).delete()
    return len(rows)


def check(product, ids, changes):
    """Raise SomeRefused if `edit_many` would."""
    rows = dict(Requirement.objects.of(product).filter(pk__in=ids).values_list("pk", "key"))
    if refused := refusals(product, rows, changes):
        raise SomeRefused(refused)


def locked(product, ids):
    """`{id: key}` of those that are there, locked in one order so that two bulk changes cannot wait for each other."""
    rows = Requirement.objects.of(product).filter(pk__in=ids).select_for_update(of=["self"]).order_by("pk")
    return dict(rows.values_list("pk", "key"))


def columns_of(product, fields):
    """What to write: `({column: value}, {map: entries})`, validated on a requirement of no consequence."""
    status = fields.get("status") or product.statuses.filter(category=Category.NEW).first()
    blank = {"product": product, "title": "-", "status": status, "decline_reason": ""}
    sample = Requirement(**blank)
    assign(sample, {name: value for name, value in fields.items() if name not in MAPS})
    names = [column for name in fields if name not in MAPS for column in DATES.get(name, [name])]
    if "outside_requester" in fields or "requester" in fields:
        names = list(dict.fromkeys([*names, "requester", "outside_requester"]))
    columns = {}
    for name in names:
        field = Requirement._meta.get_field(name)
        columns[field.column] = field.get_db_prep_save(getattr(sample, field.attname), connection)
    maps = {}
    for name in MAPS & set(fields):
        probe = Requirement(**blank)
        assign(probe, {name: fields[name]})
        kept = getattr(probe, name)
        maps[name] = {key: kept.get(key) for key in fields[name]}
    return columns, maps


def refusals(product, rows, fields):
    """`{key: why}` of the rows that the change would break."""
    refused = {}
    if parent := fields.get("parent"):
        with connection.cursor() as cursor:
            cursor.execute(ABOVE, {"parent": parent.pk, "ids": list(rows)})
            refused |= {rows[pk]: _("it would lie below itself") for (pk,) in cursor.fetchall()}
    if "level" in fields or "parent" in fields:
        levels = dict.fromkeys(rows, fields["level"]) if "level" in fields else {}
        parents = dict.fromkeys(rows, parent and parent.pk) if "parent" in fields else {}
        refused = {rows[pk]: wrong.why for pk, wrong in misplaced(rows, levels, parents).items()} | refused
    if "start" in fields or "due" in fields:
        refused |= wrong_way_round(rows, fields)
    if "version" in fields:
        refused |= closed_to(rows, fields["version"], fields.get("status"))
    return refused


def wrong_way_round(rows, fields):
    """Those that would start after they are due."""
    found = Requirement.objects.filter(pk__in=list(rows)).only("start_on", "start_precision", "due_on", "due_precision")
    refused = {}
    for row in found:
        start = fields.get("start", row.start)
        due = fields.get("due", row.due)
        if start and due and start.date > due.end:
            refused[rows[row.pk]] = _("it would start after it is due")
    return refused


def write(ids, columns, maps):
    """One UPDATE of the rows that say something else; returns their ids."""
    names, values = list(columns), list(columns.values())
    sets = [f'"{name}" = %s' for name in names]
    differs = [f'"{name}" IS DISTINCT FROM %s' for name in names]
    for name, entries in maps.items():
        sets.append(f'"{name}" = jsonb_strip_nulls("{name}" || %s::jsonb)')
        differs.append(f'"{name}" IS DISTINCT FROM jsonb_strip_nulls("{name}" || %s::jsonb)')
        values.append(json.dumps(entries))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE requirements_requirement SET {', '.join(sets)} WHERE id = ANY(%s) AND ({' OR '.join(differs)})"
            " RETURNING id",
            [*values, ids, *values],
        )
        return {pk for (pk,) in cursor.fetchall()}


def change_tags(product, ids, changes, by):
    """The ids of those whose tags changed."""
    changed = set()
    if gone := changes.get("remove_tags"):
        tags = product.tags.filter(name__in=gone).values_list("pk", flat=True)
        changed |= returned(UNTAG, ids=ids, tags=list(tags))
    if new := changes.get("add_tags"):
        changed |= returned(TAG, ids=ids, tags=[tag.pk for tag in tags_named(product, new, by=by)])
    return changed


def change_assignees(product, ids, changes):
    """The ids of those to whom other people are assigned now."""
    changed = set()
    if gone := changes.get("remove_assignees"):
        users, people = told_apart(product, gone)
        changed |= returned(UNASSIGN, ids=ids, users=users, people=people)
    if new := changes.get("add_assignees"):
        users, people = told_apart(product, new)
        pairs = [(pk, None) for pk in users] + [(None, pk) for pk in people]
        there = set(
            Assignment.objects.filter(requirement__in=ids).values_list("requirement_id", "user_id", "person_id")
        )
        made = [
            Assignment(requirement_id=pk, user_id=user, person_id=person)
            for pk in ids
            for user, person in pairs
            if (pk, user, person) not in there
        ]
        Assignment.objects.bulk_create(made, batch_size=5_000)
        changed |= {row.requirement_id for row in made}
    return changed


def told_apart(product, people):
    """The ids of users and of outside people, who may be named by a text."""
    somebody = [outsider(product, person) if isinstance(person, str) else person for person in people]
    return (
        [person.pk for person in somebody if isinstance(person, User)],
        [person.pk for person in somebody if not isinstance(person, User)],
    )


def returned(sql, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return {pk for (pk,) in cursor.fetchall()}


def count_versions(ids):
    """Their representation changed although their own rows did not."""
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE requirements_requirement SET lock_version = lock_version + 1 WHERE id = ANY(%s)", [list(ids)]
            )
