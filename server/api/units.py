"""The union tree, by everyday names; and a liaison's answers to those who ask to belong."""
from typing import Any, Literal

from apiflask import APIBlueprint
from flask import Response

from models.accounts import membership
from models.accounts import queries as accounts
from models.problems import NotFound
from models.units import queries
from models.units.tables import Unit
from server.api.shapes import Cursor, Line, UnitId, require_id
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("units", __name__, tag="units")


class UnitsQuery(Shape):
    parent: UnitId | None = None
    q: Line | None = None
    cursor: Cursor | None = None


class UnitOut(Out):
    id: str
    name: str
    short: str
    kind: str
    parent: str | None
    parent_name: str | None
    reports: bool


class UnitsOut(Out):
    items: list[UnitOut]
    next: str | None


class LiaisonOut(Out):
    unit: str
    unit_name: str
    liaisons: list[str]
    office_phone: str


class MembersQuery(Shape):
    state: Literal["asked", "confirmed"] = "asked"
    cursor: Cursor | None = None


class MemberOut(Out):
    account: str
    name: str | None
    state: str


class MembersOut(Out):
    items: list[MemberOut]
    next: str | None


class Answer(Shape):
    answer: Literal["confirm", "refuse"]


@bp.get("/api/units")
@bp.input(UnitsQuery, location="query", arg_name="asked")
@bp.output(UnitsOut)
@bp.doc(summary="按日常称呼查单位；不写 q 时列出下级", responses=[422])
def index(asked: UnitsQuery) -> Response:
    found, following = queries.search(asked.q or "", parent=asked.parent, cursor=asked.cursor)
    return reply({"items": [unit_shape(unit) for unit in found], "next": following})


@bp.get("/api/units/<unit_id>/liaison")
@bp.output(LiaisonOut)
@bp.doc(summary="这个单位的联络员和办公电话", security="session", responses=[401, 404])
def liaison(unit_id: str) -> Response:
    require_actor()
    card = queries.liaison_card(require_id(unit_id, "unt"))
    if card is None:
        raise NotFound(what="这个单位的联络员")
    return reply({"unit": card.unit_id, "unit_name": card.unit_name, "office_phone": card.office_phone,
                  "liaisons": [name for name in (card.liaison_a, card.liaison_b) if name]})


@bp.get("/api/units/<unit_id>/members")
@bp.input(MembersQuery, location="query", arg_name="asked")
@bp.output(MembersOut)
@bp.doc(summary="申请加入或已确认的职工（联络员）", security="session", responses=[401, 403, 404, 422])
def members(unit_id: str, asked: MembersQuery) -> Response:
    found, following = accounts.members(require_id(unit_id, "unt"), asked.state, actor=require_actor(), below=True, cursor=asked.cursor)
    return reply({"items": [_member_shape(member, asked.state) for member in found], "next": following})


@bp.put("/api/units/<unit_id>/members/<account_id>")
@bp.input(Answer, arg_name="asked")
@bp.output(MemberOut)
@bp.doc(summary="确认或不确认一位职工属于本单位（联络员）", security="session", responses=[401, 403, 404, 409, 415, 422])
def answer(unit_id: str, account_id: str, asked: Answer) -> Response:
    account, _ = membership.answer_membership(require_id(account_id, "acc"), require_id(unit_id, "unt"), asked.answer,
                                                  actor=require_actor())
    state = "confirmed" if account.unit_confirmed_at else "refused"
    return reply({"account": account.id, "name": None, "state": state})


def unit_shape(unit: Unit) -> dict[str, Any]:
    return {"id": unit.id, "name": unit.name, "short": unit.short, "aliases": unit.aliases, "kind": unit.kind,
            "parent": unit.parent_id, "parent_name": unit.parent.name if unit.parent_id and unit.parent else None,
            "reports": unit.reports}


def _member_shape(member: Any, state: str) -> dict[str, Any]:
    return {"account": member.account_id, "unit": member.unit_id, "name": member.name, "nickname": member.nickname,
            "phone": member.phone, "employee_no": member.employee_no, "roster_hint": member.roster_hint,
            "asked_at": member.asked_at, "confirmed_at": member.confirmed_at, "state": state}
