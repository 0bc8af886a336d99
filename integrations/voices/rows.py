"""What rows of feedback would change, and writing it: the same for a check, which stops between."""

import hashlib
import json
from dataclasses import dataclass, field

from django.utils import timezone

from changes.merging import held
from feedback.models import ClockEvent, Desk, Feedback
from feedback.models.clock_event import ClockKind
from feedback.models.feedback import Channel, Kind, State
from feedback.operations.moving import move, told_by
from feedback.operations.reporting import key_of
from feedback.operations.wording import headline
from integrations.operations.comparing import CREATED, UNCHANGED, UPDATED, Plan, Result
from integrations.operations.copying import copy_rows, new_ids
from integrations.operations.wishes import Wish
from integrations.voices.books import who

PLAIN = ("body", "root_cause", "solution", "satisfaction")
CHOSEN = {"kind": "kind", "channel": "channel", "received_at": "received_at"}
FRESH = {
    "kind": Kind.SUGGESTION, "channel": Channel.IMPORT, "state": State.NEW, "body": "", "root_cause": "",
    "solution": "", "satisfaction": None, "customer_id": None, "contact_id": None,
}  # fmt: skip
COMPARED = ("title", "kind", "channel", "state", "received_at", "customer_id", "contact_id", *PLAIN)


@dataclass(slots=True)
class Edit:
    """What to write to an item that is known."""

    pk: int
    values: dict = field(default_factory=dict)


def voice_of(row, target, place="row"):
    """The wish of a row. Without an identifier it is known by what it says, and by how many said so before it."""
    wish = Wish(row, "", problems=list(row.problems), place=place)
    if wish.failed:
        return wish
    fields = wish.fields = row.fields
    title = headline(fields.get("title") or fields.get("body", ""))
    if not title:
        wish.note("body_empty")
        return wish
    wish.external_id = fields.get("external_id") or said(row, target)
    wish.values = {"title": title, **{name: fields[name] for name in PLAIN if name in fields}}
    wish.values |= {column: fields[name] for name, column in CHOSEN.items() if fields.get(name) is not None}
    if fields.get("status"):
        wish.values["state"] = State.NEW if fields["status"] == State.DUPLICATE else fields["status"]
    return wish


def said(row, target):
    text = json.dumps([row.fields.get("title", ""), row.fields.get("body", "")])
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]
    nth = target.nth(digest, row.number)
    return f"text:{digest}" if nth == 1 else f"text:{digest}:{nth}"


def plan_voices(rows, run):
    """Compare rows with the feedback that the product has."""
    made, wishes = Plan(), []
    for row in rows:
        wish = voice_of(row, run.target, "row" if run.inspection.is_table else "item")
        first = None if wish.failed else run.seen.first(wish.external_id, row.number)
        if first not in (None, row.number):
            wish.note("id_twice", value=wish.external_id[:60], first=first)
        if wish.failed:
            made.results.append(Result(row, "failed", wish.values.get("title", ""), wish.problems))
        else:
            wishes.append(wish)
    run.books.learn(wishes)
    known = Feedback.objects.of(run.target.product).filter(source=run.target.source)
    known = {row.pop("external_id"): row for row in known.filter(
        external_id__in=[wish.external_id for wish in wishes]).values("pk", "external_id", *COMPARED)}  # fmt: skip
    for wish in wishes:
        place(wish, known.get(wish.external_id), run, made)
    made.results.sort(key=lambda result: result.row.number)
    return made


def place(wish, known, run, made):
    """Put a wish among what is created, changed or stays."""
    if wish.fields.get("customer"):
        wish.values["customer_id"] = run.books.customer(wish)
    if key := who(wish):
        wish.values["contact_id"] = run.books.contacts[key]
    if known is None:
        made.creates.append(wish)
        made.results.append(Result(wish.row, CREATED, wish.values["title"], wish.problems))
        return
    new = {name: value for name, value in wish.values.items() if known[name] != value}
    if known["state"] == State.DUPLICATE:
        new.pop("state", None)
    made.results.append(
        Result(
            wish.row, UPDATED if new else UNCHANGED, wish.values["title"], wish.problems,
            [name.removesuffix("_id") for name in new],
        )
    )  # fmt: skip
    if new:
        made.edits.append(Edit(known["pk"], new))


def write_voices(made, run):
    """Write a plan."""
    create(made.creates, run)
    for columns, edits in by_columns(made.edits).items():
        rows = [Feedback(pk=edit.pk, **{name: edit.values[name] for name in columns}) for edit in edits]
        Feedback.objects.bulk_update(rows, columns, batch_size=500)
    for edit in made.edits:
        if "state" in edit.values:
            move(held(Feedback(pk=edit.pk, product=run.target.product)), edit.values["state"], by=run.import_.by)


def by_columns(edits):
    """The edits by the columns that they write; a new state is a move of its own."""
    found = {}
    for edit in edits:
        if columns := tuple(sorted(edit.values.keys() - {"state"})):
            found.setdefault(columns, []).append(edit)
    return found


def create(wishes, run):
    """Items that are new, and the beginning (for closed ones also the end) of their clocks."""
    if not wishes:
        return
    product, now = run.target.product, timezone.now()
    first, ids = Desk.take_numbers(product, len(wishes)), new_ids(Feedback._meta.db_table, len(wishes))
    fixed = {**FRESH, "product_id": product.pk, "author_id": run.import_.by_id, "source": run.target.source}
    lines, events, columns = [], [], None
    for index, wish in enumerate(wishes):
        number = first + index
        row = fixed | {"received_at": now} | wish.values
        row |= {"id": ids[index], "number": number, "key": key_of(product, number), "external_id": wish.external_id}
        columns = list(row)
        lines.append(list(row.values()))
        events += [(product.pk, ids[index], kind, at, run.import_.by_id) for kind, at in told_of(row, wish)]
    copy_rows(Feedback._meta.db_table, columns, lines)
    copy_rows(ClockEvent._meta.db_table, ("product_id", "feedback_id", "kind", "at", "by_id"), events)


def told_of(row, wish):
    """The events `(kind, at)` of a new item's clock. When something was closed only the file can know: without that
    the clock does not hear of it, and no figure counts it as done in no time."""
    yield ClockKind.RECEIVED, row["received_at"]
    for kind in told_by(State.NEW, row["state"]):
        if kind != ClockKind.SOLVED:
            yield kind, row["received_at"]
        elif closed_at := wish.fields.get("closed_at"):
            yield kind, max(closed_at, row["received_at"])
