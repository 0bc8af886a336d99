from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING


class Migration(migrations.Migration):
    dependencies = [("feedback", "0018_draft_files")]

    operations = [
        migrations.AlterField(
            model_name="incomingmail",
            name="feedback",
            field=models.ForeignKey(
                db_constraint=False, null=True, on_delete=DO_NOTHING, related_name="mails", to="feedback.feedback"
            ),
        ),
        migrations.AlterField(
            model_name="incomingmail",
            name="message",
            field=models.ForeignKey(
                db_constraint=False, null=True, on_delete=DO_NOTHING, related_name="mails", to="feedback.message"
            ),
        ),
        migrations.AlterField(
            model_name="news",
            name="feedback",
            field=models.ForeignKey(
                db_constraint=False, on_delete=DO_NOTHING, related_name="news", to="feedback.feedback"
            ),
        ),
    ]
