"""What people do with their inbox."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.middleware import zone
from notifications import policies
from notifications.models import Mute, Notification, Preference
from notifications.models.delivery import Reason
from notifications.unread import count_anew
from pmhub.lib.operations import operation

LONGEST_SNOOZE = timedelta(days=366)
ACTS = {
    "read": lambda now: {"read_at": now},
    "unread": lambda now: {"read_at": None},
    "done": lambda now: {"done_at": now, "read_at": now, "snoozed_until": None},
    "reopen": lambda now: {"done_at": None, "snoozed_until": None},
}


@operation(policies.is_themselves)
def act_on(person, *, by, ids, act):
    """Mark these of the person's notifications `read`, `unread` or `done`, or `reopen` them; returns how many."""
    if act not in ACTS:
        raise ValidationError(_("There is no such action: %s.") % str(act)[:40])
    count_anew([person.pk])
    return Notification.objects.visible_to(person).filter(pk__in=ids).update(**ACTS[act](timezone.now()))


@operation(policies.is_themselves)
def snooze(person, *, by, ids, until=None):
    """Let notifications sleep until then, at most a year; by default until the person's next morning."""
    now = timezone.now()
    until = until or next_morning(person, now)
    if not now < until <= now + LONGEST_SNOOZE:
        raise ValidationError({"snoozed_until": _("Name a time ahead, within a year.")})
    count_anew([person.pk])
    chosen = Notification.objects.visible_to(person).filter(pk__in=ids)
    return chosen.update(snoozed_until=until, read_at=None, done_at=None)


def next_morning(person, now, days=1):
    """So many days on, at the hour at which the person wants to be reminded."""
    local = zone(person.time_zone)
    day = now.astimezone(local).date() + timedelta(days=days)
    return datetime.combine(day, time(Preference.of(person).hour), local)


@operation(policies.is_theirs)
def edit_notification(notification, *, by, **fields):
    """Change whether it is read and done (booleans) and until when it sleeps."""
    person, ids = notification.user, [notification.pk]
    for name, yes, no in [("read", "read", "unread"), ("done", "done", "reopen")]:
        if name in fields:
            act_on(person, by=by, ids=ids, act=yes if fields[name] else no)
    if fields.get("snoozed_until"):
        snooze(person, by=by, ids=ids, until=fields["snoozed_until"])
    elif "snoozed_until" in fields:
        count_anew([person.pk])
        Notification.objects.filter(pk=notification.pk).update(snoozed_until=None)
    notification.refresh_from_db(fields=["read_at", "done_at", "snoozed_until"])
    return notification


@operation(policies.is_themselves)
def mute(person, *, by, thing=None, reason=""):
    """Nothing more of a milestone, version or requirement, or for a reason; what waits of it in the inbox is done."""
    if bool(thing) == (reason in Reason.values):
        raise ValidationError(_("Name a milestone, a version, a requirement or a reason."))
    about = {thing._meta.model_name: thing} if thing else {"reason": reason}
    muted, _created = Mute.objects.get_or_create(user=person, **about)
    now = timezone.now()
    count_anew([person.pk])
    Notification.objects.filter(user=person, done_at=None, **about).update(done_at=now, read_at=now)
    return muted


@operation(policies.is_theirs)
def unmute(muted, *, by):
    """Be reminded again."""
    muted.delete()


@operation(policies.is_themselves)
def prefer(person, *, by, **fields):
    """Set the hour of the day (0 to 23) and the channels of the person's reminders."""
    preference = Preference.of(person)
    for name, value in fields.items():
        setattr(preference, name, value)
    preference.full_clean(validate_unique=False)
    preference.save()
    return preference
