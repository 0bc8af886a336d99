from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from changes.models import Change
from requirements.history.names import Names
from requirements.history.wording import lines_of

READ = 60  # changes per page
QUIET_TYPES = ["watching"]


@dataclass
class Entry:
    """All that one person did in one go."""

    change: Change
    lines: list
    can_be_undone: bool = False

    @property
    def was_undo(self):
        return self.change.undoes is not None


def history_of(requirement, user, *, before=None):
    """The changes of a requirement's page from the newest on, as `(entries, id to go on before or None)`."""
    elsewhere = Change.objects.filter(batch=OuterRef("batch")).exclude(key=OuterRef("key"))
    seen = Change.objects.visible_to(user).of_key(requirement.key).exclude(type__in=QUIET_TYPES)
    seen = seen.filter(id__lt=before) if before else seen
    changes = list(seen.annotate(is_wider=Exists(elsewhere))[: READ + 1])
    more = len(changes) > READ
    changes = changes[:READ]
    names = Names(requirement, changes)
    entries = []
    for change in changes:
        lines = lines_of(change, names)
        same = entries and change.batch is not None and entries[-1].change.batch == change.batch
        if same:
            entries[-1].lines += lines
        elif lines:
            entries.append(Entry(change, lines, change.batch is not None and not change.is_wider))
    return entries, changes[-1].id if more else None
