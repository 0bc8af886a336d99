from django.db import migrations

AT_A_TIME = 5_000
THERE = """
INSERT INTO feedback_searched (feedback_id, lexemes)
SELECT id, search FROM feedback_feedback WHERE id > %s AND id <= %s AND search IS NOT NULL
    ON CONFLICT (feedback_id) DO NOTHING
"""
BACK = """
UPDATE feedback_feedback f SET search = s.lexemes FROM feedback_searched s
 WHERE s.feedback_id = f.id AND f.id > %s AND f.id <= %s AND f.search IS NULL
"""


def in_pieces(statement):
    """Each piece is a transaction of its own; what was written meanwhile is left as it is."""

    def move(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM feedback_feedback")
            for start in range(0, cursor.fetchone()[0], AT_A_TIME):
                cursor.execute(statement, [start, start + AT_A_TIME])

    return move


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("feedback", "0011_search_apart")]
    operations = [migrations.RunPython(in_pieces(THERE), in_pieces(BACK), elidable=True)]
