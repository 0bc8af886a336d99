"""Promises that were made and moved on given days, for the tests of the ledger."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pgtrigger
from django.db import connection

from changes.models import Change
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.operations import one_batch


@contextmanager
def on(day):
    """Let what happens inside have happened at noon (UTC) of the day; yields the batch.

    Only the recorded times are set back: nobody can wait for months.
    """
    with one_batch() as batch:
        yield batch
    set_back(Change.objects.filter(batch=batch), day)


def set_back(changes, day):
    with pgtrigger.ignore(), connection.cursor():
        changes.update(at=datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC))


def day(text):
    """A promised date."""
    return FuzzyDate.parse(text)
