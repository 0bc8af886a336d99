"""What is searched of feedback, apart from it: an item is decided about often, and what was said seldom changes.

However items come about (pages, REST, imports, undo), the database writes their rows here, and takes them away again.
"""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

LEXEMES = (
    "setweight(requirements_lexemes({row}.key || ' ' || {row}.title), 'A')"
    " || requirements_initials({row}.title) || requirements_lexemes({row}.body)"
)

index_new = pgtrigger.Trigger(
    name="index_new",
    when=pgtrigger.After,
    level=pgtrigger.Statement,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="added"),
    func=f"""
        INSERT INTO feedback_searched (feedback_id, lexemes) SELECT id, {LEXEMES.format(row="added")} FROM added;
        RETURN NULL;
    """,
)

index_rewritten = pgtrigger.Trigger(
    name="index_rewritten",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("title", "body"),
    condition=pgtrigger.AnyChange("title", "body"),
    func=f"""
        INSERT INTO feedback_searched (feedback_id, lexemes) VALUES (NEW.id, {LEXEMES.format(row="NEW")})
            ON CONFLICT (feedback_id) DO UPDATE SET lexemes = excluded.lexemes;
        RETURN NULL;
    """,
)


class Searched(models.Model):
    """The words of an item's key, title (weight A) and text, and the initials of its title."""

    feedback = models.OneToOneField(
        "feedback.Feedback", models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="searched"
    )  # the migration gives it a constraint with ON DELETE CASCADE
    lexemes = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["lexemes"], name="feedback_searched_lexemes")]

    def __str__(self):
        return str(self.feedback_id)
