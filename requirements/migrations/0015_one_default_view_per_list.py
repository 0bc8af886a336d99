"""One default view per person, product and list, by an index that is made beside running work."""

from django.db import migrations, models

ONE = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS one_default_view_per_person_and_place
    ON requirements_defaultview (product_id, user_id, place) NULLS NOT DISTINCT
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requirements", "0014_default_view_per_list")]
    operations = [
        migrations.RunSQL(
            ONE,
            "DROP INDEX CONCURRENTLY one_default_view_per_person_and_place",
            state_operations=[
                migrations.AddConstraint(
                    "defaultview",
                    models.UniqueConstraint(
                        fields=("product", "user", "place"),
                        name="one_default_view_per_person_and_place",
                        nulls_distinct=False,
                    ),
                )
            ],
        ),
    ]
