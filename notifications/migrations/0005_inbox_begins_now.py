"""The inbox reads the stream from its present end: nobody is told of years of history on the day of the upgrade."""

from django.db import migrations

BEGIN = """
INSERT INTO changes_cursor (consumer, seq, moved_at)
SELECT 'inbox', coalesce(max(seq), 0), now() FROM changes_change
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_inbox_of_acts"), ("changes", "0001_initial")]
    operations = [migrations.RunSQL(BEGIN, "DELETE FROM changes_cursor WHERE consumer = 'inbox'")]
