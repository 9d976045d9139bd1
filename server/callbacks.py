"""The object store and WeChat call back: what they tell is verified and written down, and looked up later.

The public app has a route for it, for Kodo. The embedded store calls on loopback, where this small door answers
without Flask: that process serves nothing else of ours and should start quickly.
"""
import hashlib
import logging
import secrets
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import orjson
from werkzeug import Request, Response

from gateways import Gateways
from models import clock, journal
from models.db import database, writing
from models.media import actions
from models.ports import PushDoor, Refused
from models.problems import BadSignature, BodyTooLarge, NotFound, Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


log = logging.getLogger("wangju.request")
KODO = "/callbacks/kodo"


def take(gateways: Gateways, target: str, headers: Iterable[tuple[str, str]], body: bytes) -> None:
    """Note one upload callback. Raises BadSignature, NotFound, CallbackReplayed."""
    try:
        told = gateways.store.callback("POST", target, dict(headers), body)
    except Refused as no:
        raise BadSignature() from no
    actions.called_back(told.get("ticket", ""), key=told.get("key", ""))


def take_push(push: PushDoor, query: Mapping[str, str], body: bytes) -> None:
    """Note one push of WeChat's, once however often it comes. What it says is dropped until notices need it. Raises BadSignature."""
    try:
        told = push.open(query, body)
    except Refused as no:
        raise BadSignature() from no
    named = [str(told.get(part, "")) for part in ("ToUserName", "FromUserName", "CreateTime", "Event", "MsgId", "MsgID", "trace_id")]
    once = hashlib.sha256("\n".join(named).encode()).hexdigest()
    event = str(told.get("Event", ""))[:40]
    with writing():
        journal.write("wechat.pushed", "wechat", actor_id=None, at=clock.now(), once=f"wechat/{once}", event=event)


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
