"""How an item stands with its clock, in words. Asks the database nothing: the row's own columns say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from feedback.models.feedback import CLOSED, State

HOUR = timedelta(hours=1)
DAYS_FROM = 72  # hours; more than that is said in days
SOON = 8 * HOUR


@dataclass(frozen=True)
class Standing:
    """`state` is one of left, soon, late, waiting, kept (closed in time), missed (closed too late) and none.

    `words` are for a row ("3 hours left"), `due` for the item's page ("First response due today at 17:20"), `at` is
    the moment both speak of.
    """

    state: str = "none"
    words: str = ""
    due: str = ""
    at: datetime | None = None


def standing(feedback, now=None):
    """How the item stands at a moment; times are told in the active time zone."""
    now = now or timezone.now()
    if feedback.state in CLOSED or feedback.solved_at:
        return closed(feedback)
    if feedback.next_due_at is None:
        words = _("Waiting for the customer") if feedback.state == State.WAITING else ""
        return Standing("waiting", words, words) if words else Standing()
    left = feedback.next_due_at - now
    state = "late" if left < timedelta(0) else "soon" if left <= SOON else "left"
    return Standing(state, how_long(left), due(feedback, now), feedback.next_due_at)


def closed(feedback):
    if feedback.solved_at is None or feedback.solution_due_at is None:
        return Standing()
    over = feedback.solved_at - feedback.solution_due_at
    if over > timedelta(0):
        return Standing("missed", how_long(-over), _("Closed too late"), feedback.solved_at)
    return Standing("kept", "", _("Closed in time"), feedback.solved_at)


def how_long(left):
    """ "3 hours left", "5 hours late": whole minutes below an hour, whole days above three."""
    hours, minutes = abs(left) // HOUR, max(1, abs(left) // timedelta(minutes=1))
    if left < timedelta(0):
        if hours < 1:
            return ngettext("%(n)d minute late", "%(n)d minutes late", minutes) % {"n": minutes}
        if hours < DAYS_FROM:
            return ngettext("%(n)d hour late", "%(n)d hours late", hours) % {"n": hours}
        return npgettext("clock", "%(n)d day late", "%(n)d days late", hours // 24) % {"n": hours // 24}
    if hours < 1:
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    if hours < DAYS_FROM:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    return npgettext("clock", "%(n)d day left", "%(n)d days left", hours // 24) % {"n": hours // 24}


def due(feedback, now):
    """ "First response due today at 17:20"; what is over "was due"."""
    at = timezone.localtime(feedback.next_due_at)
    words = {"day": named_day(at.date(), timezone.localdate(now)), "time": formats.time_format(at, "H:i")}
    is_response = feedback.responded_at is None and feedback.response_due_at == feedback.next_due_at
    if feedback.next_due_at < now:
        text = _("First response was due %(day)s at %(time)s") if is_response else _("Was due %(day)s at %(time)s")
    else:
        text = _("First response due %(day)s at %(time)s") if is_response else _("Due %(day)s at %(time)s")
    return text % words


def named_day(day, today):
    names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return names.get((day - today).days) or formats.date_format(day, "MONTH_DAY_FORMAT")
