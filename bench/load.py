"""A small HTTP client that keeps its connection, and what it measures."""

import socket
import threading
import time
from dataclasses import dataclass, field


class Connection:
    """One keep-alive connection. Requests are sent as bytes, so that the client costs little beside the server."""

    def __init__(self, port):
        self.port, self.socket, self.rest = port, None, b""

    def ask(self, request):
        """Send a request; returns status, head and body as `(int, bytes, bytes)`."""
        for attempt in (1, 2):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.socket.sendall(request)
                return self.answer()
            except ConnectionError:
                self.socket, self.rest = None, b""
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def answer(self):
        data = self.rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self.more()
        head, body = data[:end], data[end + 4 :]
        length = int(header(head, b"content-length") or 0)
        while len(body) < length:
            body += self.more()
        self.rest = body[length:]
        if (header(head, b"connection") or b"").lower() == b"close":
            self.socket.close()
            self.socket, self.rest = None, b""
        return int(head[9:12]), head, body[:length]

    def more(self):
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionResetError("the server closed the connection")
        return data


def header(head, name):
    """The value of a header, or None."""
    at = head.lower().find(b"\r\n" + name + b":")
    if at < 0:
        return None
    start = at + len(name) + 3
    end = head.find(b"\r\n", start)
    return head[start : end if end >= 0 else None].strip()


def request(method, path, headers=(), body=b""):
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: keep-alive", *headers]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Load:
    """What some clients saw: seconds of each request, and answers that were not as expected."""

    seconds: float = 0
    times: list = field(default_factory=list)
    wrong: list = field(default_factory=list)

    def add(self, other):
        """Count what another load saw, too."""
        self.seconds += other.seconds
        self.times += other.times
        self.wrong += other.wrong

    def percentile(self, part):
        """Milliseconds that this part of the requests took at most."""
        times = sorted(self.times) or [float("nan")]
        return times[min(len(times) - 1, int(len(times) * part))] * 1000

    @property
    def rate(self):
        """Requests per second."""
        return len(self.times) / self.seconds if self.times else float("nan")


def run(port, requests, *, clients, seconds, warm_up=0.3):
    """Let each client ask for what `requests(client)` yields; it is sent the last `(status, head, body)`."""
    load = Load()
    start = threading.Barrier(clients + 1)
    threads = [
        threading.Thread(target=client, args=(port, requests(number), load, start, seconds, warm_up), daemon=True)
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - began - warm_up
    return load


def client(port, steps, load, start, seconds, warm_up):
    connection = Connection(port)
    upcoming = next(steps)
    start.wait()
    began = time.perf_counter() + warm_up
    while (now := time.perf_counter()) < began + seconds:
        answer = connection.ask(upcoming)
        took = time.perf_counter() - now
        if answer[0] >= 300:
            load.wrong.append(answer)
            return
        if now >= began:
            load.times.append(took)
        upcoming = steps.send(answer)
