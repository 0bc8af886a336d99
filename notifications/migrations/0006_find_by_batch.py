"""The indexes of an inbox that holds more than reminders, made beside running work."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

ONCE = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS reminded_once_a_day
    ON notifications_notification (user_id, milestone_id, version_id, day) NULLS NOT DISTINCT
 WHERE milestone_id IS NOT NULL OR version_id IS NOT NULL
"""
BATCHES = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS notifications_of_batches
    ON notifications_notification USING gin (batches) WHERE batches IS NOT NULL
"""
DATED = models.Q(("milestone__isnull", False), ("version__isnull", False), _connector="OR")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0005_inbox_begins_now")]
    operations = [
        migrations.RunSQL(
            ONCE,
            "DROP INDEX CONCURRENTLY reminded_once_a_day",
            state_operations=[
                migrations.AddConstraint(
                    "notification",
                    models.UniqueConstraint(
                        condition=DATED, fields=("user", "milestone", "version", "day"), name="reminded_once_a_day",
                        nulls_distinct=False,
                    ),
                )
            ],
        ),
        migrations.RunSQL(
            BATCHES,
            "DROP INDEX CONCURRENTLY notifications_of_batches",
            state_operations=[
                migrations.AddIndex(
                    "notification",
                    GinIndex(
                        condition=models.Q(("batches__isnull", False)), fields=["batches"],
                        name="notifications_of_batches",
                    ),
                )
            ],
        ),
    ]  # fmt: skip
