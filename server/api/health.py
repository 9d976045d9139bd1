"""Alive, ready, measured."""
import hmac
import os
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from models.config import LOOPBACK
from models.db import alive
from models.problems import Forbidden, WorldAway
from server.here import config, gateways, observed
from server.observing import CONTENT_TYPE
from server.sessions import bearer, find_actor
from server.wire import Out, reply

FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")      # a proxy of this machine speaks for somebody else

bp = APIBlueprint("health", __name__, tag="health")


class ReadyOut(Out):
    database: bool
    store: bool
    wechat_token_age_s: float | None


@bp.get("/healthz")
@bp.output({}, status_code=200)
@bp.doc(summary="进程活着")
def healthz() -> Response:
    return reply({"ok": True})


@bp.get("/readyz")
@bp.output(ReadyOut)
@bp.doc(summary="可以服务：数据库和存储都在", responses=[503])
def readyz() -> Response:
    ready: dict[str, Any] = {"database": alive(), "store": gateways().store.healthy(), "wechat_token_age_s": gateways().wechat.token_age()}
    if not (ready["database"] and ready["store"]):
        raise WorldAway(who="数据库" if not ready["database"] else "文件存储", **ready)
    return reply(ready)


@bp.get("/metrics")
@bp.doc(summary="Prometheus 指标（本机，凭令牌，或系统管理员）", responses=[200, 403])
def metrics() -> Response:
    if not (_is_local() or _knows_the_token() or _is_administrator()):
        raise Forbidden(act="查看指标")
    return Response(observed().exposition(), content_type=CONTENT_TYPE)


def _is_local() -> bool:
    """From this machine itself, not through a proxy on it."""
    return request.remote_addr in LOOPBACK and not config().trusted_proxies and not any(map(request.headers.get, FORWARDED))


def _knows_the_token() -> bool:
    expected = os.environ.get(config().keys.metrics_env, "")
    return bool(expected) and hmac.compare_digest((bearer() or "").encode(), expected.encode())


def _is_administrator() -> bool:
    actor = find_actor()
    return actor is not None and actor.is_administrator
