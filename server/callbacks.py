"""The object store calls back: what it tells is verified and written down, and looked up later.

The public app has a route for it, for Kodo. The embedded store calls on loopback, where this small door answers
without Flask: that process serves nothing else of ours and should start quickly.
"""
import logging
import secrets
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import orjson
from werkzeug import Request, Response

from gateways import Gateways
from models.db import database
from models.media import actions
from models.ports import Refused
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


def door(gateways: Gateways, body_bytes: int) -> "WSGIApplication":
    """The loopback listener's only address of ours; `body_bytes` bounds what is read."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began = time.perf_counter()
        response = _answer(gateways, Request(environ), body_bytes)
        log.info("id=%s method=%s route=%s status=%d ms=%.1f account=-", secrets.token_hex(8), environ["REQUEST_METHOD"], KODO,
                 response.status_code, (time.perf_counter() - began) * 1000)
        return response(environ, start_response)

    return app


def _answer(gateways: Gateways, request: Request, body_bytes: int) -> Response:
    try:
        if request.path != KODO or request.method != "POST":
            raise NotFound(what="这个地址")
        if (request.content_length or 0) > body_bytes:
            raise BodyTooLarge(limit=body_bytes)
        with database.connection_context():
            take(gateways, request.full_path.rstrip("?"), request.headers, request.get_data())
    except Problem as problem:
        return Response(orjson.dumps({"code": problem.code, "error": problem.detail}), problem.status, mimetype="application/json")
    return Response(b'{"ok":true}', mimetype="application/json")
