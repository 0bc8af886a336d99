"""An index that failed half-way is there and does not hold: who migrates again gets it for good."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

MADE = {
    "escalated_once": ("feedback", "0005_escalated_once", "feedback_clockevent"),
    "reminded_once_a_day": ("notifications", "0006_find_by_batch", "notifications_notification"),
    "notifications_of_batches": ("notifications", "0006_find_by_batch", "notifications_notification"),
    "muted_once": ("notifications", "0009_muted_once", "notifications_mute"),
    "requirement_muted_once": ("notifications", "0009_muted_once", "notifications_mute"),
    "told_of_a_week_once": ("notifications", "0013_week_told_once", "notifications_notification"),
    "one_default_view_per_person_and_place": (
        "requirements",
        "0015_one_default_view_per_list",
        "requirements_defaultview",
    ),
    "feedback_asleep": ("feedback", "0008_find_what_sleeps", "feedback_feedback"),
    "feedback_searched_lexemes": ("feedback", "0013_search_there", "feedback_searched"),
    "feedback_by_next_due": ("feedback", "0015_due_or_not", "feedback_feedback"),
    "post_by_status": ("portal", "0006_posts_by_status", "portal_post"),
}


def is_valid(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [name])
        return cursor.fetchone()[0]


def made_by(operation):
    return operation.index.name if hasattr(operation, "index") else operation.state_operations[0].constraint.name


@pytest.fixture
def writer():
    """`writer(table)`: somebody who is at work on a table, until `.close()`."""
    other = connection.copy()

    def begin(table):
        other.set_autocommit(False)
        other.cursor().execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
        return other

    yield begin
    other.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", MADE)
def test_a_second_attempt_makes_the_index_anew(name, writer):
    app, migration, table = MADE[name]
    loader = MigrationExecutor(connection).loader
    state = loader.project_state((app, migration))

    operation = next(one for one in loader.get_migration(app, migration).operations if made_by(one) == name)

    def migrate():
        with connection.schema_editor(atomic=False) as editor:
            operation.database_forwards(app, editor, state, state)

    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {name}")
        busy = writer(table)
        cursor.execute("SET lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate()
        assert not is_valid(name)
        busy.rollback()  # closing it would give the lock back a while later
        cursor.execute("RESET lock_timeout")
        migrate()
    assert is_valid(name)
