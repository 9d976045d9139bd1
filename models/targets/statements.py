"""统计表“截至某日”: the numbers of one day and the ids behind them, written once.

A statement counts what is true now in rows that were true before the day's end (the instants in `figures`). Nothing
here or elsewhere updates or deletes one: what is undone, deleted or renamed later does not alter it.
"""
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from peewee import IntegrityError, ModelSelect

from models import clock, journal
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.campaign.answers import text_fault
from models.db import insert_in_slices, writing
from models.problems import IdReused, Malformed, NotFound
from models.rows import find_row, insert_row
from models.targets import queries, rules, standing
from models.targets.counting import Asked, Pair, Sum, by_day, pairs, summed
from models.targets.figures import BY_ID, FIGURES, Figure, counted
from models.targets.tables import SIDES, Statement, StatementRow
from models.units.tables import Unit

NOTE_AT_MOST = 500
PAGE = 100
Found = dict[tuple[str, str], list[Pair]]


def make(statement_id: str, *, until: str, columns: Mapping[str, str] | None = None, note: str = "", campaign_id: str,
         unit_id: str | None = None, actor: Actor, at: datetime | None = None) -> tuple[Statement, bool]:
    """Write down how things stand at the end of a Shanghai day; (Statement, first time). The same again finds the first.

    `columns`: {figure: side} to print; a figure left out is printed as it says itself. Without `unit_id` it is the
    province's. Raises Forbidden (the province is the organiser's, a unit its coordinators'), NotFound (campaign, unit),
    Incomplete (a day to come, an unknown figure), IdReused.
    """
    at = at or clock.now()
    unit = rules.require_speaker(unit_id, actor, "出具统计表")
    whole = _columns(columns or {})
    _require_sound(until, note, at)
    meaning = {"campaign_id": campaigns.newest_plan(campaign_id).id, "unit_id": unit.id if unit else None, "until": until,
               "columns": whole, "note": note.strip(), "made_by_id": actor.account_id}
    if known := find_row(Statement, statement_id):
        return _replayed(known, meaning), False
    numbers, behind = _counted(meaning, unit, actor)
    try:
        return _write(statement_id, meaning, numbers, behind, actor, at)
    except IntegrityError:      # the same statement arrived twice at once, and the other was first
        return _replayed(Statement.get_by_id(statement_id), meaning), False


def _require_sound(until: str, note: str, at: datetime) -> None:
    faults = {"until": rules.day_fault(until, at), "note": text_fault(note, NOTE_AT_MOST, keeps="\n\r\t")}
    rules.refuse({name: says for name, says in faults.items() if says})


def _columns(asked: Mapping[str, str]) -> dict[str, str]:
    if not set(asked) <= set(BY_ID) or not set(asked.values()) <= set(SIDES):
        rules.refuse({"columns": "不在可选范围内"})
    return {figure.id: asked.get(figure.id, figure.printed) for figure in FIGURES}


def _replayed(known: Statement, meaning: Mapping[str, Any]) -> Statement:
    if any(getattr(known, name) != value for name, value in meaning.items()):
        raise IdReused()
    return known


def _counted(meaning: Mapping[str, Any], unit: Unit | None, actor: Actor) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The numbers in words and figures, and the rows behind them; counted before the transaction, from the same rows."""
    plan = campaigns.newest_plan(meaning["campaign_id"])
    part = rules.part_of(unit) if unit else None
    asked = Asked(plan.id, part, day_end(meaning["until"]))
    found = {(figure.id, side): pairs(figure.source(side), asked) for figure in FIGURES for side in SIDES if figure.is_told_by_row(side)}
    days = {} if part else {figure.id: by_day(figure.verified, asked) for figure in FIGURES if not figure.by_unit}
    sums = {key: summed(one) for key, one in found.items()} | {(figure, "verified"): Sum(sum(one.values())) for figure, one in days.items()}
    frame = queries.frame_of(plan, unit, meaning["columns"])
    told: dict[str, Any] = {"words": _words(meaning["until"]), "footnotes": list(_footnotes(frame)), "unit_name": unit and unit.name,
            "made_by": {"role": rules.role_of(actor), "unit": unit and unit.name}, "rows": standing.rows(frame, sums)}
    if unit is None:
        told |= {"units": standing.lines(frame, sums, rules.Sight(None)), "shared": standing.shared(sums, "verified"),
                 "shared_claimed": standing.shared(sums, "claimed")}
    return {"units": [], "shared": {}, "shared_claimed": {}, **told}, list(_behind(found, days))


def _behind(found: Found, days: Mapping[str, Mapping[str, int]]) -> Iterator[dict[str, Any]]:
    """What is kept of every number. Of things told one by one to nobody: the days."""
    for (figure, side), of_figure in found.items():
        for pair in of_figure:
            yield {"figure": figure, "side": side, "unit_id": pair.unit_id, "row_id": pair.row_id, "counts": pair.counts}
    for figure, per_day in days.items():
        for day, counts in per_day.items():
            yield {"figure": figure, "side": "verified", "unit_id": None, "row_id": day, "counts": counts}


def _write(statement_id: str, meaning: Mapping[str, Any], numbers: dict[str, Any], behind: list[dict[str, Any]], actor: Actor,
           at: datetime) -> tuple[Statement, bool]:
    with writing():
        if known := find_row(Statement, statement_id, hold=True):
            return _replayed(known, meaning), False
        facts = {name.removesuffix("_id"): value for name, value in meaning.items()}
        insert_row(Statement, id=statement_id, **facts, numbers=numbers, as_role=rules.role_of(actor), received_at=at)
        insert_in_slices(StatementRow, [{"statement": statement_id, "number": n, **row} for n, row in enumerate(behind, 1)])
        journal.write("statement.made", statement_id, actor_id=actor.account_id, at=at, campaign=meaning["campaign_id"],
                      unit=meaning["unit_id"], until=meaning["until"], rows=len(behind))
    return Statement.get_by_id(statement_id), True


def day_end(day: str) -> datetime:
    """The first instant after a Shanghai day."""
    return clock.from_shanghai(f"{day} 00:00") + timedelta(days=1)


def _words(until: str) -> str:
    year, month, day = map(int, until.split("-"))
    return f"{year} 年“12351+”完成情况统计表（截至 {month} 月 {day} 日，已定稿）"


def _footnotes(frame: standing.Frame) -> Iterator[str]:
    labels = {"verified": frame.plan.targets.verified, "claimed": frame.plan.targets.claimed}
    for figure in FIGURES:
        side = frame.columns[figure.id]
        yield f"{figure.label}（{figure.measure}）：{labels[side]}，即{counted(figure.id)[side]}。"


# Reading

def listed(actor: Actor, campaign_id: str | None = None) -> "ModelSelect[Statement]":
    """The statements within somebody's sight, as a query: the province's for who sees everything. Raises Forbidden."""
    sight = rules.sight_of(actor)
    query = Statement.select()
    if campaign_id:
        query = query.where(Statement.campaign == campaign_id)
    return query if sight.units is None else query.where(Statement.unit.in_(sorted(sight.units)))


def find(statement_id: str, actor: Actor) -> Statement:
    """Raises Forbidden, NotFound."""
    found: Statement | None = listed(actor).where(Statement.id == statement_id).get_or_none()
    if found is None:
        raise NotFound(what="这份统计表")
    return found


def rows(statement: Statement, figure_id: str, side: str, cursor: str | None = None) -> tuple[list[StatementRow], str | None]:
    """The ids behind one number of a statement, and the next cursor. Raises NotFound (figure), Malformed (cursor)."""
    figure: Figure | None = BY_ID.get(figure_id)
    if figure is None:
        raise NotFound(what="这项指标")
    after = _read(cursor) if cursor else 0
    page = list(StatementRow.select().where(StatementRow.statement == statement.id, StatementRow.figure == figure.id,
                                            StatementRow.side == side, StatementRow.number > after)
                .order_by(StatementRow.number).limit(PAGE + 1))
    return page[:PAGE], str(page[PAGE - 1].number) if len(page) > PAGE else None


def _read(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise Malformed(summary="cursor 不对", fields=[{"field": "cursor", "says": "请从第一页重新开始"}])
    return int(cursor)
