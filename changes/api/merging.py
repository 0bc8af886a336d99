"""Field-wise merge: an edit passes unless others have changed the same fields since its author read them."""

from django.http import Http404

from changes.merging import changed_since
from pmhub.lib.api.preconditions import read_number, stale


def lock(row):
    """Keep others from changing `row` for the rest of the transaction, and read it anew; 404 when it is gone."""
    try:
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(of=("self",)))
    except type(row).DoesNotExist:
        raise Http404 from None


def lock_for_edit(request, row, columns, show):
    """Lock `row`; 412 where others have changed one of `columns` since the version in `If-Match`.

    `show(row)` is its representation.
    """
    read = read_number(request, row.lock_version, lambda: show(row))
    lock(row)
    if read is None or read == row.lock_version:
        return
    if clash := changed_since(row, read) & set(columns):
        raise stale(row.lock_version, show(row), sorted(clash))
