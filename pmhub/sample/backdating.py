"""Sets the sample's events back in time.

`changes_change` is append-only and nobody else may do this. The sample is the one exception: its people, products and
history are made up from the first row to the last, in one transaction that nobody has read from, and a workspace whose
every requirement is one second old shows neither ages nor history. Only rows of the batches made here are touched.
"""

import pgtrigger
from django.db import connection

MOMENTS = """
UPDATE changes_change c
   SET at = m.at,
       diff = CASE WHEN c.action = 'insert' AND c.diff ? 'created_at'
                   THEN jsonb_set(c.diff, '{created_at,1}', to_jsonb(m.at))
                   WHEN c.type IN ('agreement', 'clock_event', 'evidence') AND c.action = 'insert'
                   THEN jsonb_set(c.diff, '{at,1}', to_jsonb(m.at))
                   WHEN c.type = 'version' AND c.diff ? 'released_at'
                   THEN jsonb_set(c.diff, '{released_at,1}', to_jsonb(m.at)) ELSE c.diff END
  FROM unnest(%s::uuid[], %s::timestamptz[]) AS m(batch, at) WHERE c.batch = m.batch
"""
CREATED = """
UPDATE {table} t SET created_at = c.at
  FROM changes_change c
 WHERE c.batch = ANY(%s::uuid[]) AND c.type = '{type}' AND c.action = 'insert' AND c.object_id = t.id
"""
RELEASED = """
UPDATE roadmaps_version t SET released_at = c.at
  FROM changes_change c
 WHERE c.batch = ANY(%s::uuid[]) AND c.type = 'version' AND c.diff ? 'released_at' AND c.object_id = t.id
"""
HAPPENED = """
UPDATE {table} t SET at = c.at
  FROM changes_change c
 WHERE c.batch = ANY(%s::uuid[]) AND c.type = '{type}' AND c.action = 'insert' AND c.object_id = t.id
"""
UPDATED = """
UPDATE requirements_requirement r SET updated_at = c.at
  FROM (SELECT object_id, max(at) AS at FROM changes_change
         WHERE batch = ANY(%s::uuid[]) AND type = 'requirement' GROUP BY 1) c
 WHERE c.object_id = r.id
"""
WITH_AGE = {
    "product": "products_product",
    "membership": "products_membership",
    "version": "roadmaps_version",
    "milestone": "roadmaps_milestone",
    "risk": "roadmaps_risk",
    "requirement": "requirements_requirement",
    "comment": "requirements_comment",
    "review": "requirements_review",
    "decision": "requirements_decision",
    "resurfaced": "requirements_resurfaced",
    "feedback": "feedback_feedback",
    "feedback_message": "feedback_message",
    "customer": "feedback_customer",
    "contact": "feedback_contact",
    "vote": "feedback_vote",
    "post": "portal_post",
    "public_comment": "portal_publiccomment",
}
HAPPENED_AT = {
    "agreement": "roadmaps_agreement",
    "clock_event": "feedback_clockevent",
    "evidence": "feedback_evidence",
}


def set_back(moments):
    """Let each batch of `moments` (id → time) have happened at its time."""
    batches = [str(batch) for batch in moments]
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(MOMENTS, [batches, list(moments.values())])
        for type, table in WITH_AGE.items():
            cursor.execute(CREATED.format(type=type, table=table), [batches])
        cursor.execute(RELEASED, [batches])
        for type, table in HAPPENED_AT.items():
            cursor.execute(HAPPENED.format(type=type, table=table), [batches])
        cursor.execute(UPDATED, [batches])
