"""A strict reader of iCalendar (RFC 5545): what it accepts, calendars accept. It refuses by AssertionError."""

import re
from dataclasses import dataclass, field
from datetime import datetime

LINE = re.compile(r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)', re.DOTALL)
ONCE = {"VCALENDAR": {"VERSION", "PRODID"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"}}
TEXTS = {"SUMMARY", "DESCRIPTION", "CATEGORIES", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"}
AT_MOST_ONCE = {"DTEND", "URL", "DESCRIPTION", "LAST-MODIFIED", "TRANSP", "METHOD", "CALSCALE", *ONCE["VEVENT"]}
STAMP = re.compile(r"\d{8}T\d{6}Z")


@dataclass
class Component:
    """A BEGIN … END with its properties, each as `(parameters, value)`; texts are unescaped."""

    name: str
    properties: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)

    def __getitem__(self, name):
        return self.properties[name][0][1]

    def get(self, name, otherwise=""):
        return self[name] if name in self.properties else otherwise


def unfolded(data):
    """The content lines (3.1): CR LF at the end of each, at most 75 octets, characters whole, no controls."""
    assert data.endswith(b"\r\n"), "the last line has no end"
    raw = data[:-2].split(b"\r\n")
    lines = []
    for line in raw:
        assert len(line) <= 75, f"{len(line)} octets: {line!r}"
        text = line.decode()  # fails where a character is cut in two
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", text), f"control character: {line!r}"
        assert text, "an empty line"
        if text[0] in " \t":
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def unescaped(value):
    """3.3.11: only these four follow a backslash, and comma and semicolon stand nowhere without one."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"not escaped: {value!r}"
    assert not re.search(r"\\[^\\;,nN]|(?<!\\)(?:\\\\)*\\$", value), f"odd escape: {value!r}"
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def read(data):
    """The VCALENDAR of a file."""
    stack, root = [], None
    for line in unfolded(data):
        found = LINE.fullmatch(line)
        assert found, f"not a content line: {line!r}"
        name, value = found["name"], found["value"]
        params = dict(part.split("=", 1) for part in found["params"].split(";")[1:])
        if name == "BEGIN":
            component = Component(value)
            (stack[-1].parts if stack else [None]).append(component)
            root = root or component
            stack.append(component)
        elif name == "END":
            assert stack.pop().name == value
        else:
            properties = stack[-1].properties
            value = unescaped(value) if name in TEXTS else value
            properties.setdefault(name, []).append((params, value))
    assert not stack
    assert root.name == "VCALENDAR"
    check(root)
    return root


def check(calendar):
    """Required properties, none twice, one UID once; days are dates and end after they begin."""
    for component in (calendar, *calendar.parts):
        missing = ONCE[component.name] - component.properties.keys()
        assert not missing, f"{component.name} lacks {missing}"
        twice = [n for n in AT_MOST_ONCE & component.properties.keys() if len(component.properties[n]) > 1]
        assert not twice, twice
    assert calendar["VERSION"] == "2.0"
    uids = [event["UID"] for event in calendar.parts]
    assert len(uids) == len(set(uids))
    for event in calendar.parts:
        assert STAMP.fullmatch(event["DTSTAMP"])
        assert event["SEQUENCE"].isdecimal()
        (params, start) = event.properties["DTSTART"][0]
        assert params == {"VALUE": "DATE"}
        assert event.properties["DTEND"][0][0] == {"VALUE": "DATE"}
        assert day(start) < day(event["DTEND"])


def day(value):
    assert re.fullmatch(r"\d{8}", value), value
    return datetime.strptime(value, "%Y%m%d").date()
