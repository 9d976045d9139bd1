"""宣传台账 over the wire: what units published on other channels, each line a document."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.problems import PublicityStale
from models.targets import ledger
from models.targets.ledger import Article
from models.targets.tables import CHANNELS, Publicity
from models.units import queries as units
from server.api.shapes import Cursor, Slug, Text, UnitId, require_id
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("publicity", __name__, tag="targets")


class PublicityIn(Shape):
    """`day`: Shanghai's. `revision` is the one last seen, 0 for a new line."""
    campaign: Slug | None = None
    unit: UnitId
    channel: Literal[tuple(CHANNELS)]  # type: ignore[valid-type]
    title: Annotated[Text, Field(min_length=1, max_length=ledger.TITLE_AT_MOST)]
    link: Annotated[Text, Field(max_length=ledger.LINK_AT_MOST)] = ""
    reads: int = Field(ge=0, le=ledger.READS_AT_MOST)
    day: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    note: Annotated[Text, Field(max_length=ledger.NOTE_AT_MOST)] = ""
    revision: int = Field(ge=0, le=1_000_000)


class PublicityQuery(Shape):
    campaign: Slug | None = None
    unit: UnitId | None = None
    cursor: Cursor | None = None


class PublicityOut(Out):
    id: str
    campaign: str
    unit: str
    unit_name: str
    channel: str
    channel_label: str
    title: str
    link: str
    reads: int
    day: str
    note: str
    revision: int
    saved_at: str


class PublicitiesOut(Out):
    items: list[PublicityOut]
    next: str | None


@bp.put("/api/publicity/<publicity_id>")
@bp.input(PublicityIn, arg_name="asked")
@bp.output(PublicityOut)
@bp.doc(summary="填写宣传台账（revision 0 为新填）", security="session", responses=[401, 403, 404, 409, 415, 422])
def save(publicity_id: str, asked: PublicityIn) -> Response:
    actor = require_actor()
    try:
        row = ledger.save(require_id(publicity_id, "pub"), Article(**asked.model_dump(exclude={"revision"})), revision=asked.revision,
                          actor=actor)
    except PublicityStale as stale:
        raise PublicityStale(current=_shape(ledger.find(str(stale.context["current"]), actor))) from stale
    return reply(_shape(row))


@bp.get("/api/publicity")
@bp.input(PublicityQuery, location="query", arg_name="asked")
@bp.output(PublicitiesOut)
@bp.doc(summary="宣传台账：归我看的各条，新的在前", security="session", responses=[401, 403, 404, 422])
def index(asked: PublicityQuery) -> Response:
    rows, following = page(ledger.listed(require_actor(), asked.campaign, asked.unit), Publicity, asked.cursor)
    names = units.names(sorted({row.unit_id for row in rows}))
    return reply({"items": [_told(row, names) for row in rows], "next": following})


@bp.get("/api/publicity/<publicity_id>")
@bp.output(PublicityOut)
@bp.doc(summary="宣传台账的一条", security="session", responses=[401, 403, 404, 422])
def one(publicity_id: str) -> Response:
    return reply(_shape(ledger.find(require_id(publicity_id, "pub"), require_actor())))


@bp.delete("/api/publicity/<publicity_id>")
@bp.output({}, status_code=204)
@bp.doc(summary="撤下台账的一条；留存，不再计数", security="session", responses=[401, 404, 422])
def withdraw(publicity_id: str) -> Response:
    ledger.withdraw(require_id(publicity_id, "pub"), actor=require_actor())
    return Response(status=204)


def _shape(row: Publicity) -> dict[str, Any]:
    return _told(row, units.names([row.unit_id]))


def _told(row: Publicity, names: dict[str, str]) -> dict[str, Any]:
    return {"id": row.id, "campaign": row.campaign_id, "unit": row.unit_id, "unit_name": names[row.unit_id], "channel": row.channel,
            "channel_label": CHANNELS[row.channel], "title": row.title, "link": row.link, "reads": row.reads, "day": row.day,
            "note": row.note, "revision": row.revision, "saved_at": row.saved_at}
