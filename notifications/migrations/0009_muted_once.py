"""What is muted is so once, by indexes that are made beside running work."""

from django.db import migrations, models

from pmhub.lib.index_migrations import unique_beside

ONCE = """notifications_mute (user_id, reason, milestone_id, version_id) NULLS NOT DISTINCT
    WHERE requirement_id IS NULL"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0008_mute_one_requirement")]
    operations = [
        unique_beside(
            "mute",
            models.UniqueConstraint(
                fields=("user", "reason", "milestone", "version"), name="muted_once", nulls_distinct=False,
                condition=models.Q(("requirement", None)),
            ),
            on=ONCE,
        ),
        unique_beside(
            "mute",
            models.UniqueConstraint(
                fields=("user", "requirement"), name="requirement_muted_once",
                condition=models.Q(("requirement__isnull", False)),
            ),
            on="notifications_mute (user_id, requirement_id) WHERE requirement_id IS NOT NULL",
        ),
    ]  # fmt: skip
