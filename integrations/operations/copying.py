"""Writing many rows at once by PostgreSQL's COPY, which fires the same triggers as any insert."""

import io
import json
import re

from django.db import connection

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NEEDS_ESCAPE = re.compile(r"[\\\t\n\r]")
NULL = "\\N"


def copy_rows(table, columns, rows):
    """Insert rows (sequences in the order of `columns`) into the table; dicts become JSON, None is NULL."""
    if not rows:
        return
    text = "\n".join(["\t".join(map(as_text, row)) for row in rows])
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', io.StringIO(text))


def as_text(value):
    """A value in COPY's text format."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False, default=str) if value else "{}"
    elif not isinstance(value, str):
        return str(value)
    return value.translate(ESCAPES) if NEEDS_ESCAPE.search(value) else value


def new_ids(table, count):
    """That many ids from the table's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')::regclass) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]
