"""Rows that figures count, written as the rooms before would leave them; and a second reporting unit beside the cast's city."""
from datetime import datetime, timedelta
from typing import Any

from models import clock, ids
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.db import writing
from models.entries.tables import Entry
from models.events.tables import Attendance, CheckIn, Event
from models.media.tables import File
from models.promoters.tables import Promoter, Visit
from models.rows import insert_row
from models.targets.counting import Asked, Sum, sums
from models.units import queries as units
from models.units.tables import Unit
from tests.cast import Cast

CAMPAIGN = "qinghai-2022"
DAY = clock.from_shanghai("2022-08-25 14:00")
LATER = clock.from_shanghai("2022-09-10 10:00")
OTHER_CITY = "海东市总工会"
TELECOM = ("中国电信青海分公司工会", "中国电信青海省分公司工会")


def unit_named(name: str) -> str:
    return units.by_names([name])[name].id


def new_union(above: str, name: str, kind: str = "grassroots") -> str:
    unit_id = ids.mint("unt")
    with writing():
        insert_row(Unit, id=unit_id, name=name, kind=kind, parent=above, created_at=DAY)
    return unit_id


def event(cast: Cast, unit: str | None = None, reporting: str | None = "city", state: str = "confirmed", at: datetime = DAY, *,
          sheet: bool = False, **more: Any) -> str:
    """The id of an event of the factory's union, reported by its city, unless said otherwise."""
    event_id = ids.mint("evt")
    facts = {"unit": unit or cast.factory, "reporting_unit": cast.city if reporting == "city" else reporting, "kind": "speech",
             "created_by": cast.cairang.account_id, "starts_at": at, "ends_at": at + timedelta(hours=2), "claimed": 40, "title": "宣讲"}
    told = {"reported_at": at if state in ("reported", "confirmed") else None, "confirmed_at": at if state == "confirmed" else None}
    with writing():
        insert_row(Event, id=event_id, campaign=CAMPAIGN, state=state, saved_at=at, received_at=at, **{**facts, **told, **more})
    if sheet:
        file_of(event_id, cast.cairang)
    return event_id


def file_of(about: str, owner: Actor, kind: str = "document", state: str = "stored", **more: Any) -> None:
    file_id = ids.mint("fil")
    with writing():
        insert_row(File, id=file_id, about=about, owner=owner.account_id, kind=kind, name="a.jpg", size=1, key=file_id, ticket=file_id,
                   state=state, opened_at=DAY, **more)


def attended(event_id: str, person: str, at: datetime = DAY) -> str:
    """The id of a check-in that counts for this person."""
    check_in = ids.mint("chk")
    sender = Event.get_by_id(event_id).created_by_id
    with writing():
        insert_row(CheckIn, id=check_in, event_id=event_id, account=sender, how="walk_in", scanned_at=at, sent_at=at, received_at=at,
                   digest="d" * 64, state="accepted", evidence="by_hand", person=person)
        insert_row(Attendance, event=event_id, person=person, check_in=check_in, evidence="by_hand", at=at)
    return check_in


def promoter(cast: Cast, account: Actor | None = None, unit: str | None = None, reporting: str | None = "city", state: str = "confirmed",
             at: datetime = DAY, **more: Any) -> str:
    promoter_id = ids.mint("prm")
    facts = {"unit": unit or cast.factory, "reporting_unit": cast.city if reporting == "city" else reporting,
             "account": account and account.account_id, "consent": {"id": "C11", "version": 1}, "slug": promoter_id[-10:],
             "confirmed_at": at if state == "confirmed" else None}
    with writing():
        insert_row(Promoter, id=promoter_id, campaign=CAMPAIGN, state=state, saved_at=at, received_at=at, **{**facts, **more})
    return promoter_id


def entry(cast: Cast, author: Actor | None, unit: str | None = None, reporting: str | None = "city", state: str = "submitted",
          at: datetime = DAY, **more: Any) -> str:
    """The id of a work in a state; its author may be nobody yet (代报)."""
    entry_id = ids.mint("ent")
    slot = int.from_bytes(entry_id[-3:].encode(), "big") if state not in ("draft", "withdrawn", "disqualified") else None
    facts = {"unit": unit or cast.factory, "reporting_unit": cast.city if reporting == "city" else reporting,
             "author": author and author.account_id, "author_key": entry_id, "entered_by": (author or cast.cairang).account_id}
    with writing():
        insert_row(Entry, id=entry_id, campaign=CAMPAIGN, plan_version=campaigns.newest_version(CAMPAIGN), track="photo", title="晨光",
                   state=state, campaign_slot=slot, track_slot=slot, saved_at=at, submitted_at=at, received_at=at, **{**facts, **more})
    return entry_id


def visit(number: int, at: datetime = DAY) -> None:
    with writing():
        insert_row(Visit, campaign=CAMPAIGN, visitor=f"visitor-{number}", first_at=at)


def numbers(figure: str, before: datetime | None = None) -> tuple[int, int]:
    """(verified, claimed) of the province."""
    found = sums(Asked(CAMPAIGN, before=before))
    return found[figure, "verified"].total, found[figure, "claimed"].total


def of(figure: str, side: str = "verified") -> Sum:
    return sums(Asked(CAMPAIGN))[figure, side]
