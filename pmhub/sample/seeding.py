"""Makes any number of believable requirements in one product, with all triggers, by SQL."""

from django.db import connection, transaction

from accounts.models import User
from pmhub.lib import ranking
from pmhub.lib.operations import recorded
from pmhub.sample import words
from products.models import Membership, Product, Role, Tag
from products.operations.products import create_product
from requirements.models import Requirement
from requirements.operations.rescoring import rescore
from roadmaps.models import Version

AT_A_TIME = 10_000

# One of an array's items; a power above 1 makes the first ones frequent and the last ones rare.
PICK = "(%({array})s::{type}[])[1 + floor(power(random(), {power}) * array_length(%({array})s::{type}[], 1))::int]"

REQUIREMENTS = """
WITH made AS (
    SELECT n.number, n.rank, l.zh, random() AS fate,
           now() - power(random(), 1.5) * interval '1000 days' - n.number * interval '1 microsecond' AS created_at,
           CASE WHEN l.zh THEN {verb_zh} || {thing_zh} || '：' || {purpose_zh}
                ELSE {verb_en} || ' ' || {thing_en} || ' ' || {purpose_en} END AS title,
           CASE WHEN random() < 0.3 THEN '' WHEN l.zh THEN {said_zh} || {said_zh} || E'\\n\\n- ' || {said_zh}
                ELSE {said_en} || ' ' || {said_en} || E'\\n\\n- ' || {said_en} END AS description
      FROM unnest(%(numbers)s::int[], %(ranks)s::text[]) AS n(number, rank),
           LATERAL (SELECT random() < 0.6 AND n.number > 0 AS zh) AS l
)
INSERT INTO requirements_requirement
    (product_id, number, key, title, description, kind, level, status_id, priority, author_id, owner_id, estimate,
     version_id, due_on, due_precision, start_precision, votes, rank, drivers, custom, decline_reason, created_at,
     updated_at, as_a, i_want, so_that)
SELECT %(product)s, number, %(key)s || '-' || number, title, description,
       (ARRAY['user', 'user', 'user', 'business', 'technical'])[1 + floor(random() * 5)::int],
       CASE WHEN fate < 0.02 THEN 'initiative' WHEN fate < 0.15 THEN 'feature' ELSE 'story' END,
       {status}, floor(sqrt(random()) * 5)::int, {person}, CASE WHEN random() < 0.6 THEN {person} END,
       CASE WHEN random() < 0.5 THEN 1 + floor(random() * 13) END,
       CASE WHEN random() < 0.4 THEN {version} END,
       CASE WHEN random() < 0.3 THEN current_date + floor(random() * 240 - 120)::int END, 'day', 'day',
       floor(power(random(), 6) * 200)::int, rank,
       CASE WHEN random() < 0.85 THEN jsonb_build_object(
           'reach', floor(power(random(), 3) * 5000), 'impact', (ARRAY[0.25, 0.5, 1, 2, 3])[1 + floor(random() * 5)::int],
           'confidence', (ARRAY[50, 80, 100])[1 + floor(random() * 3)::int], 'effort', 1 + floor(random() * 20))
            ELSE '{{}}' END,
       CASE WHEN random() < 0.2 THEN jsonb_build_object('customers', floor(random() * 60)) ELSE '{{}}' END,
       '', created_at, created_at + random() * (now() - created_at), '', '', ''
  FROM made
"""
TAGGED = """
INSERT INTO requirements_requirementtag (requirement_id, tag_id)
SELECT DISTINCT r.id, {tag} FROM requirements_requirement r, generate_series(1, 3) AS i
 WHERE r.product_id = %(product)s AND r.number = ANY(%(numbers)s) AND random() < 0.45
"""
SELDOM = """
INSERT INTO requirements_requirementtag (requirement_id, tag_id)
SELECT r.id, t.id FROM requirements_requirement r JOIN products_tag t ON t.product_id = r.product_id AND t.name = %(rare)s
 WHERE r.product_id = %(product)s AND r.number = ANY(%(numbers)s) AND r.number %% 10000 = 1
"""
ASSIGNED = """
INSERT INTO requirements_assignment (requirement_id, user_id)
SELECT r.id, {person} FROM requirements_requirement r
 WHERE r.product_id = %(product)s AND r.number = ANY(%(numbers)s) AND random() < 0.6
"""


def seed(key, size, report=lambda done: None):
    """Let the product with this key (made when new) have `size` requirements more; returns the product."""
    people = list(User.objects.people().order_by("pk")[:50]) or [User.objects.system()]
    product = Product.objects.filter(key=key).first() or ground(key, people)
    values = choices(product, people)
    for first in range(0, size, AT_A_TIME):
        with recorded(User.objects.system(), "seed"):
            grow(product, min(AT_A_TIME, size - first), values)
        report(min(size, first + AT_A_TIME))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rescore(product)
    return product


@transaction.atomic
def ground(key, people):
    product = create_product(people[0], by=people[0], key=key, name=f"Seeded {key}")
    Membership.objects.bulk_create(
        Membership(product=product, user=user, role=Role.CONTRIBUTOR) for user in people[1:] if not user.is_system
    )
    Tag.objects.bulk_create(Tag(product=product, name=name) for name in [*words.TAGS, words.RARE])
    Version.objects.bulk_create(Version(product=product, name=name) for name in words.VERSIONS)
    return product


def choices(product, people):
    values = {"product": product.pk, "key": product.key, "rare": words.RARE}
    for language in ("zh", "en"):
        for kind in ("verbs", "things", "purposes", "sentences"):
            values[f"{kind}_{language}"] = getattr(words, kind.upper())[language]
    order = ["new", "done", "review", "planned", "declined", "active"]
    statuses = sorted(product.statuses.all(), key=lambda status: order.index(status.category))
    values["statuses"] = [status.pk for status in statuses]
    values["tags"] = list(product.tags.exclude(name=words.RARE).order_by("pk").values_list("pk", flat=True))
    values["versions"] = list(product.versions.order_by("-pk").values_list("pk", flat=True))
    values["people"] = [user.pk for user in people]
    return values


def pick(array, type="bigint", power=1):
    return PICK.format(array=array, type=type, power=power)


PICKS = {
    "status": pick("statuses", power=1.7),
    "version": pick("versions", power=1.5),
    "tag": pick("tags", power=2.2),
    "person": pick("people", power=1.5),
    **{f"{name}_{lang}": pick(f"{array}_{lang}", "text", 1.3)
       for lang in ("zh", "en")
       for name, array in [("verb", "verbs"), ("thing", "things"), ("purpose", "purposes"), ("said", "sentences")]},
}  # fmt: skip


def grow(product, count, values):
    """`count` requirements more, in the running transaction."""
    Product.objects.select_for_update().get(pk=product.pk)
    last = Requirement.objects.of(product).order_by("-rank").values_list("rank", flat=True).first()
    number = Product.objects.values_list("last_number", flat=True).get(pk=product.pk)
    batch = {
        **values, "numbers": list(range(number + 1, number + count + 1)), "ranks": ranking.spread(last, None, count)
    }  # fmt: skip
    with connection.cursor() as cursor:
        for sql in (REQUIREMENTS, TAGGED, SELDOM, ASSIGNED):
            cursor.execute(sql.format(**PICKS), batch)
    Product.objects.filter(pk=product.pk).update(last_number=number + count)
