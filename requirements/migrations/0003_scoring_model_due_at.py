from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requirements", "0002_search_vector")]
    operations = [
        migrations.RemoveField("scoringmodel", "due"),
        migrations.AddField("scoringmodel", "due_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddIndex(
            "scoringmodel",
            models.Index("due_at", name="scoring_model_due", condition=models.Q(due_at__isnull=False)),
        ),
    ]
