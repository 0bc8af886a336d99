"""Who speaks for which requirement, and how much they count, in SQL.

A voice is a customer (merged ones are one), or somebody of no known customer. It speaks for a requirement through
evidence at an item of theirs; through evidence at another item of the same group, for whoever says the same has said
it; or by a vote for an item of the group, which is worth an importance of 1. The nearest of these counts, among equals
the latest. Items of nobody known have no voice: their `customer` and `contact` are both NULL. The address in a form is
whoever's somebody wrote there, so such an item is nobody's until the team names its customer.
"""

PROVED = "CASE WHEN f.channel <> 'form' THEN f.contact_id END"
VALUE_OF_ONE = 10_000  # a year, in the desk's currency: a fixed unit, so that no customer changes what another counts

SPOKEN = """
linked AS (
    SELECT e.requirement_id, coalesce(f.duplicate_of_id, f.id) AS root, e.feedback_id, e.id, e.importance, e.at,
           e.passage
      FROM feedback_evidence e JOIN feedback_feedback f ON f.id = e.feedback_id
     WHERE e.product_id = %(product)s {narrow}
),
groups AS (SELECT DISTINCT requirement_id, root FROM linked),
items AS (
    SELECT g.requirement_id, g.root, f.id, f.customer_id, {proved} AS contact_id
      FROM groups g JOIN feedback_feedback f ON f.id = g.root
    UNION ALL
    SELECT g.requirement_id, g.root, f.id, f.customer_id, {proved}
      FROM groups g JOIN feedback_feedback f ON f.duplicate_of_id = g.root
),
spoken AS (
    SELECT i.requirement_id, i.customer_id, i.contact_id, (i.id <> l.feedback_id)::int AS farness, l.importance, l.at,
           l.id, i.id AS item, CASE WHEN i.id = l.feedback_id THEN l.passage ELSE '' END AS passage
      FROM items i JOIN linked l USING (requirement_id, root)
    UNION ALL
    SELECT i.requirement_id, NULL, v.contact_id, 2, 1, v.created_at, v.id, i.id, ''
      FROM items i JOIN feedback_vote v ON v.feedback_id = i.id
),
named AS (
    SELECT s.requirement_id, coalesce(k.merged_into_id, k.id) AS customer,
           CASE WHEN k.id IS NULL THEN c.id END AS contact, s.farness, s.importance, s.at, s.id, s.item, s.passage
      FROM spoken s
      LEFT JOIN feedback_contact c ON c.id = s.contact_id
      LEFT JOIN feedback_customer k ON k.id = coalesce(s.customer_id, c.customer_id)
)
"""
NEAREST = "farness, at DESC, id DESC"
WEIGHED = f"""
  JOIN feedback_desk d ON d.product_id = %(product)s
  LEFT JOIN feedback_customer k ON k.id = v.customer
  LEFT JOIN feedback_tier t ON t.id = k.tier_id
 CROSS JOIN LATERAL (
    SELECT CASE d.weighing WHEN 'tier' THEN coalesce(t.weight, 1)
                           WHEN 'value' THEN coalesce(k.value / {VALUE_OF_ONE}, 1) ELSE 1 END AS weight) AS w
"""
LARGEST = "999999999999.99"
# Writes the demands of a product's requirements where they differ. Takes `product`.
KEEP = f"""
WITH {SPOKEN.format(proved=PROVED, narrow="")},
voices AS (
    SELECT DISTINCT ON (requirement_id, customer, contact) requirement_id, customer, importance
      FROM named WHERE customer IS NOT NULL OR contact IS NOT NULL
     ORDER BY requirement_id, customer, contact, {NEAREST}
),
demands AS (
    SELECT v.requirement_id AS id, least(round(sum(w.weight * v.importance), 2), {LARGEST}) AS demand
      FROM voices v {WEIGHED} GROUP BY v.requirement_id
),
differing AS (
    SELECT q.id, coalesce(d.demand, 0) AS demand
      FROM requirements_requirement q LEFT JOIN demands d USING (id)
     WHERE q.product_id = %(product)s AND q.demand IS DISTINCT FROM coalesce(d.demand, 0)
)
UPDATE requirements_requirement r SET demand = n.demand FROM differing n
 WHERE r.id = n.id AND r.demand IS DISTINCT FROM n.demand
"""
# The voices for one requirement, those that count most first. Takes `product`, `requirement` and `limit`.
VOICES = f"""
WITH {SPOKEN.format(proved=PROVED, narrow="AND e.requirement_id = %(requirement)s")},
told AS (
    SELECT n.customer, n.contact, n.importance, n.farness, n.at, n.item, n.passage,
           row_number() OVER (PARTITION BY customer, contact ORDER BY {NEAREST}) AS place,
           row_number() OVER (PARTITION BY customer, contact, item ORDER BY {NEAREST}) AS said_there
      FROM named n
),
voices AS (
    SELECT told.customer, told.contact, max(importance) FILTER (WHERE place = 1) AS importance,
           max(at) FILTER (WHERE place = 1) AS at, count(DISTINCT item) AS items,
           max(farness) FILTER (WHERE place = 1) AS farness,
           jsonb_agg(jsonb_build_array(f.number, f.key, f.title, passage) ORDER BY place)
               FILTER (WHERE passage <> '' OR said_there = 1) AS said
      FROM told JOIN feedback_feedback f ON f.id = told.item GROUP BY told.customer, told.contact
)
SELECT v.customer, v.contact, v.importance, v.farness AS by, v.items, v.said, k.name, t.name,
       c.name, c.shown_name, w.weight, round(w.weight * v.importance, 2) AS counts, d.weighing, d.currency,
       count(*) FILTER (WHERE v.customer IS NOT NULL) OVER (), count(*) FILTER (WHERE v.contact IS NOT NULL) OVER ()
  FROM voices v {WEIGHED} LEFT JOIN feedback_contact c ON c.id = v.contact
 ORDER BY v.customer IS NULL AND v.contact IS NULL, counts DESC, v.at DESC, v.customer, v.contact LIMIT %(limit)s
"""
