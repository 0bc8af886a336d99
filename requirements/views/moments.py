"""The instant that an address names."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.instants import Instant, InstantError

NOW = "now"


@dataclass
class Moment:
    """`at` is None where nothing was asked for, or where `problem` says why it is no instant of the past."""

    at: datetime.datetime | None = None
    problem: str = ""
    note: str = ""
    implied: bool = False  # nobody wrote it down

    @classmethod
    def of(cls, params, name, default=None):
        """From a parameter of the address; an empty one means the default."""
        text = params.get(name, "").strip()
        if not text:
            return cls(default, implied=True)
        if text == NOW:
            return cls(timezone.now(), implied=True)
        try:
            instant = Instant.read(text)
        except InstantError as error:
            return cls(problem=f"{name}: {error}")
        if instant.at > timezone.now():
            return cls(problem=f"{name}: " + _("“%s” is yet to come; only the past can be read.") % text[:40])
        return cls(instant.at, note=told(instant))

    @property
    def iso(self):
        return iso(self.at) if self.at else ""

    @property
    def local(self):
        """As a field for a date and a time wants it, on the person's clock: at most milliseconds, and never earlier."""
        if not self.at or self.implied:
            return ""
        later = timezone.localtime(self.at + datetime.timedelta(microseconds=-self.at.microsecond % 1_000))
        return later.replace(tzinfo=None).isoformat(timespec="milliseconds" if later.microsecond else "seconds")


def iso(at):
    """An instant as addresses have it: in UTC and exact."""
    return at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def told(instant):
    if instant.twin:
        return _("Your clock shows this time twice that day; this is the first. The second is %s.") % iso(instant.twin)
    if instant.skipped:
        return _("Your clock skipped this time that day; this is as long after the change.")
    return ""
