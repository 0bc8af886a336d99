import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # for the index, which is made beside running work
    dependencies = [("requirements", "0010_search_again")]
    operations = [
        AddIndexConcurrently(
            "requirement",
            models.Index(fields=["status", "id"], include=["product", "priority", "score"], name="requirement_tally"),
        ),
        migrations.AlterField(
            "requirement",
            "status",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requirements",
                to="products.status",
                verbose_name="status",
            ),
        ),
    ]
