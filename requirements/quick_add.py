"""One line that says a requirement: `Pay in one step @mu #checkout !1 ^friday ~2.4`. Knows no database.

A marker stands at the beginning or after a space and ends at the next one; names with spaces take quotes. Full-width
forms and what Chinese keyboards give for ^ (……) count as well. A backslash before a marker keeps it in the title, and
so stay C#, addresses of e-mail, #142 and #SHOP-142 as they are.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError

SIGNS = {"@": "person", "#": "tag", "!": "priority", "^": "due", "~": "version"}
WIDE = str.maketrans("＠＃！＾～", "@#!^~")
MARKER = re.compile(
    r"""(?P<before>^|\s)(?P<sign>\\?[@#!^~＠＃！＾～]|\\?……)
        (?:["“”「](?P<quoted>[^"“”」]+)["“”」](?=[\s,，。、;；]|$)|(?P<plain>[^\s"“”「]\S*))""",
    re.VERBOSE,
)
PRIORITY = re.compile(r"[pPｐＰ]?([0-4０-４])\Z")
REFERENCE = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{0,9}-)?\d+\Z")
ENDING = ",，。、;；"
DAYS = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "后天": 2}
AHEAD = re.compile(r"\+(\d{1,3})(d|w|m|天|日|周|个?月)\Z")
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAY = re.compile(r"(?P<next>下)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])\Z")
MONTH_AND_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})\Z|(\d{1,2})月(\d{1,2})[日号]?\Z")


@dataclass
class Line:
    """What a line says. `problems` are sentences about what it does not say clearly."""

    title: str = ""
    people: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    priority: int | None = None
    due: FuzzyDate | None = None
    version: str = ""
    problems: list = field(default_factory=list)


def parse(text, today):
    """Read a line; relative dates count from `today`. Never fails: what is unclear becomes a problem."""
    line, kept, at = Line(), [], 0
    for match in MARKER.finditer(text):
        kept.append(text[at : match.start()])
        kept.append(match["before"] if taken(line, match, today) else stays(match))
        at = match.end()
    kept.append(text[at:])
    title = "".join(kept)
    line.title = " ".join(title.split()) if at else title.strip()
    return line


def stays(match):
    """A marker that belongs to the title; a backslash has done its work."""
    return match[0].replace("\\", "", 1) if match["sign"].startswith("\\") else match[0]


def taken(line, match, today):
    """Whether the marker said something about the requirement."""
    sign = match["sign"].replace("……", "^").translate(WIDE)
    kind, value = SIGNS.get(sign), match["quoted"] or match["plain"].rstrip(ENDING)
    if kind is None or not value.strip():
        return False
    return TAKERS[kind](line, value.strip(), today)


def take_person(line, value, today):
    if value not in line.people:
        line.people.append(value)
    return True


def take_tag(line, value, today):
    if REFERENCE.match(value):
        return False
    if value not in line.tags:
        line.tags.append(value)
    return True


def take_priority(line, value, today):
    level = PRIORITY.match(value)
    if level:
        line.priority = int(level[1])
    return bool(level)


def take_version(line, value, today):
    line.version = value
    return True


def take_due(line, value, today):
    try:
        line.due = day_named(value, today) or FuzzyDate.parse(value)
    except FuzzyDateError as error:
        line.problems.append(_("%(error)s. A \\ before ^ keeps it in the title.") % {"error": error})
    return True


TAKERS = {
    "person": take_person, "tag": take_tag, "priority": take_priority, "due": take_due, "version": take_version,
}  # fmt: skip


def day_named(text, today):
    """`tomorrow`, `fri`, `下周五`, `+3d`, `12-31` (the next one) … as a day; None for anything else."""
    word = text.lower()
    if word in DAYS:
        return FuzzyDate(today + timedelta(days=DAYS[word]))
    return ahead(word, today) or weekday(word, today) or month_and_day(word, today)


def ahead(word, today):
    found = AHEAD.match(word)
    if not found:
        return None
    count, unit = int(found[1]), found[2][-1]
    if unit in "m月":
        month = today.year * 12 + today.month - 1 + count
        return FuzzyDate(date(month // 12, month % 12 + 1, min(today.day, 28)))
    return FuzzyDate(today + timedelta(days=count * (7 if unit in "w周" else 1)))


def weekday(word, today):
    """The next such day after today; 下周五 is the Friday of next week."""
    chinese = WEEKDAY.match(word)
    if chinese:
        wanted = "一二三四五六日".index(chinese["day"].replace("天", "日"))
    elif len(word) >= 3 and word.isalpha() and any(name.startswith(word) for name in WEEKDAYS):
        wanted = next(at for at, name in enumerate(WEEKDAYS) if name.startswith(word))
    else:
        return None
    if chinese and chinese["next"]:
        return FuzzyDate(today + timedelta(days=7 - today.weekday() + wanted))
    return FuzzyDate(today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1))


def month_and_day(word, today):
    found = MONTH_AND_DAY.match(word)
    if not found:
        return None
    month, day = (int(part) for part in found.groups() if part)
    try:
        this_year = date(today.year, month, day)
        return FuzzyDate(this_year if this_year >= today else date(today.year + 1, month, day))
    except ValueError:
        return None
