"""The printed code of an event: a mini-program code for paper, which opens the page that checks in by it."""
from apiflask import APIBlueprint
from flask import Response

from models.events import queries
from models.events.codes import printed_key
from models.events.standing import looks_after
from models.ports import Refused, Unreachable
from models.problems import Forbidden, WorldAway
from server.api.shapes import require_id
from server.here import gateways
from server.sessions import require_actor

bp = APIBlueprint("mini_codes", __name__, tag="events")

PAGE = "pages/check-in/check-in"
A_DAY_S = 24 * 3600
PNG = b"\x89PNG"


@bp.get("/api/events/<event_id>/mini-code")
@bp.output({}, content_type="image/png")
@bp.doc(summary="打印用的小程序码（活动负责人）；扫它签到为待核实", security="session", responses=[401, 403, 404, 422, 503])
def show(event_id: str) -> Response:
    """The code of an event never changes. WeChat draws a JPEG, the stand-in a PNG; the type says which."""
    actor = require_actor()
    event = queries.require_visible(require_id(event_id, "evt"), actor)
    if not looks_after(event, actor):
        raise Forbidden(act="打印签到码")
    picture = _drawn(f"{event.id}.{printed_key(event.id)}")
    return Response(picture, mimetype="image/png" if picture.startswith(PNG) else "image/jpeg",
                    headers={"Cache-Control": f"private, max-age={A_DAY_S}"})


def _drawn(scene: str) -> bytes:
    """Asked outside any transaction. Raises WorldAway, also when WeChat refuses: that is ours to mend, and stands in the log."""
    try:
        return gateways().wechat.mini_code(scene, PAGE)
    except (Refused, Unreachable) as away:
        raise WorldAway(who="微信") from away
