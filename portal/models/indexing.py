"""The words of a post that the board finds it by, kept by the database itself."""

import pgtrigger

index_text = pgtrigger.Trigger(
    name="index_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("title", "body"),
    func="""
        NEW.search := setweight(requirements_lexemes(NEW.title), 'A')
            || requirements_initials(NEW.title) || requirements_lexemes(NEW.body);
        RETURN NEW;
    """,
)
