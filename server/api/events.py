"""Events over the wire: saved as documents, read, moved along their law; the allocation beside them; a paragraph to forward."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response, g
from pydantic import Field

from models import clock
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.events import actions, moving, progress, queries, wording
from models.events.draft import EventDraft
from models.events.law import ACTS, KINDS, EventState
from models.events.standing import Reach, looks_after
from models.events.tables import Event
from models.media import queries as files
from models.problems import EventStale, Forbidden
from models.units import queries as units
from server import clocks
from server.api.event_shapes import event_shape, line_shapes, progress_shape
from server.api.file_shapes import rendition_shape
from server.api.shapes import Cursor, Instant, Line, Name, Slug, Text, UnitId, require_id
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("events", __name__, tag="events")

PICTURES = 9                                           # as many as one forwards to a group at once
Url = Annotated[Text, Field(pattern=r"^https?://\S+$", max_length=500)]
People = Annotated[int, Field(ge=0, le=100_000)]


class LinkIn(Shape):
    url: Url
    title: Line = ""


class EventIn(Shape):
    """A whole event. `claimed`: heads as counted; `secret`: 32 bytes of the phone's, base64url; `sent_at` is no part of the meaning."""
    campaign: Slug | None = None
    unit: UnitId
    kind: Literal[tuple(KINDS)]  # type: ignore[valid-type]
    title: Annotated[Text, Field(max_length=60)] = ""
    place: Annotated[Text, Field(max_length=100)] = ""
    starts_at: Instant
    ends_at: Instant | None = None
    claimed: People | None = None
    enterprise: Name = ""
    promoters_present: People | None = None
    online_reach: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    links: list[LinkIn] = Field(default_factory=list, max_length=10)
    note: Annotated[Text, Field(max_length=1000)] = ""
    secret: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")] | None = None
    revision: int = Field(ge=0, le=1_000_000)
    sent_at: Instant | None = None


class EventMoveIn(Shape):
    act: Literal[ACTS]  # type: ignore[valid-type]
    comment: Annotated[Text, Field(max_length=500)] = ""


class EventsQuery(Shape):
    scope: Literal[queries.SCOPES] = "mine"  # type: ignore[valid-type]
    campaign: Slug | None = None
    unit: UnitId | None = None
    state: Literal[tuple(state.value for state in EventState)] | None = None  # type: ignore[valid-type]
    cursor: Cursor | None = None


class ProgressQuery(Shape):
    campaign: Slug | None = None
    unit: UnitId | None = None


class EventLineOut(Out):
    id: str
    campaign: str
    unit: str
    unit_name: str
    reporting_unit: str | None
    reporting_unit_name: str | None
    kind: str
    kind_label: str
    title: str
    place: str
    starts_at: str
    ends_at: str
    state: str
    state_label: str
    revision: int
    counts: dict[str, int | None]
    may_look_after: bool


class EventsOut(Out):
    items: list[EventLineOut]
    next: str | None


class EventOut(EventLineOut):
    """What staff see stands beside (claimed, files, moves, history, task, …); `secret` and `secrets` for its coordinators only."""


class EventMoveOut(Out):
    id: str
    act: str
    event: dict[str, Any] | None = Field(description="活动现在的样子；办理之后不再归您看的为 null")


class ProgressOut(Out):
    unit: str
    unit_name: str
    done: int
    reported: int
    task: int | None


class ProgressesOut(Out):
    items: list[ProgressOut]


class ParagraphOut(Out):
    words: str
    pictures: list[str]


@bp.put("/api/events/<event_id>")
@bp.input(EventIn, arg_name="asked")
@bp.output(EventOut)
@bp.doc(summary="保存线下活动（revision 0 为新建）", security="session", responses=[401, 403, 404, 409, 415, 422])
def save(event_id: str, asked: EventIn) -> Response:
    actor = require_actor()
    clocks.learn(asked.sent_at, clocks.device(g.session_id), actor.account_id)
    try:
        event = actions.save(require_id(event_id, "evt"), _draft(asked), revision=asked.revision, secret=asked.secret,
                             device=clocks.device(), actor=actor)
    except EventStale as stale:
        raise EventStale(current=event_shape(queries.require_visible(event_id, actor), actor)) from stale
    return reply(event_shape(event, actor))


@bp.get("/api/events")
@bp.input(EventsQuery, location="query", arg_name="asked")
@bp.output(EventsOut)
@bp.doc(summary="我能看到的线下活动", security="session", responses=[401, 422])
def index(asked: EventsQuery) -> Response:
    reach = Reach(require_actor())
    query = queries.in_scope(reach, asked.scope)
    for column, wanted in ((Event.campaign, asked.campaign), (Event.state, asked.state)):
        query = query.where(column == wanted) if wanted else query
    if asked.unit:
        query = query.where((Event.unit == asked.unit) | (Event.reporting_unit == asked.unit))
    rows, following = page(query, Event, asked.cursor)
    return reply({"items": line_shapes(rows, reach), "next": following})


@bp.get("/api/events/progress")
@bp.input(ProgressQuery, location="query", arg_name="asked")
@bp.output(ProgressesOut)
@bp.doc(summary="报送单位的线下活动任务数和完成数", security="session", responses=[401, 404, 422])
def done_of_allocated(asked: ProgressQuery) -> Response:
    found = progress.of_units(asked.campaign or campaigns.current(), require_actor(), asked.unit)
    return reply({"items": [progress_shape(one) for one in found]})


@bp.get("/api/events/<event_id>")
@bp.output(EventOut)
@bp.doc(summary="一场线下活动", security="session", responses=[401, 404, 422])
def one(event_id: str) -> Response:
    actor = require_actor()
    event = queries.require_visible(require_id(event_id, "evt"), actor)
    return reply(event_shape(event, actor, with_secrets=True), Cache_Control="no-store")


@bp.put("/api/events/<event_id>/moves/<move_id>")
@bp.input(EventMoveIn, arg_name="asked")
@bp.output(EventMoveOut, status_code=201)
@bp.doc(summary="上报、确认、退回或取消", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def move(event_id: str, move_id: str, asked: EventMoveIn) -> Response:
    actor = require_actor()
    taken, first = moving.move(require_id(event_id, "evt"), asked.act, move_id=require_id(move_id, "mov"), actor=actor,
                               comment=asked.comment)
    event = queries.find(event_id, actor)
    return reply({"id": taken.id, "act": taken.act, "event": event_shape(event, actor) if event else None}, 201 if first else 200)


@bp.get("/api/events/<event_id>/paragraph")
@bp.output(ParagraphOut)
@bp.doc(summary="一段转发到群里的文字和照片", security="session", responses=[401, 403, 404, 422])
def paragraph(event_id: str) -> Response:
    event = _looked_after(require_id(event_id, "evt"), require_actor(), "转发这场活动")
    words = wording.paragraph(event, campaigns.newest_plan(event.campaign_id), unit_name=units.names([event.unit_id])[event.unit_id],
                              attended=queries.counts([event.id])[event.id].attended, at=clock.now())
    return reply({"words": words, "pictures": _pictures(event.id)})


def _pictures(event_id: str) -> list[str]:
    photos = [file.id for file in files.files_of(event_id) if file.kind == "photo"]
    made = files.renditions(photos)
    shown = [one for file_id in photos for one in made.get(file_id, ()) if one.purpose == "display"]
    return [rendition_shape(one)["url"] for one in shown[:PICTURES]]


def _looked_after(event_id: str, actor: Actor, act: str) -> Event:
    """Raises NotFound, and Forbidden for somebody who may know of it and does not look after it."""
    event = queries.require_visible(event_id, actor)
    if not looks_after(event, actor):
        raise Forbidden(act=act)
    return event


def _draft(asked: EventIn) -> EventDraft:
    plain = asked.model_dump(exclude={"revision", "secret", "sent_at"})
    times = {name: plain[name] and plain[name].astimezone(clock.UTC) for name in ("starts_at", "ends_at")}
    return EventDraft(**plain | times)
