import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

GONE_WITH_IT = """
ALTER TABLE feedback_searched ADD CONSTRAINT feedback_searched_of_feedback
    FOREIGN KEY (feedback_id) REFERENCES feedback_feedback (id) ON DELETE CASCADE
"""


class Migration(migrations.Migration):
    """What is new or rewritten is indexed in a table of its own, and as before."""

    dependencies = [("feedback", "0010_received_in_our_time")]

    operations = [
        migrations.CreateModel(
            name="Searched",
            fields=[
                (
                    "feedback",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="searched",
                        serialize=False,
                        to="feedback.feedback",
                    ),
                ),
                ("lexemes", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(GONE_WITH_IT, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="feedback",
            trigger=pgtrigger.compiler.Trigger(
                name="index_new",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO feedback_searched (feedback_id, lexemes) SELECT id, setweight(requirements_lexemes(added.key || ' ' || added.title), 'A') || requirements_initials(added.title) || requirements_lexemes(added.body) FROM added;\n        RETURN NULL;\n    ",
                    hash="9d4a4d65ef1a5ca5657a3b5771cb9ddb2bff5fc0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_index_new_d6b35",
                    referencing="REFERENCING NEW TABLE AS added ",
                    table="feedback_feedback",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feedback",
            trigger=pgtrigger.compiler.Trigger(
                name="index_rewritten",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func="\n        INSERT INTO feedback_searched (feedback_id, lexemes) VALUES (NEW.id, setweight(requirements_lexemes(NEW.key || ' ' || NEW.title), 'A') || requirements_initials(NEW.title) || requirements_lexemes(NEW.body))\n            ON CONFLICT (feedback_id) DO UPDATE SET lexemes = excluded.lexemes;\n        RETURN NULL;\n    ",
                    hash="e36a62c1d294d78d5c7ae95ece0c562443013041",
                    operation='UPDATE OF "title", "body"',
                    pgid="pgtrigger_index_rewritten_5f679",
                    table="feedback_feedback",
                    when="AFTER",
                ),
            ),
        ),
    ]
