"""How a milestone stood and stands: read from the stream of changes."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from changes.models import Change
from roadmaps.ledger.reading import standing
from roadmaps.models.milestone import Health

LABELS = dict(Health.choices)


@dataclass
class Said:
    """Somebody said how a milestone stands."""

    health: str
    note: str
    by: User | None
    at: datetime

    @property
    def label(self):
        return LABELS.get(self.health, "")


def history_of(milestone, user):
    """All that was said and not taken back, newest first."""
    seen = Change.objects.visible_to(user).filter(product=milestone.product_id, type="milestone")
    changes = seen.filter(object_id=milestone.pk, diff__has_key="health_at").select_related("actor").order_by("id")
    said, now = [], {"health": "", "health_note": ""}
    for change in standing(list(changes)):
        now |= {name: new or "" for name, (_old, new) in change.diff.items() if name in now}
        if now["health"]:
            said.append(Said(now["health"], now["health_note"], change.actor, change.at))
    return said[::-1]
