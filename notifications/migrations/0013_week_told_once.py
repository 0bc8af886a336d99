"""A week is told to a person once, by an index that is made beside running work."""

from django.db import migrations, models

from pmhub.lib.index_migrations import unique_beside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0012_tell_of_answers")]
    operations = [
        unique_beside(
            "notification",
            models.UniqueConstraint(
                fields=("digest", "user"), name="told_of_a_week_once", condition=models.Q(("digest__isnull", False))
            ),
            "notifications_notification (digest_id, user_id) WHERE digest_id IS NOT NULL",
        ),
    ]
