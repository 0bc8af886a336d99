"""Hear no more of one requirement, while others go on reaching the person for the same reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0007_declined_work_reminds_nobody"),
        ("requirements", "0013_no_negative_estimate"),
        ("roadmaps", "0008_start_within_a_fuzzy_release"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mute",
            name="muted_once",
        ),
        migrations.RemoveConstraint(
            model_name="mute",
            name="mute_of_one_thing",
        ),
        migrations.AddField(
            model_name="mute",
            name="requirement",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="requirements.requirement"
            ),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("milestone", None), ("reason", ""), ("requirement", None), ("version__isnull", False)),
                    models.Q(("milestone__isnull", False), ("reason", ""), ("requirement", None), ("version", None)),
                    models.Q(("milestone", None), ("reason", ""), ("requirement__isnull", False), ("version", None)),
                    models.Q(
                        models.Q(("reason", ""), _negated=True),
                        ("milestone", None),
                        ("requirement", None),
                        ("version", None),
                    ),
                    _connector="OR",
                ),
                name="mute_of_one_thing",
            ),
        ),
    ]
