"""The rows behind a number, newest first; and the things that several units count, which the total counts once.

A row is told by a title or a unit's name, a person by nothing: whoever may see more of it opens its link.
"""
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.clock import from_shanghai, from_wire, to_wire
from models.events.law import KINDS
from models.problems import Malformed, NotFound
from models.targets import rules
from models.targets.counting import MERGED, UNIT, Asked, Part, by_day, select
from models.targets.figures import BY_ID, Figure
from models.targets.rules import Sight
from models.targets.standing import UNASSIGNED
from models.units import queries as units

PAGE = 20
KIND_LABELS = {"event": "线下活动", "promoter": "职工好网民宣传员", "entry": "作品", "check_in": "现场签到", "publicity": "宣传台账",
               "visits": "访问"}
LINKS = {"event": "/api/events/{}", "promoter": "/api/promoters/{}", "entry": "/api/entries/{}", "check_in": "/api/events/{}/checkins",
         "publicity": "/api/publicity/{}"}
FIELDS = f"r.thing, {UNIT}, r.own_id, r.row_id, r.kind, r.label, r.link_id, r.at, r.counts"
LISTED = f"SELECT {FIELDS} FROM found r {MERGED} WHERE 1 = 1 {{narrowed}}"  # noqa: S608 - of our own constants
AFTER = " AND (r.at < {p} OR (r.at = {p} AND r.row_id < {p}))"
ORDER = f" ORDER BY r.at DESC, r.row_id DESC LIMIT {PAGE + 1}"

Told = dict[str, Any]


def rows(figure_id: str, side: str, campaign_id: str, unit_id: str | None = None, cursor: str | None = None, *,
         actor: Actor) -> tuple[list[Told], str | None]:
    """The rows that a figure's column counts, and the next cursor; a limited reader gets his own units' only.

    A thing counted once may have several rows. What is told to nobody one by one comes as days, all at once.
    Raises Forbidden, NotFound (figure, campaign, unit), Malformed (cursor).
    """
    figure, part = _asked_of(figure_id, unit_id, actor)
    campaign = campaigns.newest_plan(campaign_id).id
    if not figure.is_told_by_row(side):
        return ([_day(day, n) for day, n in by_day(figure.source(side), Asked(campaign)).items()] if unit_id is None else []), None
    after = _read(cursor) if cursor else None
    page = _listed(figure.source(side), Asked(campaign, part), after)
    return told(page[:PAGE]), _cursor(page[PAGE - 1]) if len(page) > PAGE else None


def _asked_of(figure_id: str, unit_id: str | None, actor: Actor) -> tuple[Figure, Part | None]:
    sight: Sight = rules.sight_of(actor)
    if figure_id not in BY_ID:
        raise NotFound(what="这项指标")
    return BY_ID[figure_id], rules.unit_within(unit_id, sight)[1] if unit_id else sight.part


def _listed(source: str, asked: Asked, after: tuple[str, str] | None) -> list[tuple[Any, ...]]:
    if after is None:
        return select(source, LISTED + ORDER, asked, only_found=True)
    return select(source, LISTED + AFTER + ORDER, asked, after[0], after[0], after[1], only_found=True)


def told(found: Iterable[tuple[Any, ...]]) -> list[Told]:
    """Rows (FIELDS) with the units' names. One query at most."""
    page = list(found)
    names = units.names(sorted({unit for row in page for unit in row[1:3] if unit}))
    return [_told(row, names) for row in page]


def _told(row: tuple[Any, ...], names: dict[str, str]) -> Told:
    _, reporting, own, row_id, kind, label, link_id, at, counts = row
    return {"id": row_id, "kind": kind, "kind_label": KIND_LABELS[kind], "label": KINDS.get(label, label) or KIND_LABELS[kind],
            "unit": own, "unit_name": names.get(own or ""), "reporting_unit": reporting,
            "reporting_unit_name": names.get(reporting or "", UNASSIGNED), "at": from_wire(at), "counts": int(counts),
            "link": LINKS[kind].format(link_id)}


def _day(day: str, people: int) -> Told:
    began: datetime = from_shanghai(f"{day} 00:00")
    return {"id": day, "kind": "visits", "kind_label": KIND_LABELS["visits"], "label": "当天新增的访问人数", "unit": None,
            "unit_name": None, "reporting_unit": None, "reporting_unit_name": None, "at": began, "counts": people, "link": None}


def _cursor(row: tuple[Any, ...]) -> str:
    return f"{to_wire(from_wire(row[7]))}~{row[3]}"


def _read(cursor: str) -> tuple[str, str]:
    at, _, row_id = cursor.partition("~")
    if len(at) != 24 or not row_id.isascii() or not row_id.isprintable():
        raise Malformed(summary="cursor 不对", fields=[{"field": "cursor", "says": "请从第一页重新开始"}])
    return at, row_id
