"""What happens in a review: silent scores, their reveal, notes, decisions."""

from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from products.models import Category
from requirements import policies
from requirements.models import AgendaItem, Decision, Requirement, ScoringModel, SealedScore, SilentScore, Threshold
from requirements.models.attendance import Part
from requirements.models.decision import WAITING, Measure, Verdict
from requirements.operations.authoring import Stale, edit
from requirements.operations.reviewing import begin

TO = {  # where a verdict may lead; the first status of the first category where nothing is chosen
    Verdict.ACCEPT: [Category.PLANNED, Category.ACTIVE],
    Verdict.DECLINE: [Category.DECLINED],
    Verdict.POSTPONE: [Category.NEW, Category.REVIEW],
    Verdict.CHANGE: [Category.NEW, Category.REVIEW],
}
STAYS = (Verdict.POSTPONE, Verdict.CHANGE)
LARGEST = Decimal("999999999999.99")


@dataclass(frozen=True)
class Terms:
    """What is decided: the verdict, why, the status it leads to, agreed scoring inputs, and when to look again.

    `thresholds` maps score, demand or votes to the figure from which on the requirement is to resurface.
    """

    verdict: str
    reason: str = ""
    status: object = None
    drivers: dict = field(default_factory=dict)
    thresholds: dict = field(default_factory=dict)


def version_of(notes):
    """A short name for a text, by which a later writer says what they have read."""
    return blake2b(notes.encode(), digest_size=8).hexdigest()


def fresh(item):
    """The item, locked with its review and read anew."""
    begin(item.review)
    try:
        item.refresh_from_db(fields=["revealed_at", "notes", "minutes"])
    except AgendaItem.DoesNotExist:
        raise ValidationError(_("It is no longer on the agenda.")) from None


@operation(policies.can_score)
def score_item(item, *, by, at=None, **given):
    """Score silently: `value` from 1 to 5, `drivers` by name, `comment`. Replaces one's own until all are revealed."""
    fresh(item)
    if item.revealed_at:
        raise ValidationError(_("The scores were revealed already: it is too late for yours."))
    if item.decisions.exists():
        raise ValidationError(_("This was decided already."))
    sealed = SealedScore(item=item, reviewer=by, submitted_at=at or timezone.now(), **cleaned(item.product, given))
    refuse_nul({"comment": sealed.comment})
    sealed.clean_fields(exclude=["item", "reviewer"])
    SealedScore.objects.bulk_create(
        [sealed], update_conflicts=True, unique_fields=["item", "reviewer"],
        update_fields=["value", "drivers", "comment", "submitted_at"],
    )  # fmt: skip
    return sealed


def cleaned(product, given):
    if unknown := set(given) - {"value", "drivers", "comment"}:
        raise ValidationError({name: _("There is no such field.") for name in sorted(unknown)})
    values = ScoringModel.of_product(product).clean_values(given.get("drivers") or {})
    drivers = {name: value for name, value in values.items() if value is not None}
    if given.get("value") is None and not drivers:
        raise ValidationError(_("Give a value from 1 to 5, or at least one of the scoring inputs."))
    return {"value": given.get("value"), "drivers": drivers, "comment": (given.get("comment") or "").strip()}


@operation(policies.can_score)
def withdraw_score(item, *, by):
    """Take one's own silent score back, as long as it is silent."""
    fresh(item)
    if item.revealed_at:
        raise ValidationError(_("The scores were revealed already."))
    SealedScore.objects.filter(item=item, reviewer=by).delete()


def sealed_scores(item):
    """The silent scores of those who are reviewers now."""
    reviewers = item.review.people.filter(part=Part.REVIEWER).values("user")
    return SealedScore.objects.filter(item=item, reviewer__in=reviewers)


@operation(policies.can_hold_review)
def reveal(item, *, by, at=None):
    """Show all silent scores to everybody at once; from now on they stand in the stream of changes."""
    fresh(item)
    refuse_before_the_start(item.review)
    if item.revealed_at:
        raise ValidationError(_("The scores are revealed already."))
    names = ("reviewer_id", "value", "drivers", "comment", "submitted_at")
    rows = list(sealed_scores(item).values(*names))
    if not rows:
        raise ValidationError(_("Nobody has scored this yet."))
    item.revealed_at, item.revealed_by = at or timezone.now(), by
    item.save(update_fields=["revealed_at", "revealed_by"])
    return SilentScore.objects.bulk_create(
        SilentScore(product=item.product, requirement_id=item.requirement_id, item=item, **row) for row in rows
    )


def refuse_before_the_start(review):
    if not review.opened_at:
        raise ValidationError(_("The review has not begun: open it first."))


@operation(policies.can_write_notes)
def write_notes(item, *, by, notes, read=None):
    """Write down what was said about an item. `read` is `version_of` what the writer has seen; Stale if it changed."""
    fresh(item)
    if read is not None and read != version_of(item.notes):
        raise Stale(item, ["notes"])
    refuse_nul({"notes": notes})
    item.notes = notes.strip()
    item.clean_fields(exclude=[f.name for f in AgendaItem._meta.fields if f.name != "notes"])
    item.save(update_fields=["notes"])
    return item


@operation(policies.can_hold_review)
def decide(item, terms, *, by, after=None):
    """Decide about an item, as one batch with what follows for its requirement. Returns the Decision.

    `after` is the id of the latest decision that the decider has seen, None for none: when somebody else was faster,
    nothing is changed. Deciding again adds a decision, the former ones stay.
    """
    fresh(item)
    refuse_before_the_start(item.review)
    refuse_unseen(item, after)
    if not item.revealed_at and (waiting := sealed_scores(item).count()):
        raise ValidationError(_("Reveal the silent scores first: there are %d.") % waiting)
    item.requirement = Requirement.objects.select_related("status").get(pk=item.requirement_id)
    item.requirement.product = item.product
    refuse_incomplete(item, terms)
    status = status_for(item, terms)
    follow(item, terms, status, by)
    decision = Decision.objects.create(
        product=item.product, requirement=item.requirement, item=item, verdict=terms.verdict,
        reason=terms.reason.strip(), status=status, drivers=terms.drivers, by=by,
    )  # fmt: skip
    Threshold.objects.bulk_create(
        Threshold(product=item.product, requirement=item.requirement, decision=decision, measure=name, at_least=figure)
        for name, figure in terms.thresholds.items()
    )
    return decision


def refuse_unseen(item, after):
    latest = item.decisions.select_related("by").first()
    if latest and latest.pk != after:
        raise ValidationError(
            _("%(who)s has decided this already: %(what)s. Look at it; deciding again replaces it.")
            % {"who": latest.by.name, "what": latest.get_verdict_display()},
            code="decided",
        )


def refuse_incomplete(item, terms):
    errors = {}
    if terms.verdict not in Verdict.values:
        raise ValidationError({"verdict": _("Choose a decision.")})
    refuse_nul({"reason": terms.reason})
    if terms.verdict != Verdict.ACCEPT and not terms.reason.strip():
        errors["reason"] = _("Say why: people will ask.")
    if len(terms.reason) > Decision._meta.get_field("reason").max_length:
        errors["reason"] = _("This is too long.")
    for name, figure in terms.thresholds.items():
        if problem := problem_of(item.requirement, terms.verdict, name, figure):
            errors[f"at_least_{name}"] = problem
    if errors:
        raise ValidationError(errors)


def problem_of(requirement, verdict, name, figure):
    """What is wrong with a threshold, or nothing."""
    if name not in Measure.values:
        return _("There is no such measure.")
    if verdict not in WAITING:
        return _("Only what is declined or postponed can come back.")
    if not 0 < figure <= LARGEST:
        return _("Enter a number above 0.")
    now = getattr(requirement, name)
    if now is not None and now >= figure:
        return _("It is at %(now)s already: choose a higher figure.") % {"now": f"{now:f}".rstrip("0").rstrip(".")}
    return None


def status_for(item, terms):
    """The status that the decision leads to; None where it stays as it is."""
    allowed, chosen = TO[terms.verdict], terms.status
    if chosen is None and terms.verdict in STAYS:
        return None
    if chosen is None:
        chosen = item.product.statuses.filter(category=allowed[0]).first()
    if chosen is None or chosen.category not in allowed:
        wanted = ", ".join(str(category.label) for category in allowed)
        raise ValidationError({"status": _("Choose a status of the kind: %s.") % wanted})
    return chosen


def follow(item, terms, status, by):
    """Change the requirement as everybody does."""
    fields = {}
    if status and status != item.requirement.status:
        fields["status"] = status
    if status and status.category == Category.DECLINED:
        fields["decline_reason"] = terms.reason.strip()
    if terms.drivers:
        fields["drivers"] = terms.drivers
    if fields:
        edit(item.requirement, by=by, **fields)
