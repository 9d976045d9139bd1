"""What differs from person to person in the words of a notice: {作品}, {n}, {单位} … One row a gap; each asks once for everybody.

A gap for which a person has nothing is filled with words that still read well (`Gap.otherwise`). What goes to WeChat is cut to its
keyword's length afterwards, so a work's long title comes to no harm.
"""
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from models import clock
from models.accounts.tables import Account, Grant
from models.campaign import calendar
from models.campaign import queries as campaigns
from models.entries.tables import Entry
from models.events.law import EventState
from models.events.tables import CheckIn, CheckInState, Event
from models.law import LIVE, State
from models.notices.inbox import wording
from models.notices.plans.tables import Notice
from models.units import queries as units
from models.units.tables import Unit

GAP = re.compile(r"《\{作品\}》|\{[^{}]+\}")
SHORT = 14                                       # characters of a title before "等9件", within a keyword of twenty
Told = Mapping[str, str]                         # account id: what fills the gap


@dataclass(frozen=True, slots=True)
class Gap:
    """`means`: for whoever writes a notice. `ask`: (notice, account ids, at) → what fills it, of those for whom something does."""
    means: str
    ask: Callable[[Notice, Sequence[str], datetime], Told]
    otherwise: str


def names(texts: Iterable[str]) -> frozenset[str]:
    """The gaps in these texts."""
    return frozenset(_name(found) for text in texts for found in GAP.findall(text))


def for_people(notice: Notice, account_ids: Sequence[str], at: datetime) -> dict[str, dict[str, str]]:
    """What fills the notice's gaps for each of these people."""
    wanted = names([notice.title, notice.words, notice.page or "", *notice.values])
    told = {name: KNOWN[name].ask(notice, account_ids, at) for name in wanted if name in KNOWN}
    return {one: {name: found.get(one, KNOWN[name].otherwise) for name, found in told.items()} for one in account_ids}


def filled(text: str, said: Mapping[str, str]) -> str:
    """The text with its gaps filled; an unknown one is left out."""
    return GAP.sub(lambda found: said.get(_name(found[0]), ""), text)


def _name(found: str) -> str:
    """《{作品}》 may become several works, each in its own marks; {作品} alone is the first of them."""
    return found.replace("{", "").replace("}", "")


# What fills them

def _works(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    return {one: wording.titles(called) for one, called in _called(notice, account_ids).items()}


def _first_work(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    return {one: (called[0] or "未命名")[:SHORT] + (f"等{len(called)}件" if len(called) > 1 else "")
            for one, called in _called(notice, account_ids).items()}


def _called(notice: Notice, account_ids: Sequence[str]) -> dict[str, list[str]]:
    """Titles of those works of a person that the audience's terms speak of: drafts, returned ones, or all that were submitted."""
    states = _states(notice.audience)
    rows = (Entry.select(Entry.title, Entry.author, Entry.entered_by, Entry.state)
            .where(Entry.campaign == notice.campaign_id, Entry.state.in_(states),
                   Entry.author.in_(account_ids) | Entry.entered_by.in_(account_ids)).order_by(Entry.received_at, Entry.id))
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for one in {row.author_id, row.entered_by_id} - {None}:
            found[str(one)].append(row.title)
    return found


def _states(terms: Mapping[str, Any]) -> tuple[str, ...]:
    """Which states of a work the terms name; all after a draft where they name none."""
    words = set(_entry_words(terms))
    named = ({State.DRAFT} if "draft" in words else set()) | ({State.RETURNED} if "returned" in words else set())
    return tuple(named) or tuple(LIVE)


def _entry_words(terms: Mapping[str, Any]) -> Iterable[str]:
    for one in (*terms.get("all", ()), *terms.get("any", ())):
        yield from _entry_words(one)
    if "entry" in terms:
        yield terms["entry"]


def _count(notice: Notice, account_ids: Sequence[str], at: datetime) -> Told:
    """How much waits for a person, of what the terms speak of."""
    kind = _waiting_word(notice.audience)
    return {one: str(number) for one, number in COUNTS[kind](notice, account_ids, at).items()} if kind in COUNTS else {}


def _waiting_word(terms: Mapping[str, Any]) -> str:
    joined = (_waiting_word(one) for one in (*terms.get("all", ()), *terms.get("any", ())))
    return str(terms["waiting"]) if "waiting" in terms else next((word for word in joined if word), "")


def _unit_name(_: Notice, account_ids: Sequence[str], __: datetime) -> Told:
    rows = Account.select(Account.id, Account.unit).where(Account.id.in_(account_ids), Account.unit.is_null(False))
    belongs = {row.id: row.unit_id for row in rows}
    called = units.names(set(filter(None, belongs.values())))
    return {one: called[unit] for one, unit in belongs.items() if unit in called}


def _name_of_event(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    event = _event_of(notice)
    return dict.fromkeys(account_ids, event.title or "线下活动") if event else {}


def _place_of_event(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    event = _event_of(notice)
    return dict.fromkeys(account_ids, event.place) if event and event.place else {}


def _event_of(notice: Notice) -> Event | None:
    leaves = (notice.audience, *notice.audience.get("any", ()), *notice.audience.get("all", ()))
    wanted = next((one["event"] for one in leaves if "event" in one), None)
    return Event.get_or_none(Event.id == wanted) if wanted else None


def _due(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    """When the person's own unit wants works: the collection's due date, else its closing."""
    plan = campaigns.newest_plan(notice.campaign_id)
    day = calendar.due(plan, "submit") or max((calendar.closes(plan, one) for one in calendar.window(plan, "submit")), default=None)
    return dict.fromkeys(account_ids, clock.to_shanghai(day)) if day else {}


def _done(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    """Confirmed events of the reporting units somebody coordinates."""
    rows = (Event.select(Event.reporting_unit, fn.COUNT(Event.id))
            .where(Event.campaign == notice.campaign_id, Event.state == EventState.CONFIRMED, Event.reporting_unit.is_null(False))
            .group_by(Event.reporting_unit).tuples())
    return _summed(_coordinated(account_ids), dict(iter(rows)))  # type: ignore[arg-type]


def _allocated(notice: Notice, account_ids: Sequence[str], _: datetime) -> Told:
    plan = campaigns.newest_plan(notice.campaign_id)
    bodies = units.by_names([row.unit for row in plan.allocation.rows])
    tasks = {unit.id: plan.allocation.events_of(name) or 0 for name, unit in bodies.items()}
    return _summed(_coordinated(account_ids), tasks)


def _coordinated(account_ids: Sequence[str]) -> dict[str, set[str]]:
    """The units each of these people coordinates."""
    rows = Grant.select(Grant.account, Grant.over).where(
        Grant.account.in_(account_ids), Grant.role == "coordinator", Grant.revoked_at.is_null(), Grant.over.startswith("unit:"))
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.account_id].add(row.over.removeprefix("unit:"))
    return found


def _summed(over: Mapping[str, set[str]], numbers: Mapping[str, int]) -> Told:
    return {one: str(sum(numbers.get(unit, 0) for unit in held)) for one, held in over.items()}


def _to_preselect(notice: Notice, account_ids: Sequence[str], _: datetime) -> dict[str, int]:
    return _of_units(account_ids, Entry.select(Entry.reporting_unit, fn.COUNT(Entry.id)).where(
        Entry.campaign == notice.campaign_id, Entry.state == State.SUBMITTED).group_by(Entry.reporting_unit))


def _to_confirm(_: Notice, account_ids: Sequence[str], __: datetime) -> dict[str, int]:
    asks = Account.unit.is_null(False) & Account.unit_asked_at.is_null(False) & Account.unit_confirmed_at.is_null()
    return _of_units(account_ids, Account.select(Account.unit, fn.COUNT(Account.id)).where(
        asks, Account.unit_refused_at.is_null(), Account.deleted_at.is_null()).group_by(Account.unit))


def _doubtful(notice: Notice, account_ids: Sequence[str], _: datetime) -> dict[str, int]:
    of = (CheckIn.select(Event.unit, fn.COUNT(CheckIn.id)).join(Event, on=(Event.id == CheckIn.event_id))
          .where(Event.campaign == notice.campaign_id, CheckIn.state == CheckInState.SUSPICIOUS).group_by(Event.unit))
    return _of_units(account_ids, of)


def _in_all(*states: State) -> Callable[[Notice, Sequence[str], datetime], dict[str, int]]:
    """For those who see the whole campaign."""
    def count(notice: Notice, account_ids: Sequence[str], _: datetime) -> dict[str, int]:
        number = Entry.select().where(Entry.campaign == notice.campaign_id, Entry.state.in_(states)).count()
        return dict.fromkeys(account_ids, number)
    return count


def _of_units(account_ids: Sequence[str], counted: Any) -> dict[str, int]:
    numbers = {unit: number for unit, number in counted.tuples() if unit}
    merged_units: Any = Unit.select(Unit.id, Unit.merged_into).where(Unit.merged_into.is_null(False)).tuples()
    survivors: dict[str, str] = dict(merged_units)
    for merged, into in survivors.items():
        numbers[into] = numbers.get(into, 0) + numbers.pop(merged, 0)
    return {one: sum(numbers.get(survivors.get(unit, unit), 0) for unit in held) for one, held in _coordinated(account_ids).items()}


COUNTS: dict[str, Callable[[Notice, Sequence[str], datetime], dict[str, int]]] = {
    "preselect": _to_preselect, "confirm_members": _to_confirm, "check_ins": _doubtful, "audit": _in_all(State.SHORTLISTED),
    "shortlist": _in_all(State.PRESELECTED), "recommend": _in_all(State.APPROVED),
}
KNOWN: dict[str, Gap] = {
    "《作品》": Gap("这个人的作品，几件时并列", _works, "您的作品"),
    "作品": Gap("这个人的作品名称，几件时只写第一件", _first_work, "您的作品"),
    "n": Gap("等这个人办理的件数、人数或条数", _count, "若干"),
    "单位": Gap("这个人所在的单位", _unit_name, "本单位"),
    "活动": Gap("线下活动的名称", _name_of_event, "线下活动"),
    "地点": Gap("线下活动的地点", _place_of_event, "活动地点见页面"),
    "期": Gap("报送单位的期限", _due, "期限见页面"),
    "做": Gap("本单位已确认的活动场数", _done, "0"),
    "应": Gap("本单位应开展的活动场数", _allocated, "0"),
}
