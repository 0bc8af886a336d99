from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations

# What is written nearly like the title or a part of it. The threshold holds in here only.
ALIKE = """
CREATE FUNCTION requirements_alike(written text) RETURNS SETOF bigint LANGUAGE sql STABLE
SET pg_trgm.word_similarity_threshold = 0.25 AS $$
    SELECT id FROM requirements_requirement WHERE written <% title
$$
"""


class Migration(migrations.Migration):
    atomic = False  # for the indexes, which are made beside running work
    dependencies = [("requirements", "0008_search_comments_and_custom_text")]
    operations = [
        TrigramExtension(),
        AddIndexConcurrently("requirement", GinIndex(OpClass("title", "gin_trgm_ops"), name="requirement_title_alike")),
        AddIndexConcurrently("requirement", GinIndex(OpClass("custom", "jsonb_path_ops"), name="requirement_custom")),
        migrations.RunSQL(ALIKE, "DROP FUNCTION requirements_alike(text)"),
    ]
