"""文件检查 that did not come to an end: what was given up stands in the open, and the organiser starts it again."""
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from models.accounts.actor import Actor
from models.media import examination, queries
from models.media.tables import Examination
from models.problems import Forbidden, NotFound
from server.api.shapes import require_id
from server.sessions import require_actor
from server.wire import Out, reply

bp = APIBlueprint("examinations", __name__, tag="uploads")


class GivenUpOut(Out):
    items: list[dict[str, Any]]
    next: str | None
    waiting: int


@bp.get("/api/examinations")
@bp.output(GivenUpOut)
@bp.doc(summary="没有做完的文件检查（主办单位）", security="session", responses=[401, 403])
def index() -> Response:
    _require_organiser()
    waiting, _ = queries.backlog()
    return reply({"items": [_shape(row) for row in queries.given_up()], "next": None, "waiting": waiting})


@bp.post("/api/files/<file_id>/examine")
@bp.output({}, status_code=204)
@bp.doc(summary="重新开始一个文件的检查（主办单位）", security="session", responses=[401, 403, 404, 409, 422])
def again(file_id: str) -> Response:
    actor = _require_organiser()
    file = queries.find(require_id(file_id, "fil"))
    if file is None:
        raise NotFound(what="这个文件")
    examination.start_again(file.id, actor_id=actor.account_id)
    return Response(status=204)


def _require_organiser() -> Actor:
    actor = require_actor()
    if not actor.is_organiser:
        raise Forbidden(act="查看文件检查")
    return actor


def _shape(row: Examination) -> dict[str, Any]:
    return {"file": row.file_id, "about": row.file.about, "kind": row.kind, "step": row.step, "trouble": row.trouble or "worker_lost",
            "given_up_at": row.given_up_at}
