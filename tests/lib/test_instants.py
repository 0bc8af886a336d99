"""Instants as people write them."""

import datetime
import zoneinfo

import pytest
from django.utils import timezone

from pmhub.lib.instants import Instant, InstantError


@pytest.fixture(autouse=True)
def berlin():
    with timezone.override(zoneinfo.ZoneInfo("Europe/Berlin")):
        yield


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-01T09:00", utc(2026, 11, 1, 8)),
        ("2026-11-01 09:00:30.5", utc(2026, 11, 1, 8, 0, 30, 500_000)),
        ("2026-07-01", utc(2026, 6, 30, 22)),
        ("2026-11-01T09:00Z", utc(2026, 11, 1, 9)),
        ("2026-11-01T09:00+08:00", utc(2026, 11, 1, 1)),
        ("2026-11-01T09:00 08:00", utc(2026, 11, 1, 1)),  # a plus that an address turned into a space
        (" 2026-11-01T09:00:00.000001-0530 ", utc(2026, 11, 1, 14, 30, 0, 1)),
    ],
)
def test_understands_local_times_and_offsets(text, at):
    assert Instant.read(text) == Instant(at)


def test_an_hour_that_comes_twice_means_the_first_and_names_the_second():
    assert Instant.read("2026-10-25T02:30") == Instant(utc(2026, 10, 25, 0, 30), twin=utc(2026, 10, 25, 1, 30))


def test_an_hour_that_never_comes_is_said_to_be_skipped():
    instant = Instant.read("2026-03-29T02:30")
    assert instant == Instant(utc(2026, 3, 29, 1, 30), skipped=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-13-01T09:00", "position 6, there is no such month"),
        ("2026-02-30T09:00", "position 9, there is no such day"),
        ("2026-11-01T25:00", "position 12, there is no such hour"),
        ("2026-11-01T09:61", "position 15, there is no such minute"),
        ("2026-11-01T09:00+99:00", "position 17, there is no such offset from UTC"),
        ("0000-01-01", "position 1, there is no such year"),
        ("0001-01-01", "position 1, there is no such year"),
        ("yesterday", "“yesterday” is not a time like 2026-11-01T09:00."),
        ("", "is not a time like"),
        ("x" * 5_000, "is not a time like"),
    ],
)
def test_what_is_no_instant_is_named_with_its_place(text, said):
    with pytest.raises(InstantError, match="is not a time") as refusal:
        Instant.read(text)
    assert said in str(refusal.value)
    assert len(str(refusal.value)) < 150
