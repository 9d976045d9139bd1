"""How a notice went: current states of its pushes, what was opened, by the hour and by unit. A statement a question, whatever the size."""
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import SQL, fn

from models.accounts.tables import Account
from models.notices.inbox.tables import Message
from models.notices.ledger.tables import Delivery, DeliveryState
from models.units import queries as units

STATES = tuple(state.value for state in DeliveryState)
HOUR = 13                                # characters of an instant up to the hour: "2022-08-31T16"


@dataclass(frozen=True, slots=True)
class Counts:
    """Pushes by their state now; `total` is their sum."""
    by_state: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    def told(self) -> dict[str, int]:
        """As the contract has it. `planned` counts every push that was planned, whatever became of it; `waiting` those not begun."""
        now = {state: self.by_state.get(state, 0) for state in STATES}
        return {**now, "waiting": now["planned"], "planned": self.total}


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A unit's part; None for people without a unit. `inbox` counts people told, the others pushes."""
    unit_id: str | None
    name: str
    inbox: int
    read: int
    counts: Counts
    opened: int


def counts(notice_ids: Sequence[str]) -> dict[str, Counts]:
    """Of each notice, all zeros for one without pushes."""
    found: dict[str, dict[str, int]] = {one: {} for one in notice_ids}
    rows: Any = (Delivery.select(Delivery.notice, Delivery.state, fn.COUNT(Delivery.id)).where(Delivery.notice.in_(list(notice_ids)))
                 .group_by(Delivery.notice, Delivery.state).tuples()) if notice_ids else ()
    for notice_id, state, number in rows:
        found[notice_id][state] = number
    return {one: Counts(by_state) for one, by_state in found.items()}


def channels(notice_id: str) -> dict[str, tuple[Counts, int]]:
    """(states, opened) by pushed channel."""
    rows: Any = (Delivery.select(Delivery.channel, Delivery.state, fn.COUNT(Delivery.id), fn.COUNT(Delivery.opened_at))
                 .where(Delivery.notice == notice_id).group_by(Delivery.channel, Delivery.state).tuples())
    found: dict[str, tuple[dict[str, int], list[int]]] = {}
    for channel, state, number, opened in rows:
        by_state, times = found.setdefault(channel, ({}, []))
        by_state[state] = number
        times.append(opened)
    return {channel: (Counts(by_state), sum(times)) for channel, (by_state, times) in found.items()}


def inbox(notice_id: str) -> tuple[int, int]:
    """(people told, of whom have read) in the inbox. A standing notice's messages are told by their own purpose and counted there."""
    rows: Any = (Message.select(fn.COUNT(Message.id), fn.COUNT(Message.read_at))
                 .where(Message.purpose == notice_id, Message.line == 0).tuples())
    told, read = next(iter(rows))
    return int(told), int(read)


def over_time(notice_id: str) -> list[tuple[str, int, int]]:
    """(hour in UTC as "2022-08-31T16", begun, opened), of hours in which something happened."""
    found: dict[str, list[int]] = {}
    for place, column in enumerate((Delivery.sent_at, Delivery.opened_at)):
        hour = fn.SUBSTR(column, SQL("1"), SQL(str(HOUR)))
        rows: Any = (Delivery.select(hour, fn.COUNT(Delivery.id)).where(Delivery.notice == notice_id, column.is_null(False))
                     .group_by(hour).tuples())
        for one, number in rows:
            found.setdefault(one, [0, 0])[place] += number
    return [(hour, begun, opened) for hour, (begun, opened) in sorted(found.items())]


def by_unit(notice_id: str) -> list[OfUnit]:
    """Each unit with anybody among the people told, by name; people without a unit last."""
    told: Any = (Message.select(Account.unit, fn.COUNT(Message.id), fn.COUNT(Message.read_at)).join(Account)
                 .where(Message.purpose == notice_id, Message.line == 0).group_by(Account.unit).tuples())
    pushed: Any = (Delivery.select(Account.unit, Delivery.state, fn.COUNT(Delivery.id), fn.COUNT(Delivery.opened_at)).join(Account)
                   .where(Delivery.notice == notice_id).group_by(Account.unit, Delivery.state).tuples())
    messages = {unit: (number, read) for unit, number, read in told}
    states: dict[str | None, dict[str, int]] = {}
    opened: dict[str | None, int] = {}
    for unit, state, number, times in pushed:
        states.setdefault(unit, {})[state] = number
        opened[unit] = opened.get(unit, 0) + times
    names = units.names({unit for unit in (*messages, *states) if unit})
    found = [OfUnit(unit, names.get(unit, "") if unit else "没有选单位", *messages.get(unit, (0, 0)), Counts(states.get(unit, {})),
                    opened.get(unit, 0)) for unit in dict.fromkeys((*messages, *states))]
    return sorted(found, key=lambda one: (one.unit_id is None, one.name))
