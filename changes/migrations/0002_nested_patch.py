from django.db import migrations

NESTED = """
CREATE FUNCTION changes_nested(flat jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(flat) WHERE strpos(key, '.') = 0), '{}')
        || coalesce((SELECT jsonb_object_agg(map, entries) FROM (
               SELECT split_part(key, '.', 1) AS map,
                      jsonb_object_agg(substr(key, strpos(key, '.') + 1), value) AS entries
                 FROM jsonb_each(flat) WHERE strpos(key, '.') > 0 GROUP BY 1) AS maps), '{}')
$$
"""


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]
    operations = [migrations.RunSQL(NESTED, "DROP FUNCTION changes_nested(jsonb)")]
