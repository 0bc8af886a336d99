"""Who is reminded of a product's dates, and when."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notifications import policies
from notifications.models import ReminderRule
from notifications.models.rule import EARLIEST, LATEST, MOST_OFFSETS
from pmhub.lib.operations import operation

FIELDS = {"is_on", "offsets", "to_owner", "to_assignees", "to_watchers", "to_roles", "in_app", "by_mail",
          "escalate_after"}  # fmt: skip


@operation(policies.can_set_reminders)
def set_rule(subject, *, by, **fields):
    """Set the rule of a product, or one that a milestone or version follows instead."""
    if unknown := set(fields) - FIELDS:
        raise ValidationError(_("Unknown field: %s.") % ", ".join(sorted(unknown)))
    rule = own_rule(subject)
    for name, value in fields.items():
        setattr(rule, name, value)
    rule.offsets = checked_offsets(rule.offsets)
    rule.to_roles = sorted(set(rule.to_roles))
    rule.full_clean(exclude=["product", "milestone", "version"], validate_unique=False)
    if rule.is_on and not (rule.in_app or rule.by_mail):
        raise ValidationError({"in_app": _("Choose the inbox, e-mail, or both, or switch reminders off.")})
    rule.save()
    rule.refresh_from_db(fields=["lock_version"])
    return rule


@operation(policies.can_set_reminders)
def clear_rule(subject, *, by):
    """Let a milestone or version follow its product again, and a product the built-in rule."""
    rule = own_rule(subject)
    if rule.pk:
        rule.delete()


def own_rule(subject):
    """The rule of exactly this product, milestone or version; else a new one that copies what it follows now."""
    if subject._meta.model_name == "product":
        return ReminderRule.objects.of(subject).general().first() or ReminderRule(product=subject)
    about = {"product": subject.product, subject._meta.model_name: subject}
    return ReminderRule.objects.filter(**about).first() or ReminderRule(
        **about, **{name: getattr(ReminderRule.objects.for_thing(subject), name) for name in FIELDS}
    )


def checked_offsets(offsets):
    """Each once, the earliest first; refuses too many and those too far away."""
    chosen = sorted(set(offsets), reverse=True)
    if len(chosen) > MOST_OFFSETS:
        text = _("These are %(n)d days; at most %(most)d are possible.")
        raise ValidationError({"offsets": text % {"n": len(chosen), "most": MOST_OFFSETS}})
    for offset in chosen:
        if not LATEST <= offset <= EARLIEST:
            text = _("%(n)d is too far away: from %(early)d days before to %(late)d days after.")
            raise ValidationError({"offsets": text % {"n": offset, "early": EARLIEST, "late": -LATEST}})
    return chosen
