from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(work, key):
    """One worker at a time does a named work for a key (a number), over any number of transactions.

    Yields whether it is this one; the lock is the connection's, so that it goes with a worker that is killed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", [f"pmhub {work}", key])
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", [f"pmhub {work}", key])
