"""Taking a batch of changes back, set by set, whatever its size."""

from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes import policies
from changes.inverse import Part, built_upon, overwritten, take_back
from changes.models import Change
from changes.models.change import Action
from changes.tracking import registry
from pmhub.lib.operations import operation

LISTED = 20

following = []  # what is derived from rows and has to be right at once, also when they are as before


@dataclass
class Undoing:
    """A batch that somebody wants to take back: who made it, and the tables and products it touched.

    `restored` are the types of which taking it back makes or changes rows, `parts` what it did to each table.
    """

    batch: str
    actors: set = field(default_factory=set)
    touched: list = field(default_factory=list)
    restored: set = field(default_factory=set)
    parts: list = field(default_factory=list)

    @classmethod
    def of(cls, batch):
        product = Change._meta.get_field("product").related_model  # the documented soft edge upwards
        changes = Change.objects.filter(batch=batch).order_by()
        rows = list(changes.values_list("actor_id", "type", "product_id", "action").annotate(ids=ArrayAgg("id")))
        products = product.objects.in_bulk({number for _actor, _type, number, *_rest in rows if number})
        parts = {}
        for _actor, type, _number, action, ids in rows:
            part = parts.setdefault(type, Part(registry[type], [], set()))
            part.ids.extend(ids)
            part.actions.add(action)
        return cls(
            batch=str(batch),
            actors={actor for actor, *_rest in rows},
            touched=list({(type, products.get(number)) for _actor, type, number, *_rest in rows}),
            restored={type for type, part in parts.items() if part.actions - {Action.INSERT}},
            parts=list(parts.values()),
        )

    def private_to_others(self, user):
        """The types of the batch that can be private, with those rows that are somebody else's."""
        models = {type: registry[type].model for type, _product in self.touched}
        return [(type, m.private_to_others(user)) for type, m in models.items() if hasattr(m, "private_to_others")]

    def reaches_into_privacy(self, user):
        """Whether a row of the batch is by now somebody else's alone: taking it back would show or change it."""
        changes = Change.objects.filter(batch=self.batch)
        return any(
            private.filter(pk__in=changes.filter(type=type).values("object_id")).exists()
            for type, private in self.private_to_others(user)
        )


def follows_undoing(follow):
    """Have `follow(changes)` called with the changes that were taken back, in the same transaction."""
    following.append(follow)
    return follow


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
    conflicts = [pair for part in undoing.parts for pair in [*overwritten(part), *built_upon(batch, part)]]
    if conflicts:
        raise UndoConflict(conflicts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pmhub.undoes', %s, true)", [batch])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        try:
            with transaction.atomic():
                undone = take_back(undoing.parts)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                refuse_undone(undoing, by)
                for follow in following:
                    follow(Change.objects.filter(batch=batch))
        except IntegrityError as error:
            raise ValidationError(
                _("Something this belongs to is gone or taken; it cannot be undone: %s") % kind_of(error.__cause__)
            ) from None
        cursor.execute("SELECT set_config('pmhub.undoes', '', true)")
    return undone


def refuse_undone(undoing, by):
    """Let the models say where what is as before does not fit what others have done since (ValidationError), or is not
    for this person to bring about (PermissionDenied)."""
    for type in undoing.restored:
        model = registry[type].model
        if hasattr(model, "refuse_undone"):
            model.refuse_undone(Change.objects.filter(batch=undoing.batch, type=type), by)


def kind_of(violation):
    """What people call the rows that stand in the way: the database's own words are not for them."""
    models = [entry.model for entry in registry.values() if entry.table == violation.diag.table_name]
    return models[0]._meta.verbose_name if models else ""
