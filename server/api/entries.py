"""Entries over the wire: drafts saved, read, discarded; files ordered; moves taken."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import AwareDatetime, Field

from models import clock
from models.accounts.actor import Actor
from models.entries import actions, attachments, queries
from models.entries.draft import Draft
from models.entries.standing import Reach
from models.entries.tables import Entry
from models.law import ACTS, SHOWN_LABELS, STATE_LABELS, Shown, State
from models.problems import EntryStale, NotFound
from models.workflow import actions as workflow
from server.api.entry_shapes import entry_shape, line_shape
from server.api.shapes import Answer, Cursor, Line, Name, Slug, Text, UnitId, require_id
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("entries", __name__, tag="entries")

STATES = tuple(dict.fromkeys([state.value for state in State] + [shown.value for shown in Shown]))


class PersonIn(Shape):
    name: Name = ""
    role: Name = ""
    unit: Name | None = None


class ConsentIn(Shape):
    id: Annotated[Text, Field(max_length=20)]
    version: int = Field(ge=0, le=1_000_000)


class OnBehalfIn(Shape):
    """代报: the author in whose name a liaison enters. The phone lets the author claim the entry later."""
    name: Annotated[Name, Field(min_length=1)]
    phone: Annotated[str, Field(pattern=r"^[0-9+ -]{5,20}$")] | None = None
    unit: UnitId | None = None


class EntryIn(Shape):
    """A whole draft. `revision` is the one last seen, 0 for a new entry."""
    campaign: Slug | None = None
    track: Slug
    type: Slug | None = None
    title: Annotated[Text, Field(max_length=200)] = ""
    fields: dict[Annotated[Text, Field(max_length=64)], Answer] = Field(default_factory=dict, max_length=100)
    authors: list[PersonIn] = Field(default_factory=list, max_length=50)
    consents: list[ConsentIn] = Field(default_factory=list, max_length=30)
    unit_typed: Name | None = None
    on_behalf_of: OnBehalfIn | None = None
    revision: int = Field(ge=0, le=1_000_000)


class MoveIn(Shape):
    """One step of the law. `track` and `type` go with move_track, `unit` with change_reporting_unit."""
    act: Literal[ACTS]  # type: ignore[valid-type]
    comment: Annotated[Text, Field(max_length=2000)] = ""
    late_code: Annotated[Text, Field(max_length=40)] | None = None
    due_at: Annotated[AwareDatetime, Field(strict=False)] | None = None
    track: Slug | None = None
    type: Slug | None = None
    unit: UnitId | None = None


class OrderIn(Shape):
    order: list[Annotated[str, Field(max_length=40)]] = Field(max_length=100)


class EntriesQuery(Shape):
    scope: Literal["mine", "unit", "track", "all"] = "mine"
    campaign: Slug | None = None
    state: Literal[STATES] | None = None  # type: ignore[valid-type]
    track: Slug | None = None
    unit: UnitId | None = None
    q: Line | None = None
    cursor: Cursor | None = None


class EntryLineOut(Out):
    id: str
    campaign: str
    track: str
    type: str | None
    title: str
    state: str
    shown_state: str
    authors: list[dict[str, Any]]
    unit: str | None
    reporting_unit: str | None
    author: str | None
    entered_by: str


class EntriesOut(Out):
    items: list[EntryLineOut]
    next: str | None


class EntryOut(EntryLineOut):
    plan_version: int
    revision: int
    fields: dict[str, Any]
    consents: list[dict[str, Any]]
    files: list[dict[str, Any]]
    moves: list[dict[str, Any]]
    history: list[dict[str, Any]]
    content: dict[str, Any] | None


class MoveOut(Out):
    id: str
    act: str
    entry: dict[str, Any] | None = Field(description="作品现在的样子；办理之后不再归您看的为 null")


@bp.put("/api/entries/<entry_id>")
@bp.input(EntryIn, arg_name="asked")
@bp.output(EntryOut)
@bp.doc(summary="保存草稿（revision 0 为新建）", security="session", responses=[401, 403, 404, 409, 415, 422])
def save(entry_id: str, asked: EntryIn) -> Response:
    actor = require_actor()
    try:
        entry = actions.save(require_id(entry_id, "ent"), _draft(asked), revision=asked.revision, actor=actor)
    except EntryStale as stale:
        raise EntryStale(current=_whole(str(stale.context["current"]), actor)) from stale
    return reply(entry_shape(entry, actor))


@bp.get("/api/entries")
@bp.input(EntriesQuery, location="query", arg_name="asked")
@bp.output(EntriesOut)
@bp.doc(summary="我能看到的作品", security="session", responses=[401, 422])
def index(asked: EntriesQuery) -> Response:
    actor = require_actor()
    query = queries.in_scope(actor, asked.scope)
    for column, wanted in ((Entry.campaign, asked.campaign), (Entry.track, asked.track)):
        query = query.where(column == wanted) if wanted else query
    if asked.unit:
        query = query.where((Entry.unit == asked.unit) | (Entry.reporting_unit == asked.unit))
    if asked.state:
        query = queries.with_state(query, asked.state, actor)
    if asked.q and asked.q.strip():
        query = queries.matching(query, asked.q)
    rows, following = page(query, Entry, asked.cursor)
    reach = Reach(actor)
    return reply({"items": [line_shape(entry, reach) for entry in rows], "next": following})


@bp.get("/api/entries/<entry_id>")
@bp.output(EntryOut)
@bp.doc(summary="一件作品", security="session", responses=[401, 404, 422])
def one(entry_id: str) -> Response:
    return reply(_whole(require_id(entry_id, "ent"), require_actor()))


@bp.delete("/api/entries/<entry_id>")
@bp.output({}, status_code=204)
@bp.doc(summary="删除草稿", security="session", responses=[401, 404, 409, 422])
def discard(entry_id: str) -> Response:
    actions.discard(require_id(entry_id, "ent"), actor=require_actor())
    return Response(status=204)


@bp.put("/api/entries/<entry_id>/files")
@bp.input(OrderIn, arg_name="asked")
@bp.output(EntryOut)
@bp.doc(summary="调整文件次序", security="session", responses=[401, 404, 409, 415, 422])
def order(entry_id: str, asked: OrderIn) -> Response:
    actor = require_actor()
    attachments.reorder(require_id(entry_id, "ent"), asked.order, actor=actor)
    return reply(_whole(entry_id, actor))


@bp.put("/api/entries/<entry_id>/moves/<move_id>")
@bp.input(MoveIn, arg_name="asked")
@bp.output(MoveOut, status_code=201)
@bp.doc(summary="办理一步", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def move(entry_id: str, move_id: str, asked: MoveIn) -> Response:
    actor = require_actor()
    facts = {"due_at": asked.due_at and asked.due_at.astimezone(clock.UTC), "track": asked.track, "type": asked.type, "unit": asked.unit}
    taken, first = workflow.move(require_id(entry_id, "ent"), asked.act, move_id=require_id(move_id, "mov"), actor=actor,
                                 comment=asked.comment, late_code=asked.late_code, facts=facts)
    return reply(_move_shape(taken.entry_id, taken.id, asked.act, actor), 201 if first else 200)


@bp.put("/api/entries/<entry_id>/claim")
@bp.output(EntryOut)
@bp.doc(summary="认领由联络员代报的本人作品", security="session", responses=[401, 404, 409, 422])
def claim(entry_id: str) -> Response:
    actor = require_actor()
    return reply(entry_shape(workflow.claim(require_id(entry_id, "ent"), actor=actor), actor))


@bp.get("/api/law")
@bp.output({}, status_code=200)
@bp.doc(summary="状态与步骤的称呼，供各端显示")
def law() -> Response:
    return reply({"states": {state.value: label for state, label in STATE_LABELS.items()},
                  "shown_states": {shown.value: label for shown, label in SHOWN_LABELS.items()}})


def _draft(asked: EntryIn) -> Draft:
    plain = asked.model_dump(exclude={"revision"})
    plain["authors"] = [person.model_dump(exclude_none=True) for person in asked.authors]
    return Draft(**plain)


def _whole(entry_id: str, actor: Actor) -> dict[str, Any]:
    entry = queries.find(entry_id, actor)
    if entry is None:
        raise NotFound(what="这件作品")
    return entry_shape(entry, actor)


def _move_shape(entry_id: str, move_id: str, act: str, actor: Actor) -> dict[str, Any]:
    """The move as its reader may know it, with the entry as it stands now."""
    entry = queries.find(entry_id, actor)
    if entry is None:
        return {"id": move_id, "act": act, "entry": None}
    shape = entry_shape(entry, actor)
    line: dict[str, Any] = next((one for one in shape["history"] if one["id"] == move_id), {})
    return {**line, "id": move_id, "act": act, "entry": shape}
