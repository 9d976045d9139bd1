"""The neighbours call back. Nothing here calls out: what is told is written down, and looked up later."""
from typing import Literal

from apiflask import APIBlueprint
from flask import Response, request

from models.ports import PushDoor, Refused
from models.problems import BadSignature, NotFound
from server.callbacks import take, take_push
from server.here import gateways
from server.wire import reply

bp = APIBlueprint("callbacks", __name__, tag="callbacks")


@bp.post("/callbacks/kodo")
@bp.doc(summary="对象存储的上传回调（带签名）", responses=[200, 401, 404, 409, 413])
def kodo() -> Response:
    take(gateways(), request.full_path.rstrip("?"), request.headers, request.get_data(cache=False))
    return reply({"ok": True})


@bp.get("/callbacks/wechat/mp", endpoint="mp_echo", defaults={"account": "mp"})
@bp.get("/callbacks/wechat/oa", endpoint="oa_echo", defaults={"account": "oa"})
@bp.doc(summary="微信消息推送：验证地址（mp 小程序，oa 服务号）", responses=[200, 401, 404])
def wechat_echo(account: str) -> Response:
    try:
        return Response(_push_door(account).echo(request.args), mimetype="text/plain")
    except Refused as no:
        raise BadSignature() from no


@bp.post("/callbacks/wechat/mp", endpoint="mp_push", defaults={"account": "mp"})
@bp.post("/callbacks/wechat/oa", endpoint="oa_push", defaults={"account": "oa"})
@bp.doc(summary="微信消息推送：事件（安全模式）", responses=[200, 401, 404, 413])
def wechat_push(account: Literal["mp", "oa"]) -> Response:
    take_push(account, _push_door(account), request.args, request.get_data(cache=False))
    return Response("success", mimetype="text/plain")


def _push_door(account: str) -> PushDoor:
    push = gateways().push_door(account)
    if push is None:
        raise NotFound(what="这个地址")
    return push
