"""When letters that wait go out, in words for whoever sent them."""

from collections import Counter

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.clocks.standing import named_day
from feedback.sending.mornings import leaving_times


def departures(product, contacts, now):
    """`{id: "tomorrow at 09:00"}`, in the active time zone: when the next letter to each of these contacts goes."""
    times = leaving_times(product, contacts, now) if contacts else {}
    return {pk: in_words(moment, now) for pk, moment in times.items()}


def in_words(moment, now):
    if moment <= now:
        return _("within five minutes")
    here = timezone.localtime(moment)
    day = named_day(here.date(), timezone.localdate(now))
    return _("%(day)s at %(time)s") % {"day": day, "time": formats.time_format(here, "H:i")}


def told_of_leaving(departs):
    """How many letters go when, and that they can be taken back until then."""
    if not departs:
        return _("No letter goes.")
    sentences = [
        ngettext("%(n)d letter goes out %(when)s.", "%(n)d letters go out %(when)s.", n) % {"n": n, "when": when}
        for when, n in Counter(departs.values()).items()
    ]
    last = ngettext("Until then you can take it back below.", "Until then you can take them back below.", len(departs))
    return " ".join([*sentences, last])
