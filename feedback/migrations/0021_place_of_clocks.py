from django.db import migrations, models


class Migration(migrations.Migration):
    """A worker that is ended while it reckons the clocks of a product is followed by one that goes on there."""

    dependencies = [("feedback", "0020_letters_alike")]
    operations = [
        migrations.AddField("desk", name, models.BigIntegerField(default=0, db_default=0, editable=False))
        for name in ("clocks_place", "clocks_from")
    ]
