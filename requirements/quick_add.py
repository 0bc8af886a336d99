"""One line that says a requirement: `Pay in one step @mu #checkout !1 ^friday ~2.4`. Knows no database.

A marker stands at the beginning or after a space and ends at the next one; names with spaces take quotes. Full-width
forms and what Chinese keyboards give for ^ (……) count as well. A backslash before a marker keeps it in the title, and
so stay C#, addresses of e-mail, #142 and #SHOP-142 as they are.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError
from pmhub.lib.named_days import day_named

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
