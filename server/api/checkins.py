"""Check-ins over the wire: kept and answered in a burst, read by who looks after the event, accepted or undone.

A worker's scan asks the database nothing of its own: who he is, is found with the batch that keeps it (models.events.scanning).
"""
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models import clock
from models.db import database
from models.events import board as boards
from models.events import by_hand, codes, decisions, judging, register, scanning
from models.events.arriving import Kept
from models.events.codes import Code, Printed
from models.events.law import ROLE_LABELS, EventRole
from models.events.register import Entered
from models.events.scanning import Arrival
from models.events.tables import CheckIn, CheckInState
from models.problems import CodeUnreadable, Malformed, Unauthenticated
from server import clocks
from server.api.shapes import Answer, Cursor, Name, PhoneInstant, Text, require_id
from server.here import limits
from server.paging import page
from server.sessions import bearer, require_actor
from server.wire import Out, Shape, dump, reply, tag_of, tagged

bp = APIBlueprint("checkins", __name__, tag="checkins")


class CheckInIn(Shape):
    """`code` of a worker; `personal_code`, or `name` and perhaps `phone`, of a coordinator. Both times by the phone's own clock.

    `location` is taken and not kept: no position is asked for.
    """
    scanned_at: PhoneInstant
    sent_at: PhoneInstant
    code: Annotated[Text, Field(min_length=1, max_length=codes.LONGEST)] | None = None
    personal_code: Annotated[Text, Field(max_length=200)] | None = None
    name: Name = ""
    phone: Annotated[Text, Field(max_length=30)] = ""
    location: Answer = None


class CheckInMoveIn(Shape):
    act: Literal["accept", "undo"]
    comment: Annotated[Text, Field(max_length=500)] = ""


class RegisterQuery(Shape):
    state: Literal[tuple(state.value for state in CheckInState)] | None = None  # type: ignore[valid-type]
    cursor: Cursor | None = None


class CheckInOut(Out):
    id: str
    event: str
    how: str
    state: str
    evidence: str
    reason: str | None
    words: str
    scanned_at: str
    received_at: str
    counted: bool


class CheckInsOut(Out):
    items: list[CheckInOut]
    next: str | None


class BoardOut(Out):
    event: str
    state: str
    at: str
    attended: int
    claimed: int | None
    live: int
    late: int
    by_hand: int
    suspicious: int
    waiting: int


@bp.put("/api/events/<event_id>/checkins/<check_in_id>")
@bp.input(CheckInIn, arg_name="asked")
@bp.output(CheckInOut, status_code=201)
@bp.doc(summary="现场签到，或由活动负责人补登", security="session", responses=[200, 401, 403, 409, 415, 422, 503])
def arrive(event_id: str, check_in_id: str, asked: CheckInIn) -> Response:
    token = _token()
    require_id(event_id, "evt")
    require_id(check_in_id, "chk")
    kept = _scanned(token, event_id, check_in_id, asked) if asked.code is not None else _by_hand(event_id, check_in_id, asked)
    return reply(told(kept), 201 if kept.first else 200)


def _token() -> str:
    """Raises Unauthenticated, and Slower for an address or a token that asks too often."""
    token = bearer()
    if token is None:
        limits().require_address()
        raise Unauthenticated()
    limits().require_token(token)
    return token


def _scanned(token: str, event_id: str, check_in_id: str, asked: CheckInIn) -> Kept:
    code = codes.read(asked.code)
    if code is None:
        raise CodeUnreadable()
    try:
        return scanning.arrive(arrival(token, event_id, check_in_id, code, asked, clocks.device(), clock.now()))
    except Unauthenticated:
        limits().require_address()
        raise


def arrival(token: str, event_id: str, check_in_id: str, code: Code | Printed, asked: CheckInIn, device: str, at: datetime) -> Arrival:
    """A scan as the burst takes it; also for the lane in front of Flask (server/lane.py)."""
    sent_at = asked.sent_at.astimezone(clock.UTC)
    return Arrival(token, event_id, check_in_id, code, asked.name.strip(), asked.scanned_at.astimezone(clock.UTC), sent_at, device, at,
                   tells_clock=bool(device) and clocks.is_news(device, sent_at, at))


def told(kept: Kept) -> dict[str, Any]:
    """What a sender is answered."""
    return _shape(kept) | {"event_title": kept.event_title}


def _by_hand(event_id: str, check_in_id: str, asked: CheckInIn) -> Kept:
    """An ordinary verb, with an ordinary session."""
    if not asked.personal_code and not asked.name.strip():
        raise Malformed(summary="要有 code、personal_code 或 name 之一", fields=[{"field": "code", "says": "请扫码，或填写姓名"}])
    database.connect(reuse_if_open=True)
    actor = require_actor()
    return by_hand.write_down(
        event_id, check_in_id, personal_code=asked.personal_code, name=asked.name, phone=asked.phone,
        scanned_at=asked.scanned_at.astimezone(clock.UTC), sent_at=asked.sent_at.astimezone(clock.UTC), device=clocks.device(), actor=actor)


@bp.get("/api/events/<event_id>/checkins")
@bp.input(RegisterQuery, location="query", arg_name="asked")
@bp.output(CheckInsOut)
@bp.doc(summary="一场活动的签到名单（活动负责人）", security="session", responses=[401, 403, 404, 422])
def index(event_id: str, asked: RegisterQuery) -> Response:
    query = register.of_event(require_id(event_id, "evt"), require_actor())
    if asked.state:
        query = query.where(CheckIn.state == asked.state)
    rows, following = page(query, CheckIn, asked.cursor)
    return reply({"items": [_entered_shape(line) for line in register.entered(rows)], "next": following})


@bp.put("/api/events/<event_id>/checkins/<check_in_id>/moves/<move_id>")
@bp.input(CheckInMoveIn, arg_name="asked")
@bp.output(CheckInOut, status_code=201)
@bp.doc(summary="确认或撤销一次签到", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def decide(event_id: str, check_in_id: str, move_id: str, asked: CheckInMoveIn) -> Response:
    actor = require_actor()
    _, first = decisions.decide(require_id(event_id, "evt"), require_id(check_in_id, "chk"), asked.act,
                                move_id=require_id(move_id, "mov"), comment=asked.comment, actor=actor)
    return reply(_entered_shape(register.one(event_id, check_in_id, actor)), 201 if first else 200)


@bp.get("/api/events/<event_id>/board")
@bp.output(BoardOut)
@bp.doc(summary="现场人数（每秒至多更新一次）", security="session", responses=[304, 401, 404, 422])
def board(event_id: str) -> Response:
    boards.may_watch(require_id(event_id, "evt"), require_actor())
    return tagged(board_text(boards.board(event_id))[0])


@lru_cache(maxsize=boards.KEPT)
def board_text(board: boards.Board) -> tuple[bytes, str]:
    """(the answer, its tag), written once for all who watch."""
    body = dump(asdict(board))
    return body, tag_of(body)


@bp.get("/api/checkins")
@bp.input(RegisterQuery, location="query", arg_name="asked")
@bp.output(CheckInsOut)
@bp.doc(summary="我的签到", security="session", responses=[401, 422])
def mine(asked: RegisterQuery) -> Response:
    query = register.mine(require_actor())
    if asked.state:
        query = query.where(CheckIn.state == asked.state)
    rows, following = page(query, CheckIn, asked.cursor)
    events = register.events_of(rows)
    return reply({"items": [_my_shape(row, events) for row in rows], "next": following})


def _shape(kept: Any, *, counted: bool | None = None) -> dict[str, Any]:
    return {"id": kept.id, "event": kept.event_id, "how": kept.how, "state": kept.state, "evidence": kept.evidence, "reason": kept.reason,
            "words": judging.words(kept.state, kept.reason).worker, "scanned_at": kept.scanned_at, "received_at": kept.received_at,
            "counted": kept.counted if counted is None else counted}


def _my_shape(row: CheckIn, events: dict[str, Any]) -> dict[str, Any]:
    event = events.get(row.event_id)
    return _shape(row, counted=register.is_counted(row)) | {
        "event_title": event.title if event else None, "place": event.place if event else None,
        "starts_at": event.starts_at if event else None}


def _entered_shape(line: Entered) -> dict[str, Any]:
    row = line.row
    return _shape(row, counted=line.counted) | {
        "words": judging.words(row.state, row.reason).coordinator, "name": line.name, "phone_tail": line.phone_tail, "account": row.subject,
        "lag_s": line.lag_s, "decision": row.decision, "moves": [{"act": act, "label": decisions.LABELS[act]} for act in line.ways_on],
        "history": [{"act": move.act, "label": decisions.LABELS[move.act], "at": move.at, "comment": move.comment,
                     "actor": {"role": "coordinator", "label": ROLE_LABELS[EventRole.COORDINATOR]}} for move in line.moves]}
