"""(b) FastAPI and SQLAlchemy 2 with asyncpg on PostgreSQL, as their documentation shows it; uvicorn serves it (uvloop, httptools).

Pydantic models in and out, the database session and the signed-in person as dependencies, `INSERT … ON CONFLICT DO NOTHING
RETURNING` where a constraint decides, one commit a request, a pool of 16 connections.
"""
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException, Response
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy import BigInteger, DateTime, ForeignKey, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.rivals import checks

POOL = 16

url = os.environ["RIVAL_DATABASE"].replace("postgresql://", "postgresql+asyncpg://", 1)
engine = create_async_engine(url, pool_size=POOL, max_overflow=0)
Database = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


class Table(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB}


class Account(Table):
    __tablename__ = "account"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Session(Table):
    __tablename__ = "session"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]


class Event(Table):
    __tablename__ = "event"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    secret: Mapped[bytes]


class CheckIn(Table):
    __tablename__ = "check_in"
    id: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    step: Mapped[int] = mapped_column(BigInteger)
    mac: Mapped[str]
    name: Mapped[str]
    device: Mapped[str]
    scanned_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    scan_at: Mapped[datetime]
    digest: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    evidence: Mapped[str]


class Attendance(Table):
    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("event_id", "account_id"),)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    check_in_id: Mapped[str] = mapped_column(ForeignKey("check_in.id"), unique=True)
    at: Mapped[datetime]


class Line(Table):
    __tablename__ = "journal"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    what: Mapped[str]
    about: Mapped[str]
    actor_id: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class CheckInIn(BaseModel):
    code: str = Field(max_length=300)
    scanned_at: AwareDatetime
    sent_at: AwareDatetime
    name: str = Field("", max_length=60)


class CheckInOut(BaseModel):
    id: str
    event: str
    how: str
    state: str
    evidence: str
    reason: str | None
    words: str
    scanned_at: datetime
    received_at: datetime
    counted: bool


async def open_database() -> AsyncIterator[AsyncSession]:
    async with Database() as session:
        yield session


async def signed_in(db: Annotated[AsyncSession, Depends(open_database)], authorization: Annotated[str | None, Header()] = None) -> str:
    """The account id. 401 for a token that is not known or over."""
    token = checks.bearer(authorization)
    account = token and await db.scalar(select(Session.account_id).join(Account, Account.id == Session.account_id).where(
        Session.token_hash == checks.token_hash(token), Session.expires_at > datetime.now(UTC)))
    if not account:
        raise HTTPException(401)
    return account


@app.put("/api/events/{event_id}/checkins/{check_in_id}", response_model=CheckInOut, status_code=201)
async def check_in(event_id: str, check_in_id: str, asked: CheckInIn, response: Response, account: Annotated[str, Depends(signed_in)],
                   db: Annotated[AsyncSession, Depends(open_database)], x_device: Annotated[str, Header()] = "") -> CheckInOut:
    code = checks.read(asked.code)
    if code is None:
        raise HTTPException(422, "不是签到码")
    row = await judged(event_id, check_in_id, account, code, asked, x_device, db)
    if await db.scalar(insert(CheckIn).values(row).on_conflict_do_nothing().returning(CheckIn.id)) is None:
        response.status_code = 200
        return await stored(row, db)
    counted = row["state"] == "accepted" and await is_first(row, db)
    if row["state"] == "accepted" and not counted:
        row["reason"] = "again"
        await db.execute(update(CheckIn).where(CheckIn.id == check_in_id).values(reason="again"))
    db.add(Line(what="check_in.kept", about=check_in_id, actor_id=account, at=row["received_at"],
                details={"event": event_id, "how": "code", "state": row["state"]}))
    await db.commit()
    return shape(row, counted)


async def judged(event_id: str, check_in_id: str, account: str, code: checks.Code, asked: CheckInIn, device: str,
                 db: AsyncSession) -> dict[str, Any]:
    event, received_at = await db.get(Event, event_id), datetime.now(UTC)
    hall = checks.Hall(event.id, event.starts_at, event.ends_at, event.secret) if event else None
    verdict = checks.judge(code, event_id, hall, scanned_at=asked.scanned_at, sent_at=asked.sent_at, received_at=received_at)
    return {"id": check_in_id, "event_id": event_id, "account_id": account, "step": code.step, "mac": code.mac, "name": asked.name,
            "device": device, "scanned_at": asked.scanned_at, "sent_at": asked.sent_at, "received_at": received_at,
            "scan_at": verdict.scan_at, "state": verdict.state, "reason": verdict.reason, "evidence": verdict.evidence,
            "digest": checks.digest(event_id, code, asked.scanned_at, asked.name)}


async def is_first(row: dict[str, Any], db: AsyncSession) -> bool:
    """One person once an event."""
    present = {"event_id": row["event_id"], "account_id": row["account_id"], "check_in_id": row["id"], "at": row["scan_at"]}
    return await db.scalar(insert(Attendance).values(present).on_conflict_do_nothing().returning(Attendance.id)) is not None


async def stored(row: dict[str, Any], db: AsyncSession) -> CheckInOut:
    """What stands under this id; 409 where it is somebody else's or means something else."""
    found = await db.get_one(CheckIn, row["id"])
    if (found.account_id, found.digest) != (row["account_id"], row["digest"]):
        raise HTTPException(409, "id.reused")
    counted = await db.scalar(select(Attendance.id).where(Attendance.check_in_id == found.id)) is not None
    return shape({name: getattr(found, name) for name in row}, counted)


def shape(row: dict[str, Any], counted: bool) -> CheckInOut:
    return CheckInOut(id=row["id"], event=row["event_id"], how="code", state=row["state"], evidence=row["evidence"], reason=row["reason"],
                      words=checks.words(row["state"], row["reason"]), scanned_at=row["scanned_at"], received_at=row["received_at"],
                      counted=counted)
