import pgtrigger.migrations
from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """Nothing of the search is left in the row, so that a decision about it does not write its words anew.

    The empty column itself goes with a later release: processes that began before this one still name it.
    """

    atomic = False
    dependencies = [("feedback", "0013_search_there")]
    operations = [
        RemoveIndexConcurrently("feedback", "feedback_search"),
        RemoveIndexConcurrently("feedback", "feedback_title_alike"),
        pgtrigger.migrations.RemoveTrigger(model_name="feedback", name="index_text"),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("feedback", "search")]),
    ]
