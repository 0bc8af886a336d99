"""Stored files that nothing names any more: of removals that cannot be taken back, and of what was never committed."""

from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models.fields.json import KT
from django.utils import timezone

from changes.models import Change

IN_FLIGHT = timedelta(days=1)  # a file without a row may be of an upload that is not committed yet
AT_A_TIME = 500


def forget_gone(folder, held):
    """Delete the files below a folder whose names `held(names)` does not give back; returns how many."""
    before = (timezone.now() - IN_FLIGHT).timestamp()
    files = (path for path in Path(default_storage.path(folder)).rglob("*") if path.is_file())
    old = (path for path in files if path.stat().st_mtime < before)
    forgotten = 0
    while paths := list(islice(old, AT_A_TIME)):
        kept = held([path.name for path in paths])
        gone = [path for path in paths if path.name not in kept]
        for path in gone:
            path.unlink(missing_ok=True)
        forgotten += len(gone)
    return forgotten


def held_by(model, of_type="", field="storage", former=()):
    """For `forget_gone`: the names in a column, and those that were in rows of the stream which can be brought back.

    `former` are changes, beside deletions, before which there was a name. All is seen at one moment: what somebody
    deletes or brings back meanwhile is either still in a row or already in the stream.
    """
    trash = Change.objects.in_trash().filter(type=of_type)
    pasts = [was_in(changes.order_by(), field) for changes in (trash, *former)]

    def held(names):
        rows = model.objects.filter(**{f"{field}__in": names}).order_by().values_list(field)
        return {name for (name,) in rows.union(*(past.filter(was__in=names) for past in pasts))}

    return held


def was_in(changes, field):
    """What a column held before these changes."""
    return changes.annotate(was=KT(f"diff__{field}__0")).values_list("was")
