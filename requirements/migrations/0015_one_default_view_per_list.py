"""One default view per person, product and list, by an index that is made beside running work."""

from django.db import migrations, models

from pmhub.lib.index_migrations import unique_beside


class Migration(migrations.Migration):
    """What is stricter goes last, so that nothing is there twice in between."""

    atomic = False
    dependencies = [("requirements", "0014_default_view_per_list")]
    operations = [
        unique_beside(
            "defaultview",
            models.UniqueConstraint(
                fields=("product", "user", "place"),
                name="one_default_view_per_person_and_place",
                nulls_distinct=False,
            ),
            "requirements_defaultview (product_id, user_id, place) NULLS NOT DISTINCT",
        ),
        migrations.RemoveConstraint("defaultview", "one_default_view_per_person_and_product"),
    ]
