"""The plan of a version over REST."""

from tests.access.rows import CONTRIBUTORS, MANAGERS, READERS
from tests.access.table.api import api, thing

RISK = {"post": {"text": "The supplier is late"}}

ROWS = [
    api("api_version_progress", thing("version"), get=READERS),
    api("api_version_agreement", thing("version"), get=READERS, post=MANAGERS, send={"post": {}}),
    api(
        "api_version_scope", thing("version"), post=CONTRIBUTORS,
        send=lambda w: {"post": {"keys": [w.other.key], "to": "in"}},
    ),
    api(
        "api_version_capacity", thing("version"), get=READERS, post=MANAGERS,
        send={"post": {"title": "engineer", "amount": 8}},
    ),
    api("api_version_risks", thing("version"), get=READERS, post=CONTRIBUTORS, send=RISK),
    api(
        "api_risk", thing("risk"), get=READERS, patch=CONTRIBUTORS, delete=CONTRIBUTORS,
        send={"patch": {"impact": "low"}},
    ),
]  # fmt: skip
