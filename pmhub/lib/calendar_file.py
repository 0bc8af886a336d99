"""Meetings and days as calendar files (iCalendar, RFC 5545)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LINE = 75  # octets, by section 3.1
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


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
            "BEGIN:VEVENT", f"UID:{self.uid}", f"DTSTAMP:{in_utc(now)}",
            f"SEQUENCE:{self.sequence}", f"DTSTART;TZID={self.time_zone}:{start:%Y%m%dT%H%M%S}",
            f"DURATION:PT{self.minutes}M", f"SUMMARY:{escaped(self.title)}",
            *(f"{name}:{text}" for name, text in self.more() if text),
            "END:VEVENT", "END:VCALENDAR",
        ]  # fmt: skip
        return as_file(lines)

    def more(self):
        return [("LOCATION", escaped(self.place)), ("DESCRIPTION", escaped(self.text)), ("URL", self.url)]


@dataclass(frozen=True)
class Day:
    """Something that takes a whole day, wherever one is: a date without a clock, which no time zone shifts."""

    uid: str
    title: str
    on: date
    changed_at: datetime
    sequence: int = 0
    text: str = ""
    url: str = ""
    category: str = ""

    def lines(self):
        """The event; its end is exclusive, by section 3.6.1. The last day that a date can say has none."""
        end = [f"DTEND;VALUE=DATE:{basic(self.on + timedelta(days=1))}"] if self.on < date.max else []
        more = [
            ("CATEGORIES", escaped(self.category)), ("DESCRIPTION", escaped(self.text)), ("URL", self.url)
        ]  # fmt: skip
        return [
            "BEGIN:VEVENT", f"UID:{self.uid}", f"DTSTAMP:{in_utc(self.changed_at)}",
            f"LAST-MODIFIED:{in_utc(self.changed_at)}", f"SEQUENCE:{self.sequence}",
            f"DTSTART;VALUE=DATE:{basic(self.on)}", *end, f"SUMMARY:{escaped(self.title)}", "TRANSP:TRANSPARENT",
            *(f"{name}:{text}" for name, text in more if text), "END:VEVENT",
        ]  # fmt: skip


def calendar_of(days, *, name, text, language):
    """The bytes of a calendar that one subscribes to. The same days are always the same bytes."""
    head = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//PMHub//Calendar//{language[:2].upper()}", "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}", f"DESCRIPTION:{escaped(text)}",
        f"X-WR-CALDESC:{escaped(text)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    return as_file([*head, *(line for day in days for line in day.lines()), "END:VCALENDAR"])


def as_file(lines):
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def in_utc(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def basic(day):
    """Without strftime, which writes the year 999 with three digits."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


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
    """Section 3.3.11; what no text may hold (section 3.1: control characters) is left out."""
    text = UNPRINTABLE.sub("", text)
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
