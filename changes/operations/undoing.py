"""Taking a batch of changes back, set by set, whatever its size."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes import policies
from changes.inverse import built_upon, overwritten, take_back
from changes.models import Change
from changes.tracking import registry
from pmhub.lib.operations import operation

LISTED = 20


@dataclass
class Undoing:
    """A batch that somebody wants to take back: who made it, and the tables and products it touched."""

    batch: str
    actors: set = field(default_factory=set)
    touched: list = field(default_factory=list)

    @classmethod
    def of(cls, batch):
        product = Change._meta.get_field("product").related_model  # the documented soft edge upwards
        rows = list(Change.objects.filter(batch=batch).values_list("actor_id", "type", "product_id").distinct())
        products = product.objects.in_bulk({number for _actor, _type, number in rows if number})
        touched = {(type, products.get(number)) for _actor, type, number in rows}
        return cls(batch=str(batch), actors={actor for actor, _type, _product in rows}, touched=list(touched))


class UndoConflict(ValidationError):
    """Somebody changed the same things since; `conflicts` lists `(key, field)`."""

    def __init__(self, conflicts):
        self.conflicts = conflicts
        shown = ", ".join(f"{key} {field}".strip() for key, field in conflicts[:LISTED])
        super().__init__(
            ngettext(
                "This was changed since and cannot be undone: %(items)s.",
                "These were changed since and cannot be undone: %(items)s.",
                len(conflicts),
            )
            % {"items": shown},
            code="undo_conflict",
        )


def undo_batch(batch, *, by):
    """Invert every change of the batch, as one new batch; returns how many changes were taken back.

    Raises PermissionDenied when the person may not (no longer) make such changes, UndoConflict when something the
    batch wrote was changed since.
    """
    return undo(Undoing.of(batch), by=by)


@operation(policies.can_undo)
def undo(undoing, *, by):
    """Take back a batch: what it inserted goes, what it changed or deleted is as before."""
    batch = undoing.batch
    types = [registry[type] for type in {type for type, _product in undoing.touched}]
    conflicts = [pair for entry in types for pair in [*overwritten(batch, entry), *built_upon(batch, entry)]]
    if conflicts:
        raise UndoConflict(conflicts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pmhub.undoes', %s, true)", [batch])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        try:
            with transaction.atomic():
                undone = take_back(batch, types)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError as error:
            raise ValidationError(
                _("Something this belongs to is gone or taken; it cannot be undone: %s") % kind_of(error.__cause__)
            ) from None
        cursor.execute("SELECT set_config('pmhub.undoes', '', true)")
    return undone


def kind_of(violation):
    """What people call the rows that stand in the way: the database's own words are not for them."""
    models = [entry.model for entry in registry.values() if entry.table == violation.diag.table_name]
    return models[0]._meta.verbose_name if models else ""
