"""An import from the upload to its undo."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.operations.undoing import undo_batch
from integrations import policies
from integrations.exporting.fields import mapping_of
from integrations.models import ENDED, Import, Into, State
from integrations.operations.identity import OWN
from integrations.operations.ways import target_of
from pmhub.lib.hints import hint
from pmhub.lib.operations import operation
from pmhub.lib.tabular import mapping as columns
from pmhub.lib.tabular.inspection import inspect
from pmhub.lib.tabular.problems import Unreadable, keepable

SOURCES = {"gitlab": "gitlab", "github": "github", "jira": "jira", "json": "json"}
BEFORE = (State.UPLOADED, State.READY)


@operation(policies.can_import)
def upload(product, file, *, by, filename, source="", into=Into.REQUIREMENTS, **reading):
    """Keep a file (an open binary file) and look at it; nothing is imported yet. Raises Unreadable.

    `reading` may overrule the `format` and `encoding` that are found.

    The mapping is the one last used for the same columns, else suggested from the names.
    """
    import_ = Import(
        product=product, by=by, filename=keepable(filename[-200:]) or "file", source=source[:40], into=into
    )
    target = target_of(import_)
    import_.file.save(filename, file if isinstance(file, File) else File(file), save=False)
    try:
        found = inspect(import_.path, filename=filename, **reading, **target.names())
        take_in(import_, found, target)
        import_.save(force_insert=True)
    except Unreadable:
        import_.file.delete(save=False)
        raise
    return import_


@operation(policies.can_import)
def map_columns(import_, *, by, mapping, source=None, orders=None):
    """Say which column goes where: {header: field}. Raises Unreadable when that cannot be."""
    refuse_unless(import_, BEFORE)
    target_of(import_).check(mapping, import_.reading["headers"])
    import_.mapping = {header: field for header, field in mapping.items() if field}
    import_.orders = {header: order for header, order in (orders or {}).items() if order in ("dmy", "mdy")}
    if source:
        import_.source = source.strip()[:40]
    import_.state, import_.counts, import_.report = State.UPLOADED, {}, {}
    import_.save(update_fields=["mapping", "orders", "source", "state", "counts", "report"])
    return import_


@operation(policies.can_import)
def discard(import_, *, by):
    """Forget an upload that was never run, and its file."""
    refuse_unless(import_, BEFORE)
    import_.file.delete(save=False)
    import_.delete()


@operation(policies.can_import)
def begin_check(import_, *, by, here=False):
    """Have a worker find out what a run would do; `here` wakes none, the caller does it."""
    start(import_, State.CHECKING, BEFORE, by, here)


@operation(policies.can_import)
def begin_run(import_, *, by, here=False):
    """Have a worker import the rows; one that failed or was cancelled goes on where it stopped."""
    start(import_, State.RUNNING, (*BEFORE, State.FAILED, State.CANCELLED), by, here)


@operation(policies.can_import)
def cancel(import_, *, by):
    """Stop a check or run; what has been imported stays until it is undone."""
    stopped = Import.objects.filter(pk=import_.pk, state=State.RUNNING).update(
        state=State.CANCELLED, holder=None, lease_until=None, ended_at=timezone.now()
    )
    stopped += Import.objects.filter(pk=import_.pk, state=State.CHECKING).update(
        state=State.UPLOADED, holder=None, lease_until=None
    )
    import_.refresh_from_db()
    return bool(stopped)


@operation(policies.can_import)
def undo_import(import_, *, by):
    """Take back all that the import wrote; returns how many changes that were. Raises ValidationError on conflicts."""
    refuse_unless(import_, ENDED)
    if not import_.is_undoable:
        raise ValidationError(_("This import has changed nothing."))
    undone = undo_batch(import_.batch, by=by)
    Import.objects.filter(pk=import_.pk).update(state=State.UNDONE)
    import_.refresh_from_db()
    return undone


def start(import_, state, allowed, by, here):
    target_of(import_).check(import_.mapping, import_.reading["headers"])
    fresh = {"by": by, "error": "", "ended_at": None, "holder": None, "lease_until": None, "started_at": timezone.now()}
    if state == State.CHECKING or not import_.done_rows:
        fresh |= {"counts": {}, "report": {}, "done_rows": 0}
    if not Import.objects.filter(pk=import_.pk, state__in=allowed).update(state=state, **fresh):
        raise ValidationError(_("This import is already under way or over."))
    import_.refresh_from_db()
    if not here:
        transaction.on_commit(lambda: wake(import_.pk))


def wake(pk):
    from integrations.tasks import work_on  # tasks know operations, not the other way round

    hint(work_on, pk)


def refuse_unless(import_, states):
    import_.refresh_from_db()
    if import_.state not in states:
        raise ValidationError(_("This import is already under way or over."))


def take_in(import_, found, target):
    """Keep what is known of the file and the mapping to offer."""
    if import_.into != Into.REQUIREMENTS:
        found.suggestions = target.suggest(found.headers)
    import_.reading, import_.signature = found.as_dict(), found.signature
    if import_.into == Into.REQUIREMENTS and (own := mapping_of(found.headers, import_.product)):
        import_.source, import_.mapping, import_.orders = OWN, own, {}
        return
    import_.source = import_.source or SOURCES.get(found.format, "csv")
    allowed = set(target.targets())
    earlier = Import.objects.filter(into=import_.into).with_mapping_for(import_.product, found.signature).first()
    remembered = earlier.mapping if earlier else {}
    fits = remembered and all(field in allowed for field in remembered.values())
    import_.mapping = remembered if fits else columns.as_mapping(found.suggestions)
    import_.orders = earlier.orders if earlier and fits else {}
