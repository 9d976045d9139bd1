"""How much waits for a person, of each kind of thing somebody on the staff has to do, asked once for everybody.

Each answer is {account id: {label: number}}: a label is what the things are apart by, a track or an event, so that the sum says
how many there are and the labels say how many kinds. Somebody for whom nothing of the kind could wait is not in it.
"""
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from peewee import Value, fn

from models.accounts.tables import Account, Grant
from models.campaign import queries as campaigns
from models.entries.tables import Entry
from models.events import wording as event_wording
from models.events.law import EventState
from models.events.tables import CheckIn, CheckInState, Event
from models.law import LIVE, State
from models.promoters.law import PromoterState
from models.promoters.tables import Promoter
from models.units import queries as units
from models.units.tables import Unit

Numbers = dict[str, Counter[str]]
Ask = Callable[[str, Sequence[str], datetime], Numbers]        # campaign, account ids, at
OF_A_ROLE = {"coordinator": "preselect", "host": "shortlist", "organiser": "audit"}


def kind_of(terms: Mapping[str, Any]) -> str:
    """What the terms say is waiting; where they name a role only, what waits for that role; else ""."""
    leaves = list(leaves_of(terms))
    named = next((str(leaf["waiting"]) for leaf in leaves if "waiting" in leaf), "")
    return named or next((OF_A_ROLE[leaf["role"]] for leaf in leaves if leaf.get("role") in OF_A_ROLE), "")


def leaves_of(terms: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The terms that say whom a notice is for; what they leave out (`not`) is not among them."""
    for one in (*terms.get("all", ()), *terms.get("any", ())):
        yield from leaves_of(one)
    if not {"all", "any", "not"} & set(terms):
        yield terms


def of_units(account_ids: Sequence[str], rows: Iterable[tuple[str | None, str, int]]) -> Numbers:
    """Rows (unit, label, number) given to the coordinators of those units; a merged unit's are its survivor's."""
    survivors, of_unit = _survivors(), defaultdict[str, Counter[str]](Counter)
    for unit, label, number in rows:
        if unit:
            of_unit[survivors.get(unit, unit)][label] += number
    return {one: sum((of_unit[unit] for unit in sorted(held)), Counter())
            for one, held in _coordinated(account_ids, survivors).items()}


def _coordinated(account_ids: Sequence[str], survivors: Mapping[str, str]) -> dict[str, set[str]]:
    rows = Grant.select(Grant.account, Grant.over).where(
        Grant.account.in_(account_ids), Grant.role == "coordinator", Grant.revoked_at.is_null(), Grant.over.startswith("unit:"))
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        unit = row.over.removeprefix("unit:")
        found[row.account_id].add(survivors.get(unit, unit))
    return found


def _survivors() -> dict[str, str]:
    rows: Any = Unit.select(Unit.id, Unit.merged_into).where(Unit.merged_into.is_null(False)).tuples()
    return dict(iter(rows))


def works_of_units(*states: State) -> Ask:
    """Works in these states, by track, for the coordinators of their reporting units."""
    def ask(campaign_id: str, account_ids: Sequence[str], _: datetime) -> Numbers:
        rows: Any = (Entry.select(Entry.reporting_unit, Entry.track, fn.COUNT(Entry.id))
                     .where(Entry.campaign == campaign_id, Entry.state.in_(states)).group_by(Entry.reporting_unit, Entry.track).tuples())
        return of_units(account_ids, rows)
    return ask


def _works_of_hosts(state: State) -> Ask:
    """Works in a state for the hosts of their tracks; for organisers those of tracks that have no host. Nobody reads another's number."""
    def ask(campaign_id: str, account_ids: Sequence[str], _: datetime) -> Numbers:
        plan, by_track = campaigns.newest_plan(campaign_id), _by_track(campaign_id, state)
        hosted = _hosted(campaign_id, {track.id: track.host for track in plan.tracks}, account_ids)
        return {one: Counter({track: by_track[track] for track in tracks if by_track[track]}) for one, tracks in hosted.items()}
    return ask


def _hosted(campaign_id: str, hosts: Mapping[str, str | None], account_ids: Sequence[str]) -> dict[str, set[str]]:
    """The tracks that each of these people is the host of."""
    bodies = units.by_names(sorted({host for host in hosts.values() if host}))
    over: dict[str, set[str]] = defaultdict(set)
    for track, host in hosts.items():
        over[f"track:{campaign_id}/{track}"].add(track)
        if host in bodies:
            over[f"unit:{bodies[host].id}"].add(track)
    hostless, found = {track for track, host in hosts.items() if not host}, defaultdict[str, set[str]](set)
    for grant in Grant.select().where(Grant.account.in_(account_ids), Grant.role.in_(("host", "organiser")), Grant.revoked_at.is_null()):
        found[grant.account_id] |= hostless if grant.role == "organiser" else over[grant.over]
    return found


def _by_track(campaign_id: str, state: State) -> Counter[str]:
    rows: Any = (Entry.select(Entry.track, fn.COUNT(Entry.id)).where(Entry.campaign == campaign_id, Entry.state == state)
                 .group_by(Entry.track).tuples())
    return Counter(dict(iter(rows)))


def _audit(campaign_id: str, account_ids: Sequence[str], _: datetime) -> Numbers:
    """The whole campaign's, for those whom the terms mean: organisers."""
    return dict.fromkeys(account_ids, _by_track(campaign_id, State.SHORTLISTED))


def members(*more: Any) -> Ask:
    """People who wait to be confirmed, for the coordinators of the unit they asked for."""
    def ask(_: str, account_ids: Sequence[str], __: datetime) -> Numbers:
        rows: Any = (Account.select(Account.unit, Value(""), fn.COUNT(Account.id))
                     .where(Account.unit.is_null(False), Account.unit_asked_at.is_null(False), Account.unit_confirmed_at.is_null(),
                            Account.unit_refused_at.is_null(), Account.deleted_at.is_null(), *more).group_by(Account.unit).tuples())
        return of_units(account_ids, rows)
    return ask


def members_with_works(campaign_id: str, account_ids: Sequence[str], at: datetime) -> Numbers:
    """Those of them who have submitted something."""
    submitted = Entry.select(Value(1)).where(Entry.campaign == campaign_id, Entry.author == Account.id, Entry.state.in_(LIVE))
    return members(fn.EXISTS(submitted))(campaign_id, account_ids, at)


def _confirm_events(campaign_id: str, account_ids: Sequence[str], _: datetime) -> Numbers:
    return of_units(account_ids, _events_of_units(campaign_id, EventState.REPORTED))


def confirmed_events(campaign_id: str, account_ids: Sequence[str], _: datetime) -> Numbers:
    """Events that count for the units somebody coordinates."""
    return of_units(account_ids, _events_of_units(campaign_id, EventState.CONFIRMED))


def _events_of_units(campaign_id: str, state: EventState) -> Any:
    return (Event.select(Event.reporting_unit, Value(""), fn.COUNT(Event.id))
            .where(Event.campaign == campaign_id, Event.state == state).group_by(Event.reporting_unit).tuples())


def promoters(campaign_id: str, account_ids: Sequence[str], _: datetime) -> Numbers:
    """Confirmed promoters of the units somebody coordinates."""
    rows: Any = (Promoter.select(Promoter.reporting_unit, Value(""), fn.COUNT(Promoter.id))
                 .where(Promoter.campaign == campaign_id, Promoter.state == PromoterState.CONFIRMED)
                 .group_by(Promoter.reporting_unit).tuples())
    return of_units(account_ids, rows)


def events_to_report(campaign_id: str, account_ids: Sequence[str], at: datetime) -> Numbers:
    """Events that are over and not reported, labelled by what they are called."""
    over = Event.select().where(Event.campaign == campaign_id, Event.state == EventState.DRAFT, Event.ends_at < at)
    return _of_events(account_ids, [(event, event_wording.called(event), 1) for event in over.order_by(Event.starts_at, Event.id)])


def _check_ins(campaign_id: str, account_ids: Sequence[str], _: datetime) -> Numbers:
    count = fn.COUNT(CheckIn.id).alias("doubtful")
    rows: Any = (Event.select(Event.id, Event.unit, Event.created_by, count).join(CheckIn, on=(CheckIn.event_id == Event.id))
                 .where(Event.campaign == campaign_id, CheckIn.state == CheckInState.SUSPICIOUS)
                 .group_by(Event.id, Event.unit, Event.created_by).objects())
    return _of_events(account_ids, [(event, event.id, event.doubtful) for event in rows])


def _of_events(account_ids: Sequence[str], rows: Sequence[tuple[Event, str, int]]) -> Numbers:
    """Rows (event, label, number) given to the coordinators of the events' units and to who wrote the events down, once."""
    survivors = _survivors()
    held = _coordinated(account_ids, survivors)
    return {one: sum((Counter({label: number}) for event, label, number in rows
                      if event.created_by_id == one or survivors.get(event.unit_id, event.unit_id) in held.get(one, ())), Counter())
            for one in account_ids}


WAITING: dict[str, Ask] = {
    "preselect": works_of_units(State.SUBMITTED), "shortlist": _works_of_hosts(State.PRESELECTED),
    "recommend": _works_of_hosts(State.APPROVED), "audit": _audit, "confirm_members": members(), "confirm_events": _confirm_events,
    "report_events": events_to_report, "check_ins": _check_ins,
}
