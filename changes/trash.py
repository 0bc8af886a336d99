"""What was deleted from a product and can still be taken back."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Max, TextField, Value, When, Window
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, RowNumber

from accounts.models import User
from changes.models import Change
from changes.tracking import registry

KINDS = [
    "requirement",
    "version",
    "milestone",
    "review",
    "status",
    "custom_field",
    "membership",
    "tag",
    "comment",
    "criterion",
    "attachment",
    "template",
    "feedback",
    "customer",
    "tier",
    "service_target",
    "calendar_day",
    "evidence",
    "post",
    "public_comment",
    "goal",
    "key_result",
    "risk",
    "release_note",
    "checklist_item",
    "checklist_template",
]
NAMED = 4
BATCHES = 50


@dataclass
class Deletion:
    """One batch that deleted something: how much, by whom, when, and the names of the first few."""

    batch: UUID
    at: datetime
    total: int
    actor: User | None = None
    named: list = field(default_factory=list)

    @property
    def more(self):
        return self.total - len(self.named)


def deletions_of(product):
    """The last 50 deletions that nobody has taken back yet, newest first."""
    deleted = Change.objects.in_trash().filter(product=product, type__in=KINDS).exclude(batch=None).order_by()
    batches = deleted.values("batch").annotate(at=Max("at"), total=Count("pk"), last=Max("pk")).order_by("-last")
    found = {row["batch"]: Deletion(row["batch"], row["at"], row["total"]) for row in batches[:BATCHES]}
    rank = Case(*[When(type=kind, then=Value(place)) for place, kind in enumerate(KINDS)], output_field=IntegerField())
    first = deleted.filter(batch__in=found).annotate(
        place=Window(RowNumber(), partition_by=F("batch"), order_by=[rank, F("pk")]),
        name=Coalesce(
            KT("diff__title__0"),
            KT("diff__name__0"),
            KT("diff__body__0"),
            KT("diff__text__0"),
            KT("diff__passage__0"),
            Value(""),
            output_field=TextField(),
        ),
    )
    for change in first.filter(place__lte=NAMED).select_related("actor").defer("diff").order_by("place"):
        change.kind = registry[change.type].model._meta.verbose_name
        found[change.batch].actor = change.actor
        found[change.batch].named.append(change)
    there, newest = alive([deletion.named[0] for deletion in found.values()]), {}
    for deletion in found.values():
        newest.setdefault(subject(deletion.named[0]), deletion)
    return [deletion for what, deletion in newest.items() if what not in there]


def subject(change):
    return change.type, change.object_id


def alive(changes):
    """Of what was deleted that which is there again, as `(type, id)`; one query per kind of row."""
    there = set()
    for kind in {change.type for change in changes}:
        ids = [change.object_id for change in changes if change.type == kind]
        rows = registry[kind].model._base_manager.filter(pk__in=ids)
        there |= {(kind, pk) for pk in rows.values_list("pk", flat=True)}
    return there
