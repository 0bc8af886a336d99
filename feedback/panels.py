"""What this app shows on other apps' pages."""

from feedback.demand.voices import rule_in_words, voices_of
from feedback.forms.customers import WeighingForm
from feedback.models import Desk
from pmhub.lib.panels import Panel, fills


@fills("requirement")
def voices(requirement, user):
    """Who asks for a requirement, with their words."""
    told = voices_of(requirement)
    return Panel("feedback/_voices.html", told, anchor="voices", explains="demand") if told.voices else None


@fills("scoring")
def weighing(product, user):
    """How customers are weighed in the demand that a formula may read."""
    desk = Desk.objects.visible_to(user).filter(product=product).first() or Desk(product=product)
    shown = {"desk": desk, "rule": rule_in_words(desk.weighing, desk.currency), "form": WeighingForm(thing=desk)}
    return Panel("feedback/_weighing.html", shown, anchor="weighing")
