"""What an operator sees: one key=value line a request, Prometheus counters, a request id. Never a name, token or query string."""
import itertools
import logging
import re
import secrets
import time
from typing import Any

from apiflask import APIFlask
from flask import Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

log = logging.getLogger("wangju.request")
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE", "PATCH")      # others count as one: a label must not grow
_process, _numbers = secrets.token_hex(4), itertools.count(secrets.randbits(16))
CHECK_IN_ROUTE = "/api/events/<event_id>/checkins/<check_in_id>"                 # as Flask names it
BOARD_ROUTE = "/api/events/<event_id>/board"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Observed:
    """The counters of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("wangju_requests", "Requests by route and status", ["method", "route", "status"], registry=self.registry)
        self._seen: dict[tuple[str, str, str], tuple[Any, Any]] = {}
        self.seconds = Histogram("wangju_request_seconds", "Time to answer", ["method", "route"], registry=self.registry,
                                 buckets=(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10))

    def exposition(self) -> bytes:
        return generate_latest(self.registry)

    def note(self, response: Response, seconds: float) -> None:
        """A request that Flask answered."""
        method, actor = request.method if request.method in METHODS else "other", g.get("actor")
        self.count(method, str(request.url_rule or "-"), response.status_code, seconds, g.request_id, actor.account_id if actor else None)

    def count(self, method: str, route: str, status: int, seconds: float, asked: str, account_id: str | None) -> None:
        """One answered request: the counters and the line. `asked` is its id."""
        counted, timed = self._children(method, route, str(status))
        counted.inc()
        timed.observe(seconds)
        log.info("id=%s method=%s route=%s status=%d ms=%.1f account=%s", asked, method, route, status, seconds * 1000, account_id or "-")

    def _children(self, method: str, route: str, status: str) -> tuple[Any, Any]:
        """The counter and the histogram of these labels; looking labels up costs more than counting."""
        key = method, route, status
        if key not in self._seen:
            self._seen[key] = self.requests.labels(*key), self.seconds.labels(method, route)
        return self._seen[key]


def request_id(given: str) -> str:
    """The caller's id for a request where it is one, else ours."""
    return given if GIVEN_ID.fullmatch(given) else f"{_process}{next(_numbers):08x}"


def register(app: APIFlask) -> Observed:
    """Give every request an id and a line."""
    observed = Observed()

    @app.before_request
    def _begin() -> None:
        g.request_id = request_id(request.headers.get("X-Request-Id", ""))
        g.began = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Content-Type-Options"] = "nosniff"
        observed.note(response, time.perf_counter() - g.began)
        return response

    return observed
