"""Instants as people write them: `2026-11-01T09:00` on their own clock, or with an offset from UTC."""

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FORM = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,6}))?)?"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
RANGES = {
    "month": (1, 12, gettext_lazy("month")),
    "day": (1, 31, gettext_lazy("day")),
    "hour": (0, 23, gettext_lazy("hour")),
    "minute": (0, 59, gettext_lazy("minute")),
    "second": (0, 59, gettext_lazy("second")),
}
LONGEST = 40
EARLIEST, LATEST = 1900, 9000  # years: further out no time zone can be reckoned with safely


def refuse_far_off(moment):
    """ValidationError for a moment that cannot be told in every time zone."""
    if not EARLIEST <= moment.year <= LATEST:
        raise ValidationError(_("The year is from %(early)d to %(late)d.") % {"early": EARLIEST, "late": LATEST})


class InstantError(ValueError):
    """A text that is no instant; the message names it and the place in it."""


@dataclass(frozen=True)
class Instant:
    """`at`, and where a local time is not one instant: `twin` is the second time the clock shows it, `skipped` says
    that the clock never showed it, and `at` is as long after the change as it was written after it."""

    at: datetime.datetime
    twin: datetime.datetime | None = None
    skipped: bool = False

    @classmethod
    def read(cls, text):
        """Understand a text in the active time zone; a date alone means its first moment. Raises InstantError."""
        text = text.strip().replace(" ", "+", 1) if re.search(r"T\S* \d{2}:?\d{2}$", text.strip()) else text.strip()
        found = FORM.fullmatch(text)
        if not found:
            raise InstantError(_("“%s” is not a time like 2026-11-01T09:00.") % text[:LONGEST])
        for name, (low, high, label) in RANGES.items():
            if found[name] and not low <= int(found[name]) <= high:
                raise refused(text, found.start(name), label)
        offset = (found["offset"] or "").replace("Z", "+00:00")
        parts = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        fraction = int((found["fraction"] or "0").ljust(6, "0"))
        try:
            written = datetime.datetime(*parts, fraction)
        except ValueError:
            place, label = ("year", _("year")) if not parts[0] else ("day", RANGES["day"][2])
            raise refused(text, found.start(place), label) from None
        if not offset:
            return cls.local(written)
        try:
            return cls(datetime.datetime.fromisoformat(written.isoformat() + offset).astimezone(datetime.UTC))
        except (ValueError, OverflowError):
            raise refused(text, found.start("offset"), _("offset from UTC")) from None

    @classmethod
    def local(cls, written):
        """What the clock of the active time zone shows. Where it shows it twice, the first time is meant."""
        zone = timezone.get_current_timezone()
        try:
            first, second = (written.replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC) for fold in (0, 1))
            shown = first.astimezone(zone).replace(tzinfo=None)
        except OverflowError:
            raise refused(str(written), 0, _("year")) from None
        if shown != written:
            return cls(first, skipped=True)
        return cls(first, twin=second if second != first else None)


def refused(text, position, label):
    words = {"text": text[:LONGEST], "position": position + 1, "what": label}
    return InstantError(_("“%(text)s” is not a time: position %(position)d, there is no such %(what)s.") % words)
