"""How requirements are read: each member of the representation is one SQL expression over the row `r`.

Names of other rows are scalar subqueries and not joins: joining nine tables costs PostgreSQL more in planning than it
takes to read a page of fifty.
"""

from functools import cache

import orjson
from django.db import connection

JSON = {  # comes as text and goes out as it is: nothing reads it on the way
    "status", "drivers", "custom", "owner", "assignees", "requester", "author", "version", "milestone", "criteria",
    "links", "references",
}  # fmt: skip
LONG = ("description", "as_a", "i_want", "so_that", "decline_reason", "criteria", "links", "references")


def named(table, column):
    """`{id, name}` of the row that a column refers to, or null."""
    return f"(SELECT json_build_object('id', x.id, 'name', x.name) FROM {table} x WHERE x.id = r.{column})"


def listed(item, rows):
    """A JSON array of `item` for each of `rows`, empty when there are none."""
    return f"(SELECT coalesce(json_agg({item}), '[]') FROM {rows})"


def fuzzy(on, precision):
    """2026-12-31, 2026-12, 2026-Q4 or 2026."""
    return (
        f"CASE r.{precision} WHEN 'day' THEN to_char(r.{on}, 'YYYY-MM-DD') WHEN 'month' THEN to_char(r.{on}, 'YYYY-MM')"
        f" WHEN 'quarter' THEN to_char(r.{on}, 'YYYY-\"Q\"Q') ELSE to_char(r.{on}, 'YYYY') END"
    )


OUTSIDE = "json_build_object('person', x.id, 'name', x.name, 'source', x.source)"
FIELDS = {
    "key": "r.key",
    "number": "r.number",
    "product": "(SELECT x.key FROM products_product x WHERE x.id = r.product_id)",
    "title": "r.title",
    "kind": "r.kind",
    "level": "r.level",
    "status": "(SELECT json_build_object('id', x.id, 'name', x.name, 'category', x.category)"
    " FROM products_status x WHERE x.id = r.status_id)",
    "priority": "r.priority",
    "score": "r.score::float8",
    "score_problem": "r.score_problem",
    "demand": "r.demand::float8",
    "drivers": "r.drivers",
    "custom": "r.custom",
    "tags": "ARRAY(SELECT x.name FROM requirements_requirementtag t JOIN products_tag x ON x.id = t.tag_id"
    " WHERE t.requirement_id = r.id ORDER BY x.name)",
    "owner": named("accounts_user", "owner_id"),
    "assignees": listed(
        "somebody",
        "(SELECT coalesce((SELECT json_build_object('id', x.id, 'name', x.name) FROM accounts_user x"
        f" WHERE x.id = a.user_id), (SELECT {OUTSIDE} FROM requirements_externalperson x WHERE x.id = a.person_id))"
        " AS somebody FROM requirements_assignment a WHERE a.requirement_id = r.id ORDER BY a.id) o",
    ),
    "requester": f"coalesce({named('accounts_user', 'requester_id')},"
    f" (SELECT {OUTSIDE} FROM requirements_externalperson x WHERE x.id = r.outside_requester_id))",
    "author": named("accounts_user", "author_id"),
    "version": named("roadmaps_version", "version_id"),
    "milestone": named("roadmaps_milestone", "milestone_id"),
    "parent": "(SELECT x.key FROM requirements_requirement x WHERE x.id = r.parent_id)",
    "start": fuzzy("start_on", "start_precision"),
    "due": fuzzy("due_on", "due_precision"),
    "estimate": "r.estimate::float8",
    "votes": "r.votes",
    "rank": "r.rank",
    "created_at": "r.created_at",
    "updated_at": "r.updated_at",
    "lock_version": "r.lock_version",
    "description": "r.description",
    "as_a": "r.as_a",
    "i_want": "r.i_want",
    "so_that": "r.so_that",
    "decline_reason": "r.decline_reason",
    "criteria": listed(
        "json_build_object('id', x.id, 'text', x.text, 'done', x.done, 'position', x.position)"
        " ORDER BY x.position, x.id",
        "requirements_criterion x WHERE x.requirement_id = r.id",
    ),
    "links": listed(
        "json_build_object('id', x.id, 'kind', x.kind, 'source', s.key, 'target', g.key) ORDER BY x.id",
        "requirements_link x JOIN requirements_requirement s ON s.id = x.source_id"
        " JOIN requirements_requirement g ON g.id = x.target_id"
        " WHERE x.source_id = r.id OR x.target_id = r.id",
    ),
    "references": listed(
        "json_build_object('source', x.source, 'external_id', x.external_id, 'url', x.url, 'data', x.data)"
        " ORDER BY x.id",
        "requirements_externalreference x WHERE x.requirement_id = r.id",
    ),
}
IN_LIST = tuple(name for name in FIELDS if name not in LONG)
ALL = tuple(FIELDS)


@cache
def statement(names):
    expressions = ", ".join(f"({FIELDS[name]})::text" if name in JSON else FIELDS[name] for name in names)
    return f"SELECT r.id, {expressions} FROM requirements_requirement r WHERE r.id = ANY(%s)"


def rows(ids, names=IN_LIST):
    """The members `names` of the requirements with these ids, in this order, in one query.

    The ids come from a query that began at `visible_to`; what has been deleted since is left out.
    """
    found = texts(ids, names)
    for row in found:
        for name in JSON.intersection(names):
            if row[name] is not None:
                row[name] = orjson.Fragment(row[name])
    return found


def texts(ids, names):
    """As `rows`, with the members in JSON as the database's text."""
    with connection.cursor() as cursor:
        cursor.execute(statement(tuple(names)), [list(ids)])
        found = {pk: dict(zip(names, row, strict=True)) for pk, *row in cursor.fetchall()}
    return [found[pk] for pk in ids if pk in found]
