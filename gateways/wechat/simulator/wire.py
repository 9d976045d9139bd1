"""WSGI in and out: a request as a Call, an Answer as bytes."""
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from gateways.wechat.simulator.state import Call, Settings

LARGEST = 1024 * 1024
REASONS = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed"}


class Dropped(Exception):
    """Raised on purpose inside an answer, so that the server closes the connection: a planned fault."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`errcode` is for the log; 0 is success."""
    body: bytes
    mime: str = "application/json; encoding=utf-8"
    status: int = 200
    errcode: int = 0
    dropped: bool = False

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        headers = [("Content-Type", self.mime), ("Content-Length", str(len(self.body)))]
        start_response(f"{self.status} {REASONS.get(self.status, 'Planned')}", headers)
        return self._half() if self.dropped else [self.body]

    def cut_short(self) -> "Answer":
        """The same answer, broken off in the middle."""
        return replace(self, dropped=True)

    def _half(self) -> Iterator[bytes]:
        """Promising more bytes and merely stopping leaves the client waiting; raising closes the connection."""
        yield self.body[:len(self.body) // 2]
        raise Dropped("a planned fault")


def as_json(told: dict[str, Any], *, status: int = 200, errcode: int = 0) -> Answer:
    """Real Chinese, not escapes."""
    return Answer(json.dumps(told, ensure_ascii=False).encode(), status=status, errcode=errcode)


def call_of(environ: WSGIEnvironment, db: Connection, now: float, settings: Settings) -> Call:
    """Read a request; the body is read whatever its Content-Type says."""
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    return Call(db=db, now=now, settings=settings, method=environ["REQUEST_METHOD"], path=environ["PATH_INFO"],
                query=query, body=body_of(environ))


def body_of(environ: WSGIEnvironment) -> bytes:
    """At most 1 MiB; a body without a length is read where the server marks its end."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdigit() and not environ.get("wsgi.input_terminated"):
        return b""
    most = min(int(length), LARGEST) if length.isdigit() else LARGEST
    return bytes(environ["wsgi.input"].read(most)) if most else b""
