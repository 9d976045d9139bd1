"""The fast lane: a worker's check-in is answered in front of Flask, because a thousand of them come within a minute.

Everything is the same as behind Flask (server/api/checkins.py): the shape, the fences, the verb, the answer, the line in the log.
Whatever is not plainly a good check-in, and every refusal, is handed on: Flask reads the request anew and says in words
what is wrong. That is safe, since a check-in sent twice is one.
"""
import io
import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from models import clock, ids
from models.events import codes, scanning
from models.problem import Problem
from server import clocks
from server.api.checkins import CheckInIn, arrival, told
from server.limits import Limits
from server.observing import CHECK_IN_ROUTE, Observed, request_id
from server.wire import dump

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = re.compile(rf"/api/events/(evt_[{ids.ALPHABET}]{{16}})/checkins/(chk_[{ids.ALPHABET}]{{16}})")
LONGEST = 4096                           # bytes; a good one has some three hundred
STATUS = {code: f"{code} {HTTPStatus(code).phrase}" for code in (200, 201)}


def in_front_of(app: "WSGIApplication", limits: Limits, observed: Observed) -> "WSGIApplication":
    """The app with the lane before it."""

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        began = time.perf_counter()
        answer = _answer(environ, limits) if environ["REQUEST_METHOD"] == "PUT" else None
        if answer is None:
            return app(environ, start_response)
        status, body = answer
        asked = request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        observed.count("PUT", CHECK_IN_ROUTE, status, time.perf_counter() - began, asked, None)
        start_response(STATUS[status], [
            ("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("X-Request-Id", asked),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")])
        return [body]

    return serve


def _answer(environ: "WSGIEnvironment", limits: Limits) -> tuple[int, bytes] | None:
    """Status and body of a check-in that was kept; None for what Flask is to see."""
    path = PATH.fullmatch(environ["PATH_INFO"])
    token = _token(environ.get("HTTP_AUTHORIZATION", ""))
    if path is None or not token or environ.get("CONTENT_TYPE") != "application/json":
        return None
    asked = _asked(environ)
    code = codes.read(asked.code) if asked else None
    if asked is None or code is None:
        return None
    device = clocks.named(environ.get("HTTP_X_DEVICE", ""))
    try:
        limits.require_token(token)
        kept = scanning.arrive(arrival(token, path[1], path[2], code, asked, device, clock.now()))
    except Problem:
        return None
    return (201 if kept.first else 200), dump(told(kept))


def _token(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _asked(environ: "WSGIEnvironment") -> CheckInIn | None:
    """The body as its shape. Flask finds the body as if it had not been read."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdigit() or int(length) > LONGEST:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    try:
        return CheckInIn.model_validate_json(body)
    except ValidationError:
        return None
