"""Items whose time is over: noted once for each moment that passed, so that somebody can be told."""

from django.db import connection

from feedback.models.clock_event import ClockKind
from feedback.models.feedback import OPEN

ESCALATIONS = {ClockKind.RESPONSE_LATE: "response_due_at", ClockKind.SOLUTION_LATE: "solution_due_at"}
MISSED = {  # SQL: what is over and not done
    ClockKind.RESPONSE_LATE: "f.responded_at IS NULL AND f.response_due_at <= %(now)s",
    ClockKind.SOLUTION_LATE: "f.state <> 'waiting' AND f.solution_due_at <= %(now)s",
}
NOTE = """
INSERT INTO feedback_clockevent (product_id, feedback_id, kind, at, by_id, due_at)
SELECT f.product_id, f.id, %(kind)s, %(now)s, %(by)s, f.{due}
  FROM feedback_feedback f
 WHERE f.next_due_at <= %(now)s AND f.state = ANY(%(open)s) AND {missed}
   AND NOT EXISTS (SELECT 1 FROM feedback_clockevent e
                    WHERE e.feedback_id = f.id AND e.kind = %(kind)s AND e.at >= f.{due})
    ON CONFLICT (feedback_id, kind, due_at) DO NOTHING
"""


def note_what_is_late(now, by):
    """Write an escalation for every open item that fell due since it was last escalated; returns how many.

    Who was told since it fell due is not told again: a calendar that moves the moment back changes nothing. Two sweeps
    at once write the same moment, of which the database keeps one.
    """
    noted = 0
    with connection.cursor() as cursor:
        for kind, due in ESCALATIONS.items():
            sql = NOTE.format(due=due, missed=MISSED[kind])
            cursor.execute(sql, {"kind": str(kind), "now": now, "by": by.pk, "open": [str(state) for state in OPEN]})
            noted += cursor.rowcount
    return noted
