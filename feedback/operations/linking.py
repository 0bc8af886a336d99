"""Letting items speak for requirements: what is linked is evidence, passage by passage."""

from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from changes.merging import held
from feedback import policies
from feedback.models import Evidence
from feedback.models.evidence import Importance
from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul


@operation(policies.can_triage)
def link(feedback, requirement, *, by, passage="", start=None, importance=Importance.NICE):
    """Let an item, or a passage of it, speak for a requirement; returns the evidence.

    `start` counts characters (code points) of the body; without one the passage is looked for. Linking the same words
    again changes nothing: `weigh` says that they are more or less important. More words from the same place on take
    the place of the fewer, with their importance. ValidationError names what is wrong.
    """
    refuse_nul({"passage": passage})
    evidence = Evidence(
        product_id=feedback.product_id, feedback=feedback, requirement=requirement, by=by, importance=importance,
        passage=passage, start=place_of(feedback.body, passage, start),
    )  # fmt: skip
    evidence.clean_fields(exclude=["product", "feedback", "requirement", "by", "at"])
    found, is_new = Evidence.objects.get_or_create(
        feedback=feedback, requirement=requirement, start=evidence.start,
        defaults={"product_id": feedback.product_id, "by": by, "passage": passage, "importance": evidence.importance},
    )  # fmt: skip
    return found if is_new or len(passage) <= len(found.passage) else widen(found, evidence)


def widen(found, longer):
    """Let more words from the same place on be what was marked there."""
    found.passage, found.importance = longer.passage, longer.importance
    found.by, found.at = longer.by, Now()
    found.save(update_fields=["passage", "importance", "by", "at"])
    found.refresh_from_db(fields=["at", "lock_version"])
    return found


def place_of(body, passage, start):
    """Where a passage begins in the body; None for no passage, which is the whole item."""
    if not passage:
        return None
    place = body.find(passage) if start is None else start
    if place < 0 or body[place : place + len(passage)] != passage:
        raise ValidationError({"passage": _("These words do not stand there: mark them again.")})
    return place


@operation(policies.can_triage)
def unlink(evidence, *, by):
    """Take a passage back; undo brings it again."""
    evidence.delete()


@operation(policies.can_triage)
def weigh(evidence, *, by, importance):
    """Say how important it is to the customer, 0 to 3: the last word counts among all that a customer said for it."""
    before, evidence.importance = held(evidence).importance, importance
    evidence.clean_fields(exclude=["product", "feedback", "requirement", "by", "at"])
    if evidence.importance != before:
        evidence.by, evidence.at = by, Now()
        evidence.save(update_fields=["importance", "by", "at"])
        evidence.refresh_from_db(fields=["at", "lock_version"])
    return evidence
