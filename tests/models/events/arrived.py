"""Check-ins that really arrive: an event on 25 August 2022, a phone that shows its code, and people who scan it."""
from datetime import datetime, timedelta
from typing import Any

from models import ids
from models.accounts import actions as accounts
from models.accounts.actor import Actor
from models.db import writing
from models.events import actions, codes, scanning, secrets
from models.events.arriving import Kept
from models.events.codes import Code
from models.events.draft import EventDraft
from models.events.scanning import Arrival
from models.events.scans import milliseconds
from models.events.tables import Event
from models.ports import Identity
from models.problem import Problem
from tests.cast import Cast

BEGINS = datetime.fromisoformat("2022-08-25T06:00:00+00:00")        # 14:00 in Xining
SECRET = bytes(range(32))


def an_event(cast: Cast, *, event_id: str | None = None, actor: Actor | None = None, secret: bytes | None = SECRET, at: datetime = BEGINS,
             **facts: Any) -> Event:
    """One of the factory's, logged by its coordinator; its secret came with it."""
    draft = EventDraft(**{"unit": cast.factory, "kind": "speech", "starts_at": BEGINS, "title": "网络文明宣讲", "place": "大礼堂", **facts})
    return actions.save(event_id or ids.mint("evt"), draft, revision=0, secret=secrets.to_wire(secret) if secret else None,
                        actor=actor or cast.cairang, at=at)


def a_token(name: str) -> str:
    """Somebody signs in; their bearer token."""
    return accounts.sign_in(Identity(f"openid-{name}"))[0]


def code_at(event_id: str, shown: datetime, secret: bytes = SECRET) -> Code:
    """What a phone with a right clock shows at an instant."""
    step = codes.step_at(milliseconds(shown))
    return Code(event_id, step, codes.mac(secret, event_id, step))


def a_scan(token: str, event_id: str, scanned: datetime, *, code: Code | None = None, check_in_id: str | None = None,
           ahead: timedelta = timedelta(), arrives: datetime | None = None, name: str = "", device: str = "") -> Arrival:
    """A scan of what is shown at that instant, by a phone whose clock is `ahead`; it arrives a second later unless said otherwise."""
    received = arrives or scanned + timedelta(seconds=1)
    return Arrival(token=token, event_id=event_id, check_in_id=check_in_id or ids.mint("chk"), code=code or code_at(event_id, scanned),
                   name=name, scanned_at=scanned + ahead, sent_at=received + ahead, device=device, received_at=received)


def together(*arrivals: Arrival) -> list[Kept | Problem]:
    """They come in one batch."""
    with writing():
        return scanning.keep_all(arrivals)


def one(arrival: Arrival) -> Kept:
    """It comes alone, and is kept."""
    kept = together(arrival)[0]
    assert isinstance(kept, Kept), kept
    return kept
