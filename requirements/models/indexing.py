"""The triggers that keep `Requirement.search` true to what it is made of: key, title, texts, custom text, comments.

The SQL functions are in the migration `search_comments_and_custom_text`. Weights: A key and title, B story and custom
text, C comments, D description and the initials of the title. A vector has room for about 60,000 words of any length
that people write; comments that no longer fit are left out.
"""

import pgtrigger

ROOM = 60_000

text_of_requirement = pgtrigger.Trigger(
    name="index_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("title", "description", "as_a", "i_want", "so_that", "custom"),
    declare=[("said", "tsvector")],
    func=f"""
        NEW.search := requirements_own_lexemes(
            NEW.key, NEW.title, NEW.as_a || ' ' || NEW.i_want || ' ' || NEW.so_that, NEW.custom, NEW.description);
        IF TG_OP = 'UPDATE' THEN
            said := ts_filter(coalesce(OLD.search, ''), '{{c}}');
            IF length(said) + length(NEW.search) <= {ROOM} THEN NEW.search := said || NEW.search; END IF;
        END IF;
        RETURN NEW;
    """,
)

AGAIN = f"""
    UPDATE requirements_requirement r
       SET search = CASE WHEN length(said) + length(r.search) <= {ROOM} THEN said ELSE '' END
                    || ts_filter(coalesce(r.search, ''), '{{{{a,b,d}}}}')
      FROM (SELECT id, requirements_said_lexemes(id) AS said FROM ({{changed}}) AS ids(id)) AS c
     WHERE r.id = c.id;
    RETURN NULL;
"""

said_in_comments = [
    pgtrigger.Trigger(
        name="index_comments",
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),
        func=f"""
            UPDATE requirements_requirement r SET search = n.said || coalesce(r.search, '')
              FROM (SELECT requirement_id AS id,
                           setweight(requirements_lexemes(left(string_agg(left(body, 10000), ' '), 20000)), 'C') AS said
                      FROM added GROUP BY 1) AS n
             WHERE r.id = n.id AND length(n.said) + length(coalesce(r.search, '')) <= {ROOM};
            RETURN NULL;
        """,
    ),
    pgtrigger.Trigger(
        name="index_comment_again",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("body"),
        condition=pgtrigger.AnyChange("body"),
        func=AGAIN.format(changed="SELECT NEW.requirement_id"),
    ),
    pgtrigger.Trigger(
        name="unindex_comments",
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="gone"),
        func=AGAIN.format(changed="SELECT DISTINCT requirement_id FROM gone"),
    ),
]
