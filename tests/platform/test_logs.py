"""One line per event, for people or machines, whoever logs."""

import json
import logging
import sys

import pytest

from pmhub.lib.logs import formatter


def record(message, *, extra=None, error=None):
    return logging.getLogger("pmhub.test").makeRecord(
        "pmhub.test", logging.WARNING, __file__, 1, message, (), error, extra=extra
    )


def test_json_lines_hold_message_level_logger_and_known_fields():
    line = json.loads(formatter("json").format(record("慢", extra={"path": "/a", "password": "secret"})))
    assert (line["event"], line["level"], line["logger"], line["path"]) == ("慢", "warning", "pmhub.test", "/a")
    assert "password" not in line


def test_an_unexpected_error_is_one_json_line_with_its_trace():
    try:
        raise ValueError("odd")
    except ValueError:
        text = formatter("json").format(record("boom", error=sys.exc_info()))
    assert "\n" not in text
    assert "ValueError: odd" in json.loads(text)["exception"]


@pytest.mark.parametrize("word", ["hello", "path=/a"])
def test_console_lines_are_for_people(word):
    assert word in formatter("console").format(record("hello", extra={"path": "/a"}))
