from django.db import migrations

AT_A_TIME = 2_000
AGAIN = """
UPDATE requirements_requirement SET search = requirements_said_lexemes(id)
       || requirements_own_lexemes(key, title, as_a || ' ' || i_want || ' ' || so_that, custom, description)
 WHERE id > %s AND id <= %s
"""


def index_again(apps, schema_editor):
    """Each batch is a transaction of its own, so that nobody waits long for a row."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM requirements_requirement")
        for start in range(0, cursor.fetchone()[0], AT_A_TIME):
            cursor.execute(AGAIN, [start, start + AT_A_TIME])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requirements", "0009_search_alike")]
    operations = [migrations.RunPython(index_again, migrations.RunPython.noop, elidable=True)]
