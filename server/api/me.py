"""My own data: profile, unit, roles by invitation, export, deletion."""
from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.accounts import actions, grants, membership, queries
from models.accounts.actor import Actor
from models.notices.inbox import queries as inbox
from models.personal import actions as personal
from models.personal.queries import export as everything_of
from models.ports import Refused, Unreachable
from models.problems import WorldAway
from models.units import queries as units
from server.api.sessions import AccountOut, RoleOut, account_shape, refused
from server.api.shapes import Line, Name, Text, UnitId
from server.here import gateways
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("me", __name__, tag="me")


Own = Annotated[Text, Field(max_length=40)]


class Profile(Shape):
    """Only what is given changes."""
    name: Own | None = None
    nickname: Own | None = None
    avatar: Line | None = None
    phone_code: str | None = Field(default=None, max_length=256, description="getPhoneNumber 的 code")


class Belonging(Shape):
    """`unit` from the tree, or `unit_typed` when it cannot be found there (找不到我的单位)."""
    unit: UnitId | None = None
    unit_typed: Name | None = None
    employee_no: Own | None = None


class Code(Shape):
    code: str = Field(min_length=4, max_length=40)


class MeOut(AccountOut):
    phone: str | None
    unit_typed: str
    unit_waiting: bool
    unread: int
    liaison: dict[str, Any] | None


class ExportOut(Out):
    account: dict[str, Any]
    entries: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    complaints: list[dict[str, Any]]


@bp.get("/api/me")
@bp.output(MeOut)
@bp.doc(summary="我的资料", security="session", responses=[401])
def show() -> Response:
    return reply(_me(require_actor()))


@bp.put("/api/me")
@bp.input(Profile, arg_name="asked")
@bp.output(MeOut)
@bp.doc(summary="修改我的资料；手机号只能由微信验证", security="session", responses=[401, 415, 422, 503])
def update(asked: Profile) -> Response:
    actor = require_actor()
    if asked.phone_code:
        actions.verify_phone(_phone(asked.phone_code), actor=actor)
    if asked.name is not None or asked.nickname is not None or asked.avatar is not None:
        actions.update_profile(name=asked.name, nickname=asked.nickname, avatar=asked.avatar, actor=actor)
    return reply(_me(actor))


@bp.put("/api/me/unit")
@bp.input(Belonging, arg_name="asked")
@bp.output(MeOut)
@bp.doc(summary="申请加入一个单位", security="session", responses=[401, 404, 415, 422, 429])
def belong(asked: Belonging) -> Response:
    actor = require_actor()
    membership.ask_for_unit(asked.unit, typed_name=asked.unit_typed or "", employee_no=asked.employee_no or "", actor=actor)
    return reply(_me(actor))


@bp.post("/api/me/roles")
@bp.input(Code, arg_name="asked")
@bp.output(RoleOut, status_code=201)
@bp.doc(summary="凭一次性邀请码领取角色", security="session", responses=[401, 404, 409, 415, 422])
def redeem(asked: Code) -> Response:
    grant = grants.redeem(asked.code, actor=require_actor())
    return reply({"role": grant.role, "over": grant.over}, 201)


@bp.get("/api/me/export")
@bp.output(ExportOut)
@bp.doc(summary="导出我的全部资料", security="session", responses=[401])
def export() -> Response:
    return reply(everything_of(require_actor()))


@bp.delete("/api/me")
@bp.output({}, status_code=204)
@bp.doc(summary="注销：清空我的资料，撤回未推荐的作品", security="session", responses=[401])
def delete() -> Response:
    personal.forget(actor=require_actor())
    return Response(status=204)


def _phone(code: str) -> str:
    try:
        return gateways().wechat.phone_number(code)
    except Refused as no:
        raise refused(no) from no
    except Unreachable as away:
        raise WorldAway(who="微信") from away


def _me(actor: Actor) -> dict[str, Any]:
    me = queries.me(str(actor.account_id))
    now = Actor(actor.account_id, frozenset(me.roles), me.unit_id, me.unit_confirmed)
    card = units.liaison_card(me.unit_id) if me.unit_id else None
    return {**account_shape(me, now), "avatar": me.avatar, "phone": me.phone, "employee_no": me.employee_no,
            "unit_typed": me.unit_typed, "unit_waiting": me.waiting, "unit_refused": me.unit_refused,
            "unread": inbox.unread(actor),
            "liaison": _liaison(card) if card else None}


def _liaison(card: units.LiaisonCard) -> dict[str, Any]:
    return {"unit": card.unit_id, "unit_name": card.unit_name, "office_phone": card.office_phone,
            "liaisons": [name for name in (card.liaison_a, card.liaison_b) if name]}
