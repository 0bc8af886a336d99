"""What is different between two instants: only what changed in between is read, however large the product is."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Case, CharField, F, OuterRef, Q, When
from django.db.models.functions import JSONObject

from pmhub.lib.text_diff import differences
from products.models import CustomField
from requirements.history.as_of import as_of
from requirements.history.cells import LISTS, LONG, cells_of, label_of
from requirements.models import Link, Requirement
from requirements.reading import with_page

ADDED, CHANGED, DELETED = "added", "changed", "deleted"
STATES = (ADDED, CHANGED, DELETED)
PAGE = 25
BRIEF = 80  # characters: a longer text is compared word by word
RENAMED = ("status", "tag", "version", "milestone", "custom_field", "external_person")
PARTS = ["requirement_tag", "assignment", "criterion", "link", "external_reference", "comment"]

# Of each row that was touched in between: what of it counts, before and after, and whether it was there before and
# after. The manual order is left out. A part that went and came back with the same content is no difference, nor is
# one whose requirement was added or deleted as a whole.
TOUCHED = """
touched AS (
    SELECT c.type, c.object_id, (array_agg(c.key ORDER BY c.id DESC))[1] AS key,
           (array_agg(c.action ORDER BY c.id))[1] <> 'insert' AS was_there,
           (array_agg(c.action ORDER BY c.id DESC))[1] <> 'delete' AS is_there,
           jsonb_object_agg(e.name, e.pair -> 0 ORDER BY c.id DESC) - '{rank,position}'::text[] AS old,
           jsonb_object_agg(e.name, e.pair -> 1 ORDER BY c.id) - '{rank,position}'::text[] AS new
      FROM changes_change c, jsonb_each(c.diff) AS e(name, pair)
     WHERE c.product_id = %(product)s AND c.type = ANY(%(types)s) AND c.at > %(start)s AND c.at <= %(end)s
     GROUP BY c.type, c.object_id
)"""
ITEMS = f"""
WITH {TOUCHED}, own AS (
    SELECT key, CASE WHEN was_there THEN CASE WHEN NOT is_there THEN 'deleted' WHEN old <> new THEN 'changed' END
                     WHEN is_there THEN 'added' END AS state, was_there AND is_there AS stays
      FROM touched WHERE type = 'requirement'
), parts AS (
    SELECT key FROM (
        SELECT key, type, CASE WHEN is_there THEN new ELSE old END AS content,
               sum(is_there::int - was_there::int) AS more, bool_or(was_there AND is_there AND old <> new) AS other
          FROM touched WHERE type <> 'requirement' AND (was_there OR is_there) GROUP BY 1, 2, 3) AS sums
     WHERE more <> 0 OR (other AND type <> 'comment')
), items AS (
    SELECT key, state FROM own WHERE state IS NOT NULL
     UNION SELECT key, 'changed' FROM parts WHERE NOT EXISTS (SELECT FROM own WHERE own.key = parts.key AND NOT stays)
), numbered AS (
    SELECT key, state, array_position(%(states)s, state) AS place, split_part(key, '-', 2)::bigint AS number FROM items
     WHERE key ~ '-[0-9]+$'
)"""
COUNTS = f"{ITEMS} SELECT state, count(*) FROM numbered GROUP BY state"
ONE_PAGE = f"""{ITEMS} SELECT key, state, number FROM numbered
 WHERE (place, number) > (%(place)s, %(number)s) AND (%(key)s = '' OR key = %(key)s)
 ORDER BY place, number LIMIT {PAGE + 1}"""
NAMES = f"""
WITH {TOUCHED} SELECT type, old ->> 'name', new ->> 'name' FROM touched
 WHERE was_there AND is_there AND old -> 'name' <> new -> 'name' ORDER BY type, object_id LIMIT 100
"""


@dataclass
class Cell:
    """One cell with what it held and holds; `pieces` is the way from one to the other where the text is long."""

    name: str
    label: str
    old: str
    new: str
    pieces: list = field(default_factory=list)


@dataclass
class Item:
    """A requirement that is not as it was. Its title is that of the later instant, if it was there."""

    key: str
    number: int
    state: str
    title: str
    cells: list


class Between:
    """The difference of a product between two instants, `start` before `end`."""

    def __init__(self, product, user, start, end):
        self.product, self.user, self.start, self.end = product, user, start, end

    def ask(self, sql, types, **params):
        given = {"product": self.product.pk, "start": self.start, "end": self.end, "types": list(types)}
        with connection.cursor() as cursor:
            cursor.execute(sql, {**given, "states": list(STATES), **params})
            return cursor.fetchall()

    def counts(self):
        """How many requirements were added, changed and deleted."""
        found = dict(self.ask(COUNTS, ["requirement", *PARTS]))
        return {state: found.get(state, 0) for state in STATES}

    def renamed(self):
        """`(type of thing, old name, new name)`: renaming a status changes no requirement."""
        return self.ask(NAMES, RENAMED)

    def page(self, after=(0, 0), key=""):
        """`(items, the place to go on after or None)`; a place is the pair of a state's and the item's number."""
        found = self.ask(ONE_PAGE, ["requirement", *PARTS], place=after[0], number=after[1], key=key)
        shown = found[:PAGE]
        keys = [key for key, _state, _number in shown]
        before, after_ = self.at(self.start, keys), self.at(self.end, keys)
        titles = before.titles | after_.titles
        items = [item(*row, before.cells.get(row[0], {}), after_.cells.get(row[0], {}), titles) for row in shown]
        last = shown[-1] if len(found) > PAGE else None
        return items, (STATES.index(last[1]) + 1, last[2]) if last else None

    def at(self, instant, keys):
        """What stood in the cells of these requirements at the instant."""
        with as_of(self.product, instant) as model:
            seen = with_page(Requirement.objects.visible_to(self.user).of(self.product).filter(key__in=keys))
            found = {row.key: cells_of(row) for row in seen.annotate(link_rows=ArraySubquery(links()))}
            titles = titles_of(self.product, self.user, model)
        return Snapshot(found, titles)


@dataclass
class Snapshot:
    cells: dict
    titles: dict


def titles_of(product, user, model):
    """What inputs and the product's own fields are called."""
    custom = CustomField.objects.visible_to(user).filter(product=product).values_list("key", "name")
    own = {f"custom.{key}": name for key, name in custom}
    return {f"drivers.{name}": str(driver.title) for name, driver in model.inputs.items()} | own


def links():
    """The links of the outer requirement from both ends, with the other one's key."""
    outgoing = Q(source=OuterRef("pk"))
    rows = Link.objects.filter(outgoing | Q(target=OuterRef("pk"))).annotate(
        other=Case(When(outgoing, then=F("target__key")), default=F("source__key"), output_field=CharField())
    )
    return rows.order_by("pk").values(row=JSONObject(kind="kind", key="other", outgoing=outgoing))


def item(key, state, number, old, new, titles):
    title = new.get("title") or old.get("title", "")
    if state == ADDED:
        old = {}
    elif state == DELETED:
        new = {}
    names = [name for name in {**old, **new} if old.get(name, "") != new.get(name, "")]
    cells = [cell(name, old.get(name, ""), new.get(name, ""), titles) for name in names]
    return Item(key, number, state, title, cells)


def cell(name, old, new, titles):
    long = (name in LONG or name in LISTS or "." in name) and max(len(old), len(new)) > BRIEF
    pieces = differences(old, new) if long and old and new else []
    return Cell(name, label_of(name, titles), old, new, pieces)
