"""The benchmark measures what it says: its client, its plans and its templates of writes."""

import http.server
import threading

import pytest

from bench import load, plans
from bench.recording import templated
from requirements.query import FILTERS


@pytest.fixture
def port():
    """A server that answers every path with its own text and keeps connections."""

    class Echo(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            body = self.path.encode()
            self.send_response(404 if self.path == "/missing" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_client_keeps_its_connection(port):
    connection = load.Connection(port)
    assert connection.ask(load.request("GET", "/one"))[::2] == (200, b"/one")
    first = connection.socket
    assert connection.ask(load.request("GET", "/another"))[::2] == (200, b"/another")
    assert connection.socket is first


def test_headers_are_found_whatever_their_case():
    head = b'HTTP/1.1 200 OK\r\nETag: "7"\r\nContent-length: 12'
    assert load.header(head, b"etag") == b'"7"'
    assert load.header(head, b"content-length") == b"12"
    assert load.header(head, b"age") is None


def asking(path):
    def requests(client):
        while True:
            yield load.request("GET", path)

    return requests


def test_load_counts_what_came_back(port):
    measured = load.run(port, asking("/fast"), clients=2, seconds=0.2, warm_up=0.05)
    assert measured.rate > 20
    assert not measured.wrong
    assert 0 < measured.percentile(0.5) <= measured.percentile(0.95)


def test_wrong_answers_are_kept_and_not_measured(port):
    measured = load.run(port, asking("/missing"), clients=1, seconds=0.1, warm_up=0.0)
    assert [answer[0] for answer in measured.wrong] == [404]
    assert measured.times == []


def test_every_filter_that_is_offered_is_explained():
    assert set(plans.FILTERS) == set(FILTERS)


@pytest.mark.parametrize(
    "node, said",
    [
        ({"Node Type": "Seq Scan", "Relation Name": plans.TABLE}, ["reads the whole table"]),
        ({"Node Type": "Seq Scan", "Relation Name": "products_status"}, []),
        ({"Node Type": "Index Scan", "Rows Removed by Filter": 9_000, "Actual Loops": 1}, ["drops 9,000 rows"]),
        ({"Node Type": "Sort", "Actual Rows": 20_000}, ["sorts 20,000 rows"]),
        ({"Node Type": "Sort", "Actual Rows": 50}, []),
    ],
)
def test_bad_ways_are_named(node, said):
    assert plans.fault(node) == said


def test_a_recorded_write_gets_places_for_what_must_differ():
    sql = "INSERT INTO t VALUES (5010003, 10003, 'SEED-10003')"
    assert templated(sql, [("5010003", "pk"), ("10003", "new")]) == "INSERT INTO t VALUES (§pk§, §new§, 'SEED-§new§')"
