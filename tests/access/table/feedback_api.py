"""Feedback over REST."""

from tests.access.rows import CONTRIBUTORS, MANAGERS, READERS, Row
from tests.access.table.api import IN_SHOP, api, new, requirement


def voice(world):
    return {"feedback": world.voice.key}


def on_it(name, row):
    return lambda world: {"feedback": world.voice.key, "pk": getattr(world, row).pk}


ROWS = [
    api("api_feedback_list", get=READERS, post=CONTRIBUTORS, query=IN_SHOP, send=new(body="New words")),
    api("api_feedback_bulk", post=CONTRIBUTORS, query=IN_SHOP, send=new(items=[{"body": "New words"}])),
    api(
        "api_feedback_by_external", lambda w: {"source": "crm", "external_id": "7"}, put=CONTRIBUTORS, query=IN_SHOP,
        send={"put": {"product": "SHOP", "body": "New words"}},
    ),
    api("api_feedback", voice, get=READERS, patch=CONTRIBUTORS, delete=MANAGERS, send={"patch": {"kind": "defect"}}),
    api("api_feedback_similar", voice, get=READERS),
    api(
        "api_feedback_messages", voice, get=READERS, post=CONTRIBUTORS,
        send={"post": {"kind": "note", "body": "Words"}},
    ),
    Row("api_feedback_file", lambda w: {"feedback": w.voice.key, "pk": w.enclosed.pk}, get=READERS),
    api(
        "api_feedback_evidence_list", voice, get=READERS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"requirement": w.other.key}},
    ),
    api("api_feedback_evidence", on_it("evidence", "evidence"), delete=CONTRIBUTORS),
    api(
        "api_feedback_votes", voice, get=READERS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"contact": w.contact.pk}},
    ),
    api("api_feedback_vote", on_it("vote", "contact"), delete=CONTRIBUTORS),
    api("api_feedback_verdicts", voice, get=READERS),
    api("api_requirement_verdicts", requirement, get=READERS),
    api(
        "api_feedback_merge", voice, post=CONTRIBUTORS, delete=CONTRIBUTORS,
        send=lambda w: {"post": {"keys": [w.other_voice.key]}},
    ),
]  # fmt: skip
