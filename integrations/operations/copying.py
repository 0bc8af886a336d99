"""Writing many rows at once by PostgreSQL's COPY, which fires the same triggers as any insert."""

import io

from django.db import connection

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


def copy_rows(table, columns, rows):
    """Insert rows (sequences in the order of `columns`) into the table; None is NULL, the rest is taken as text."""
    if not rows:
        return
    text = io.StringIO()
    for row in rows:
        text.write("\t".join([NULL if value is None else str(value).translate(ESCAPES) for value in row]))
        text.write("\n")
    text.seek(0)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', text)


def new_ids(table, count):
    """That many ids from the table's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')::regclass) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]
