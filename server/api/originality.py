"""疑似重复提示: what the radar found, for staff to compare side by side and to answer. Nothing is decided by it."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.accounts.actor import Actor
from models.originality import actions, queries
from models.originality.queries import Side, Told
from models.originality.tables import ANSWERS, Likeness
from server.api.file_shapes import LINK_LIFE_S
from server.api.shapes import Cursor, EntryId, Text, require_id
from server.here import gateways
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("originality", __name__, tag="originality")

THUMBS, DISPLAYS = ("thumb", "poster"), ("display", "play", "poster")


class LikenessesQuery(Shape):
    entry: EntryId | None = None
    state: Literal[queries.STATES] = "open"  # type: ignore[valid-type]
    cursor: Cursor | None = None


class AnswerIn(Shape):
    """null: open again."""
    answer: Literal[ANSWERS] | None  # type: ignore[valid-type]
    comment: Annotated[Text, Field(max_length=1000)] = ""


class LikenessOut(Out):
    id: str
    how: Literal["bytes", "picture", "film"]
    similarity: int = Field(description="百分之几，`means` 说明它的意思")
    matched: int | None
    frames: int | None
    words: str
    means: str
    same_author: bool | None = Field(description="有一方不归您看时为 null")
    found_at: str
    answer: str | None
    comment: str
    answered_at: str | None
    newer: dict[str, Any] = Field(description="后收到的一方；不归您看时只有 visible、campaign_label、track_label")
    older: dict[str, Any]


class LikenessesOut(Out):
    items: list[LikenessOut]
    next: str | None


@bp.get("/api/likenesses")
@bp.input(LikenessesQuery, location="query", arg_name="asked")
@bp.output(LikenessesOut)
@bp.doc(summary="疑似重复提示，最近发现的在前；作者本人看不到", security="session", responses=[401, 422])
def index(asked: LikenessesQuery) -> Response:
    actor = require_actor()
    query = queries.of_entry(asked.entry, actor, asked.state) if asked.entry else queries.listed(actor, asked.state)
    rows, following = page(query, Likeness, asked.cursor, by="found_at")
    return reply({"items": [_shape(one) for one in queries.told(rows, actor, asked.entry)], "next": following})


@bp.put("/api/likenesses/<likeness_id>")
@bp.input(AnswerIn, arg_name="asked")
@bp.output(LikenessOut)
@bp.doc(summary="答复：是同一作品、不是，或重新待定", security="session", responses=[401, 403, 404, 415, 422])
def answer(likeness_id: str, asked: AnswerIn) -> Response:
    actor = require_actor()
    likeness = actions.answer(require_id(likeness_id, "lik"), asked.answer, asked.comment, actor=actor)
    return reply(_shape(_told(likeness, actor)))


def _told(likeness: Likeness, actor: Actor) -> Told:
    return queries.told([likeness], actor)[0]


def _shape(told: Told) -> dict[str, Any]:
    row = told.likeness
    return {"id": row.id, "how": row.how, "similarity": row.similarity, "matched": row.matched, "frames": row.frames,
            "words": told.words, "means": told.means, "same_author": told.same_author, "found_at": row.found_at, "answer": row.answer,
            "comment": row.comment, "answered_at": row.answered_at, "newer": _side_shape(told.newer), "older": _side_shape(told.older)}


def _side_shape(side: Side) -> dict[str, Any]:
    if side.entry is None or side.file is None:
        return {"visible": False, "campaign_label": side.campaign_label, "track_label": side.track_label}
    made, entry = side.keys or {}, side.entry
    thumb, display = (next((made[purpose] for purpose in wanted if purpose in made), None) for wanted in (THUMBS, DISPLAYS))
    sealed = side.file.key if side.file.kind == "document" else None            # a document has nothing else to show
    return {"visible": True, "entry": entry.id, "title": entry.title, "campaign": entry.campaign_id, "campaign_label": side.campaign_label,
            "track_label": side.track_label, "unit_name": side.unit_name, "file": side.file.id, "kind": side.file.kind,
            "number": side.number, "at_s": side.at_s, "thumb": _url(thumb), "display": _url(display or sealed)}


def _url(key: str | None) -> str | None:
    return gateways().store.url(key, LINK_LIFE_S) if key else None
