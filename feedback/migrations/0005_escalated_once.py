"""What was late is told once for each moment, by an index that is made beside running work."""

from django.db import migrations, models

ONCE = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS escalated_once ON feedback_clockevent (feedback_id, kind, due_at)
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("feedback", "0004_moment_of_escalation")]
    operations = [
        migrations.RunSQL(
            ONCE,
            "DROP INDEX CONCURRENTLY escalated_once",
            state_operations=[
                migrations.AddConstraint(
                    "clockevent",
                    models.UniqueConstraint(fields=("feedback", "kind", "due_at"), name="escalated_once"),
                )
            ],
        ),
    ]
