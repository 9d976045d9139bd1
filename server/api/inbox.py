"""站内消息: a person's own, newest first."""
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models import ids
from models.notices.inbox import actions, queries
from models.notices.inbox.tables import Message
from models.notices.plans import queries as notices
from server.api.shapes import Cursor
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("inbox", __name__, tag="inbox")

NOTICE = "ntc_"                        # a message of a notice has its id for a purpose
MessageId = Annotated[str, Field(pattern=rf"^msg_[{ids.ALPHABET}]{{16}}$")]


class InboxQuery(Shape):
    cursor: Cursor | None = None


class ReadIn(Shape):
    """`ids`: which, or "all"."""
    ids: Annotated[list[MessageId], Field(max_length=100)] | Literal["all"]


class MessageOut(Out):
    """`purpose` "notice": `about` is the notice, and `forward` its text to pass on in groups, for staff ("": none)."""
    id: str
    purpose: str
    title: str
    words: str
    about: str | None
    page: str | None
    at: str
    read: bool
    forward: str


class InboxOut(Out):
    items: list[MessageOut]
    next: str | None
    unread: int


class UnreadOut(Out):
    unread: int


@bp.get("/api/inbox")
@bp.input(InboxQuery, location="query", arg_name="asked")
@bp.output(InboxOut)
@bp.doc(summary="我的消息", security="session", responses=[401, 422])
def index(asked: InboxQuery) -> Response:
    actor = require_actor()
    rows, following = page(queries.inbox(actor), Message, asked.cursor, by="at")
    forwards = notices.forwards(row.purpose for row in rows if row.purpose.startswith(NOTICE)) if actor.grants else {}
    return reply({"items": [_shape(row, forwards) for row in rows], "next": following, "unread": queries.unread(actor)})


@bp.post("/api/inbox/read")
@bp.input(ReadIn, arg_name="asked")
@bp.output(UnreadOut)
@bp.doc(summary="标为已读；不是我的不受影响", security="session", responses=[401, 415, 422])
def read(asked: ReadIn) -> Response:
    wanted = None if asked.ids == "all" else asked.ids
    return reply({"unread": actions.read(wanted, actor=require_actor())})


def _shape(row: Message, forwards: Mapping[str, str]) -> dict[str, Any]:
    is_notice = row.purpose.startswith(NOTICE)
    return {"id": row.id, "purpose": "notice" if is_notice else row.purpose, "title": row.title, "words": row.words,
            "about": row.purpose if is_notice else row.about, "page": row.page, "at": row.at, "read": row.read_at is not None,
            "forward": forwards.get(row.purpose, "")}
