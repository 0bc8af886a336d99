"""Reading the past: inside `as_of(at, products)` every query reads the tables as they stood at that instant.

The stream has each change's old values, so a row's state at an instant is the row of today with the oldest old value of
every field that was changed since; a row made since is left out, a deleted one is rebuilt from its deletion. Each
statement gets this as common table expressions that bear the names of the tracked tables it mentions: PostgreSQL then
reads them instead. So lists, filters, orders, keyset pages and REST rows of the past are those of the present, and
their cost grows with what changed since and with what is shown, not with the whole history.

Not in the stream, hence of today: names of people, roles (who may read the past is decided by today's rules) and
whatever is derived, unless `derived` says how it follows from the row. A change counts from the moment its statement
ran. Nothing can be written inside.
"""

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection, models

from changes.models import Change
from changes.tracking import registry

HARMLESS = re.compile(r"(SAVEPOINT|RELEASE|ROLLBACK TO|EXPLAIN)\b")
READS = re.compile(r"\s*(SELECT\b|\()", re.IGNORECASE)
READS_WITH = re.compile(r"\s*WITH\s+(?!RECURSIVE)", re.IGNORECASE)
SOURCES = re.compile(r'(?:FROM|JOIN|,)\s+"?(\w+)\b(?!"?\.)')
ONCE = "/* once */"
TODAY = {"membership", "product", "watching"}  # who reaches what is never a thing of the past


@dataclass(frozen=True)
class Derived:
    """Columns that the stream does not record, as SQL over the row `q`, by column name.

    `touched` are for rows whose recorded fields were changed since, `others` for those that stand as they did.
    """

    touched: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)


@contextmanager
def as_of(at, products, derived=None):
    """Let this thread's queries read the products (ids) as they stood at the instant `at`.

    Querysets are lazy: what is not evaluated inside reads the present. `derived` gives a Derived by type of row.
    """
    with connection.execute_wrapper(Past(at, tuple(products), derived or {})):
        yield


class Past:
    """Puts the tables of the past before each statement that mentions them."""

    def __init__(self, at, products, derived):
        self.at, self.derived = at, derived
        ids = ", ".join(str(int(pk)) for pk in products) or "NULL"
        self.reach = f"product_id IN ({ids})"
        self.since = f"at > '{at.isoformat()}'"

    def __call__(self, execute, sql, params, many, context):
        if HARMLESS.match(sql):
            return execute(sql, params, many, context)
        tables = self.mentioned(sql)
        if start := READS_WITH.match(sql):
            sql = f"WITH {tables}, {sql[start.end() :]}" if tables else sql
        elif READS.match(sql):
            sql = f"WITH {tables} {sql}" if tables else sql
        else:
            raise RuntimeError(f"the past can only be read, by plain queries, and not: {sql[:80]}")
        return execute(sql, params, many, context)

    def mentioned(self, sql):
        """The past of each table that the statement reads.

        What hangs on pages is looked up for each of them, hence worked out beforehand; pages themselves are only where
        they are read in several places: else no more of them is worked out than is shown.
        """
        mentions = Counter(SOURCES.findall(sql))
        pasts = [(text, mentions[table]) for table, text in self.tables.items() if mentions[table]]
        return ", ".join(text.replace(ONCE, "MATERIALIZED" if count > 1 else "") for text, count in pasts)

    @cached_property
    def tables(self):
        """The SQL of each table's past. The stream comes last, so that the others still read all of it."""
        past = {entry.table: self.table(entry) for kind, entry in registry.items() if kind not in TODAY}
        stream = Change._meta.db_table
        return past | {stream: f"{stream} AS NOT MATERIALIZED (SELECT * FROM {stream} WHERE NOT ({self.since}))"}

    def table(self, entry):
        """A table as it was: rows untouched since as they are, then those touched since as they were before."""
        derived = self.derived.get(entry.type, Derived())
        untouched = f"NOT EXISTS (SELECT FROM {entry.type}_touched c WHERE c.object_id = q.id)"
        untouched += f" AND q.{self.reach}" if owned(entry) else ""
        return f"""
        {entry.type}_touched AS MATERIALIZED (
            SELECT object_id, (array_agg(action ORDER BY id))[1] = 'insert' AS made FROM changes_change
             WHERE {self.reach} AND type = '{entry.type}' AND {self.since} GROUP BY object_id
        ), {entry.type}_then AS {ONCE if entry.owns_key else "MATERIALIZED"} ({self.then(entry, derived)}
        ), {entry.table} AS NOT MATERIALIZED (
            SELECT {listed(entry, derived.others)} FROM {entry.table} q WHERE {untouched}
             UNION ALL SELECT * FROM {entry.type}_then
        )"""

    def then(self, entry, derived):
        """The rows that were touched since and existed at the instant, with the first old value of each field.

        `OFFSET 0` keeps the planner from repeating a value for each mention in what is derived from it.
        """
        recorded = dict(zip(entry.columns, entry.fields, strict=True))
        own = ", ".join(f"{value_then(entry, column, recorded)} AS {column.column}" for column in columns(entry))
        return f"""
            SELECT {listed(entry, derived.touched)} FROM (
                SELECT {own} FROM (
                    SELECT c.object_id, jsonb_object_agg(e.name, e.pair -> 0 ORDER BY c.id DESC) AS values
                      FROM changes_change c JOIN {entry.type}_touched f ON f.object_id = c.object_id AND NOT f.made,
                           jsonb_each(c.diff) AS e(name, pair)
                     WHERE c.{self.reach} AND c.type = '{entry.type}' AND c.{self.since} GROUP BY c.object_id) n
                  LEFT JOIN {entry.table} t ON t.id = n.object_id OFFSET 0) q"""


def value_then(entry, column, recorded):
    """SQL for what stood in a column: of `n` the first old values by field, of `t` the row of today if there is one."""
    name = column.column
    if name == "id":
        return "n.object_id"
    if name in entry.maps:
        entries = f"SELECT jsonb_object_agg(substr(k, {len(name) + 2}), v) FROM jsonb_each(n.values) AS e(k, v)"
        entries += f" WHERE starts_with(k, '{name}.')"
        return f"jsonb_strip_nulls(coalesce(t.{name}, '{{}}') || coalesce(({entries}), '{{}}'))"
    if name not in recorded:
        return f"t.{name}"
    field = recorded[name]
    collation = f' COLLATE "{column.db_collation}"' if getattr(column, "db_collation", None) else ""
    return f"CASE WHEN jsonb_exists(n.values, '{field}') THEN {typed(column, field)} ELSE t.{name} END{collation}"


def typed(column, field):
    """SQL for a JSON value as the column's type."""
    if isinstance(column, models.JSONField):
        return f"nullif(n.values -> '{field}', 'null')"
    kind = column.db_type(connection)
    if kind.endswith("[]"):
        items = f"CASE jsonb_typeof(n.values -> '{field}') WHEN 'array' THEN n.values -> '{field}' ELSE '[]' END"
        return f"ARRAY(SELECT jsonb_array_elements_text({items}))::{kind}"
    return f"(n.values ->> '{field}')::{kind}"


def columns(entry):
    return entry.model._meta.local_concrete_fields


def listed(entry, derived):
    """The columns of the row `q`, those that are derived by their SQL.

    Both halves of a table have exactly the same types: only then does the planner see through to the indexes below.
    """
    kinds = {column.column: column.db_type(connection) for column in columns(entry)}
    return ", ".join(
        f"({derived[name]})::{kind} AS {name}" if name in derived else f"q.{name}" for name, kind in kinds.items()
    )


def owned(entry):
    return any(column.name == "product" and column.is_relation for column in columns(entry))
