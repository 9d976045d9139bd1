"""Which events a person may see. `visible_to` composes into every query; what it leaves out is "not found"."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import ModelSelect

from models import clock
from models.accounts.actor import Actor
from models.accounts.personal import opened
from models.db import database
from models.events.law import EventState
from models.events.standing import Reach
from models.events.tables import CheckIn, CheckInState, Event, Evidence
from models.problems import NotFound
from models.rows import find_row

NOTHING, EVERYTHING = Event.id == "", Event.id.is_null(False)
SHOWN_AFTER = timedelta(days=30)         # to the members of its unit, in their list
SCOPES = ("mine", "unit", "all")
COUNTS = """
SELECT event_id, evidence, COUNT(*) FROM attendance WHERE event_id IN ({marks}) GROUP BY event_id, evidence
UNION ALL
SELECT event_id, state, COUNT(*) FROM check_in WHERE event_id IN ({marks}) AND state IN ('suspicious', 'waiting_for_event')
GROUP BY event_id, state
"""


ATTENDS = """
SELECT 1 FROM check_in WHERE account_id = {p} AND subject = account_id AND event_id = {p}
UNION ALL
SELECT 1 FROM check_in WHERE subject = {p} AND subject IS NOT NULL AND subject <> account_id AND event_id = {p} LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Who was at an event: `attended` persons (live + late + by_hand), and check-ins not counted yet."""
    live: int = 0
    late: int = 0
    by_hand: int = 0
    suspicious: int = 0
    waiting: int = 0

    @property
    def attended(self) -> int:
        return self.live + self.late + self.by_hand


def visible_to(actor: Actor) -> "ModelSelect[Event]":
    """Every event this person may know of, as a query: as staff, as a member of its unit or one below, or as someone who was there."""
    return in_scope(Reach(actor), "all")


def in_scope(reach: Reach, scope: str, at: datetime | None = None) -> "ModelSelect[Event]":
    """One view of what is visible: those I may look after ("mine"), my "unit"'s current ones, or "all" of it."""
    if scope == "all":
        parts = [*_looked_after(reach), *_reported_or_watched(reach), *_of_own_units(reach), _was_there(reach.actor)]
        return Event.select().where(_any(parts))
    if scope == "mine":
        return Event.select().where(_any(_looked_after(reach)))
    current = (Event.state != EventState.CANCELLED, Event.ends_at > (at or clock.now()) - SHOWN_AFTER)
    return Event.select().where(_any(_of_own_units(reach)), *current)


def find(event_id: str, actor: Actor) -> Event | None:
    """The event, or None for one this person may not know of: as `visible_to` has it, asked of one event."""
    event = find_row(Event, event_id)
    if event is None:
        return None
    reach = Reach(actor)
    return event if reach.is_staff(event) or event.unit_id in reach.own_units or _attends(event_id, actor) else None


def _attends(event_id: str, actor: Actor) -> bool:
    account = str(actor.account_id)
    return bool(database.execute_sql(ATTENDS.format(p=database.param), (account, event_id) * 2).fetchone())


def require_visible(event_id: str, actor: Actor) -> Event:
    """The event. Raises NotFound, also for one this person may not know of."""
    event = find(event_id, actor)
    if event is None:
        raise NotFound(what="这场活动")
    return event


def counts(event_ids: Iterable[str]) -> dict[str, Counts]:
    """Who was there, by event; every event asked for has its Counts. One query, none for no events."""
    wanted = sorted(set(event_ids))
    if not wanted:
        return {}
    sql = COUNTS.format(marks=", ".join([database.param] * len(wanted)))
    found: dict[str, dict[str, int]] = {event_id: {} for event_id in wanted}
    for event_id, name, count in database.execute_sql(sql, wanted * 2).fetchall():
        found[event_id][name] = count
    return {event_id: Counts(of.get(Evidence.LIVE, 0), of.get(Evidence.LATE, 0), of.get(Evidence.BY_HAND, 0),
                             of.get(CheckInState.SUSPICIOUS, 0), of.get(CheckInState.WAITING, 0)) for event_id, of in found.items()}


def exported(account_id: str) -> dict[str, list[dict[str, Any]]]:
    """Everything these tables keep of a person as plain JSON: events they wrote down, check-ins of their own."""
    made = Event.select().where(Event.created_by == account_id).order_by(Event.received_at, Event.id)
    present = CheckIn.select().where(_of_person(account_id)).order_by(CheckIn.received_at, CheckIn.id)
    return {"events": [{"id": row.id, "unit": row.unit_id, "kind": row.kind, "title": row.title, "place": row.place, "state": row.state,
                        "starts_at": clock.to_wire(row.starts_at), "ends_at": clock.to_wire(row.ends_at), "note": row.note}
                       for row in made],
            "check_ins": [_check_in(row) for row in present]}


def _check_in(row: CheckIn) -> dict[str, Any]:
    return {"id": row.id, "event": row.event_id, "how": row.how, "state": row.state, "evidence": row.evidence, "device": row.device,
            "name": opened(row.name_sealed, "check_in", "name"), "phone": opened(row.phone_sealed, "check_in", "phone"),
            "scanned_at": clock.to_wire(row.scanned_at), "received_at": clock.to_wire(row.received_at)}


def _looked_after(reach: Reach) -> list[Any]:
    if reach.actor.is_organiser:
        return [EVERYTHING]
    parts = [Event.unit.in_(sorted(reach.below))] if reach.below else []
    return parts + ([Event.id.in_(sorted(reach.alone))] if reach.alone else [])


def _reported_or_watched(reach: Reach) -> list[Any]:
    if reach.watches_everything:
        return [EVERYTHING]
    watched = reach.over.watched_units
    reporting = sorted(reach.over.bodies | watched)
    return ([Event.reporting_unit.in_(reporting)] if reporting else []) + ([Event.unit.in_(sorted(watched))] if watched else [])


def _of_own_units(reach: Reach) -> list[Any]:
    return [Event.unit.in_(reach.own_units)] if reach.own_units else []


def _was_there(actor: Actor) -> Any:
    return Event.id.in_(CheckIn.select(CheckIn.event_id).where(_of_person(actor.account_id)))


def _of_person(account_id: str | None) -> Any:
    """Check-ins of this person's presence, whoever sent them; written so that each half has its index."""
    sent = (CheckIn.account == account_id) & (CheckIn.subject == account_id)
    return sent | ((CheckIn.subject == account_id) & CheckIn.subject.is_null(False) & (CheckIn.subject != CheckIn.account))


def _any(parts: list[Any]) -> Any:
    return reduce(or_, parts) if parts else NOTHING
