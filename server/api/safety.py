"""内容安全: what WeChat doubts or did not look at, for the people who decide."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.problems import NotFound
from models.safety import actions, queries, wording
from models.safety.actions import COMMENT_AT_MOST
from models.safety.queries import Doubt
from models.safety.tables import CheckState
from server.api.file_shapes import LINK_LIFE_S
from server.api.shapes import Cursor, Text, require_id
from server.here import gateways
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("safety", __name__, tag="safety")


class DecisionIn(Shape):
    """`comment`: why, told to the author of a blocked file."""
    answer: Literal["pass", "block"]
    comment: Annotated[Text, Field(max_length=COMMENT_AT_MOST)] = ""


class ChecksQuery(Shape):
    cursor: Cursor | None = None


class CheckOut(Out):
    """`text` for a text (null when its author changed it since), `url` for a picture or a sound; `said`: WeChat in words."""
    id: str
    entry: str
    title: str
    track: str
    kind: str
    part: str
    file: dict[str, Any] | None
    text: str | None
    url: str | None
    suggest: str | None
    label: int | None
    said: str
    state: str
    state_label: str
    waiting_since: str
    comment: str
    decided_at: str | None


class ChecksOut(Out):
    items: list[CheckOut]
    next: str | None


@bp.get("/api/content-checks")
@bp.input(ChecksQuery, location="query", arg_name="asked")
@bp.output(ChecksOut)
@bp.doc(summary="待人工核对的内容；微信认为有风险的在前", security="session", responses=[401, 422])
def index(asked: ChecksQuery) -> Response:
    found, following = queries.queue(require_actor(), asked.cursor)
    return reply({"items": [_shape(one) for one in found], "next": following})


@bp.put("/api/content-checks/<check_id>")
@bp.input(DecisionIn, arg_name="asked")
@bp.output(CheckOut)
@bp.doc(summary="人工核对一项内容：通过，或不通过（写明原因，文件会退给作者更换）", security="session",
        responses=[401, 404, 409, 415, 422])
def decide(check_id: str, asked: DecisionIn) -> Response:
    actor = require_actor()
    actions.decide(require_id(check_id, "cks"), asked.answer, asked.comment, actor=actor)
    decided = queries.doubt(check_id, actor)
    if decided is None:
        raise NotFound(what="这项检查")
    return reply(_shape(decided))


def _shape(one: Doubt) -> dict[str, Any]:
    check, file = one.check, one.file
    return {"id": check.id, "entry": one.entry.id, "title": one.entry.title, "track": one.entry.track, "kind": check.kind,
            "part": wording.part(check), "file": {"id": file.id, "kind": file.kind, "name": file.name} if file else None,
            "text": one.text, "url": gateways().store.url(one.key, LINK_LIFE_S) if one.key else None,
            "suggest": check.suggest, "label": check.label, "said": wording.said(check), "state": check.state,
            "state_label": wording.STATES[CheckState(check.state)], "waiting_since": check.opened_at, "comment": check.comment,
            "decided_at": check.decided_at}
