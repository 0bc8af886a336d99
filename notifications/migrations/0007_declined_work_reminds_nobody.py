"""Work that was declined reminds nobody, and all locks of a transaction are taken at once.

A transaction that planned things first and people afterwards took its locks out of order: two of those could wait for
each other.
"""

from importlib import import_module

from django.db import migrations

EXPECTED = """
CREATE OR REPLACE FUNCTION reminders_expected(milestones bigint[], versions bigint[], person bigint) RETURNS TABLE (
    product_id bigint, milestone_id bigint, version_id bigint, recipient_id bigint, reason text, days_before smallint,
    channel text, target_on date, due_at timestamptz
) LANGUAGE sql STABLE AS $$
WITH things AS (
    SELECT m.product_id, m.id AS milestone_id, NULL::bigint AS version_id, m.owner_id,
           reminders_last_day(m.due_on, m.due_precision) AS target_on
      FROM roadmaps_milestone m
     WHERE (milestones IS NULL OR m.id = ANY (milestones)) AND m.done_at IS NULL AND m.due_on IS NOT NULL
     UNION ALL
    SELECT v.product_id, NULL, v.id, v.owner_id, reminders_last_day(v.release_on, v.release_precision)
      FROM roadmaps_version v
     WHERE (versions IS NULL OR v.id = ANY (versions)) AND v.state IN ('planned', 'active') AND v.release_on IS NOT NULL
), ruled AS (
    SELECT t.*, coalesce(r.offsets, '{7,1,0,-1}') AS offsets, r.escalate_after,
           coalesce(r.to_owner, true) AS to_owner, coalesce(r.to_assignees, true) AS to_assignees,
           coalesce(r.to_watchers, false) AS to_watchers, coalesce(r.to_roles, '{}') AS to_roles,
           coalesce(r.in_app, true) AS in_app, coalesce(r.by_mail, true) AS by_mail
      FROM things t
      LEFT JOIN LATERAL (
        SELECT * FROM notifications_reminderrule r
         WHERE r.product_id = t.product_id
           AND (r.milestone_id = t.milestone_id OR r.version_id = t.version_id
                OR (r.milestone_id IS NULL AND r.version_id IS NULL))
         ORDER BY r.milestone_id IS NULL AND r.version_id IS NULL LIMIT 1
      ) r ON true
     WHERE coalesce(r.is_on, true) AND t.target_on < '9000-01-01'  -- Python's calendar ends with 9999
), declined AS (
    SELECT id FROM products_status WHERE category = 'declined'
), work AS (
    SELECT t.milestone_id, t.version_id, q.id
      FROM ruled t JOIN requirements_requirement q ON q.version_id = t.version_id
     WHERE (t.to_assignees OR t.to_watchers) AND q.status_id <> ALL (ARRAY(SELECT id FROM declined))
     UNION
    SELECT t.milestone_id, t.version_id, q.id
      FROM ruled t JOIN requirements_requirement q ON q.milestone_id = t.milestone_id
     WHERE (t.to_assignees OR t.to_watchers) AND q.status_id <> ALL (ARRAY(SELECT id FROM declined))
     UNION
    SELECT t.milestone_id, t.version_id, q.id
      FROM ruled t
      JOIN (SELECT id, version_id FROM roadmaps_milestone
             UNION SELECT milestone_id, version_id FROM roadmaps_milestoneversion) l ON l.id = t.milestone_id
      JOIN requirements_requirement q ON q.version_id = l.version_id
     WHERE (t.to_assignees OR t.to_watchers) AND q.status_id <> ALL (ARRAY(SELECT id FROM declined))
), people AS (
    SELECT t.milestone_id, t.version_id, t.owner_id AS id, 1 AS place, 'owner' AS reason
      FROM ruled t WHERE t.to_owner AND t.owner_id IS NOT NULL
     UNION
    SELECT w.milestone_id, w.version_id, a.user_id, 3, 'assignee'
      FROM work w
      JOIN ruled t ON t.to_assignees AND (t.milestone_id = w.milestone_id OR t.version_id = w.version_id)
      JOIN requirements_assignment a ON a.requirement_id = w.id AND a.user_id IS NOT NULL
     UNION
    SELECT t.milestone_id, t.version_id, s.user_id, 4, 'role'
      FROM ruled t JOIN products_membership s ON s.product_id = t.product_id AND s.role = ANY (t.to_roles)
     UNION
    SELECT w.milestone_id, w.version_id, a.user_id, 5, 'watcher'
      FROM work w
      JOIN ruled t ON t.to_watchers AND (t.milestone_id = w.milestone_id OR t.version_id = w.version_id)
      JOIN requirements_watching a ON a.requirement_id = w.id
), calls AS (
    SELECT t.*, p.id AS person_id, p.place, p.reason, o.days
      FROM ruled t
      JOIN people p ON p.milestone_id = t.milestone_id OR p.version_id = t.version_id
      CROSS JOIN LATERAL unnest(t.offsets) AS o(days)
     UNION ALL
    SELECT t.*, s.user_id, 2, 'escalation', (-t.escalate_after)::smallint
      FROM ruled t JOIN products_membership s ON s.product_id = t.product_id AND s.role = 40
     WHERE t.escalate_after IS NOT NULL
), chosen AS (
    SELECT DISTINCT ON (c.milestone_id, c.version_id, c.person_id, c.days)
           c.*, u.time_zone, u.email ~ '^[^@\\s]+@[^@\\s]+$' AS has_address,
           coalesce(f.hour, 9) AS hour, coalesce(f.in_app, true) AS wants_inbox, coalesce(f.by_mail, true) AS wants_mail
      FROM calls c
      JOIN accounts_user u ON u.id = c.person_id AND u.is_active AND NOT u.is_system
      JOIN products_product p ON p.id = c.product_id
      LEFT JOIN notifications_preference f ON f.user_id = u.id
     WHERE (person IS NULL OR u.id = person)
       AND (u.is_admin OR p.privacy = 'internal'
            OR EXISTS (SELECT 1 FROM products_membership s WHERE s.product_id = p.id AND s.user_id = u.id))
       AND NOT EXISTS (
            SELECT 1 FROM notifications_mute x
             WHERE x.user_id = u.id
               AND (x.reason = c.reason OR x.milestone_id = c.milestone_id OR x.version_id = c.version_id))
     ORDER BY c.milestone_id, c.version_id, c.person_id, c.days, c.place
)
SELECT c.product_id, c.milestone_id, c.version_id, c.person_id, c.reason, c.days, way.channel, c.target_on,
       reminders_due(c.target_on - c.days, c.hour, c.time_zone)
  FROM chosen c
  CROSS JOIN LATERAL (
    SELECT 'inbox' AS channel WHERE c.wants_inbox AND (c.in_app OR (c.by_mail AND NOT c.has_address))
     UNION ALL
    SELECT 'mail' WHERE c.wants_mail AND c.by_mail AND c.has_address
  ) way
$$;
"""

STALE = """
CREATE OR REPLACE FUNCTION reminders_plan_stale() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    milestones bigint[]; versions bigint[]; products bigint[]; persons bigint[]; person bigint;
BEGIN
    WITH taken AS (
        DELETE FROM notifications_staleplan WHERE transaction = pg_current_xact_id()::text::bigint
        RETURNING scope, target
    )
    SELECT coalesce(array_agg(target) FILTER (WHERE scope = 'milestone'), '{}'),
           coalesce(array_agg(target) FILTER (WHERE scope = 'version'), '{}'),
           coalesce(array_agg(target) FILTER (WHERE scope = 'product'), '{}'),
           coalesce(array_agg(target) FILTER (WHERE scope = 'person'), '{}')
      INTO milestones, versions, products, persons FROM taken;
    versions := versions || ARRAY(SELECT v.id FROM roadmaps_version v WHERE v.product_id = ANY (products));
    milestones := milestones || ARRAY(
        SELECT m.id FROM roadmaps_milestone m WHERE m.product_id = ANY (products) OR m.version_id = ANY (versions)
         UNION SELECT l.milestone_id FROM roadmaps_milestoneversion l WHERE l.version_id = ANY (versions));
    PERFORM pg_advisory_xact_lock(20260901, id) FROM (
        SELECT DISTINCT (product_id % 2147483647)::int AS id FROM (
            SELECT m.product_id FROM roadmaps_milestone m WHERE persons <> '{}' OR m.id = ANY (milestones)
             UNION ALL
            SELECT v.product_id FROM roadmaps_version v WHERE persons <> '{}' OR v.id = ANY (versions)
        ) concerned ORDER BY 1
    ) ordered;
    IF cardinality(milestones) + cardinality(versions) > 0 THEN
        PERFORM reminders_plan(milestones, versions, NULL);
    END IF;
    FOREACH person IN ARRAY persons LOOP
        PERFORM reminders_plan(NULL, NULL, person);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION reminders_note_decline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM products_status WHERE id IN (OLD.status_id, NEW.status_id) AND category = 'declined') THEN
        PERFORM reminders_stale('version', NEW.version_id), reminders_stale('milestone', NEW.milestone_id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER reminders_decline AFTER UPDATE OF status_id ON requirements_requirement FOR EACH ROW
    WHEN (OLD.status_id IS DISTINCT FROM NEW.status_id
          AND (NEW.version_id IS NOT NULL OR NEW.milestone_id IS NOT NULL))
    EXECUTE FUNCTION reminders_note_decline();
"""

BEFORE = import_module("notifications.migrations.0002_keep_the_plan")


def as_before(text, name):
    """The function as the migration `keep_the_plan` made it."""
    begin = text.index(f"CREATE FUNCTION {name}")
    return text[begin : text.index("$$;", begin) + 3].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("notifications", "0006_find_by_batch"), ("requirements", "0012_lexemes_faster")]
    operations = [
        migrations.RunSQL(EXPECTED, as_before(BEFORE.FUNCTIONS, "reminders_expected")),
        migrations.RunSQL(
            STALE,
            "DROP TRIGGER reminders_decline ON requirements_requirement; DROP FUNCTION reminders_note_decline();"
            + as_before(BEFORE.PLANNING, "reminders_plan_stale"),
        ),
    ]
