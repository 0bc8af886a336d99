import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("products", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("consumer", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("moved_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField(editable=False, null=True, unique=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("source", models.CharField(max_length=10)),
                ("operation", models.CharField(max_length=60)),
                ("batch", models.UUIDField(null=True)),
                ("undoes", models.UUIDField(null=True)),
                ("type", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField(null=True)),
                (
                    "action",
                    models.CharField(
                        choices=[("insert", "Insert"), ("update", "Update"), ("delete", "Delete")], max_length=6
                    ),
                ),
                ("diff", models.JSONField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.product",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("id"), condition=models.Q(("seq", None)), name="change_unsettled"),
                    models.Index(models.F("product"), models.F("seq"), name="change_of_product"),
                    models.Index(
                        models.F("key"), models.OrderBy(models.F("id"), descending=True), name="change_of_key"
                    ),
                    models.Index(
                        models.F("batch"),
                        models.F("id"),
                        condition=models.Q(("batch", None), _negated=True),
                        name="change_of_batch",
                    ),
                    models.Index(models.F("at"), condition=models.Q(("action", "delete")), name="change_trash"),
                ],
            },
        ),
    ]
