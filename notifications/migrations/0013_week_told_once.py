"""A week is told to a person once, by an index that is made beside running work."""

from django.db import migrations, models

ONCE = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS told_of_a_week_once
    ON notifications_notification (digest_id, user_id) WHERE digest_id IS NOT NULL
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0012_tell_of_answers")]
    operations = [
        migrations.RunSQL(
            ONCE,
            "DROP INDEX CONCURRENTLY told_of_a_week_once",
            state_operations=[
                migrations.AddConstraint(
                    "notification",
                    models.UniqueConstraint(
                        fields=("digest", "user"),
                        name="told_of_a_week_once",
                        condition=models.Q(("digest__isnull", False)),
                    ),
                )
            ],
        ),
    ]
