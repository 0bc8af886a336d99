"""What the database itself keeps true about groups of feedback: their votes, and that they are flat.

However votes and merges come about or are taken back (pages, REST, imports, undo): `Feedback.votes` is the number of
different contacts who voted for an item or for what was merged into it, and what others were merged into is itself
part of nothing. The SQL function `feedback_recount(ids)` is in the migration `merges`.
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
    operation=pgtrigger.UpdateOf("duplicate_of_id"),
    condition=pgtrigger.AnyChange("duplicate_of"),
    func="PERFORM feedback_recount(ARRAY[OLD.duplicate_of_id, NEW.duplicate_of_id]); RETURN NULL;",
)

keep_flat = pgtrigger.Trigger(
    name="keep_groups_flat",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("duplicate_of_id"),
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__duplicate_of__isnull=False),
    func="""
        PERFORM pg_advisory_xact_lock(hashtext('pmhub merge'), NEW.product_id::integer);
        IF EXISTS (SELECT 1 FROM feedback_feedback f JOIN feedback_feedback r ON r.id = f.duplicate_of_id
                    WHERE r.duplicate_of_id IS NOT NULL AND NEW.id IN (f.id, r.id)) THEN
            RAISE EXCEPTION 'feedback % would be a duplicate of a duplicate', NEW.key
                  USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN NULL;
    """,
)
