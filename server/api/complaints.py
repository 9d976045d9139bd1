"""投诉建议: said by anybody signed in, answered by the organiser."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.accounts.actor import Actor
from models.complaints import actions, queries
from models.complaints.rules import WORDS_AT_LEAST, WORDS_AT_MOST
from models.complaints.tables import Complaint
from server.api.shapes import Cursor, Text, require_id
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("complaints", __name__, tag="complaints")


class ComplaintIn(Shape):
    kind: Literal["complaint", "suggestion"]
    words: Annotated[Text, Field(min_length=WORDS_AT_LEAST, max_length=WORDS_AT_MOST)]
    phone: Annotated[str, Field(pattern=r"^[0-9+ -]{5,20}$")] | None = None


class AnswerIn(Shape):
    words: Annotated[Text, Field(min_length=1, max_length=WORDS_AT_MOST)]


class ComplaintsQuery(Shape):
    scope: Literal["mine", "all"] = "mine"
    cursor: Cursor | None = None


class ComplaintOut(Out):
    id: str
    kind: str
    words: str
    phone: str | None
    sent_at: str
    answer: str | None
    answered_at: str | None


class ComplaintsOut(Out):
    items: list[ComplaintOut]
    next: str | None


@bp.put("/api/complaints/<complaint_id>")
@bp.input(ComplaintIn, arg_name="asked")
@bp.output(ComplaintOut, status_code=201)
@bp.doc(summary="提交投诉或建议；每天至多 10 次", security="session", responses=[200, 401, 409, 415, 422, 429])
def complain(complaint_id: str, asked: ComplaintIn) -> Response:
    actor = require_actor()
    complaint, first = actions.complain(require_id(complaint_id, "cmp"), **asked.model_dump(), actor=actor)
    return reply(_shape(complaint, actor), 201 if first else 200)


@bp.get("/api/complaints")
@bp.input(ComplaintsQuery, location="query", arg_name="asked")
@bp.output(ComplaintsOut)
@bp.doc(summary="我的投诉建议；scope=all 为全部（主办单位、系统管理员、只读领导）", security="session", responses=[401, 403, 422])
def index(asked: ComplaintsQuery) -> Response:
    actor = require_actor()
    query = queries.mine(actor) if asked.scope == "mine" else queries.every(actor)
    rows, following = page(query, Complaint, asked.cursor)
    return reply({"items": [_shape(row, actor) for row in rows], "next": following})


@bp.put("/api/complaints/<complaint_id>/answer")
@bp.input(AnswerIn, arg_name="asked")
@bp.output(ComplaintOut)
@bp.doc(summary="答复（主办单位）；再次答复取代前一次", security="session", responses=[401, 403, 404, 415, 422])
def answer(complaint_id: str, asked: AnswerIn) -> Response:
    actor = require_actor()
    return reply(_shape(actions.answer(require_id(complaint_id, "cmp"), asked.words, actor=actor), actor))


def _shape(row: Complaint, actor: Actor) -> dict[str, Any]:
    """Who said it is told to nobody here: it is answered through this service."""
    return {"id": row.id, "kind": row.kind, "words": row.words, "phone": queries.phone_for(row, actor), "sent_at": row.received_at,
            "answer": row.answer, "answered_at": row.answered_at}
