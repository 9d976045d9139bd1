"""What several units count: things that the total counts once, and events and articles that are perhaps the same.

The first are subtracted (a person met by two unions is one person). The second are only shown: whether two unions
that logged an event at the same place and time held it together is for people to say.
"""
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.clock import SHANGHAI, to_wire
from models.events.tables import Event
from models.problems import Malformed, NotFound
from models.targets import rules
from models.targets.counting import Asked, select
from models.targets.evidence import LISTED, PAGE, Told, told
from models.targets.figures import BY_ID, Figure
from models.targets.rules import Sight
from models.targets.tables import Publicity
from models.units import queries as units
from models.units.names import plain

TWICE = """SELECT p.thing, p.unit_id, d.first FROM pairs p JOIN (SELECT thing, MIN(row_id) AS first FROM pairs GROUP BY thing
    HAVING COUNT(*) > 1) d ON d.thing = p.thing ORDER BY d.first, p.unit_id"""
PERSONS = {"promoters": "同一位宣传员", "face_to_face": "同一位职工"}
LOGGED = ("reported", "confirmed")


def shared(figure_id: str, side: str, campaign_id: str, cursor: str | None = None, *, actor: Actor) -> tuple[list[Told], str | None]:
    """Things that several reporting units count: [{label, units, rows}], and the next cursor.

    A limited reader gets those that concern a unit of his, with the other units named and his own rows only.
    Raises Forbidden, NotFound (figure, campaign), Malformed.
    """
    figure, sight = _figure(figure_id), rules.sight_of(actor)
    if not figure.is_told_by_row(side):
        return [], None
    asked = Asked(campaigns.newest_plan(campaign_id).id)
    source = figure.source(side)
    page = [one for one in _twice(select(source, TWICE, asked)) if any(map(sight.sees, one[1])) and one[2] > _after(cursor)][:PAGE + 1]
    return _items(figure, source, asked, page[:PAGE], sight), page[PAGE - 1][2] if len(page) > PAGE else None


def _figure(figure_id: str) -> Figure:
    if figure_id not in BY_ID:
        raise NotFound(what="这项指标")
    return BY_ID[figure_id]


def _after(cursor: str | None) -> str:
    if cursor is not None and not (cursor.isascii() and cursor.isprintable()):
        raise Malformed(summary="cursor 不对", fields=[{"field": "cursor", "says": "请从第一页重新开始"}])
    return cursor or ""


def _twice(found: Iterable[tuple[Any, ...]]) -> list[tuple[str, list[str | None], str]]:
    """(thing, its units, its first row's id), in the order of the latter."""
    things: dict[str, tuple[list[str | None], str]] = {}
    for thing, unit_id, first in found:
        things.setdefault(thing, ([], first))[0].append(unit_id)
    return [(thing, having, first) for thing, (having, first) in things.items()]


def _items(figure: Figure, source: str, asked: Asked, page: Sequence[tuple[str, list[str | None], str]], sight: Sight) -> list[Told]:
    """Three queries at most, whatever the page holds."""
    if not page:
        return []
    marks = ", ".join(["{p}"] * len(page))
    rows = select(source, f"{LISTED} AND r.thing IN ({marks}) ORDER BY r.at, r.row_id", asked, *(one[0] for one in page), only_found=True)
    of_thing: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        of_thing.setdefault(row[0], []).append(row)
    names = units.names(sorted({unit for _, having, _ in page for unit in having if unit} | {one[0] for one in page}))
    shown = {row["id"]: row for row in told(row for row in rows if sight.sees(row[1]) or sight.sees(row[2]))}
    return [{"label": PERSONS.get(figure.id) or names.get(thing, thing), "units": _named(having, names),
             "rows": [shown[row[3]] for row in of_thing[thing] if row[3] in shown]} for thing, having, _ in page]


def _named(having: Iterable[str | None], names: dict[str, str]) -> list[dict[str, str | None]]:
    return [{"unit": unit, "unit_name": names.get(unit or "")} for unit in having]


# Perhaps the same

def possible(figure_id: str, campaign_id: str, *, actor: Actor) -> list[Told]:
    """Events that two units logged at one time and place (or enterprise), articles that two units entered: shown, not subtracted.

    [{label, units, rows}]; for a limited reader those with a unit of his. Raises Forbidden, NotFound.
    """
    figure, sight = _figure(figure_id), rules.sight_of(actor)
    campaign = campaigns.newest_plan(campaign_id).id
    if figure.id in ("events", "enterprises", "face_to_face"):
        return _told_groups(_alike_events(campaign), "可能是同一场活动", _event_row, sight)
    if figure.id == "coverage":
        return _told_groups(_same_articles(campaign), "可能是同一篇报道", _article_row, sight)
    return []


def _alike_events(campaign_id: str) -> list[list[Event]]:
    logged = Event.select().where(Event.campaign == campaign_id, Event.state.in_(LOGGED)).order_by(Event.starts_at, Event.id)
    near: dict[tuple[str, str], list[Event]] = {}
    for event in logged:
        for where in filter(None, (plain(event.place), event.enterprise_key)):
            near.setdefault((_day(event.starts_at), where), []).append(event)
    groups = {tuple(event.id for event in group): group for close in near.values() for group in _overlapping(close)}
    return [group for group in groups.values() if len({event.unit_id for event in group}) > 1]


def _overlapping(close: Sequence[Event]) -> Iterator[list[Event]]:
    """Runs of events of which each begins before an earlier one ends; they come in the order they begin."""
    run: list[Event] = []
    for event in close:
        if run and event.starts_at >= max(one.ends_at for one in run):
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def _same_articles(campaign_id: str) -> list[list[Publicity]]:
    linked = (Publicity.select().where(Publicity.campaign == campaign_id, Publicity.link != "", Publicity.withdrawn_at.is_null())
              .order_by(Publicity.received_at, Publicity.id))
    same: dict[str, list[Publicity]] = {}
    for article in linked:
        same.setdefault(article.link, []).append(article)
    return [group for group in same.values() if len({article.unit_id for article in group}) > 1]


def _told_groups(groups: Sequence[Sequence[Any]], label: str, row_of: Callable[[Any], tuple[Any, ...]], sight: Sight) -> list[Told]:
    """Two queries at most."""
    within = [group for group in groups if any(_is_shown(one, sight) for one in group)]
    names = units.names(sorted({one.unit_id for group in within for one in group}))
    rows = {row["id"]: row for row in told(row_of(one) for group in within for one in group if _is_shown(one, sight))}
    return [{"label": label, "units": _named(dict.fromkeys(one.unit_id for one in group), names),
             "rows": [rows[one.id] for one in group if one.id in rows]} for group in within]


def _is_shown(one: Any, sight: Sight) -> bool:
    return sight.sees(one.unit_id) or sight.sees(one.reporting_unit_id)


def _event_row(event: Event) -> tuple[Any, ...]:
    return (event.id, event.reporting_unit_id, event.unit_id, event.id, "event", event.title or event.kind, event.id,
            to_wire(event.starts_at), 1)


def _article_row(article: Publicity) -> tuple[Any, ...]:
    return (article.id, article.reporting_unit_id, article.unit_id, article.id, "publicity", article.title, article.id,
            to_wire(article.began_at), article.reads)


def _day(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).date().isoformat()
