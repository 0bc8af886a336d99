"""Indexes that a migration makes beside running work. One that failed leaves an invalid index, the next begins anew."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddConstraint, RunSQL


def forget(name):
    return f"DROP INDEX CONCURRENTLY IF EXISTS {name}"


class AddIndexBeside(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(forget(schema_editor.quote_name(self.index.name)))
        super().database_forwards(app_label, schema_editor, from_state, to_state)


def unique_beside(model_name, constraint, on):
    """The constraint as an index; `on` is the SQL after `CREATE UNIQUE INDEX … ON`."""
    create = f"CREATE UNIQUE INDEX CONCURRENTLY {constraint.name} ON {on}"
    return RunSQL([forget(constraint.name), create], forget(constraint.name), [AddConstraint(model_name, constraint)])
