"""The people whom terms mean at this moment, as one sub-query: for counting, for showing some, for writing rows.

Authors never learn of the jury: what came of a work counts once the results of its track are published, and until then every
state after submission is the same.
"""
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, ModelSelect, Value, fn

from models import clock
from models.accounts.actor import EVERYTHING
from models.accounts.tables import Account, Grant
from models.campaign import queries as campaigns
from models.entries.tables import Entry, Publication
from models.events.law import EventState
from models.events.tables import CheckIn, CheckInState, Event
from models.law import JURY, State
from models.notices.audiences.terms import REPORTING_UNITS
from models.notices.ledger.tables import Asked
from models.promoters.tables import Promoter
from models.units import queries as units
from models.units.tables import Unit

AFTER_DRAFT = (State.SUBMITTED, State.RETURNED, *JURY)
OUTCOMES = {"selected": (State.APPROVED, State.RECOMMENDED), "recommended": (State.RECOMMENDED,),
            "not_selected": tuple(state for state in JURY if state not in (State.APPROVED, State.RECOMMENDED))}


def ids_of(terms: dict[str, Any], campaign_id: str, at: datetime) -> "ModelSelect[Account]":
    """Ids of the accounts, of those who have not left."""
    return Account.select(Account.id).where(Account.deleted_at.is_null(), condition(terms, campaign_id, at))


def count(terms: dict[str, Any], campaign_id: str, at: datetime) -> int:
    """How many they are."""
    return int(ids_of(terms, campaign_id, at).count())


def condition(terms: dict[str, Any], campaign_id: str, at: datetime) -> Any:
    """Terms that were read, over Account."""
    if "all" in terms:
        return reduce(and_, [condition(one, campaign_id, at) for one in terms["all"]])
    if "any" in terms:
        return reduce(or_, [condition(one, campaign_id, at) for one in terms["any"]])
    if "not" in terms:
        return ~Account.id.in_(Account.select(Account.id).where(condition(terms["not"], campaign_id, at)))
    return next(build(terms, campaign_id, at) for name, build in CONDITIONS.items() if name in terms)


def _everybody(*_: Any) -> Any:
    return SQL("(1 = 1)")


def _role(terms: dict[str, Any], *_: Any) -> Any:
    over = str(terms.get("over", EVERYTHING))
    held = _held(terms["role"])
    if over == REPORTING_UNITS:
        held = held.where(Grant.over.in_(_overs(Unit.select(Unit.id).where(Unit.reports, Unit.closed_at.is_null()))))
    elif over.startswith("unit:"):
        held = held.where(Grant.over.in_([f"unit:{one}" for one in units.subtree_ids(over.removeprefix("unit:"))]))
    elif over != EVERYTHING:
        held = held.where(Grant.over == over)
    return Account.id.in_(held)


def _unit(terms: dict[str, Any], *_: Any) -> Any:
    belongs = Account.unit.in_(units.subtree_ids(terms["unit"]))
    return belongs & (Account.unit_confirmed_at.is_null(False) if terms.get("confirmed", True) else Account.unit_refused_at.is_null())


def _track(terms: dict[str, Any], campaign_id: str, _: datetime) -> Any:
    return _with_work(campaign_id, (Entry.track == terms["track"]) & Entry.state.in_(AFTER_DRAFT))


def _entry(terms: dict[str, Any], campaign_id: str, at: datetime) -> Any:
    return _with_work(campaign_id, works(terms, campaign_id, at))


def works(terms: Mapping[str, Any], campaign_id: str, at: datetime) -> Any:
    """Over Entry: the works that an `entry` leaf speaks of."""
    word = terms["entry"]
    published = Publication.select(Publication.track).where(Publication.campaign == campaign_id, Publication.published_at.is_null(False))
    if word in OUTCOMES:
        wanted = Entry.state.in_(OUTCOMES[word]) & Entry.track.in_(published)
    elif word == "submitted":
        wanted = (Entry.state == State.SUBMITTED) | (Entry.state.in_(JURY) & Entry.track.not_in(published))
    else:
        wanted = {"draft": Entry.state == State.DRAFT, "returned": Entry.state == State.RETURNED,
                  "due_tomorrow": (Entry.state == State.RETURNED) & _on_the_day_after(Entry.editable_until, at),
                  "exhibited": Entry.exhibited_at.is_null(False)}[word]
    return wanted & (Entry.track == terms["track"]) if "track" in terms else wanted


def _on_the_day_after(column: Any, at: datetime) -> Any:
    """Tomorrow in Shanghai; 24:00 of a day is that day's."""
    today = datetime.combine(at.astimezone(clock.SHANGHAI).date(), time.min, tzinfo=clock.SHANGHAI)
    return (column > today + timedelta(days=1)) & (column <= today + timedelta(days=2))


def _with_work(campaign_id: str, wanted: Any) -> Any:
    """The author, and who entered the work for them."""
    of = Entry.campaign == campaign_id
    authors = Entry.select(Entry.author).where(of, Entry.author.is_null(False), wanted)
    return Account.id.in_(authors | Entry.select(Entry.entered_by).where(of, wanted))


def _event(terms: dict[str, Any], *_: Any) -> Any:
    event = Event.get_by_id(terms["event"])
    there = CheckIn.select(CheckIn.subject).where(CheckIn.event_id == event.id, CheckIn.subject.is_null(False),
                                                  CheckIn.state == CheckInState.ACCEPTED)
    after = _held("coordinator").where(Grant.over.in_([f"event:{event.id}", f"unit:{event.unit_id}"]))
    return (Account.id == event.created_by_id) | Account.id.in_(after) | Account.id.in_(there)


def _promoter(terms: dict[str, Any], campaign_id: str, _: datetime) -> Any:
    return Account.id.in_(Promoter.select(Promoter.account).where(
        Promoter.campaign == campaign_id, Promoter.state == terms["promoter"], Promoter.account.is_null(False)))


def _asked(terms: dict[str, Any], *_: Any) -> Any:
    return Account.id.in_(Asked.select(Asked.account).where(Asked.template == terms["asked"], Asked.withdrawn_at.is_null()))


def _accounts(terms: dict[str, Any], *_: Any) -> Any:
    return Account.id.in_(terms["accounts"])


def _waiting(terms: dict[str, Any], campaign_id: str, at: datetime) -> Any:
    return WAITING[terms["waiting"]](campaign_id, at)


CONDITIONS: dict[str, Callable[[dict[str, Any], str, datetime], Any]] = {
    "everybody": _everybody, "role": _role, "unit": _unit, "entry": _entry, "waiting": _waiting, "event": _event,
    "promoter": _promoter, "asked": _asked, "accounts": _accounts, "track": _track,
}


# Whom something waits for

def _preselect(campaign_id: str, _: datetime) -> Any:
    return _coordinators_of(Entry.select(Entry.reporting_unit).where(Entry.campaign == campaign_id, Entry.state == State.SUBMITTED,
                                                                     Entry.reporting_unit.is_null(False)))


def _shortlist(campaign_id: str, _: datetime) -> Any:
    return _hosts_of(campaign_id, State.PRESELECTED)


def _recommend(campaign_id: str, _: datetime) -> Any:
    return _hosts_of(campaign_id, State.APPROVED)


def _hosts_of(campaign_id: str, state: State) -> Any:
    """Hosts by name of the track, or of the unit that the plan has as its host; the organisers where it has none."""
    plan = campaigns.newest_plan(campaign_id)
    rows: Any = Entry.select(Entry.track).where(Entry.campaign == campaign_id, Entry.state == state).distinct().tuples()
    tracks = [plan.track(row[0]) for row in rows]
    bodies = units.by_names([track.host for track in tracks if track.host])
    overs = [f"track:{campaign_id}/{track.id}" for track in tracks] + [f"unit:{unit.id}" for unit in bodies.values()]
    asked = Account.id.in_(_held("host").where(Grant.over.in_(overs)))
    return asked | Account.id.in_(_held("organiser")) if any(not track.host for track in tracks) else asked


def _audit(campaign_id: str, _: datetime) -> Any:
    waits = fn.EXISTS(Entry.select(Value(1)).where(Entry.campaign == campaign_id, Entry.state == State.SHORTLISTED))
    return waits & Account.id.in_(_held("organiser"))


def _confirm_members(*_: Any) -> Any:
    asks = Account.alias()
    return _coordinators_of(asks.select(asks.unit).where(asks.unit.is_null(False), asks.unit_asked_at.is_null(False),
                                                         asks.unit_confirmed_at.is_null(), asks.unit_refused_at.is_null(),
                                                         asks.deleted_at.is_null()))


def _confirm_events(campaign_id: str, _: datetime) -> Any:
    return _coordinators_of(Event.select(Event.reporting_unit).where(Event.campaign == campaign_id, Event.state == EventState.REPORTED,
                                                                     Event.reporting_unit.is_null(False)))


def _report_events(campaign_id: str, at: datetime) -> Any:
    over = (Event.campaign == campaign_id) & (Event.state == EventState.DRAFT) & (Event.ends_at < at)
    return _coordinators_of(Event.select(Event.unit).where(over)) | Account.id.in_(Event.select(Event.created_by).where(over))


def _check_ins(campaign_id: str, _: datetime) -> Any:
    doubtful = CheckIn.select(CheckIn.event_id).where(CheckIn.state == CheckInState.SUSPICIOUS)
    of = (Event.campaign == campaign_id) & Event.id.in_(doubtful)
    return _coordinators_of(Event.select(Event.unit).where(of)) | Account.id.in_(Event.select(Event.created_by).where(of))


WAITING: dict[str, Callable[[str, datetime], Any]] = {
    "preselect": _preselect, "shortlist": _shortlist, "recommend": _recommend, "audit": _audit, "confirm_members": _confirm_members,
    "confirm_events": _confirm_events, "report_events": _report_events, "check_ins": _check_ins,
}


def _coordinators_of(unit_ids: Any) -> Any:
    """Of these bodies themselves, not of every unit above them."""
    return Account.id.in_(_held("coordinator").where(Grant.over.in_(_overs(Unit.select(Unit.id).where(Unit.id.in_(unit_ids))))))


def _held(role: str) -> "ModelSelect[Grant]":
    return Grant.select(Grant.account).where(Grant.role == role, Grant.revoked_at.is_null())


def _overs(of: "ModelSelect[Unit]") -> "ModelSelect[Unit]":
    return of.select(Value("unit:").concat(Unit.id))
