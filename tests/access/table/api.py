"""The REST API. Who may not see a thing gets 404, who may not change it 403, whatever they send."""

from tests.access.rows import CONTRIBUTORS, MANAGERS, READERS, SIGNED_IN, Row, who

#                 anonymous outsider viewer contributor manager owner admin
ITS_AUTHOR = who("login     404      403    ok          403     403   403")
ITS_MAKER = who(" login     404      404    404         ok      404   404")
SHARER = who("    login     404      403    ok          ok      ok    ok  ")  # the contributor's, shared
NOWHERE = who("   404       404      404    404         404     404   404")
PLANNERS = who("  login     404      404    404         ok      ok    ok  ")  # the others do not know of it
IN_SHOP = "?product=SHOP"


def api(name, args=None, *, send=None, **more):
    """A row whose writes send JSON; `send` is by method, with the product where there is no body."""
    return Row(name, args or {}, json=True, send=send or {}, **more)


def product(world):
    return {"product": world.key}


def requirement(world):
    return {"requirement": world.requirement.key}


def thing(name):
    return lambda world: {"pk": getattr(world, name).pk}


def new(**body):
    return {"post": {"product": "SHOP", **body}}


NAMED = {"patch": {"name": "Another name"}}
LINK = new(name="x", audience="team", granularity="day")

ROWS = [
    Row("api_schema", get=SIGNED_IN),
    Row("api_docs", get=SIGNED_IN),
    api("api_me", get=SIGNED_IN),
    api("api_changes", get=READERS, query=IN_SHOP),
    api("api_products", get=SIGNED_IN, post=SIGNED_IN, send={"post": {"key": "NEW", "name": "New"}}),
    api("api_product", product, get=READERS, patch=MANAGERS, send=NAMED),
    api("api_statuses", product, get=READERS),
    api("api_fields", product, get=READERS),
    api("api_members", product, get=READERS),
    api("api_scoring", product, get=READERS),
    api("api_tags", get=READERS, post=CONTRIBUTORS, query=IN_SHOP, send=new(name="new")),
    api("api_tag", thing("tag"), get=READERS, patch=CONTRIBUTORS, delete=MANAGERS, send=NAMED),
    api("api_versions", get=READERS, post=MANAGERS, query=IN_SHOP, send=new(name="9.9")),
    api("api_version", thing("version"), get=READERS, patch=MANAGERS, delete=MANAGERS, send=NAMED),
    api("api_milestones", get=READERS, post=MANAGERS, query=IN_SHOP, send=new(name="Beta")),
    api("api_milestone", thing("milestone"), get=READERS, patch=MANAGERS, delete=MANAGERS, send=NAMED),
    api("api_goals", get=READERS, post=MANAGERS, query=IN_SHOP, send=new(name="New goal")),
    api("api_goal", thing("goal"), get=READERS, patch=MANAGERS, delete=MANAGERS, send=NAMED),
    api("api_roadmaps", get=READERS, post=READERS, query=IN_SHOP, send=new(name="new")),
    api("api_roadmap", thing("shared_roadmap"), get=READERS, patch=SHARER, delete=SHARER, send=NAMED),
    api("api_share_links", get=READERS, post=MANAGERS, query=IN_SHOP, send=LINK),
    api("api_share_link", thing("share_link"), get=PLANNERS, delete=PLANNERS),
    api("api_views", get=READERS, post=READERS, query=IN_SHOP, send=new(name="new")),
    api("api_view", thing("shared_view"), get=READERS, patch=SHARER, delete=SHARER, send=NAMED),
    api("api_requirements", get=READERS, post=CONTRIBUTORS, query=IN_SHOP, send=new(title="New")),
    api(
        "api_requirement", requirement, get=READERS, patch=CONTRIBUTORS, delete=MANAGERS, send={"patch": {"title": "x"}}
    ),
    api("api_score", requirement, get=READERS),
    api("api_bulk", product, post=CONTRIBUTORS, send={"post": {"keys": ["SHOP-1"], "set": {"priority": 1}}}),
    api("api_bulk_job", lambda w: {**product(w), "pk": w.bulk_edit.pk}, get=ITS_MAKER, delete=ITS_MAKER),
    api("api_move", requirement, post=CONTRIBUTORS, send={"post": {}}),
    api("api_comments", requirement, get=READERS, post=CONTRIBUTORS, send={"post": {"body": "Hello"}}),
    api("api_criteria", requirement, get=READERS, post=CONTRIBUTORS, send={"post": {"text": "It works"}}),
    api(
        "api_links", requirement, get=READERS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"target": w.other.key, "kind": "blocks"}},
    ),
    api(
        "api_comment", thing("comment"), get=READERS, patch=ITS_AUTHOR, delete=CONTRIBUTORS,
        send={"patch": {"body": "x"}},
    ),
    api(
        "api_criterion", thing("criterion"), get=READERS, patch=CONTRIBUTORS, delete=CONTRIBUTORS,
        send={"patch": {"text": "x"}},
    ),
    Row(
        "api_attachments", requirement, get=READERS, post=CONTRIBUTORS, send=lambda w: {"post": {"file": w.upload()}}
    ),
    api("api_attachment", thing("attachment"), get=READERS, delete=MANAGERS),
    Row("api_attachment_file", thing("attachment"), get=READERS),
    api("api_link", thing("link"), get=READERS, delete=CONTRIBUTORS),
    api("api_nowhere", {"path": "nothing/here/"}, get=NOWHERE, any_method=True),
    api("api_elsewhere", {"path": "nothing/here/"}, get=NOWHERE, any_method=True),
]  # fmt: skip
