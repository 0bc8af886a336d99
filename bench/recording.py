"""Which statements a request runs: counted for the table, replayed by the floor."""

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.endpoints import KEY, MARK, ROW

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def recorded(endpoint, secret, size):
    """One request's statements, what varies in them, and the length of its answer."""
    client = Client(headers={"Authorization": f"Token {secret}"}, SERVER_NAME="localhost")
    once(client, endpoint)  # warms caches and the note of the token's use
    with CaptureQueriesContext(connection) as captured:
        answer = once(client, endpoint)
    statements = [query["sql"] for query in captured if not query["sql"].startswith("-- ")]
    return {
        "statements": statements,
        "queries": sum(not sql.startswith(CONTROL) for sql in statements),
        "vary": varying(endpoint, answer),
        "rows": size,
        "bytes": len(answer.content),
    }


def once(client, endpoint):
    """Perform the endpoint's request here, in this process."""
    if endpoint.method == "GET":
        answer = client.get(endpoint.path)
    elif endpoint.method == "POST":
        body = {**endpoint.body, "title": f"Measured {MARK}"}
        answer = client.post(endpoint.path, json.dumps(body), content_type="application/json")
    else:
        tag = client.get(endpoint.path)["ETag"]
        body = json.dumps({"title": f"Patched {MARK} {tag}", "priority": 3 if tag[-2] in "02468" else 2})
        answer = client.patch(endpoint.path, body, content_type="application/json", headers={"If-Match": tag})
    assert answer.status_code < 300, f"{endpoint.name}: {answer.status_code} {answer.content[:500]}"
    return answer


def varying(endpoint, answer):
    """`(text, kind)` pairs: "row" becomes the number of an existing requirement, "new" one that nobody has had."""
    if endpoint.method == "POST":
        number = json.loads(answer.content)["key"].removeprefix(f"{KEY}-")
        return [(str(MARK), "new"), (number, "new")]
    return [(str(MARK), "new"), (str(ROW), "row")] if endpoint.method == "PATCH" else []
