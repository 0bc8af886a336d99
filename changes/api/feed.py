"""The stream of changes as one person may see it."""

import orjson
from django.db import connection
from django.db.models import Q

from changes import stream
from changes.models import Change

LARGEST = 8 * 2**20  # bytes of differences in one answer; at least one change is always given

LAST = "SELECT coalesce(max(seq), 0), EXISTS (SELECT FROM changes_change WHERE seq IS NULL) FROM changes_change"
ROWS = """
SELECT c.seq, c.at, c.actor_id, u.name, c.source, c.operation, c.batch, p.key, c.type, c.object_id, c.key, c.action,
       c.diff, c.product_id
  FROM changes_change c
  LEFT JOIN accounts_user u ON u.id = c.actor_id
  LEFT JOIN products_product p ON p.id = c.product_id
 WHERE c.id = ANY(%s) ORDER BY c.seq
"""


def products_seen(user):
    """The products the person may read, through the soft edge upwards that the model documents."""
    return Change._meta.get_field("product").related_model.objects.visible_to(user)


def settled():
    """The last place in the stream, after giving places to what was committed since: no worker is needed for it."""
    last, waiting = ask()
    if waiting:
        stream.settle()
        last, _waiting = ask()
    return last


def ask():
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        return cursor.fetchone()


def lost(user, seen):
    """Changes by which the person lost sight of a product that they may not see now.

    They were taken out of it, or it became private. Of what became private before their time they never knew.
    """
    taken_out = Q(type="membership", action="delete", diff__user__0=user.pk)
    closed = Q(type="product", action="update", diff__privacy__1="private", at__gte=user.joined_at)
    lost = (taken_out | closed) & ~Q(product__in=seen)
    token = user.token
    return lost if token is None or token.product_id is None else lost & Q(product=token.product_id)


def within(user, seen, key=""):
    """The changes that a person may know of, in all products or in the one with this key."""
    if not key:
        return Change.objects.filter(Q(product__in=seen) | lost(user, seen))
    product = seen.filter(key=key).first()
    return Change.objects.filter(product=product) if product else Change.objects.filter(lost(user, seen), key=key)


def changes(found, user, seen, *, after, upto, limit, types=()):
    """Those of `found` with `after < seq <= upto` in order, and the place up to which nothing more is to be found."""
    found = found.filter(seq__gt=after, seq__lte=upto)
    if types:
        found = found.filter(Q(type__in=types) | lost(user, seen))
    page = list(found.order_by("seq").values_list("pk", "seq")[:limit])
    visible = set(seen.values_list("pk", flat=True))
    rows, size = [], 0
    for row in read([pk for pk, _seq in page]):
        size += len(row[12])
        if rows and size > LARGEST:
            return rows, rows[-1]["seq"]
        rows.append(shown(row) if row[13] in visible else hidden(row))
    return rows, page[-1][1] if len(page) == limit else upto


def read(ids):
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [ids])
        return cursor.fetchall()


def shown(row):
    seq, at, actor, name, source, operation, batch, product, type, pk, key, action, diff, _product = row
    return {
        "seq": seq,
        "at": at,
        "actor": {"id": actor, "name": name} if actor else None,
        "source": source,
        "operation": operation,
        "batch": batch,
        "product": product,
        "type": type,
        "id": pk,
        "key": key,
        "action": action,
        "diff": orjson.Fragment(diff),
    }


def hidden(row):
    """Only that the product is out of sight from here on."""
    nothing = {"actor": None, "source": "", "operation": "", "batch": None, "diff": {}}
    product = {"product": row[10], "type": "product", "id": row[13], "key": row[10], "action": "hidden"}
    return {"seq": row[0], "at": row[1], **nothing, **product}
