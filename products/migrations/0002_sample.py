from django.db import migrations, models


class Migration(migrations.Migration):
    """A product of the sample workspace says so, so that only such ones go with it."""

    dependencies = [("products", "0001_initial")]
    operations = [
        migrations.AddField(
            "product", "is_sample", models.BooleanField(db_default=False, default=False, editable=False)
        ),
    ]
