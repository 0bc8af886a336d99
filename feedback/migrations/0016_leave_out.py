from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0015_due_or_not")]

    operations = [
        migrations.AddField(
            model_name="news", name="left_out", field=models.BooleanField(default=False, db_default=False)
        ),
    ]
