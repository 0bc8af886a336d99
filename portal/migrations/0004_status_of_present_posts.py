from django.db import migrations

FILL = """
UPDATE portal_post SET status = portal_status(feedback_id, chosen_status)
 WHERE status <> portal_status(feedback_id, chosen_status)
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_stored_status")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
