"""The requests that are measured."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from bench.installation import KEY
from bench.load import header, request

MARK = 1_777_777  # a number that a recorded write contains, and that the floor replaces by another each time
ROW = 7_919  # the requirement that a recorded patch changes; the floor changes others


@dataclass(frozen=True)
class Endpoint:
    """A row of the table. `ratio` is the budget beside the bare view, `p50` (ms) and `rate` (1/s) are the goals.

    A `page` is what a browser asks for, signed in by its session: it has a budget for its p95 (ms) only. A `part` is
    what it asks for within a page.
    """

    name: str
    method: str
    path: str
    ratio: float
    p50: float
    rate: float
    queries: int
    steps: Callable | None = None
    body: dict | None = None
    page: bool = False
    part: bool = False

    def headers(self, keys):
        if self.page:
            return [f"Cookie: {keys.cookie}", "Accept: text/html", *(["HX-Request: true"] if self.part else [])]
        return [f"Authorization: Token {keys.token}", "Accept: application/json"]

    def requests(self, keys, size):
        """For each client a generator of request bytes, which is sent the last answer."""
        if self.steps:
            return lambda client: self.steps(self, keys, client, size)
        same = request(self.method, self.path, self.headers(keys))
        return lambda client: repeated(same)


def repeated(same):
    while True:
        yield same


def creating(endpoint, keys, client, size):
    for number in itertools.count():
        body = {**endpoint.body, "title": f"Measured {client} {number}"}
        yield request("POST", endpoint.path, endpoint.headers(keys), json.dumps(body).encode())


def patching(endpoint, keys, client, size):
    path = f"/api/v1/requirements/{KEY}-{client * (size // 16) + 100}/"
    _status, head, _body = yield request("GET", path, endpoint.headers(keys))
    for number in itertools.count():
        headers = [*endpoint.headers(keys), f"If-Match: {header(head, b'etag').decode()}"]
        body = json.dumps({"title": f"Patched {client} {number}", "priority": number % 5}).encode()
        _status, head, _body = yield request("PATCH", path, headers, body)


NEW = {"product": KEY, "priority": 1, "description": "Three pages become **one**.", "tags": ["结算", "mobile"]}
LIST = f"/api/v1/requirements/?product={KEY}&limit=50"
INBOX = f"/p/{KEY}/feedback/"
QUERY = quote("status:open (priority<=p1 OR tag:fraud) -assignee:none updated<1000d 结算")
ENDPOINTS = [
    Endpoint("list 50", "GET", LIST, 2.0, 5, 400, 6),
    Endpoint("list filtered, sorted", "GET", f"{LIST}&status=open&priority=1&sort=-updated", 2.0, 5, 400, 6),
    Endpoint("list by tag", "GET", f"{LIST}&tag=fraud&sort=due", 2.0, 5, 400, 6),
    Endpoint("detail", "GET", f"/api/v1/requirements/{KEY}-{ROW}/", 2.5, 5, 400, 8),
    Endpoint("search 中文", "GET", f"{LIST.replace('50', '100')}&q=%E7%BB%93%E7%AE%97", 2.0, 8, 250, 6),
    Endpoint("search word", "GET", f"{LIST.replace('50', '100')}&q=checkout", 2.0, 8, 250, 6),
    Endpoint("search prefix", "GET", f"{LIST.replace('50', '100')}&q=pay", 2.0, 8, 250, 6),
    Endpoint("search ranked", "GET", f"{LIST}&q=%E4%BC%98%E6%83%A0%E5%88%B8&sort=relevance", 2.0, 8, 250, 6),
    Endpoint("query of conditions", "GET", f"{LIST}&q={QUERY}", 2.0, 8, 250, 10),
    Endpoint("create", "POST", "/api/v1/requirements/", 2.5, 10, 150, 10, creating, NEW),
    Endpoint("patch", "PATCH", f"/api/v1/requirements/{KEY}-{ROW}/", 2.5, 10, 150, 10, patching),
    Endpoint("page: table", "GET", f"/p/{KEY}/requirements/", 0, 150, 0, 10, page=True),
    Endpoint("page: groups", "GET", f"/p/{KEY}/requirements/?group=status&subgroup=assignee", 0, 400, 0, 10, page=True),
    Endpoint("page: board", "GET", f"/p/{KEY}/requirements/board/", 0, 200, 0, 8, page=True),
    Endpoint("page: board, lanes", "GET", f"/p/{KEY}/requirements/board/?lanes=priority", 0, 300, 0, 8, page=True),
    Endpoint("page: matrix", "GET", f"/p/{KEY}/requirements/matrix/", 0, 300, 0, 10, page=True),
    Endpoint("page: tree", "GET", f"/p/{KEY}/requirements/tree/", 0, 300, 0, 16, page=True),
    Endpoint("page: requirement", "GET", f"/p/{KEY}/requirements/{ROW}/", 0, 150, 0, 8, page=True),
    Endpoint("page: inbox", "GET", INBOX, 0, 150, 0, 10, page=True),
    Endpoint("page: inbox, search", "GET", f"{INBOX}?q=%E4%BC%98%E6%83%A0%E5%88%B8", 0, 150, 0, 11, page=True),
    Endpoint("part: inbox, item", "GET", f"{INBOX}{ROW}/", 0, 60, 0, 6, page=True, part=True),
]
