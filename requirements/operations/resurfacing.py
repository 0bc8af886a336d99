"""The memory of decisions: what was turned down comes back when its figures pass what was set at the decision."""

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from pmhub.lib.operations import operation, recorded
from pmhub.lib.texts import refuse_nul
from requirements import policies
from requirements.models import Resurfaced, Threshold
from requirements.models.decision import REASON_LENGTH

AT_A_TIME = 1_000
PASSED = Q(armed=True, now__gte=F("at_least"))
BELOW_AGAIN = Q(armed=False) & (Q(now__lt=F("at_least")) | Q(now=None))


def resurface(products=None):
    """Compare all thresholds (of these products) with the present figures; returns how many were passed.

    Each passing is told once: a threshold is disarmed by it, and armed again when the figure has been below.
    """
    watching = Threshold.objects.watching().filter(PASSED | BELOW_AGAIN)
    watching = watching if products is None else watching.filter(product__in=products)
    due = list(watching.values_list("pk", flat=True)[:AT_A_TIME])
    if not due:
        return 0
    with recorded(User.objects.system(), "resurface"):
        locked = Threshold.objects.select_for_update(of=("self",)).watching()  # who comes second sees them disarmed
        rows = list(locked.filter(PASSED | BELOW_AGAIN, pk__in=due).order_by("pk"))
        passed = [row for row in rows if row.armed]
        Resurfaced.objects.bulk_create(
            Resurfaced(product_id=row.product_id, requirement_id=row.requirement_id, threshold=row, value=row.now)
            for row in passed
        )
        Threshold.objects.filter(pk__in=[row.pk for row in passed]).update(armed=False)
        Threshold.objects.filter(pk__in=[row.pk for row in rows if not row.armed]).update(armed=True)
    return len(passed)


@operation(policies.can_hold_review)
def dismiss(resurfaced, *, by, reason):
    """Leave it as it was decided, with a reason. It comes back only after its figure has been below the threshold."""
    refuse_nul({"reason": reason})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it stays as it is: people will ask.")})
    if len(reason.strip()) > REASON_LENGTH:
        raise ValidationError({"reason": _("This is too long.")})
    waiting = Resurfaced.objects.filter(requirement=resurfaced.requirement_id, answered_at=None)
    answered = waiting.update(answered_at=timezone.now(), answered_by=by, reason=reason.strip())
    if not answered:
        raise ValidationError(_("Somebody has answered this already."))
    return answered
