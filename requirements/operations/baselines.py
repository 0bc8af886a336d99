"""Naming instants, so that people can come back to them."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from requirements import policies
from requirements.models import Baseline
from requirements.models.baseline import NOTE_LENGTH


@operation(policies.can_name_baseline)
def create_baseline(product, *, by, name, at=None, note=""):
    """Name an instant of the product's past, or now. ValidationError by field, also for one that is yet to come."""
    now = timezone.now()
    if at is not None and at > now:
        raise ValidationError({"at": _("This has not happened yet.")})
    return saved(Baseline(product=product, by=by, name=name.strip(), at=at or now, note=note.strip()))


@operation(policies.can_manage)
def edit_baseline(baseline, *, by, name=None, note=None):
    """Call it otherwise, or note something else. The instant stays."""
    if name is not None:
        baseline.name = name.strip()
    if note is not None:
        baseline.note = note.strip()
    return saved(baseline)


@operation(policies.can_manage)
def delete_baseline(baseline, *, by):
    """Forget the name; the past itself stays readable."""
    baseline.delete()


def saved(baseline):
    refuse_nul(baseline.__dict__)
    baseline.full_clean(exclude=["product", "by"], validate_constraints=False)
    if len(baseline.note) > NOTE_LENGTH:
        raise ValidationError({"note": _("Use at most %d characters.") % NOTE_LENGTH})
    others = Baseline.objects.filter(product=baseline.product_id).exclude(pk=baseline.pk)
    if others.filter(name__iexact=baseline.name).exists():
        raise ValidationError({"name": _("There is a baseline of this name already.")})
    baseline.save()
    return baseline
