"""What was late is told once for each moment, by an index that is made beside running work."""

from django.db import migrations, models

from pmhub.lib.index_migrations import unique_beside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("feedback", "0004_moment_of_escalation")]
    operations = [
        unique_beside(
            "clockevent",
            models.UniqueConstraint(fields=("feedback", "kind", "due_at"), name="escalated_once"),
            on="feedback_clockevent (feedback_id, kind, due_at)",
        ),
    ]
