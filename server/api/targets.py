"""12351+ over the wire: the numbers, the rows behind them, what several units count, and what numbers are held against."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models import ids
from models.campaign import queries as campaigns
from models.problems import Malformed
from models.targets import actions, evidence, queries, shared
from models.targets.tables import PROVINCE
from server.api.shapes import Cursor, Name, Slug, Text, UnitId
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("targets", __name__, tag="targets")

Side = Literal["verified", "claimed"]


class TargetsQuery(Shape):
    campaign: Slug | None = None
    unit: UnitId | None = None


class RowsQuery(Shape):
    column: Side = "verified"
    campaign: Slug | None = None
    unit: UnitId | None = None
    cursor: Cursor | None = None


class SharedQuery(Shape):
    column: Side = "verified"
    campaign: Slug | None = None
    cursor: Cursor | None = None


class DenominatorIn(Shape):
    people: int = Field(ge=1, le=actions.PEOPLE_AT_MOST)
    source: Annotated[Text, Field(min_length=1, max_length=actions.SOURCE_AT_MOST)]
    campaign: Slug | None = None


class AnswerIn(Shape):
    """`into`: into which of the two to merge. `unit` and `name`: which of them to rename, and how."""
    answer: Literal["rename", "merge", "leave"]
    campaign: Slug | None = None
    into: UnitId | None = None
    unit: UnitId | None = None
    name: Name | None = None


class TargetsOut(Out):
    campaign: str
    unit: str | None
    at: str
    rows: list[dict[str, Any]]
    units: list[dict[str, Any]]
    shared: dict[str, int]
    shared_claimed: dict[str, int]
    questions: list[dict[str, Any]]


class RowsOut(Out):
    items: list[dict[str, Any]]
    next: str | None


class SharedOut(RowsOut):
    possible: list[dict[str, Any]]


class DenominatorOut(Out):
    over: str
    people: int
    source: str
    at: str


class SettlementOut(Out):
    id: str
    answer: str
    details: dict[str, Any]
    at: str


@bp.get("/api/targets")
@bp.input(TargetsQuery, location="query", arg_name="asked")
@bp.output(TargetsOut)
@bp.doc(summary="12351+ 各项指标：已核实、单位填报（附佐证）", security="session", responses=[401, 403, 404, 422])
def index(asked: TargetsQuery) -> Response:
    actor = require_actor()
    told = queries.standing_of(asked.campaign or campaigns.current(), asked.unit, actor=actor)
    for row in told["rows"]:
        for figure in row["figures"]:
            figure["evidence"] = _links(figure, told["campaign"], told["unit"])
    return reply(told)


@bp.get("/api/targets/<figure>/rows")
@bp.input(RowsQuery, location="query", arg_name="asked")
@bp.output(RowsOut)
@bp.doc(summary="一个数字后面的各行，新的在前", security="session", responses=[401, 403, 404, 422])
def rows(figure: str, asked: RowsQuery) -> Response:
    found, following = evidence.rows(figure, asked.column, asked.campaign or campaigns.current(), asked.unit, asked.cursor,
                                     actor=require_actor())
    return reply({"items": found, "next": following})


@bp.get("/api/targets/<figure>/shared")
@bp.input(SharedQuery, location="query", arg_name="asked")
@bp.output(SharedOut)
@bp.doc(summary="几个单位共有、合计只计一次的；possible 为疑似同一场、同一篇的，只提示不扣减", security="session",
        responses=[401, 403, 404, 422])
def several(figure: str, asked: SharedQuery) -> Response:
    actor, campaign = require_actor(), asked.campaign or campaigns.current()
    found, following = shared.shared(figure, asked.column, campaign, asked.cursor, actor=actor)
    possible = [] if asked.cursor else shared.possible(figure, campaign, actor=actor)
    return reply({"items": found, "next": following, "possible": possible})


@bp.put("/api/targets/denominators/<over>")
@bp.input(DenominatorIn, arg_name="asked")
@bp.output(DenominatorOut)
@bp.doc(summary="填写覆盖率的分母：province（主办单位）或单位编号（该单位联络员）", security="session", responses=[401, 403, 404, 415, 422])
def denominator(over: str, asked: DenominatorIn) -> Response:
    actor = require_actor()
    if over != PROVINCE and not ids.is_id(over, "unt"):
        raise Malformed(summary="要写 province 或单位编号", fields=[{"field": "over", "says": "格式不对"}])
    row = actions.set_denominator(over, people=asked.people, source=asked.source, campaign_id=asked.campaign or campaigns.current(),
                                  actor=actor)
    return reply({"over": row.over, "people": row.people, "source": row.taken_from, "at": row.at})


@bp.put("/api/targets/questions/<question>")
@bp.input(AnswerIn, arg_name="asked")
@bp.output(SettlementOut)
@bp.doc(summary="答复方案里的问题：更名、合并或保留（主办单位）", security="session", responses=[401, 403, 404, 409, 415, 422])
def settle(question: str, asked: AnswerIn) -> Response:
    row = actions.settle(question, asked.answer, campaign_id=asked.campaign or campaigns.current(), into=asked.into, unit=asked.unit,
                         name=asked.name, actor=require_actor())
    return reply({"id": row.question, "answer": row.answer, "details": row.details, "at": row.at})


def _links(figure: dict[str, Any], campaign: str, unit: str | None) -> dict[str, str | None]:
    """Where the rows of each column are; None where there is no number."""
    tail = f"&campaign={campaign}" + (f"&unit={unit}" if unit else "")
    return {side: f"/api/targets/{figure['id']}/rows?column={side}{tail}" if figure[side] is not None else None
            for side in ("verified", "claimed")}
