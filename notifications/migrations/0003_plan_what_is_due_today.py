"""A reminder whose hour has passed is still planned while its day lasts where the recipient is: late rather than never.

The days before a date are all different, so that at most one of them is today's: however a date is set or moved,
nobody hears of it more than once at that moment. What belonged to a day that is over is not caught up.
"""

from django.db import migrations

PLAN = """
    WITH expected AS MATERIALIZED (SELECT * FROM reminders_expected(milestones, versions, person)),
    gone AS (
        DELETE FROM notifications_reminderdelivery d
         WHERE d.state = 'planned' AND ({scope}) AND NOT EXISTS (SELECT 1 FROM expected e WHERE {same})
    ),
    moved AS (
        UPDATE notifications_reminderdelivery d SET due_at = e.due_at, reason = e.reason
          FROM expected e
         WHERE d.state = 'planned' AND {same} AND (d.due_at, d.reason) IS DISTINCT FROM (e.due_at, e.reason)
    )
    INSERT INTO notifications_reminderdelivery
        (product_id, milestone_id, version_id, recipient_id, reason, days_before, channel, target_on, due_at)
    SELECT e.product_id, e.milestone_id, e.version_id, e.recipient_id, e.reason, e.days_before, e.channel, e.target_on,
           e.due_at
      FROM expected e JOIN accounts_user u ON u.id = e.recipient_id
     WHERE {still_ahead}
        ON CONFLICT DO NOTHING;
"""
SAME = """(e.milestone_id = d.milestone_id OR e.version_id = d.version_id) AND e.recipient_id = d.recipient_id
               AND e.days_before = d.days_before AND e.channel = d.channel AND e.target_on = d.target_on"""
OF_THINGS = "d.milestone_id = ANY (milestones) OR d.version_id = ANY (versions)"
OF_PERSON = "d.recipient_id = person"

PLANNING = """
CREATE OR REPLACE FUNCTION reminders_plan(milestones bigint[], versions bigint[], person bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(20260901, id) FROM (
        SELECT DISTINCT (product_id % 2147483647)::int AS id FROM (
            SELECT m.product_id FROM roadmaps_milestone m WHERE milestones IS NULL OR m.id = ANY (milestones)
             UNION ALL
            SELECT v.product_id FROM roadmaps_version v WHERE versions IS NULL OR v.id = ANY (versions)
        ) concerned ORDER BY 1
    ) ordered;
    IF person IS NULL THEN OF_THINGS ELSE OF_PERSON END IF;
END $$;
"""


def planning(still_ahead):
    """The planner that plans what is `still_ahead`."""
    rest = {"same": SAME, "still_ahead": still_ahead}
    return PLANNING.replace("OF_THINGS", PLAN.format(scope=OF_THINGS, **rest)).replace(
        "OF_PERSON", PLAN.format(scope=OF_PERSON, **rest)
    )


BEFORE = "e.due_at > reminders_clock()"
NOW = "reminders_due(e.target_on - e.days_before + 1, 0, u.time_zone) > reminders_clock()"  # its day is not over


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_keep_the_plan")]
    operations = [migrations.RunSQL(planning(NOW), planning(BEFORE))]
