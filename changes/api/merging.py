"""Field-wise merge: an edit passes unless others have changed the same fields since its author read them."""

from django.http import Http404

from changes.models import Change
from pmhub.lib.api.preconditions import read_number, stale


def lock(row):
    """Keep others from changing `row` for the rest of the transaction, and read it anew; 404 when it is gone."""
    try:
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(of=("self",)))
    except type(row).DoesNotExist:
        raise Http404 from None


def lock_for_edit(request, row, type, columns, show):
    """Lock `row`; 412 where others have changed one of `columns` since the version in `If-Match`.

    `type` is what the stream of changes calls such rows, `show(row)` their representation.
    """
    read = read_number(request, row.lock_version, lambda: show(row))
    lock(row)
    if read is None or read == row.lock_version:
        return
    since = Change.objects.filter(type=type, object_id=row.pk, version__gt=read)
    theirs = {name for diff in since.values_list("diff", flat=True) for name in diff}
    if clash := theirs & set(columns):
        raise stale(row.lock_version, show(row), sorted(clash))
