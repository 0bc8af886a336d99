"""What people outside answered to “did it solve it?”: about an item, or about all that speaks for a requirement."""

from dataclasses import dataclass

from feedback.models import Verdict

SHOWN = 20


@dataclass(frozen=True)
class Verdicts:
    """How many said yes and no, and the latest of them, those of “no” first."""

    yes: int
    no: int
    rows: list


def verdicts_of(feedback, user):
    """About an item and those merged into it; None where nobody has answered."""
    return summed(Verdict.objects.visible_to(user).of_group(feedback))


def verdicts_for(requirement, user):
    """About the items that speak for a requirement; None where nobody has answered."""
    return summed(Verdict.objects.visible_to(user).of_requirement(requirement))


def summed(seen):
    rows = list(seen.select_related("contact", "feedback").order_by("solved", "-at", "-id")[:SHOWN])
    return Verdicts(**seen.order_by().counted(), rows=rows) if rows else None
