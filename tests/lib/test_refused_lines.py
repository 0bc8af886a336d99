"""What of the log is kept short."""

import logging
import sys

from django.core.exceptions import TooManyFieldsSent

from pmhub.lib.logs import formatter


def lined(name, kind):
    try:
        raise TooManyFieldsSent("The number of GET/POST parameters exceeded settings.DATA_UPLOAD_MAX_NUMBER_FIELDS.")
    except TooManyFieldsSent:
        record = logging.LogRecord(name, logging.ERROR, __file__, 1, "Too many fields", (), sys.exc_info())
    return formatter(kind).format(record)


def test_what_is_refused_of_a_request_is_one_line():
    for kind in ("console", "json"):
        line = lined("django.security.TooManyFieldsSent", kind)
        assert ("Too many fields" in line, "warning" in line, "Traceback" in line) == (True, True, False)


def test_what_fails_keeps_its_traceback():
    assert "Traceback" in lined("django.request", "console")
