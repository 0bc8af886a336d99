import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import integrations.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("products", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file", models.FileField(upload_to=integrations.models.stored_name)),
                ("filename", models.CharField(max_length=200, verbose_name="file")),
                ("source", models.CharField(default="csv", max_length=40, verbose_name="source")),
                ("reading", models.JSONField(default=dict)),
                ("signature", models.CharField(blank=True, max_length=32)),
                ("mapping", models.JSONField(default=dict)),
                ("orders", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("checking", "Being checked"),
                            ("ready", "Checked"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                            ("undone", "Undone"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("counts", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("total", models.PositiveIntegerField(null=True)),
                ("done_rows", models.PositiveIntegerField(default=0)),
                ("holder", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="products.product"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        models.F("product"), models.OrderBy(models.F("id"), descending=True), name="import_of_product"
                    ),
                    models.Index(
                        models.F("lease_until"),
                        condition=models.Q(("state__in", ["checking", "running"])),
                        name="import_at_work",
                    ),
                ],
            },
        ),
    ]
