from django.db import migrations, models

from pmhub.lib.index_migrations import AddIndexBeside


class Migration(migrations.Migration):
    """Among a hundred thousand items those that somebody has put off are found without reading the others."""

    atomic = False

    dependencies = [("feedback", "0007_mute_contact")]

    operations = [
        AddIndexBeside(
            model_name="feedback",
            index=models.Index(
                models.F("product"),
                models.F("snoozed_until"),
                condition=models.Q(("snoozed_until", None), _negated=True),
                name="feedback_asleep",
            ),
        ),
    ]
