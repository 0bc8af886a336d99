"""The plan of reminders keeps itself: triggers note what became stale, a deferred one plans it anew at the commit.

`reminders_expected` is the one rule of who is told what and when; sending asks it again. See `ReminderDelivery`.
"""

from django.db import migrations

FUNCTIONS = """
ALTER TABLE notifications_reminderrule ADD CONSTRAINT reminder_rule_offsets_in_reach
    CHECK (-60 <= ALL (offsets) AND 365 >= ALL (offsets));

CREATE FUNCTION reminders_clock() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('pmhub.clock', true), '')::timestamptz, now())  -- set by tests only
$$;

CREATE FUNCTION reminders_last_day(day date, exact text) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE exact
        WHEN 'month' THEN (date_trunc('month', day::timestamp) + interval '1 month - 1 day')::date
        WHEN 'quarter' THEN (date_trunc('quarter', day::timestamp) + interval '3 months - 1 day')::date
        WHEN 'year' THEN (date_trunc('year', day::timestamp) + interval '1 year - 1 day')::date
        ELSE day END
$$;

CREATE FUNCTION reminders_due(day date, hour int, zone text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (day + make_time(hour, 0, 0)) AT TIME ZONE zone;
EXCEPTION WHEN invalid_parameter_value THEN  -- a time zone that does not exist
    RETURN (day + make_time(hour, 0, 0)) AT TIME ZONE 'UTC';
END $$;

CREATE FUNCTION reminders_expected(milestones bigint[], versions bigint[], person bigint) RETURNS TABLE (
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
), work AS (
    SELECT t.milestone_id, t.version_id, q.id
      FROM ruled t JOIN requirements_requirement q ON q.version_id = t.version_id
     WHERE t.to_assignees OR t.to_watchers
     UNION
    SELECT t.milestone_id, t.version_id, q.id
      FROM ruled t JOIN requirements_requirement q ON q.milestone_id = t.milestone_id
     WHERE t.to_assignees OR t.to_watchers
     UNION
    SELECT t.milestone_id, t.version_id, q.id
      FROM ruled t
      JOIN (SELECT id, version_id FROM roadmaps_milestone
             UNION SELECT milestone_id, version_id FROM roadmaps_milestoneversion) l ON l.id = t.milestone_id
      JOIN requirements_requirement q ON q.version_id = l.version_id
     WHERE t.to_assignees OR t.to_watchers
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

# One statement: whatever is not expected goes, what has another moment moves, what is missing and still ahead comes.
# `{scope}` limits what may go to the things, or to the person, that were asked for.
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
      FROM expected e WHERE e.due_at > reminders_clock()
        ON CONFLICT DO NOTHING;
"""
SAME = """(e.milestone_id = d.milestone_id OR e.version_id = d.version_id) AND e.recipient_id = d.recipient_id
               AND e.days_before = d.days_before AND e.channel = d.channel AND e.target_on = d.target_on"""

PLANNING = """
CREATE FUNCTION reminders_plan(milestones bigint[], versions bigint[], person bigint) RETURNS void
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

CREATE FUNCTION reminders_plan_stale() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF cardinality(milestones) + cardinality(versions) > 0 THEN
        PERFORM reminders_plan(milestones, versions, NULL);
    END IF;
    FOREACH person IN ARRAY persons LOOP
        PERFORM reminders_plan(NULL, NULL, person);
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER plan_stale_reminders AFTER INSERT ON notifications_staleplan
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reminders_plan_stale();

CREATE FUNCTION reminders_stale(scope text, target bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO notifications_staleplan (transaction, scope, target)
    SELECT pg_current_xact_id()::text::bigint, scope, target WHERE target IS NOT NULL ON CONFLICT DO NOTHING
$$;

-- The arguments of this trigger are pairs: a scope, and the column that names whom or what it concerns.
CREATE FUNCTION reminders_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    is_now jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        PERFORM reminders_stale(TG_ARGV[i], (was ->> TG_ARGV[i + 1])::bigint);
        PERFORM reminders_stale(TG_ARGV[i], (is_now ->> TG_ARGV[i + 1])::bigint);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION reminders_note_requirement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reminders_stale('version', OLD.version_id), reminders_stale('milestone', OLD.milestone_id);
    IF TG_OP = 'UPDATE' THEN
        PERFORM reminders_stale('version', NEW.version_id), reminders_stale('milestone', NEW.milestone_id);
    END IF;
    RETURN NULL;
END $$;

-- Many at once: the people of requirements, whose statement is looked at as a whole.
CREATE FUNCTION reminders_note_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reminders_stale('version', version_id) FROM (
        SELECT DISTINCT q.version_id FROM changed c JOIN requirements_requirement q ON q.id = c.requirement_id) v;
    PERFORM reminders_stale('milestone', milestone_id) FROM (
        SELECT DISTINCT q.milestone_id FROM changed c JOIN requirements_requirement q ON q.id = c.requirement_id) m;
    RETURN NULL;
END $$;
"""
PLANNING = PLANNING.replace(
    "OF_THINGS", PLAN.format(scope="d.milestone_id = ANY (milestones) OR d.version_id = ANY (versions)", same=SAME)
).replace("OF_PERSON", PLAN.format(scope="d.recipient_id = person", same=SAME))

WATCHED = [  # table, columns whose change matters, pairs of scope and column
    ("roadmaps_milestone", "due_on due_precision done_at owner_id version_id product_id", "'milestone', 'id'"),
    ("roadmaps_version", "release_on release_precision state owner_id product_id", "'version', 'id'"),
    ("roadmaps_milestoneversion", "milestone_id version_id", "'milestone', 'milestone_id'"),
    ("products_membership", "product_id user_id role", "'person', 'user_id'"),
    (
        "notifications_reminderrule",
        "is_on offsets to_owner to_assignees to_watchers to_roles in_app by_mail escalate_after product_id"
        " milestone_id version_id",
        "'product', 'product_id'",
    ),
    ("notifications_preference", "hour in_app by_mail user_id", "'person', 'user_id'"),
    ("notifications_mute", "user_id reason milestone_id version_id", "'person', 'user_id'"),
]
UPDATES_ONLY = [
    ("products_product", "privacy", "'product', 'id'"),
    ("accounts_user", "is_active is_admin is_system time_zone email", "'person', 'id'"),
]


def differs(columns):
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def on_update(table, columns, pairs, function="reminders_note"):
    names = columns.split()
    return (
        f"CREATE TRIGGER reminders_update AFTER UPDATE OF {', '.join(names)} ON {table} FOR EACH ROW"
        f" WHEN ({differs(names)}) EXECUTE FUNCTION {function}({pairs});"
    )


def on_rows(table, pairs):
    return (
        f"CREATE TRIGGER reminders_rows AFTER INSERT OR DELETE ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION reminders_note({pairs});"
    )


def on_work(table):
    for name, when, side in [
        ("insert", "INSERT", "NEW"), ("delete", "DELETE", "OLD"), ("after", "UPDATE", "NEW"), ("before", "UPDATE", "OLD"),
    ]:  # fmt: skip
        yield (
            f"CREATE TRIGGER reminders_{name} AFTER {when} ON {table} REFERENCING {side} TABLE AS changed"
            " FOR EACH STATEMENT EXECUTE FUNCTION reminders_note_work();"
        )


def triggers():
    for table, columns, pairs in WATCHED:
        yield on_rows(table, pairs)
        yield on_update(table, columns, pairs)
    for table, columns, pairs in UPDATES_ONLY:
        yield on_update(table, columns, pairs)
    yield on_update("requirements_requirement", "version_id milestone_id", "", "reminders_note_requirement")
    yield (
        "CREATE TRIGGER reminders_rows AFTER DELETE ON requirements_requirement FOR EACH ROW"
        " WHEN (OLD.version_id IS NOT NULL OR OLD.milestone_id IS NOT NULL)"
        " EXECUTE FUNCTION reminders_note_requirement();"
    )
    for table in ("requirements_assignment", "requirements_watching"):
        yield from on_work(table)


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("accounts", "0001_initial"),
        ("products", "0001_initial"),
        ("requirements", "0012_lexemes_faster"),
        ("roadmaps", "0002_releasing_and_health"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(PLANNING, migrations.RunSQL.noop),
        migrations.RunSQL("\n".join(triggers()), migrations.RunSQL.noop),
    ]
