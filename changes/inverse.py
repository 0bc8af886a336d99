"""The SQL that turns a recorded batch round: a constant number of statements per table, whatever the batch's size.

Each takes the ids of the batch's changes to its table, or their keys: from their number PostgreSQL knows how many rows
it is about. By its statistics a new batch has hardly any, and to compare each of its rows with each would look cheap.
"""

from typing import NamedTuple

from django.db import connection

from changes.models.change import Action

LISTED = 20


class Part(NamedTuple):
    """What a batch did to one table: its entry in the registry, the ids of the changes, and what actions they were."""

    entry: object
    ids: list
    actions: set


def net(side):
    """SQL: per object of the batch, each field's first old (side 0) or last new (side 1) value, by field name."""
    direction = "DESC" if side == 0 else "ASC"
    return f"""
        (SELECT c.object_id, max(c.key) AS key, max(c.version) AS version,
                jsonb_object_agg(e.name, e.pair -> {side} ORDER BY c.id {direction}) AS values,
                bool_or(c.action = 'insert') AS made, bool_or(c.action = 'delete') AS gone
           FROM unnest(%(ids)s::bigint[]) AS mine(id) JOIN changes_change c USING (id),
                jsonb_each(c.diff) AS e(name, pair)
          GROUP BY c.object_id) n"""


def column_of(entry, name):
    """SQL: the column that holds the field whose name the SQL expression `name` gives."""
    renamed = [(n, c) for n, c in zip(entry.fields, entry.columns, strict=True) if n != c]
    cases = " ".join(f"WHEN '{n}' THEN '{c}'" for n, c in renamed)
    return f"CASE {name} {cases} ELSE {name} END" if renamed else name


def old_values(entry):
    """SQL: the old values of `n` as a JSON record of columns, entries of maps nested under their map."""
    column = column_of(entry, "k")
    return f"(SELECT jsonb_object_agg({column}, v) FROM jsonb_each(changes_nested(n.values)) AS p(k, v))"


def ask(sql, **values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def overwritten(part):
    """Where the table no longer says what the batch wrote: `(key, field)`, for rows the batch left standing."""
    entry = part.entry
    return ask(
        f"""
        SELECT n.key, coalesce(e.name, '') FROM {net(1)}
          LEFT JOIN {entry.table} t ON t.id = n.object_id
         CROSS JOIN LATERAL (SELECT to_jsonb(t) AS says OFFSET 0) AS row  -- once for a row, not for each field
          LEFT JOIN LATERAL jsonb_each(n.values) AS e(name, written) ON t.id IS NOT NULL
         WHERE NOT n.gone AND (t.id IS NULL OR e.written <> coalesce(
               CASE WHEN strpos(e.name, '.') > 0
                    THEN row.says -> split_part(e.name, '.', 1) -> substr(e.name, strpos(e.name, '.') + 1)
                    ELSE row.says -> ({column_of(entry, "e.name")}) END, 'null'))
         LIMIT {LISTED + 1}""",
        ids=part.ids,
    )


def built_upon(batch, part):
    """Pages the batch made on which others have put something since (a comment, a link), as `(key, type)`.

    What the batch itself put there, and another undo brought back, is not theirs.
    """
    if not part.entry.owns_key:
        return []
    made = ask("SELECT key, id FROM changes_change WHERE id = ANY(%(ids)s) AND action = 'insert'", ids=part.ids)
    return ask(
        f"""
        SELECT DISTINCT key, type FROM (
            SELECT c.key, c.type FROM unnest(%(keys)s::text[], %(made)s::bigint[]) AS made(key, id)
              JOIN changes_change c USING (key)
             GROUP BY c.key, c.type, c.object_id
            HAVING max(c.id) FILTER (WHERE c.action = 'insert')
                   > greatest(min(made.id), max(c.id) FILTER (WHERE c.action = 'delete'))
               AND NOT bool_or(c.action = 'insert' AND c.batch IS NOT DISTINCT FROM %(batch)s)) AS standing
         LIMIT {LISTED + 1}""",
        keys=[key for key, _id in made],
        made=[id for _key, id in made],
        batch=batch,
    )


def take_back(parts):
    """Delete what the batch inserted, insert what it deleted, restore what it changed; returns how many rows.

    A page goes after what hangs on it and comes back before it: the triggers ask the page for its key and product.
    """
    parts_first = sorted(parts, key=lambda part: (part.entry.owns_key, part.entry.type))
    steps = [
        *((remove_inserted, Action.INSERT, part) for part in parts_first),
        *((insert_deleted, Action.DELETE, part) for part in reversed(parts_first)),
        *((restore_changed, Action.UPDATE, part) for part in parts),
    ]
    return sum(ask(sql(part.entry), ids=part.ids) for sql, action, part in steps if action in part.actions)


def remove_inserted(entry):
    return f"DELETE FROM {entry.table} t USING {net(1)} WHERE t.id = n.object_id AND n.made AND NOT n.gone"


def insert_deleted(entry):
    """Derived columns start from their defaults; the version goes on counting, so that nobody takes it for the old."""
    target = ["id", *entry.columns, *entry.maps]
    values = ["n.object_id", *(f"r.{c}" for c in entry.columns)]
    values += [f"coalesce(jsonb_strip_nulls(r.{m}), '{{}}')" for m in entry.maps]
    if entry.has_version:
        target, values = [*target, "lock_version"], [*values, "n.version + 1"]
    return f"""
        INSERT INTO {entry.table} ({", ".join(target)}) SELECT {", ".join(values)}
          FROM {net(0)}, LATERAL jsonb_populate_record(NULL::{entry.table}, {old_values(entry)}) r
         WHERE n.gone AND NOT n.made"""


def restore_changed(entry):
    columns = [*entry.columns, *entry.maps]
    values = [*entry.columns, *(f"jsonb_strip_nulls({m})" for m in entry.maps)]
    merged = "".join(
        f" || jsonb_build_object('{m}', t.{m} || coalesce(changes_nested(n.values) -> '{m}', '{{}}'))"
        for m in entry.maps
    )
    return f"""
        UPDATE {entry.table} t SET ({", ".join(columns)}) = (
            SELECT {", ".join(values)} FROM jsonb_populate_record(t, {old_values(entry)}{merged}))
          FROM {net(0)} WHERE t.id = n.object_id AND NOT n.made AND NOT n.gone"""
