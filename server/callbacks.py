"""The object store and WeChat call back: what they tell is verified and written down, and looked up later.

The public app has a route for it, for Kodo. The embedded store calls on loopback, where this small door answers
without Flask: that process serves nothing else of ours and should start quickly.
"""
import hashlib
import logging
import secrets
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import orjson
from werkzeug import Request, Response

from gateways import Gateways
from models import clock, journal
from models.db import database, writing
from models.media import actions
from models.notices.ledger import receipts
from models.ports import PushDoor, Refused
from models.problems import BadSignature, BodyTooLarge, NotFound, Problem
from models.safety import actions as safety

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


log = logging.getLogger("wangju.request")
KODO = "/callbacks/kodo"
MEDIA_CHECKED = "wxa_media_check"
LARGEST = (1 << 31) - 1
BUSY = -1


def take(gateways: Gateways, target: str, headers: Iterable[tuple[str, str]], body: bytes) -> None:
    """Note one upload callback. Raises BadSignature, NotFound, CallbackReplayed."""
    try:
        told = gateways.store.callback("POST", target, dict(headers), body)
    except Refused as no:
        raise BadSignature() from no
    actions.called_back(told.get("ticket", ""), key=told.get("key", ""))


def take_push(account: Literal["mp", "oa"], push: PushDoor, query: Mapping[str, str], body: bytes) -> None:
    """Act on one push of WeChat's to an account, however often it comes, and note it once. Raises BadSignature.

    What it tells (the verdict on a file, a grant, how a message ended) is acted on before the note is written, and by every
    copy: were the note first, a crash between the two would make WeChat's next try look like one that was dealt with.
    """
    try:
        told = push.open(query, body)
    except Refused as no:
        raise BadSignature() from no
    if told.get("Event") == MEDIA_CHECKED:
        _hear(told)
    receipts.receive(account, told)
    named = [str(told.get(part, "")) for part in ("ToUserName", "FromUserName", "CreateTime", "Event", "MsgId", "MsgID", "trace_id")]
    once = hashlib.sha256("\n".join(named).encode()).hexdigest()
    event = str(told.get("Event", ""))[:40]
    with writing():
        journal.write("wechat.pushed", "wechat", actor_id=None, at=clock.now(), once=f"wechat/{once}", event=event)


def _hear(told: Mapping[str, Any]) -> None:
    """An event without a trace id says nothing about anything, and without `result` it has no opinion; asking again would not help."""
    verdict = told.get("result")
    suggest, label = (verdict.get("suggest"), verdict.get("label")) if isinstance(verdict, dict) else (None, None)
    errcode = _number(told.get("errcode", 0))
    if isinstance(told.get("trace_id"), str):
        safety.hear(told["trace_id"], suggest=suggest if isinstance(suggest, str) else "", label=_number(label),
                    errcode=BUSY if errcode is None else errcode)


def _number(told: Any) -> int | None:
    """None for what no column holds."""
    return told if isinstance(told, int) and abs(told) <= LARGEST else None


def door(gateways: Gateways, body_bytes: int) -> "WSGIApplication":
    """The loopback listener's only address of ours; `body_bytes` bounds what is read."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began, request_id = time.perf_counter(), secrets.token_hex(8)
        response = _answer(gateways, Request(environ), body_bytes, request_id)
        log.info("id=%s method=%s route=%s status=%d ms=%.1f account=-", request_id, environ["REQUEST_METHOD"], KODO,
                 response.status_code, (time.perf_counter() - began) * 1000)
        return response(environ, start_response)

    return app


def _answer(gateways: Gateways, request: Request, body_bytes: int, request_id: str) -> Response:
    try:
        if request.path != KODO or request.method != "POST":
            raise NotFound(what="这个地址")
        if (request.content_length or 0) > body_bytes:
            raise BodyTooLarge(limit=body_bytes)
        with database.connection_context():
            take(gateways, request.full_path.rstrip("?"), request.headers, request.get_data())
    except Problem as problem:
        body = orjson.dumps(problem.told(f"urn:request:{request_id}"))
        return Response(body, problem.status, mimetype="application/problem+json")
    return Response(b'{"ok":true}', mimetype="application/json")
