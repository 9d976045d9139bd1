"""What may stand between a phone and the service: a proxy that passes everything on, and bends what a test tells it to.

The phone's whole world goes through it: pages, API and simulator; only bytes for the store go straight, as they do with a store elsewhere.
"""
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

HOP_BY_HOP = ("connection", "transfer-encoding", "content-encoding", "content-length", "server", "date")


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back."""
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


Bend = Callable[[Answer], Answer]


@dataclass(slots=True)
class Between:
    """`url` stands for the service's. A bend holds for requests whose “METHOD /path” fits, until it is lifted."""
    service: str
    url: str = ""
    bends: list[tuple[re.Pattern[str], Bend]] = field(default_factory=list)
    bent: int = 0

    def bend(self, fits: str, how: Bend) -> None:
        self.bends.append((re.compile(fits), how))

    def lift(self) -> None:
        self.bends.clear()

    def answer(self, asked: BaseHTTPRequestHandler) -> Answer:
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        how = next((how for fits, how in self.bends if fits.match(f"{asked.command} {asked.path}")), None)
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in ("host", "connection", "accept-encoding")}
        if how:
            self.bent += 1
            headers = {name: value for name, value in headers.items() if name.lower() != "if-none-match"}
        told = requests.request(asked.command, self.service + asked.path, data=body, headers=headers, timeout=60, allow_redirects=False)
        kept = {name: value for name, value in told.headers.items() if name.lower() not in HOP_BY_HOP}
        came = Answer(told.status_code, told.content, kept)
        return how(came) if how else came


@contextmanager
def between(service: str) -> Iterator[Between]:
    """The proxy, on a port of its own, until the block ends."""
    stands = Between(service)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            told = stands.answer(self)
            self.send_response(told.status)
            for name, value in (told.headers | {"Content-Length": str(len(told.body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.body)

        def do_POST(self) -> None:
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_GET()

        def do_DELETE(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    stands.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stands
    finally:
        server.shutdown()
        server.server_close()


def with_json(change: Callable[[Any], None]) -> Bend:
    """The same answer, its JSON changed in place; without an ETag, for it is another document."""
    def bend(came: Answer) -> Answer:
        tree = json.loads(came.body)
        change(tree)
        headers = {name: value for name, value in came.headers.items() if name.lower() != "etag"}
        return replace(came, body=json.dumps(tree).encode(), headers=headers)
    return bend


def instead(status: int, body: bytes, kind: str, **headers: str) -> Bend:
    """Another answer in its place, though the service heard the question."""
    return lambda _: Answer(status, body, {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()})
