"""统计表“截至某日” over the wire: made once, read as it was made."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.accounts.actor import Role
from models.campaign import queries as campaigns
from models.targets import statements
from models.targets.figures import FIGURES
from models.targets.tables import Statement
from server.api.shapes import Cursor, Slug, Text, UnitId, require_id
from server.paging import page
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("statements", __name__, tag="targets")

Side = Literal["verified", "claimed"]
FIGURE_IDS = tuple(figure.id for figure in FIGURES)
MAKERS = {Role.ORGANISER: "主办单位经办人", Role.COORDINATOR: "单位联络员"}


class StatementIn(Shape):
    """`until`: the last Shanghai day that counts. `columns`: which column of a figure is printed; a figure left out says itself."""
    campaign: Slug | None = None
    unit: UnitId | None = None
    until: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    columns: dict[Literal[FIGURE_IDS], Side] = Field(default_factory=dict)  # type: ignore[valid-type]
    note: Annotated[Text, Field(max_length=statements.NOTE_AT_MOST)] = ""


class StatementsQuery(Shape):
    campaign: Slug | None = None
    cursor: Cursor | None = None


class BehindQuery(Shape):
    figure: Literal[FIGURE_IDS]  # type: ignore[valid-type]
    column: Side = "verified"
    cursor: Cursor | None = None


class StatementLineOut(Out):
    id: str
    campaign: str
    unit: str | None
    unit_name: str | None
    until: str
    words: str
    made_at: str
    made_by: dict[str, Any]


class StatementOut(StatementLineOut):
    columns: dict[str, str]
    note: str
    footnotes: list[str]
    rows: list[dict[str, Any]]
    units: list[dict[str, Any]]
    shared: dict[str, int]
    shared_claimed: dict[str, int]


class StatementsOut(Out):
    items: list[StatementLineOut]
    next: str | None


class BehindOut(Out):
    items: list[dict[str, Any]]
    next: str | None


@bp.put("/api/statements/<statement_id>")
@bp.input(StatementIn, arg_name="asked")
@bp.output(StatementOut, status_code=201)
@bp.doc(summary="出具统计表“截至某日”；写下后不再改变", security="session", responses=[200, 401, 403, 404, 409, 415, 422])
def make(statement_id: str, asked: StatementIn) -> Response:
    made, first = statements.make(
        require_id(statement_id, "sta"), until=asked.until, columns=asked.columns, note=asked.note,
        campaign_id=asked.campaign or campaigns.current(), unit_id=asked.unit, actor=require_actor())
    return reply(_shape(made), 201 if first else 200)


@bp.get("/api/statements")
@bp.input(StatementsQuery, location="query", arg_name="asked")
@bp.output(StatementsOut)
@bp.doc(summary="我能看到的统计表，新的在前", security="session", responses=[401, 403, 422])
def index(asked: StatementsQuery) -> Response:
    rows, following = page(statements.listed(require_actor(), asked.campaign), Statement, asked.cursor)
    return reply({"items": [_line(row) for row in rows], "next": following})


@bp.get("/api/statements/<statement_id>")
@bp.output(StatementOut)
@bp.doc(summary="一份统计表", security="session", responses=[401, 403, 404, 422])
def one(statement_id: str) -> Response:
    return reply(_shape(statements.find(require_id(statement_id, "sta"), require_actor())))


@bp.get("/api/statements/<statement_id>/rows")
@bp.input(BehindQuery, location="query", arg_name="asked")
@bp.output(BehindOut)
@bp.doc(summary="统计表一个数字后面的编号", security="session", responses=[401, 403, 404, 422])
def behind(statement_id: str, asked: BehindQuery) -> Response:
    statement = statements.find(require_id(statement_id, "sta"), require_actor())
    found, following = statements.rows(statement, asked.figure, asked.column, asked.cursor)
    return reply({"items": [{"id": row.row_id, "unit": row.unit_id, "counts": row.counts} for row in found], "next": following})


def _line(row: Statement) -> dict[str, Any]:
    made_by = row.numbers["made_by"]
    return {"id": row.id, "campaign": row.campaign_id, "unit": row.unit_id, "unit_name": row.numbers["unit_name"], "until": row.until,
            "words": row.numbers["words"], "made_at": row.received_at, "made_by": {**made_by, "label": MAKERS[Role(made_by["role"])]}}


def _shape(row: Statement) -> dict[str, Any]:
    kept = {name: row.numbers[name] for name in ("footnotes", "rows", "units", "shared", "shared_claimed")}
    return {**_line(row), "columns": row.columns, "note": row.note, **kept}
