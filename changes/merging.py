"""What others have changed of a row since somebody read it, by the stream of changes."""

from copy import copy

from changes.models import Change
from changes.tracking import registry


def diffs_since(row, lock_version):
    """The diffs of the row's changes after it had this `lock_version`, newest first."""
    if lock_version is None or lock_version >= row.lock_version:
        return []
    kind = next(entry.type for entry in registry.values() if entry.model is type(row))
    near = {"product": row.product_id} if hasattr(row, "product_id") else {}  # the stream is not searched by row alone
    since = Change.objects.filter(**near, type=kind, object_id=row.pk, version__gt=lock_version)
    return list(since.order_by("-id").values_list("diff", flat=True))


def changed_since(row, lock_version):
    """The names of the fields that others have changed."""
    return {name for diff in diffs_since(row, lock_version) for name in diff}


def as_read(row, lock_version):
    """A copy of the row as it was when it had this `lock_version`."""
    was = {name: old for diff in diffs_since(row, lock_version) for name, (old, _new) in diff.items()}
    seen = copy(row)
    for name, value in was.items():
        field = row._meta.get_field(name)
        setattr(seen, field.attname, field.to_python(value))
    return seen
