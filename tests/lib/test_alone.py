"""One worker at a time, also after one that failed."""

import pytest
from django.db import connection, transaction

from pmhub.lib.alone import alone
from tests.platform.processes import eventually

FREE = "SELECT pg_try_advisory_xact_lock(hashtext('pmhub sums'), 7)"


def is_free():
    """Whether another worker may begin."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(FREE)
            return cursor.fetchone()[0]
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_nobody_else_works_meanwhile():
    with alone("sums", 7) as is_ours:
        assert (is_ours, is_free()) == (True, False)
    assert is_free()


def fail_after(act):
    with alone("sums", 7):
        act()
        raise ZeroDivisionError


def lose_the_connection():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid, other = cursor.fetchone()[0], connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_hides_no_error():
    with pytest.raises(ZeroDivisionError):
        fail_after(lose_the_connection)
    assert is_free()


@pytest.mark.django_db(transaction=True)
def test_a_broken_transaction_hides_no_error_and_keeps_no_lock():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail_after(lambda: transaction.set_rollback(True))
    assert eventually(is_free)  # the server ends what was closed when it comes to it
