"""The verbs of an event as a document: save it, and let go of what it keeps of a person. Its steps stand in `moving`.

Every save, secret and move asks for the event's check-ins to be judged again: some may have come before it, and its
times and head-count decide about them.
"""
from datetime import datetime

from peewee import IntegrityError

from models import clock, journal
from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.accounts.rules import require_coordinator
from models.campaign import calendar
from models.campaign import queries as campaigns
from models.campaign.plan import Plan
from models.db import is_writing, writing
from models.events import completeness, queries, secrets
from models.events.draft import EventDraft
from models.events.law import STATE_LABELS, EventState
from models.events.standing import Reach
from models.events.tables import CheckIn, ClockSample, Event, EventRevision, PersonalCode, Unsettled
from models.problems import EventStale, EventWrongState, Forbidden, IdReused, NotFound
from models.rows import find_row, insert_row, update_row
from models.units import queries as units
from models.units.names import near

EDITABLE = (EventState.DRAFT, EventState.RETURNED)
EDITING = "修改线下活动"


def save(event_id: str, draft: EventDraft, *, revision: int, secret: str | None = None, device: str = "", actor: Actor,
         at: datetime | None = None) -> Event:
    """Save an event. `revision` is the one the phone last saw, 0 for a new event; `secret` is a phone's, in base64url.

    The same save sent again finds what it became. A secret is no part of the meaning: a new one is added whatever the
    event's state, so that codes shown in a hall count even when their secret comes last. Raises IdReused, EventStale,
    EventWrongState, EventFaulty, EventOutsideCampaign, PhaseClosed, NotFound (unit, campaign), Forbidden, Malformed.
    """
    at, said = at or clock.now(), secrets.read(secret) if secret else None
    try:
        return _save(event_id, draft, revision, said, device, actor, at)
    except IntegrityError:      # the same new event arrived twice at once, and the other was first; now it stands
        return _save(event_id, draft, revision, said, device, actor, at)


def _save(event_id: str, draft: EventDraft, revision: int, secret: bytes | None, device: str, actor: Actor, at: datetime) -> Event:
    with writing():
        event = held(event_id)
        saved = _change(event, draft, revision, actor, at) if event else _create(event_id, draft, revision, actor, at)
        if secret and secrets.keep(saved.id, secret, device=device, actor_id=actor.account_id, at=at):
            unsettle(saved.id, at)
        return saved


def held(event_id: str) -> Event | None:
    """The row, held until the verb ends."""
    return find_row(Event, event_id, hold=True)


def _create(event_id: str, draft: EventDraft, revision: int, actor: Actor, at: datetime) -> Event:
    if revision != 0:
        raise NotFound(what="这场活动")
    unit = units.find(draft.unit)
    require_coordinator(unit.id, actor, "登记这个单位的线下活动")
    plan = campaigns.newest_plan(draft.campaign or campaigns.current(at))
    calendar.require(plan, completeness.ACT, at)
    event = Event(id=event_id, campaign=plan.id, created_by=actor.account_id, state=EventState.DRAFT, revision=0, received_at=at)
    return _write(event, draft, plan, actor, at)


def _change(event: Event, draft: EventDraft, revision: int, actor: Actor, at: datetime) -> Event:
    if not Reach(actor).looks_after(event):
        raise Forbidden(act=EDITING) if queries.find(event.id, actor) else IdReused()
    if _became(event, revision, draft) or (event.revision == revision and _became(event, revision - 1, draft)):
        return event                                        # sent again, or nothing but a secret is new
    if event.revision != revision:
        raise EventStale(current=event.id)
    plan = campaigns.newest_plan(event.campaign_id)
    require_editable(event, plan, at)
    _require_same_home(event, draft, actor)
    return _write(event, draft, plan, actor, at)


def _became(event: Event, revision: int, draft: EventDraft) -> bool:
    """Whether this save was made from that revision."""
    became = EventRevision.get_or_none(EventRevision.event == event.id, EventRevision.number == revision + 1)
    return became is not None and became.digest == draft.digest()


def require_editable(event: Event, plan: Plan, at: datetime) -> None:
    """Raises EventWrongState unless it is not yet reported or was returned; PhaseClosed for a draft after the window."""
    if event.state not in EDITABLE:
        raise EventWrongState(state=STATE_LABELS[EventState(event.state)], act="修改")
    if event.state == EventState.DRAFT:
        calendar.require(plan, completeness.ACT, at)


def _require_same_home(event: Event, draft: EventDraft, actor: Actor) -> None:
    """Only a draft may go to another unit, one its editor speaks for too; nothing changes its campaign."""
    if draft.campaign and draft.campaign != event.campaign_id:
        raise EventWrongState(state=STATE_LABELS[EventState(event.state)], act="更换主题活动")
    if draft.unit in units.same_body(event.unit_id):
        return
    if event.state != EventState.DRAFT:
        raise EventWrongState(state=STATE_LABELS[EventState(event.state)], act="更换单位")
    require_coordinator(units.find(draft.unit).id, actor, "登记这个单位的线下活动")


def _write(event: Event, draft: EventDraft, plan: Plan, actor: Actor, at: datetime) -> Event:
    completeness.require_saveable(draft, plan)
    if event.state == EventState.DRAFT:
        unit = units.find(draft.unit)
        reporting = units.reporting_unit_of(unit.id)
        event.unit_id, event.reporting_unit_id = unit.id, reporting.id if reporting else None
    event.kind, event.title, event.place = draft.kind, draft.title.strip(), draft.place.strip()
    event.starts_at, event.ends_at, event.claimed = draft.starts_at, draft.until, draft.claimed
    event.enterprise, event.enterprise_key = draft.enterprise.strip(), near(draft.enterprise)
    event.promoters_present, event.online_reach = draft.promoters_present, draft.online_reach
    event.links, event.note = draft.links, draft.note.strip()
    event.revision, event.saved_at = event.revision + 1, at
    if event.revision == 1:
        insert_row(Event, **event.__data__)
    else:
        update_row(event)
    _keep_revision(event, draft, actor, at)
    unsettle(event.id, at)
    return event


def _keep_revision(event: Event, draft: EventDraft, actor: Actor, at: datetime) -> None:
    insert_row(EventRevision, event=event.id, number=event.revision, digest=draft.digest(), document=draft.document(),
               saved_by=actor.account_id, at=at)
    journal.write("event.saved", event.id, actor_id=actor.account_id, at=at, revision=event.revision)


def unsettle(event_id: str, at: datetime) -> None:
    """The event's check-ins are to be judged together again (models.events.settling). Inside a verb."""
    Unsettled.insert(event_id=event_id, since=at).on_conflict(conflict_target=[Unsettled.event_id],
                                                              preserve=[Unsettled.since]).execute()


def forget(account_id: str) -> None:
    """Inside another verb's `writing()`: what is personal of someone who leaves is emptied; that somebody was there goes on to count."""
    if not is_writing():
        raise RuntimeError("forget belongs into a verb's writing()")
    CheckIn.update(name_sealed=None, name_print=None, phone_sealed=None, phone_print=None).where(CheckIn.subject == account_id).execute()
    delete_rows(PersonalCode, PersonalCode.account == account_id)
    delete_rows(ClockSample, ClockSample.account == account_id)
