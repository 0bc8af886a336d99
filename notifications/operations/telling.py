"""What reminders say."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.middleware import zone
from notifications.models.delivery import Reason, how_long
from pmhub.lib.fuzzy_dates import FuzzyDate


@dataclass(frozen=True)
class Told:
    """One thing in a message: a milestone or version, and how its date stands on the day of the message."""

    kind: str
    thing: object
    product: object
    reason: str
    target: FuzzyDate
    day: date

    @property
    def days_left(self):
        return (self.target.end - self.day).days

    @property
    def when(self):
        return how_long(self.days_left)

    @property
    def why(self):
        return Reason(self.reason).label


def local_day(person, at: datetime):
    """The date that the person's calendar shows at this moment."""
    return at.astimezone(zone(person.time_zone)).date()


def morning_of(person, at: datetime, hour):
    """When mail begins to reach the person on the day that they have at this moment."""
    return datetime.combine(local_day(person, at), time(hour), zone(person.time_zone))


def things_of(deliveries, day):
    """What these deliveries of one person are about, each thing once, soonest first."""
    found = {}
    for row in deliveries:
        kind, thing = ("milestone", row.milestone) if row.milestone_id else ("version", row.version)
        target = thing.due if row.milestone_id else thing.release
        found[kind, thing.pk] = Told(kind, thing, row.product, row.reason, target, day)
    return sorted(found.values(), key=lambda told: (told.target.end, told.thing.name))


def subject_of(told, digests=()):
    """For the mail's subject: the most urgent thing, else the first week, and how many more."""
    more = len(told) + len(digests) - 1
    if not told:
        first = f"{digests[0].product.name}: {digests[0]}"
    else:
        facts = {"name": told[0].thing.name, "when": told[0].when, "n": more}
        first = _("“%(name)s” is %(when)s") % facts
    if not more:
        return first
    if digests:
        return ngettext("%(first)s – and %(n)d more", "%(first)s – and %(n)d more", more) % {"first": first, "n": more}
    text = ngettext("“%(name)s” is %(when)s, and %(n)d more date", "“%(name)s” is %(when)s, and %(n)d more dates", more)
    return text % facts
