"""My own code (职工码), for a coordinator to scan."""
from apiflask import APIBlueprint
from flask import Response

from models.events import personal_codes
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("personal_codes", __name__, tag="me")


class Wanted(Shape):
    """`renew`: a new one in place of the one that holds, which ends at once."""
    renew: bool


class PersonalCodeOut(Out):
    code: str | None


@bp.get("/api/me/personal-code")
@bp.output(PersonalCodeOut)
@bp.doc(summary="我的职工码；没有或已停用时为 null", security="session", responses=[401])
def show() -> Response:
    return reply({"code": personal_codes.show(actor=require_actor())})


@bp.put("/api/me/personal-code")
@bp.input(Wanted, arg_name="asked")
@bp.output(PersonalCodeOut)
@bp.doc(summary="取得或更换我的职工码", security="session", responses=[401, 415, 422])
def make(asked: Wanted) -> Response:
    return reply({"code": personal_codes.make(renew=asked.renew, actor=require_actor())})


@bp.delete("/api/me/personal-code")
@bp.output({}, status_code=204)
@bp.doc(summary="停用我的职工码", security="session", responses=[401])
def revoke() -> Response:
    personal_codes.revoke(actor=require_actor())
    return Response(status=204)
