"""What others have changed of a row since somebody read it, by the stream of changes."""

from copy import copy

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from changes.models import Change
from changes.tracking import registry


class Stale(Exception):
    """Somebody else changed the same fields of a row since this version was read.

    `fields` names them, `was` holds what stood there when it was read.
    """

    def __init__(self, row, fields, was=None):
        self.row, self.fields, self.was = row, sorted(fields), was or {}
        super().__init__(", ".join(self.fields))


def held(row, lock_version=None, fields=None, *, unseen=(), to_delete=False):
    """The row as it is now; nobody else changes it until the transaction ends. ValidationError where it is gone.

    Others may still hang something on it meanwhile, but for one that is held `to_delete`.

    Raises Stale where others have given one of these `fields` another value since `lock_version`, or may have, as the
    stream does not see those that are `unseen`.
    """
    try:
        now = type(row).objects.select_for_update(of=["self"], no_key=not to_delete).get(pk=row.pk)
    except type(row).DoesNotExist:
        raise ValidationError(_("“%s” was deleted meanwhile.") % row) from None
    now.product = row.product
    changed = changed_since(now, lock_version)
    if unseen and lock_version is not None and lock_version < now.lock_version:
        changed |= set(unseen)
    if clash := {name for name in changed & (fields or {}).keys() if getattr(now, name) != fields[name]}:
        seen = as_read(now, lock_version)
        raise Stale(now, clash, {name: getattr(seen, name) for name in clash})
    return now


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
