"""What others did that concerns somebody, put into their inbox from the stream of changes."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from notifications.models import Mute, Notification
from notifications.models.delivery import ACTS, OF_FEEDBACK
from notifications.unread import count_anew
from products.models import Membership, Product
from products.models.product import Privacy

KEPT = 100  # batches that a row remembers; older ones of a row that nobody reads are no longer taken out of it


@dataclass(frozen=True)
class Act:
    """Somebody did something that concerns a person to a requirement or, by its reason, an item of feedback."""

    user_id: int
    reason: str
    subject_id: int
    product_id: int
    by_id: int | None
    batch: UUID | None
    at: datetime

    @property
    def kind(self):
        """Of what it is: the name of the notification's field."""
        return "feedback" if self.reason in OF_FEEDBACK else "requirement"


def tell(acts):
    """Put acts into the inboxes of those who may see them and want to hear of them: a row per person and batch."""
    heard = audible(acts)
    for kind in sorted({act.kind for act in heard}):
        put_on_shelf(kind, [act for act in heard if act.kind == kind])
    count_anew({act.user_id for act in heard})


def put_on_shelf(kind, acts):
    batches = {}
    for act in acts:
        batches.setdefault((act.user_id, act.product_id, act.batch or act.subject_id), []).append(act)
    shelf = Shelf(kind, acts)
    for told in batches.values():
        shelf.add(told)
    shelf.save()


def audible(acts):
    """Without what somebody did themselves, may not see, or has muted; of one subject and batch the weightiest."""
    people = {act.user_id for act in acts}
    mutes = Mute.objects.filter(user__in=people).values_list("user_id", "reason", "requirement_id")
    requirements = {act.subject_id for act in acts if act.kind == "requirement"}
    muted = set(mutes.filter(Q(reason__in=ACTS) | Q(requirement__in=requirements)))
    readers = readers_of({act.product_id for act in acts}, people)
    chosen = {}
    for act in acts:
        marks = {(act.user_id, act.reason, None)}
        if act.kind == "requirement":
            marks.add((act.user_id, "", act.subject_id))
        is_wanted = act.user_id != act.by_id and not marks & muted
        if is_wanted and (act.product_id, act.user_id) in readers:
            place = (act.user_id, act.kind, act.subject_id, act.batch or act.at)
            chosen[place] = min(act, chosen.get(place, act), key=lambda one: ACTS.index(one.reason))
    return list(chosen.values())


def readers_of(products, people):
    """Which of these people (ids) may read which of these products, as pairs of ids."""
    awake = dict(User.objects.people().filter(pk__in=people, is_active=True).values_list("pk", "is_admin"))
    shown = Product.objects.filter(pk__in=products, privacy=Privacy.INTERNAL).values_list("pk", flat=True)
    pairs = {(product, person) for product in shown for person in awake}
    pairs |= {(product, person) for product in products for person, is_admin in awake.items() if is_admin}
    members = Membership.objects.filter(product__in=products, user__in=awake)
    return pairs | set(members.values_list("product_id", "user_id"))


class Shelf:
    """The rows that some acts of a kind may carry on. Those that are carried on go, and new ones stand above others."""

    def __init__(self, kind, acts):
        subjects, self.field = {act.subject_id for act in acts}, f"{kind}_id"
        model = Notification._meta.get_field(kind).related_model
        self.names = dict(model.objects.filter(pk__in=subjects).values_list("pk", "key"))
        self.rows, self.gone = {}, []
        self.by_subject, self.by_batch = {}, {}
        reasons = [reason for reason in ACTS if (reason in OF_FEEDBACK) == (kind == "feedback")]
        mine = Notification.objects.filter(user__in={act.user_id for act in acts}, reason__in=reasons)
        for row in mine.filter(batches__overlap=list({act.batch for act in acts} - {None})):
            self.by_batch.update({(row.user_id, batch): row for batch in row.batches})
        for row in mine.filter(**{f"{kind}__in": subjects}).waiting(timezone.now()).unread():
            self.by_subject[row.user_id, row.reason, self.of(row)] = row

    def of(self, row):
        """The id of what a row is about; None where it is about many."""
        return getattr(row, self.field)

    def add(self, acts):
        """What one batch did that concerns one person."""
        last, about = acts[-1], {act.subject_id for act in acts}
        same = self.by_batch.get((last.user_id, last.batch)) if last.batch else None
        if same and self.of(same) is None:
            self.put(last, same.reason, None, same, same.count + len(about))
            return
        alone = same if same and same.batches == [last.batch] else None
        about |= {self.of(alone)} if alone else set()
        if len(about) > 1:
            reason = Counter(act.reason for act in acts).most_common(1)[0][0]
            self.put(last, reason, None, alone, len(about))
        elif not same or self.of(same) != last.subject_id:
            before = self.by_subject.get((last.user_id, last.reason, last.subject_id))
            self.put(last, last.reason, last.subject_id, before, before.count + 1 if before else 1)

    def put(self, act, reason, subject, before, count):
        known = [batch for batch in (before.batches or [] if before else []) if batch != act.batch]
        row = Notification(
            user_id=act.user_id, product_id=act.product_id, by_id=act.by_id, created_at=act.at, reason=reason,
            day=timezone.localdate(act.at), count=count, **{self.field: subject},
            name=self.names.get(subject, ""), batches=[*known, *([act.batch] if act.batch else [])][-KEPT:],
            read_at=before.read_at if before else None,
        )  # fmt: skip
        if before and self.rows.pop(id(before), None) is None:
            self.gone.append(before.pk)
        self.rows[id(row)] = row
        self.by_subject[act.user_id, reason, subject] = row
        self.by_batch.update({(act.user_id, batch): row for batch in row.batches})

    def save(self):
        Notification.objects.filter(pk__in=self.gone).delete()
        Notification.objects.bulk_create(self.rows.values())


def take_out(batches):
    """Acts that were taken back leave the inbox, where they were not read yet."""
    rows = Notification.objects.filter(batches__overlap=list(batches), read_at=None)
    count_anew(set(rows.values_list("user_id", flat=True)))
    for row in rows:
        left = [batch for batch in row.batches if batch not in batches]
        if left:
            row.count, row.batches = max(row.count - len(row.batches) + len(left), 1), left
            row.save(update_fields=["count", "batches"])
    rows.filter(batches__contained_by=list(batches)).delete()
