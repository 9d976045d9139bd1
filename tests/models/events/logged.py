"""Events as tests need them: a whole draft, one saved, one brought to a state; and check-ins that somebody was there."""
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from models import clock, ids
from models.accounts import grants
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.db import writing
from models.events import actions, moving
from models.events.draft import EventDraft
from models.events.tables import Attendance, CheckIn, CheckInState, Event, Evidence, How
from models.rows import insert_row
from tests.cast import Cast

STARTS = clock.from_shanghai("2022-08-25 14:00")
AFTER = STARTS + timedelta(hours=3)
WAY = {"reported": ("report",), "confirmed": ("report", "confirm"), "returned": ("report", "return"), "cancelled": ("cancel",)}
SECRET, OTHER_SECRET = "A" * 43, "E" * 42 + "A"


def hall(cast: Cast, **changes: Any) -> EventDraft:
    """An event of the factory's union that lacks nothing."""
    whole = EventDraft(unit=cast.factory, kind="speech", starts_at=STARTS, campaign="qinghai-2022", place="机械厂大礼堂", claimed=86)
    return replace(whole, **changes)


def saved(cast: Cast, actor: Actor | None = None, at: datetime = AFTER, event_id: str | None = None, secret: str | None = None,
          **changes: Any) -> str:
    """The id of a new event, by the grassroots coordinator unless said otherwise."""
    event_id = event_id or ids.mint("evt")
    actions.save(event_id, hall(cast, **changes), revision=0, secret=secret, actor=actor or cast.cairang, at=at)
    return event_id


def brought_to(state: str, cast: Cast, at: datetime = AFTER, **changes: Any) -> str:
    """The id of an event that went the usual way to this state."""
    event_id = saved(cast, at=at, **changes)
    for act in WAY.get(state, ()):
        move(event_id, act, cast.cairang if act in ("report", "cancel") else cast.ma, at)
    assert row(event_id).state == state
    return event_id


def move(event_id: str, act: str, actor: Actor, at: datetime = AFTER, **more: Any) -> bool:
    """Take a step; where a reason is asked one is given."""
    if act in ("return", "cancel"):
        more = {"comment": "请补充签到表照片。", **more}
    return moving.move(event_id, act, move_id=ids.mint("mov"), actor=actor, at=at, **more)[1]


def row(event_id: str) -> Event:
    event: Event = Event.get_by_id(event_id)
    return event


def attended(event_id: str, by: Actor, evidence: str = Evidence.LIVE, state: str = CheckInState.ACCEPTED, at: datetime = AFTER,
             **more: Any) -> str:
    """The id of a check-in as judging would leave it; one that is accepted counts."""
    check_in, account = ids.mint("chk"), str(by.account_id)
    told = {"how": How.CODE, "account": account, "subject": account, "person": account, **more}
    with writing():
        insert_row(CheckIn, id=check_in, event_id=event_id, scanned_at=at, sent_at=at, received_at=at, digest="d" * 64, state=state,
                   evidence=evidence, **told)
        if state == CheckInState.ACCEPTED:
            insert_row(Attendance, event=event_id, person=told["person"], check_in=check_in, evidence=evidence, at=at)
    return check_in


def coordinator(person: Actor, over: str, role: str = "coordinator") -> Actor:
    """The same person, holding a role more."""
    grants.grant_role(str(person.account_id), role, over, actor=SYSTEM)
    return people.actor_of(str(person.account_id))


