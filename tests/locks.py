"""Who waits for whom in PostgreSQL, and who is at work."""

from django.db import connection


def waiting_sessions():
    """How many other sessions of this database wait for a lock at this moment."""
    return sessions("wait_event_type = 'Lock'")


def busy_sessions():
    """How many other sessions of this database are in the middle of something."""
    return sessions("state <> 'idle'")


def sessions(condition):
    """Counted anew each time, also inside of a transaction, for which PostgreSQL keeps what it first said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.02), pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            f" AND backend_type = 'client backend' AND {condition}"
        )
        return cursor.fetchone()[0]
