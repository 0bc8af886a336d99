"""The SQL that turns a recorded batch round: a constant number of statements per table, whatever the batch's size."""

from django.db import connection

LISTED = 20


def net(side):
    """SQL: per object of the batch, each field's first old (side 0) or last new (side 1) value, by field name."""
    direction = "DESC" if side == 0 else "ASC"
    return f"""
        (SELECT c.object_id, max(c.key) AS key, max(c.version) AS version,
                jsonb_object_agg(e.name, e.pair -> {side} ORDER BY c.id {direction}) AS values,
                bool_or(c.action = 'insert') AS made, bool_or(c.action = 'delete') AS gone
           FROM changes_change c, jsonb_each(c.diff) AS e(name, pair)
          WHERE c.batch = %(batch)s AND c.type = %(type)s GROUP BY c.object_id) n"""


def column_of(entry, name):
    """SQL: the column that holds the field whose name the SQL expression `name` gives."""
    renamed = [(n, c) for n, c in zip(entry.fields, entry.columns, strict=True) if n != c]
    cases = " ".join(f"WHEN '{n}' THEN '{c}'" for n, c in renamed)
    return f"CASE {name} {cases} ELSE {name} END" if renamed else name


def old_values(entry):
    """SQL: the old values of `n` as a JSON record of columns, entries of maps nested under their map."""
    column = column_of(entry, "k")
    return f"(SELECT jsonb_object_agg({column}, v) FROM jsonb_each(changes_nested(n.values)) AS p(k, v))"


def ask(sql, batch, entry):
    with connection.cursor() as cursor:
        cursor.execute(sql, {"batch": batch, "type": entry.type})
        return cursor.fetchall() if cursor.description else cursor.rowcount


def overwritten(batch, entry):
    """Where the table no longer says what the batch wrote: `(key, field)`, for rows the batch left standing."""
    return ask(
        f"""
        SELECT n.key, coalesce(e.name, '') FROM {net(1)}
          LEFT JOIN {entry.table} t ON t.id = n.object_id
          LEFT JOIN LATERAL jsonb_each(n.values) AS e(name, written) ON t.id IS NOT NULL
         WHERE NOT n.gone AND (t.id IS NULL OR e.written <> coalesce(
               CASE WHEN strpos(e.name, '.') > 0
                    THEN to_jsonb(t) -> split_part(e.name, '.', 1) -> substr(e.name, strpos(e.name, '.') + 1)
                    ELSE to_jsonb(t) -> ({column_of(entry, "e.name")}) END, 'null'))
         LIMIT {LISTED + 1}""",
        batch,
        entry,
    )


def built_upon(batch, entry):
    """Pages the batch made on which others have put something since (a comment, a link), as `(key, type)`."""
    if not entry.owns_key:
        return []
    return ask(
        f"""
        SELECT DISTINCT later.key, later.type FROM changes_change made
          JOIN changes_change later ON later.key = made.key AND later.id > made.id
           AND later.batch IS DISTINCT FROM made.batch AND later.action = 'insert'
         WHERE made.batch = %(batch)s AND made.type = %(type)s AND made.action = 'insert'
           AND NOT EXISTS (SELECT 1 FROM changes_change gone
                            WHERE gone.key = later.key AND gone.type = later.type AND gone.object_id = later.object_id
                              AND gone.action = 'delete' AND gone.id > later.id)
           AND NOT EXISTS (SELECT 1 FROM changes_change own  -- the batch's own row, brought back by another undo
                            WHERE own.key = later.key AND own.type = later.type AND own.object_id = later.object_id
                              AND own.action = 'insert' AND own.batch = made.batch)
         LIMIT {LISTED + 1}""",
        batch,
        entry,
    )


def take_back(batch, entries):
    """Delete what the batch inserted, insert what it deleted, restore what it changed; returns how many rows.

    A page goes after what hangs on it and comes back before it: the triggers ask the page for its key and product.
    """
    parts_first = sorted(entries, key=lambda entry: (entry.owns_key, entry.type))
    steps = [
        *((remove_inserted, entry) for entry in parts_first),
        *((insert_deleted, entry) for entry in reversed(parts_first)),
        *((restore_changed, entry) for entry in entries),
    ]
    return sum(ask(sql(entry), batch, entry) for sql, entry in steps)


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
