"""Edits that pass unless others have changed the same fields since their writer read them."""

from changes.merging import changed_since
from requirements.operations.authoring import Stale

FUZZY = {"start": ("start_on", "start_precision"), "release": ("release_on", "release_precision"),
         "due": ("due_on", "due_precision")}  # fmt: skip


def columns_of(names):
    """The columns in which fields are kept: a fuzzy date has two."""
    return {column for name in names for column in FUZZY.get(name, [name])}


def refuse_stale(row, lock_version, names):
    """Lock the row until the transaction ends; Stale where others have changed one of the fields since.

    Without a `lock_version` nobody asks: the last writer wins.
    """
    if lock_version is None:
        return
    now = type(row).objects.select_for_update(of=["self"]).get(pk=row.pk)
    if clash := changed_since(now, lock_version) & columns_of(names):
        raise Stale(now, clash)
