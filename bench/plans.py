"""EXPLAIN for every filter and order that the list offers: each must find an index, none may read the whole table."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.installation import KEY

TABLE = "requirements_requirement"
SLOW = 20  # ms of database time for one page
FILTERS = {
    "q": [
        "结算", "checkout", "结算页 优惠券", "没有这样的词", "nowhere", "che", "zf", "chekout", "結算", '"结算页"',
        "结算 OR checkout", "-结算", "status:open (tag:fraud OR score>1000) -assignee:none", "is:overdue", "is:blocked",
        "has:comments", "no:owner", "due<=2w", "due:this-quarter", "updated<7d", "created>900d", "driver.reach>4000",
        "votes>100", "estimate:13", "parent:some", "assignee:@me priority<=p1", "tag:rare", "title:checkout",
    ],
    "status": ["open", "closed", "declined"],
    "priority": ["0", "P3"],
    "kind": ["technical"],
    "level": ["initiative"],
    "assignee": ["me", "none"],
    "owner": ["me", "none"],
    "requester": ["me", "none"],
    "author": ["me"],
    "tag": ["结算", "fraud", "rare", "none"],
    "not_tag": ["结算"],
    "version": ["1.0", "none"],
    "milestone": ["none", "Nothing is planned for it"],
    "parent": ["none", f"{KEY}-1"],
    "due": ["overdue", "week", "none", "2026-12-31"],
    "score": ["none", "some", "1000"],
    "created_since": ["2026-11-01T00:00:00Z"],
    "updated_since": ["2026-11-20T00:00:00Z"],
    "updated_before": ["2025-01-01T00:00:00Z"],
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How the database answers one list: what was asked, milliseconds, and what is wrong with the way."""

    query: str
    milliseconds: float
    faults: tuple
    nodes: tuple


def lists():
    """Each filter in the default order; each order alone, across products, and of a frequent and a rare filter."""
    from requirements.query import FILTERS as OFFERED
    from requirements.query import SORTS

    missing = set(OFFERED) - set(FILTERS)
    assert not missing, f"bench/plans.py has no sample for the filters {sorted(missing)}"
    for name, values in FILTERS.items():
        yield from ({name: value} for value in values)
    for name in SORTS:
        for sort in (name, f"-{name}"):
            yield {"sort": sort}
            yield {"sort": sort, "product": ""}
            yield {"sort": sort, "status": "active"}
            yield {"sort": sort, "q": "结算"}
            yield {"sort": sort, "tag": "fraud"}


def plans(secret):
    """A Plan for each list, slowest first; the second page of each order is looked at, too."""
    client = Client(headers={"Authorization": f"Token {secret}"}, SERVER_NAME="localhost")
    found = []
    for params in lists():
        address = f"/api/v1/requirements/?{urlencode({'product': KEY, **params})}"
        answer, statements = captured(client, address)
        found.append(explained(urlencode(params), statements))
        if following := json.loads(answer.content)["next"]:
            found.append(explained(f"{urlencode(params)} (page 2)", captured(client, following)[1]))
    return sorted(found, key=lambda plan: -plan.milliseconds)


def captured(client, address):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.content[:300]}"
    return answer, [query["sql"] for query in queries if TABLE in query["sql"]]


def explained(query, statements):
    milliseconds, faults, nodes = 0, [], []
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
            answer = cursor.fetchone()[0][0]
        milliseconds += answer["Planning Time"] + answer["Execution Time"]
        for node in walk(answer["Plan"]):
            faults += fault(node)
            if node.get("Relation Name") == TABLE:
                nodes.append(node.get("Index Name", node["Node Type"]))
    return Plan(query, milliseconds, tuple(faults), tuple(dict.fromkeys(nodes)))


def walk(node):
    yield node
    for child in node.get("Plans", []):
        yield from walk(child)


def fault(node):
    """What no list may do: read the whole table, or throw most of what it reads away."""
    dropped = node.get("Rows Removed by Filter", 0) * node.get("Actual Loops", 1)
    if node["Node Type"] == "Seq Scan" and node.get("Relation Name") == TABLE:
        return ["reads the whole table"]
    if dropped > 5_000:
        return [f"drops {dropped:,.0f} rows"]
    if node["Node Type"] == "Sort" and node["Actual Rows"] > 5_000:
        return [f"sorts {node['Actual Rows']:,.0f} rows"]
    return []
