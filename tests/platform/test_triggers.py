"""What the triggers of whole statements cost does not grow faster than what they look at."""

import re

from django.db import connection

SOURCES = """
SELECT t.tgname, t.tgoldtable, t.tgnewtable, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
 WHERE t.tgoldtable IS NOT NULL AND t.tgnewtable IS NOT NULL
"""


def test_no_trigger_joins_the_rows_before_with_the_rows_after(db):
    """Its plan is kept, and one made for a single row compares each of ten thousand with each other."""
    with connection.cursor() as cursor:
        cursor.execute(SOURCES)
        found = cursor.fetchall()
    assert found
    for name, before, after, source in found:
        assert not re.search(rf"(JOIN|,)\s+({before}|{after})\b", source), name
