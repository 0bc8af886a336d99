"""Calendar files that calendars read: zone, folding, escaping."""

from datetime import UTC, datetime

import pytest

from pmhub.lib.calendar_file import Meeting

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def lines_of(**fields):
    given = {"uid": "1@here", "title": "Review", "starts_at": datetime(2026, 7, 1, 12, tzinfo=UTC), "minutes": 60,
             "time_zone": "UTC"}  # fmt: skip
    text = Meeting(**{**given, **fields}).written(now=NOW).decode()
    assert text.endswith("END:VCALENDAR\r\n")
    return text.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(
    ("zone", "start", "offset"),
    [("Asia/Shanghai", "20260701T200000", "+0800"), ("Europe/Berlin", "20260701T140000", "+0200"),
     ("America/St_Johns", "20260701T093000", "-0230"), ("Pacific/Kiritimati", "20260702T020000", "+1400")],
)  # fmt: skip
def test_the_start_is_local_and_the_zone_says_its_offset(zone, start, offset):
    lines = lines_of(time_zone=zone)
    assert f"DTSTART;TZID={zone}:{start}" in lines
    assert f"TZID:{zone}" in lines
    assert f"TZOFFSETTO:{offset}" in lines


def test_a_meeting_across_a_change_of_clocks_lasts_as_long_as_it_says():
    lines = lines_of(time_zone="Europe/Berlin", starts_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), minutes=120)
    assert "DTSTART;TZID=Europe/Berlin:20261025T023000" in lines
    assert "DURATION:PT120M" in lines


def test_texts_are_escaped_so_that_nobody_adds_lines():
    lines = lines_of(title="a;b,c\\d\r\nATTENDEE:mailto:x@y", place="Room\n3")
    assert "SUMMARY:a\\;b\\,c\\\\d\\nATTENDEE:mailto:x@y" in lines
    assert "LOCATION:Room\\n3" in lines
    assert not any(line.startswith("ATTENDEE") for line in lines)


def test_long_lines_are_folded_between_characters():
    written = Meeting("1", "评审" * 60, datetime(2026, 7, 1, tzinfo=UTC), "UTC", 60).written(now=NOW)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert "评审" * 60 in written.decode().replace("\r\n ", "")
