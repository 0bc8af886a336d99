"""Which statements a request runs: counted for the table, replayed by the floor."""

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.endpoints import KEY, MARK, ROW
from requirements.models import Requirement

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def recorded(endpoint, keys):
    """One request's statements as templates, how many queries they are, and the length of its answer."""
    client = Client(headers=dict(line.split(": ", 1) for line in endpoint.headers(keys)), SERVER_NAME="localhost")
    once(client, endpoint)  # warms caches and the note of the token's use
    with CaptureQueriesContext(connection) as captured:
        answer = once(client, endpoint)
    marks = places(endpoint, answer)
    return {
        "statements": [templated(query["sql"], marks) for query in captured],
        "queries": sum(not query["sql"].startswith(CONTROL) for query in captured),
        "bytes": len(answer.content),
    }


def templated(sql, marks):
    for text, name in marks:
        sql = sql.replace(text, f"§{name}§")
    return sql


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


def places(endpoint, answer):
    """`(text, name)`: what in the statements of a write has to be another each time it is replayed."""
    if endpoint.method == "GET":
        return []
    if endpoint.method == "PATCH":
        return [(str(MARK), "new"), (str(ROW), "row")]
    key = json.loads(answer.content)["key"]
    pk = Requirement.objects.values_list("pk", flat=True).get(key=key)
    return [(str(pk), "pk"), (str(MARK), "new"), (key.removeprefix(f"{KEY}-"), "new")]
