from django.db import migrations

AT_A_TIME = 1_000
FOLLOW = "SELECT portal_follow(array_agg(feedback_id)) FROM portal_post WHERE id > %s AND id <= %s"


def fill(apps, schema_editor):
    """Each piece is a transaction of its own, which keeps only whoever writes the same posts waiting."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM portal_post")
        for start in range(0, cursor.fetchone()[0], AT_A_TIME):
            cursor.execute(FOLLOW, [start, start + AT_A_TIME])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("portal", "0004_status_follows")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
