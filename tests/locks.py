"""Who waits for whom in PostgreSQL."""

from django.db import connection


def waiting_sessions():
    """How many other sessions of this database wait for a lock at this moment, also when asked again and again inside
    of a transaction, for which PostgreSQL keeps what it first said.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.02), pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def busy_sessions():
    """How many other sessions of this database are in the middle of something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]
