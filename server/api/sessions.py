"""Signing in with a wx.login code, and out."""
from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.accounts import actions, queries
from models.accounts.actor import Actor
from models.accounts.queries import Me
from models.ports import Refused, Unreachable
from models.problems import AccountBlocked, CodeRefused, Problem, Slower, WorldAway
from server.here import config, gateways, limits
from server.sessions import bearer, require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("sessions", __name__, tag="sessions")

# What the errcodes of jscode2session mean to one person; any other refuses our own set-up, and a new code would not help.
REFUSALS: dict[str, Callable[[], Problem]] = {
    "40029": CodeRefused, "40163": CodeRefused, "40226": AccountBlocked, "45011": lambda: Slower(retry_after_s=60)}


class SignIn(Shape):
    code: str = Field(min_length=1, max_length=256, description="wx.login 的 code，五分钟内用一次")


class RoleOut(Out):
    role: str
    over: str


class AccountOut(Out):
    id: str
    name: str | None
    nickname: str
    unit: str | None
    unit_confirmed: bool
    roles: list[RoleOut]


class SessionOut(Out):
    token: str
    expires_at: str
    account: AccountOut


@bp.post("/api/sessions")
@bp.input(SignIn, arg_name="asked")
@bp.output(SessionOut, status_code=201)
@bp.doc(summary="用 wx.login 的 code 登录", responses=[401, 422, 429, 503])
def create(asked: SignIn) -> Response:
    limits().require_sign_in()
    try:
        identity = gateways().wechat.identity(asked.code)
    except Refused as no:
        raise refused(no) from no
    except Unreachable as away:
        raise WorldAway(who="微信") from away
    token, account, _ = actions.sign_in(identity, is_demo=not config().wechat.live)
    actor, session = queries.actor_by_token(token)
    return reply({"token": token, "expires_at": session.expires_at, "account": account_shape(queries.me(account.id), actor)}, 201)


@bp.delete("/api/sessions/current")
@bp.output({}, status_code=204)
@bp.doc(summary="退出登录", security="session", responses=[401])
def delete() -> Response:
    actions.sign_out(str(bearer()), actor=require_actor())
    return Response(status=204)


def refused(no: Refused) -> Problem:
    """What a person is told when WeChat refuses a code of his."""
    return REFUSALS[no.code]() if no.code in REFUSALS else WorldAway(who="微信登录")


def account_shape(me: Me, actor: Actor) -> dict[str, Any]:
    """The contract's account: whom the phone shows as me."""
    return {"id": me.id, "name": me.name, "nickname": me.nickname, "unit": me.unit_id, "unit_name": me.unit_name,
            "unit_confirmed": me.unit_confirmed, "roles": [{"role": role, "over": over} for role, over in sorted(actor.grants)]}
