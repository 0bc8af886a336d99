"""The indexes of an inbox that holds more than reminders, made beside running work."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from pmhub.lib.index_migrations import AddIndexBeside, unique_beside

DATED = models.Q(("milestone__isnull", False), ("version__isnull", False), _connector="OR")
ONCE = """notifications_notification (user_id, milestone_id, version_id, day) NULLS NOT DISTINCT
    WHERE milestone_id IS NOT NULL OR version_id IS NOT NULL"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0005_inbox_begins_now")]
    operations = [
        unique_beside(
            "notification",
            models.UniqueConstraint(
                condition=DATED, fields=("user", "milestone", "version", "day"), name="reminded_once_a_day",
                nulls_distinct=False,
            ),
            on=ONCE,
        ),
        AddIndexBeside(
            "notification",
            GinIndex(condition=models.Q(("batches__isnull", False)), fields=["batches"], name="notifications_of_batches"),
        ),
    ]  # fmt: skip
