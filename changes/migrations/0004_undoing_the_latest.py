from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """What a person did last is found without reading what others did."""

    atomic = False
    dependencies = [("changes", "0003_changes_since")]
    operations = [
        AddIndexConcurrently("change", models.Index("undoes", name="change_undoing", condition=~Q(undoes=None))),
        AddIndexConcurrently(
            "change",
            models.Index("actor", F("id").desc(), name="change_of_actor", condition=Q(source="web", undoes=None)),
        ),
    ]
