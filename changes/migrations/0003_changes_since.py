from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed since an instant: reading the past begins there."""

    atomic = False
    dependencies = [("changes", "0002_nested_patch")]
    operations = [
        AddIndexConcurrently("change", models.Index("product", "type", "at", name="change_since")),
    ]
