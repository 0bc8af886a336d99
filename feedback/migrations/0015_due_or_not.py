from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations, models

from pmhub.lib.index_migrations import AddIndexBeside


class Migration(migrations.Migration):
    """The inbox is read in one statement: what is due by when, and behind it what is not."""

    atomic = False
    dependencies = [("feedback", "0014_no_search_in_rows")]
    operations = [
        AddIndexBeside(
            "feedback",
            models.Index(models.F("product"), models.F("next_due_at"), models.F("id"), name="feedback_by_next_due"),
        ),
        RemoveIndexConcurrently("feedback", "feedback_by_due"),
    ]
