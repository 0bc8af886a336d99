"""Whatever is sent, the API answers as its OpenAPI document says; schemathesis thinks of what to send."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from feedback.operations.reporting import report
from pmhub.views.api_docs import document
from requirements.operations.details import add_criterion, comment, link

EXAMPLES = 5
schema = schemathesis.openapi.from_dict(document())
schema.app = WSGIHandler()
# what fits the document may still be refused: a name that is taken, a version that is not there
MAY_BE_REFUSED = CHECKS.get_one("positive_data_acceptance")


@pytest.fixture
def existing(requirement, make_requirement, manager, version, milestone):
    """The id of one existing thing of each kind, by the name of its list."""
    other = make_requirement("Another")
    report(requirement.product, by=manager, body="没有送水", source="crm", external_id="1")
    return {
        "versions": version.pk,
        "milestones": milestone.pk,
        "tags": requirement.tags.get().pk,
        "comments": comment(requirement, by=manager, body="Words").pk,
        "criteria": add_criterion(requirement, by=manager, text="It works").pk,
        "links": link(requirement, other, by=manager, kind="relates").pk,
    }


@pytest.fixture
def secret(token_of, manager):
    return token_of(manager)


@pytest.fixture(autouse=True)
def connection_of_the_test():
    """As Django's test client does: requests use the connection and the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def aim(case, existing):
    """Let most of what was thought of hit something that is there."""
    keys = {"product": "SHOP", "requirement": "SHOP-1", "feedback": "SHOP-F1"}
    for name in case.path_parameters:
        case.path_parameters[name] = keys.get(name) or existing.get(case.path.split("/")[3], 1)
    if case.method in ("PATCH", "DELETE") and "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    for place in (case.query, case.body):
        if isinstance(place, dict) and isinstance(place.get("product"), str) and len(place["product"]) <= 10:
            place["product"] = "SHOP"
    if isinstance((case.query or {}).get("wait"), int) and 0 <= case.query["wait"] <= 30:
        case.query["wait"] = 0


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)  # fmt: skip
def test_every_answer_is_as_described(case, existing, shop, secret):
    aim(case, existing)
    with transaction.atomic():
        case.call_and_validate(headers={"Authorization": f"Token {secret}"}, excluded_checks=[MAY_BE_REFUSED])
        transaction.set_rollback(True)
