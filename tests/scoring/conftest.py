"""SHOP with a handful of requirements, scored."""

import threading

import pytest
from django.db import connection

from changes import stream
from requirements.models import Requirement
from requirements.operations.rescoring import rescore

RICE = {"reach": 1800, "impact": 3, "confidence": 80, "effort": 5}


@pytest.fixture
def scores(shop):
    """`scores()` rescores SHOP and answers `{number: score, or the problem}`."""

    def read():
        rescore(shop)
        rows = Requirement.objects.of(shop).values_list("number", "score", "score_problem")
        return {number: problem or float(score) for number, score, problem in rows}

    return read


@pytest.fixture
def settled(db):
    """`settled()` lets every consumer read what was changed so far, as the worker would."""
    return stream.catch_up


def in_thread(function, *, wait=True):
    def run():
        try:
            function()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    if wait:
        thread.join(20)
    return thread
