"""What is muted is so once, by indexes that are made beside running work."""

from django.db import migrations, models

ONCE = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS muted_once
    ON notifications_mute (user_id, reason, milestone_id, version_id) NULLS NOT DISTINCT WHERE requirement_id IS NULL
"""
REQUIREMENT_ONCE = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS requirement_muted_once
    ON notifications_mute (user_id, requirement_id) WHERE requirement_id IS NOT NULL
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0008_mute_one_requirement")]
    operations = [
        migrations.RunSQL(
            ONCE,
            "DROP INDEX CONCURRENTLY muted_once",
            state_operations=[
                migrations.AddConstraint(
                    "mute",
                    models.UniqueConstraint(
                        fields=("user", "reason", "milestone", "version"), name="muted_once", nulls_distinct=False,
                        condition=models.Q(("requirement", None)),
                    ),
                )
            ],
        ),
        migrations.RunSQL(
            REQUIREMENT_ONCE,
            "DROP INDEX CONCURRENTLY requirement_muted_once",
            state_operations=[
                migrations.AddConstraint(
                    "mute",
                    models.UniqueConstraint(
                        fields=("user", "requirement"), name="requirement_muted_once",
                        condition=models.Q(("requirement__isnull", False)),
                    ),
                )
            ],
        ),
    ]  # fmt: skip
