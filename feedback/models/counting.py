"""What the database itself keeps true about groups of feedback: their votes, and that they are flat.

However votes and merges come about or are taken back (pages, REST, imports, undo): `Feedback.votes` is the number of
different contacts who voted for an item or for what was merged into it, and what others were merged into is itself
part of nothing. The SQL function `feedback_recount(ids)` is in the migration `merges`.

What a statement moved is found by EXCEPT and not by a join: see `portal.models.following`.
"""

import pgtrigger

OF_VOTES = """
    PERFORM feedback_recount(array_agg(voted.id))
       FROM (SELECT feedback_id AS id FROM {rows}
              UNION SELECT f.duplicate_of_id FROM feedback_feedback f JOIN {rows} r ON f.id = r.feedback_id
                     WHERE f.duplicate_of_id IS NOT NULL) voted;
    RETURN NULL;
"""

count_votes = [
    pgtrigger.Trigger(
        name="count_votes_given",
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="given"),
        func=OF_VOTES.format(rows="given"),
    ),
    pgtrigger.Trigger(
        name="count_votes_taken_back",
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="gone"),
        func=OF_VOTES.format(rows="gone"),
    ),
]

count_merged = pgtrigger.Trigger(
    name="count_merged",
    when=pgtrigger.After,
    level=pgtrigger.Statement,
    operation=pgtrigger.Update,
    referencing=pgtrigger.Referencing(old="was", new="now"),
    func="""
        PERFORM feedback_recount(array_agg(moved.first))
           FROM ((SELECT id, duplicate_of_id AS first FROM was EXCEPT SELECT id, duplicate_of_id FROM now)
                 UNION ALL (SELECT id, duplicate_of_id FROM now EXCEPT SELECT id, duplicate_of_id FROM was)) moved
          WHERE moved.first IS NOT NULL HAVING count(*) > 0;
        RETURN NULL;
    """,
)

keep_flat = pgtrigger.Trigger(
    name="keep_groups_flat",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("duplicate_of_id"),
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__duplicate_of__isnull=False),
    func="""
        PERFORM pg_advisory_xact_lock(hashtext('pmhub merge'), NEW.product_id::integer);
        IF (SELECT r.duplicate_of_id FROM feedback_feedback r
             WHERE r.id = (SELECT f.duplicate_of_id FROM feedback_feedback f WHERE f.id = NEW.id)) IS NOT NULL
           OR (SELECT f.duplicate_of_id FROM feedback_feedback f WHERE f.id = NEW.id) IS NOT NULL
              AND EXISTS (SELECT 1 FROM feedback_feedback f WHERE f.duplicate_of_id = NEW.id) THEN
            RAISE EXCEPTION 'feedback % would be a duplicate of a duplicate', NEW.key
                  USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN NULL;
    """,
)
