"""Ledgers, read from the stream of changes: there is no second record of what was promised."""

from collections import defaultdict
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Min

from changes.models import Change
from changes.models.change import Action
from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.ledger.gone import MODELS, first_agreed, gone_from
from roadmaps.ledger.moves import Ledger, Move, type_of
from roadmaps.models import Agreement, SlipReason

DATES = {"version": ("release_on", "release_precision"), "milestone": ("due_on", "due_precision")}
TOUCHING = ["release_on", "release_precision", "due_on", "due_precision", "state"]


def ledgers_of(product, user):
    """The ledger of every version and milestone of the product, in a constant number of queries.

    Those that were deleted are among them, with `gone_at`.
    """
    found = {kind: list(model.objects.visible_to(user).of(product).order_by("id")) for kind, model in MODELS.items()}
    changes = Change.objects.filter(product=product, type__in=MODELS)
    stories = stories_of(changes)
    reasons = SlipReason.objects.visible_to(user).of(product)
    gone = gone_from(product, stories)
    made = ledgers(product, found, stories, reasons, agreements(found["version"]))
    return made + ledgers(product, gone, stories, SlipReason.objects.none(), first_agreed(product, gone["version"]))


def ledger_of(thing, user):
    """The ledger of one version or milestone."""
    kind = type_of(thing)
    changes = Change.objects.filter(product=thing.product_id, type=kind, object_id=thing.pk)
    reasons = SlipReason.objects.visible_to(user).filter(**{kind: thing})
    agreed = agreements([thing]) if kind == "version" else {}
    return ledgers(thing.product, {kind: [thing]}, stories_of(changes), reasons, agreed)[0]


def stories_of(changes):
    """What stands of the changes of dates and states, by what they changed, oldest first."""
    stories = defaultdict(list)
    touching = changes.filter(diff__has_any_keys=TOUCHING).select_related("actor").order_by("id")
    for change in standing(list(touching)):
        stories[change.type, change.object_id].append(change)
    return stories


def ledgers(product, found, stories, reasons, agreed):
    given = {reason.change_id: reason for reason in reasons.select_related("by")}
    made, zone = [], ZoneInfo(product.time_zone)
    for kind, things in found.items():
        for thing in things:
            story = [change for change in stories[kind, thing.pk] if change.action != Action.DELETE]
            ledger = Ledger(thing, zone, moves_of(kind, thing, story), delivery(kind, thing, story))
            ledger.gone_at = getattr(thing, "gone_at", None)
            ledger.agreed_at = agreed.get(thing.pk) if kind == "version" else None
            for move in ledger.moves:
                move.reason = given.get(move.change.pk)
            made.append(ledger)
    return made


def agreements(versions):
    """When each version's plan was agreed first."""
    rows = Agreement.objects.filter(version__in=[version.pk for version in versions]).order_by()
    return dict(rows.values("version").annotate(first=Min("at")).values_list("version", "first"))


def standing(changes):
    """The changes, oldest first, without those that were undone and without the undoing itself.

    From the newest on: what undoes a batch is dropped and the batch with it, unless the undoing was undone.
    """
    dead, kept = set(), []
    for change in reversed(changes):
        if change.batch is not None and change.batch in dead:
            continue
        if change.undoes is not None:
            dead.add(change.undoes)
            continue
        kept.append(change)
    return kept[::-1]


def moves_of(kind, thing, story):
    """The moves of the date that a story of changes tells; several in one batch are one move."""
    on, precision = DATES[kind]
    day, exactness, moves = None, "day", []
    for change in story:
        if on not in change.diff and precision not in change.diff:
            continue
        day = change.diff[on][1] if on in change.diff else day
        exactness = change.diff[precision][1] if precision in change.diff else exactness
        new = FuzzyDate(date.fromisoformat(day), exactness or "day") if day else None
        if moves and change.batch is not None and moves[-1].change.batch == change.batch:
            moves.pop()
        stood = moves[-1].new if moves else None
        if new != stood:
            moves.append(Move(change, last_promise(moves), new, thing))
    return moves


def last_promise(moves):
    return next((move.new for move in reversed(moves) if move.new), None)


def delivery(kind, thing, story):
    """When a milestone was reached or a version released; None while it is open.

    A version is released when it says so and not after its last change to that state: one that came into being as
    released, as an imported one does, may have been so for long, and no promise is older.
    """
    if kind == "milestone":
        return thing.done_at
    if thing.state not in ("released", "archived"):
        return None
    became = [change.at for change in story if change.diff.get("state", [None, None])[1] == "released"]
    return min([*became[-1:], *filter(None, [thing.released_at])], default=None)
