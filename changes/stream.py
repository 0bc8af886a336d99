"""The order of the stream: which changes are settled, and who reads them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from changes.models import Change, Cursor

SETTLE = """
WITH ready AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place
      FROM (SELECT id FROM changes_change WHERE seq IS NULL ORDER BY id LIMIT %s) AS visible
)
UPDATE changes_change c
   SET seq = (SELECT coalesce(max(seq), 0) FROM changes_change) + ready.place
  FROM ready WHERE c.id = ready.id
"""
AT_A_TIME = 10_000
CONSUMED_AT_A_TIME = 1_000

consumers = {}


@dataclass(frozen=True)
class Consumer:
    """A reader of the stream whose database effects happen exactly once."""

    name: str
    types: frozenset[str]
    handle: Callable


def consumer(name, *, on):
    """Register `function(changes)`: called with the settled changes of the types `on`, in order, in a transaction."""

    def register(function):
        consumers[name] = Consumer(name, frozenset(on), function)
        return function

    return register


def settle():
    """Give the next places in the stream to the changes that were committed since; returns how many.

    Ids are handed out at insert, but transactions end in another order, so a reader who trusts ids skips rows. Here a
    change gets its place after its commit, from one settler at a time, whose snapshot is taken behind the lock: places
    only ever grow. Who changes a row waits for its former writer to commit, so a visible change of a subject has all
    its predecessors visible, with lower ids: each subject's changes keep their order.
    """
    settled = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pmhub settle'))")
            cursor.execute(SETTLE, [AT_A_TIME])
            settled += cursor.rowcount
            if cursor.rowcount < AT_A_TIME:
                return settled


def lagging():
    """The names of the consumers that have not read to the end."""
    last = Change.objects.settled().order_by("-seq").values_list("seq", flat=True).first() or 0
    read = dict(Cursor.objects.values_list("consumer", "seq"))
    return [name for name in consumers if read.get(name, 0) < last]


def consume(name):
    """Let one consumer read its next batch; returns whether there was one.

    Its cursor moves in the transaction of its effects. While another process reads for it, there is nothing to do.
    """
    consumer = consumers[name]
    Cursor.objects.get_or_create(consumer=name)
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update(skip_locked=True).filter(consumer=name).first()
        if cursor is None:
            return False
        changes = list(Change.objects.after(cursor.seq)[:CONSUMED_AT_A_TIME])
        if not changes:
            return False
        if relevant := [change for change in changes if change.type in consumer.types]:
            consumer.handle(relevant)
        cursor.seq = changes[-1].seq
        cursor.save(update_fields=["seq", "moved_at"])
    return True


def catch_up():
    """Settle and let every consumer read to the end, here and now; workers do it by tasks."""
    settle()
    for name in consumers:
        while consume(name):
            pass
