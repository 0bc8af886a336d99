"""Ask in the query language."""

import pytest

from requirements.models import Requirement
from requirements.query import condition, parse


@pytest.fixture
def ask(manager):
    """`ask("status:planned")`: the titles that a query leaves, as one person sees them."""

    def titles(text, user=manager):
        seen = Requirement.objects.visible_to(user)
        return sorted(seen.filter(condition(parse(text), user)).values_list("title", flat=True))

    return titles


@pytest.fixture
def three(make_requirement, statuses, engineer, manager, version):
    """new (tags a b, engineer, P1), planned (tag b, version, technical), declined (feature)."""
    return [
        make_requirement("new", tags=["a", "b"], assignees=[engineer], priority=1, owner=manager),
        make_requirement("planned", tags=["b"], status=statuses["planned"], version=version, kind="technical"),
        make_requirement("declined", status=statuses["declined"], decline_reason="No", level="feature"),
    ]
