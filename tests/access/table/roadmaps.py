from tests.access.rows import CONTRIBUTORS, EVERYBODY, MANAGERS, READERS, SIGNED_IN, Row, who
from tests.access.table.products import page, thing

SHARER = who("         login     404      403    ok          ok      ok    ok  ")  # the contributor's, shared
VERSION = {"name": "9.9", "state": "planned", "release": "2027-Q1"}
SHARE = {"name": "Board", "audience": "public", "granularity": "quarter"}
MILESTONE = {"name": "Beta", "due": "2027-02"}

RISK = {"text": "The supplier is late", "probability": "low", "impact": "high"}


def risk(world):
    return {"key": world.key, "pk": world.version.pk, "number": world.risk.pk}


def moved(world):
    return {"key": world.key, "kind": "version", "pk": world.version.pk}


ROWS = [
    page("roadmap", READERS),
    page("roadmap_list", READERS, READERS, {"name": "Board"}),
    Row("roadmap_saved", thing("shared_roadmap"), get=READERS, post=SHARER, send={"post": {"here": "zoom=year"}}),
    Row("roadmap_edit", thing("shared_roadmap"), get=SHARER, post=SHARER, send={"post": {"name": "New"}}),
    Row("roadmap_delete", thing("shared_roadmap"), post=SHARER),
    Row("roadmap_shift", moved, post=MANAGERS, send={"post": {"days": "3"}}),
    Row("roadmap_dates", moved, get=MANAGERS, post=MANAGERS, send={"post": {"end": "2027-Q1"}}),
    page("version_list", READERS),
    page("version_new", MANAGERS, MANAGERS, VERSION),
    Row("version", thing("version"), get=READERS),
    Row("version_scope", thing("version"), post=CONTRIBUTORS, send=lambda w: {"post": {"key": w.other.key}}),
    Row("version_agreement", thing("version"), post=MANAGERS),
    Row("version_capacity", thing("version"), get=READERS, post=MANAGERS, send={"post": {"title-engineer": "8"}}),
    Row("version_progress", thing("version"), get=READERS),
    Row("version_risks", thing("version"), post=CONTRIBUTORS, send={"post": RISK}),
    Row("version_risk", risk, get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": RISK}),
    Row("version_risk_state", risk, post=CONTRIBUTORS, send={"post": {"state": "closed"}}),
    Row("version_risk_delete", risk, post=CONTRIBUTORS),
    Row("version_edit", thing("version"), get=MANAGERS, post=MANAGERS, send={"post": VERSION}),
    Row("version_delete", thing("version"), post=MANAGERS),
    page("milestone_list", READERS),
    page("milestone_new", MANAGERS, MANAGERS, MILESTONE),
    Row("milestone", thing("milestone"), get=READERS),
    Row("milestone_edit", thing("milestone"), get=MANAGERS, post=MANAGERS, send={"post": MILESTONE}),
    Row("milestone_health", thing("milestone"), post=MANAGERS, send={"post": {"health": "at_risk"}}),
    Row("milestone_done", thing("milestone"), post=MANAGERS),
    Row("milestone_delete", thing("milestone"), post=MANAGERS),
    Row("shared", lambda w: {"secret": w.share_link.secret}, get=EVERYBODY, post=EVERYBODY, is_link=True),
    page("roadmap_links", MANAGERS),
    page("roadmap_link_new", MANAGERS, MANAGERS, SHARE),
    Row("roadmap_link_withdraw", thing("share_link"), post=MANAGERS),
    Row("calendar_file", lambda w: {"secret": w.calendar}, get=EVERYBODY, is_link=True),
    Row("calendar_list", get=SIGNED_IN),
    page("calendar", READERS, READERS),
    page("calendar_off", None, READERS),
]
