"""延期报送许可, handed out by organisers."""
from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import AwareDatetime, Field

from models import clock
from models.workflow import late_codes
from models.workflow.tables import LateCode
from server.api.shapes import Slug, Text, UnitId, require_id
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("late_codes", __name__, tag="late codes")


class LateCodeIn(Shape):
    campaign: Slug
    track: Slug | None = None
    reporting_unit: UnitId | None = None
    until: Annotated[AwareDatetime, Field(strict=False)]
    uses: int = Field(ge=1, le=late_codes.MOST_USES)
    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class LateCodeOut(Out):
    id: str
    code: str
    until: str
    uses: int
    used: int


@bp.put("/api/late_codes/<code_id>")
@bp.input(LateCodeIn, arg_name="asked")
@bp.output(LateCodeOut, status_code=201)
@bp.doc(summary="发放延期报送许可（主办单位）", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def issue(code_id: str, asked: LateCodeIn) -> Response:
    given = asked.model_dump() | {"until": asked.until.astimezone(clock.UTC)}
    code, first = late_codes.issue(require_id(code_id, "ltc"), **given, actor=require_actor())
    return reply(_shape(code), 201 if first else 200)


@bp.delete("/api/late_codes/<code_id>")
@bp.output({}, status_code=204)
@bp.doc(summary="收回延期报送许可", security="session", responses=[401, 403, 404, 422])
def revoke(code_id: str) -> Response:
    late_codes.revoke(require_id(code_id, "ltc"), actor=require_actor())
    return Response(status=204)


def _shape(code: LateCode) -> dict[str, Any]:
    return {"id": code.id, "code": late_codes.text_of(code), "campaign": code.campaign_id, "track": code.track,
            "reporting_unit": code.reporting_unit_id, "until": code.until, "uses": code.uses, "used": code.used}
