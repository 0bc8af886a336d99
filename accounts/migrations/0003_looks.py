from django.db import migrations, models


class Migration(migrations.Migration):
    """Text size, contrast and motion as a person likes them."""

    dependencies = [
        ("accounts", "0002_owners"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="contrast",
            field=models.CharField(
                choices=[("system", "Like my system"), ("more", "High")],
                db_default="system",
                default="system",
                max_length=10,
                verbose_name="contrast",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="motion",
            field=models.CharField(
                choices=[("system", "Like my system"), ("reduced", "None")],
                db_default="system",
                default="system",
                max_length=10,
                verbose_name="motion",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="text_size",
            field=models.CharField(
                choices=[("normal", "Normal"), ("large", "Large"), ("larger", "Larger")],
                db_default="normal",
                default="normal",
                max_length=10,
                verbose_name="text size",
            ),
        ),
    ]
