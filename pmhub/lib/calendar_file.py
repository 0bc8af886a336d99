"""A meeting as a calendar file (iCalendar, RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LINE = 75  # octets, by section 3.1


@dataclass(frozen=True)
class Meeting:
    """What goes into the file. `uid` is the same whenever the same meeting is written, `sequence` grows."""

    uid: str
    title: str
    starts_at: datetime
    time_zone: str
    minutes: int
    place: str = ""
    text: str = ""
    url: str = ""
    sequence: int = 0

    def written(self, *, now):
        """The file's bytes. The zone is described by the offset that holds at the meeting, so that it stands alone."""
        zone = ZoneInfo(self.time_zone)
        start = self.starts_at.astimezone(zone)
        lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//PMHub//Reviews//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
            *described(zone, start),
            "BEGIN:VEVENT", f"UID:{self.uid}", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{self.sequence}", f"DTSTART;TZID={self.time_zone}:{start:%Y%m%dT%H%M%S}",
            f"DURATION:PT{self.minutes}M", f"SUMMARY:{escaped(self.title)}",
            *(f"{name}:{text}" for name, text in self.more() if text),
            "END:VEVENT", "END:VCALENDAR",
        ]  # fmt: skip
        return "".join(f"{folded(line)}\r\n" for line in lines).encode()

    def more(self):
        return [("LOCATION", escaped(self.place)), ("DESCRIPTION", escaped(self.text)), ("URL", self.url)]


def described(zone, moment):
    """The VTIMEZONE: one observance with the offset that holds at the moment."""
    offset = offset_of(moment)
    return [
        "BEGIN:VTIMEZONE", f"TZID:{zone.key}", "BEGIN:STANDARD", "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}", f"TZNAME:{moment.tzname()}", "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip


def offset_of(moment):
    seconds = int(moment.utcoffset().total_seconds())
    return f"{'-' if seconds < 0 else '+'}{abs(seconds) // 3600:02}{abs(seconds) % 3600 // 60:02}"


def escaped(text):
    """Section 3.3.11."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line):
    """Long lines go on after a line break and a blank; characters are never cut in two."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces)
