from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("feedback", "0012_search_moves")]
    operations = [
        AddIndexConcurrently("searched", GinIndex(fields=["lexemes"], name="feedback_searched_lexemes")),
        migrations.RunSQL("ANALYZE feedback_searched", migrations.RunSQL.noop),
    ]
