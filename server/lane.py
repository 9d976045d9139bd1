"""The fast lane: what a full hall asks for is answered in front of Flask, a thousand check-ins within a minute and, by
everybody who watches, the board once a second.

Everything is the same as behind Flask (server/api/checkins.py): the shape, the fences, the verb, the answer, the line in the log.
Whatever is not plainly good, and every refusal, is handed on: Flask reads the request anew and says in words what is wrong.
That is safe, since a check-in sent twice is one and a board is only read.
"""
import io
import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from models import clock, ids
from models.accounts import actions, queries
from models.db import database
from models.events import board, codes, scanning
from models.problem import Problem
from server import clocks
from server.api.checkins import CheckInIn, arrival, board_text, told
from server.limits import Limits
from server.observing import BOARD_ROUTE, CHECK_IN_ROUTE, Observed, request_id
from server.wire import dump

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EVENT, CHECK_IN = (rf"{kind}_[{ids.ALPHABET}]{{16}}" for kind in ("evt", "chk"))
CHECK_IN_PATH = re.compile(f"/api/events/({EVENT})/checkins/({CHECK_IN})")
BOARD_PATH = re.compile(f"/api/events/({EVENT})/board")
ONE_TAG = re.compile(r'(?:W/)?"([^"]*)"')
LONGEST = 4096                           # bytes of a check-in; a good one has some three hundred
STATUS = {code: f"{code} {HTTPStatus(code).phrase}" for code in (200, 201, 304)}


class Laned(NamedTuple):
    """An answer of the lane."""
    route: str
    status: int
    body: bytes
    headers: list[tuple[str, str]]
    account_id: str | None = None


def in_front_of(app: "WSGIApplication", limits: Limits, observed: Observed) -> "WSGIApplication":
    """The app with the lane before it."""

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        began, method = time.perf_counter(), environ["REQUEST_METHOD"]
        answer = LANES[method](environ, limits) if method in LANES else None
        if answer is None:
            return app(environ, start_response)
        asked = request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        observed.count(method, answer.route, answer.status, time.perf_counter() - began, asked, answer.account_id)
        start_response(STATUS[answer.status], [*answer.headers, ("X-Request-Id", asked), ("X-Content-Type-Options", "nosniff")])
        return [answer.body]

    return serve


def _check_in(environ: "WSGIEnvironment", limits: Limits) -> Laned | None:
    """A check-in that was kept; None for what Flask is to see."""
    path = CHECK_IN_PATH.fullmatch(environ["PATH_INFO"])
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
    body = dump(told(kept))
    return Laned(CHECK_IN_ROUTE, 201 if kept.first else 200, body, [*_json(body), ("Cache-Control", "no-store")])


def _board(environ: "WSGIEnvironment", limits: Limits) -> Laned | None:
    """The board for somebody who may watch, or that it stands; None for what Flask is to see."""
    path = BOARD_PATH.fullmatch(environ["PATH_INFO"])
    token = _token(environ.get("HTTP_AUTHORIZATION", ""))
    known = ONE_TAG.fullmatch(environ.get("HTTP_IF_NONE_MATCH", '""'))
    if path is None or not token or known is None:
        return None
    try:
        with database.connection_context():
            actor, session = queries.actor_by_token(token)
            limits.require_person(session.account_id, reading=True)
            actions.refresh_last_seen(session)
            phone = clocks.named(environ.get("HTTP_X_DEVICE", "")) or f"session:{session.id}"
            clocks.note(clocks.said(environ.get("HTTP_X_SENT_AT", "")), phone, session.account_id)
            board.may_watch(path[1], actor)
            body, tag = board_text(board.board(path[1]))
    except Problem:
        return None
    headers = [("ETag", f'"{tag}"'), ("Cache-Control", "no-cache")]
    if known[1] == tag:
        return Laned(BOARD_ROUTE, 304, b"", headers, session.account_id)
    return Laned(BOARD_ROUTE, 200, body, [*_json(body), *headers], session.account_id)


LANES = {"PUT": _check_in, "GET": _board}


def _json(body: bytes) -> list[tuple[str, str]]:
    return [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]


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
