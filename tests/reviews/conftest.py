"""A review of SHOP: run by `manager`, with `engineer` and `maya` as reviewers and `designer` watching."""

from datetime import UTC, datetime

import pytest

from changes import stream
from requirements.operations.judging import Terms, decide, reveal, score_item
from requirements.operations.reviewing import add_to_agenda, invite, open_review, schedule

START = datetime(2026, 12, 1, 6, 30, tzinfo=UTC)  # 14:30 in Shanghai


@pytest.fixture
def review(shop, manager, engineer, maya, designer):
    planned = schedule(shop, by=manager, title="Sprint 24 评审", starts_at=START, place="Room 3")
    invite(planned, [engineer, maya], by=manager)
    invite(planned, [designer], by=manager, part="observer")
    return planned


@pytest.fixture
def item(review, requirement, manager):
    """SHOP-1 on the agenda."""
    return add_to_agenda(review, [requirement], by=manager)[0]


@pytest.fixture
def opened(review, item, manager):
    """The review, begun."""
    return open_review(review, by=manager)


@pytest.fixture
def scored(opened, item, engineer, maya):
    """SHOP-1 on the agenda, scored silently by two."""
    score_item(item, by=engineer, value=2, comment="Too risky before the sale", drivers={"reach": 1500})
    score_item(item, by=maya, value=5, comment="Do it now")
    return item


@pytest.fixture
def revealed(scored, manager):
    reveal(scored, by=manager)
    return scored


@pytest.fixture
def declined(revealed, manager):
    """`declined(score=900)` declines SHOP-1 with thresholds."""

    def decline(reason="Not before the sale", **thresholds):
        return decide(revealed, Terms("decline", reason, thresholds=thresholds), by=manager)

    return decline


@pytest.fixture
def settled(db):
    """`settled()` lets every consumer read what was changed so far, as the worker would."""
    return stream.catch_up
