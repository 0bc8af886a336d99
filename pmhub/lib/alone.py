from contextlib import contextmanager

from django.db import Error, connection


@contextmanager
def alone(work, key):
    """One worker at a time does a named work for a key (a number), over any number of transactions.

    Yields whether it is this one; the lock is the connection's, so that it goes with a worker that is killed. A pooler
    that gives each transaction another connection cannot be between.
    """
    name = [f"pmhub {work}", key]
    if not asked("pg_try_advisory_lock", name):
        yield False
        return
    try:
        yield True
    except BaseException:
        try:
            asked("pg_advisory_unlock", name)
        except Error:  # what failed first is what is told
            connection.close()
        raise
    asked("pg_advisory_unlock", name)


def asked(function, name):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(%s), %s)", name)
        return cursor.fetchone()[0]
