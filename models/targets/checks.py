"""The nightly recount: every number worked out by the database and again here, row by row; what differs is written down."""
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from peewee import IntegrityError

from models import clock, journal
from models.campaign import queries as campaigns
from models.db import writing
from models.targets.counting import BY_UNIT, ROWS, TOTAL, Asked, Sum, count_of, read_sum, select
from models.targets.figures import FIGURES, Figure
from models.targets.tables import SIDES, TargetCheck

NIGHT_BEGINS = timedelta(hours=2)              # Shanghai: after midnight, when hardly anybody works
KEPT_AFTER = timedelta(days=90)                # campaigns that ended longer ago are not recounted


def due(at: datetime | None = None) -> list[tuple[str, str]]:
    """(campaign, night) of every campaign that is not yet recounted tonight."""
    at = at or clock.now()
    night = (at.astimezone(clock.SHANGHAI) - NIGHT_BEGINS).date().isoformat()
    running = [one.id for one in campaigns.campaigns() if one.starts <= at < one.ends + KEPT_AFTER]
    done = {row.campaign_id for row in TargetCheck.select(TargetCheck.campaign).where(TargetCheck.night == night)}
    return [(campaign, night) for campaign in running if campaign not in done]


def recount(campaign_id: str, night: str, *, figures: Sequence[Figure] = FIGURES, at: datetime | None = None) -> TargetCheck | None:
    """Compare Σ units − shared, from the rows, with the database's distinct count; None when another process did it tonight.

    Writes `targets.checked` or `targets.differ`, which names the figures.
    """
    at = at or clock.now()
    numbers: dict[str, dict[str, Any]] = {figure.id: {side: counted_twice(figure, side, campaign_id) for side in SIDES}
                                          for figure in figures}
    wrong = sorted(f"{figure}.{side}" for figure, sides in numbers.items() for side, one in sides.items() if one["differs"])
    try:
        with writing():
            check = TargetCheck.create(campaign=campaign_id, night=night, differs=bool(wrong), numbers=numbers, at=at)
            journal.write("targets.differ" if wrong else "targets.checked", campaign_id, actor_id=None, at=at, night=night, figures=wrong)
    except IntegrityError:
        return None
    return check


def counted_twice(figure: Figure, side: str, campaign_id: str) -> dict[str, Any]:
    """{total, units, shared, recount, differs}. One statement, so that both ways see the same rows."""
    sql = f"{BY_UNIT} UNION ALL {TOTAL} UNION ALL {ROWS}".replace("{count}", count_of(figure, side))
    found = select(figure.source(side), sql, Asked(campaign_id), only_found=True)
    asked = read_sum(row for row in found if row[0] != "row")
    again = by_rows([row[1:] for row in found if row[0] == "row"])
    return {"total": asked.total, "units": sum(asked.by_unit.values()), "shared": asked.shared, "recount": again.total,
            "differs": (asked.total, asked.by_unit) != (again.total, again.by_unit)}


def by_rows(rows: list[tuple[str, str | None, int]]) -> Sum:
    """Σ units − shared: a thing that n units have is shared n − 1 times."""
    having: dict[str, set[str | None]] = {}
    weight: dict[str, int] = {}
    by_unit: dict[str | None, int] = {}
    for thing, unit_id, counts in rows:
        units = having.setdefault(thing, set())
        if unit_id not in units:
            units.add(unit_id)
            by_unit[unit_id] = by_unit.get(unit_id, 0) + int(counts)
        weight[thing] = int(counts)
    shared = sum(weight[thing] * (len(units) - 1) for thing, units in having.items())
    return Sum(sum(by_unit.values()) - shared, by_unit)
