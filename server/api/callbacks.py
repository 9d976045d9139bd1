"""The neighbours call back. Nothing here calls out: what is told is written down, and looked up later."""
from apiflask import APIBlueprint
from flask import Response, request

from server.callbacks import take
from server.here import gateways
from server.wire import reply

bp = APIBlueprint("callbacks", __name__, tag="callbacks")


@bp.post("/callbacks/kodo")
@bp.doc(summary="对象存储的上传回调（带签名）", responses=[200, 401, 404, 409, 413])
def kodo() -> Response:
    take(gateways(), request.full_path.rstrip("?"), request.headers, request.get_data(cache=False))
    return reply({"ok": True})
