from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from pmhub.lib.index_migrations import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("feedback", "0012_search_moves")]
    operations = [
        AddIndexBeside("searched", GinIndex(fields=["lexemes"], name="feedback_searched_lexemes")),
        migrations.RunSQL("ANALYZE feedback_searched", migrations.RunSQL.noop),
    ]
