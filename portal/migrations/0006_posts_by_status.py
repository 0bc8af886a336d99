from django.db import migrations, models

from pmhub.lib.index_migrations import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("portal", "0005_status_of_present_posts")]
    operations = [
        AddIndexBeside(
            "post",
            models.Index(
                models.F("product"),
                models.F("status"),
                models.OrderBy(models.F("created_at"), descending=True),
                models.F("id"),
                condition=models.Q(("state", "shown")),
                name="post_by_status",
            ),
        ),
    ]
