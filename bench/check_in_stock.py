"""What stands in every contender's database before the first check-in: so many people with a session, so many events with a secret.

The same people, tokens, events and secrets everywhere; ours with its campaign, unit and verbs, the rivals' with their own tables.
"""
import base64
import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench.rivals import tables
from gateways import simulated_identity
from models import clock, ids, schema, seal
from models.accounts import queries as people
from models.accounts.tables import Account
from models.config import generate_missing, load
from models.db import database, open_database
from models.events import actions as events
from models.events.draft import EventDraft
from server import demo

PEOPLE = 60_000
LASTING = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Hall:
    """An event, and what its codes are made with."""
    id: str
    secret: bytes


def halls(count: int) -> list[Hall]:
    """Events that begin now. Each run takes one that nobody was at."""
    return [Hall(ids.mint("evt"), hashlib.sha256(f"secret {n}".encode()).digest()) for n in range(count)]


def token(person: int) -> str:
    return f"{'bench':0<38}{person:05d}"


def device(person: int) -> str:
    return f"bench-{person:016d}"


def account(person: int) -> str:
    return f"acc_bench{person:011d}"


def fill_rival(url: str, wanted: list[Hall]) -> None:
    """The rivals' tables and rows, in an empty database."""
    engine, now = url.split(":", 1)[0], clock.now()
    for statement in tables.schema(engine):
        execute(url, statement)
    until, blob = clock.to_wire(now + LASTING), bytes if engine == "sqlite" else (lambda secret: "\\x" + secret.hex())
    pour(url, "account", ("id", "name"), ((account(n), "") for n in range(PEOPLE)))
    pour(url, "session", ("token_hash", "account_id", "expires_at"), ((_hash(n), account(n), until) for n in range(PEOPLE)))
    pour(url, "event", ("id", "title", "place", "starts_at", "ends_at", "secret"),
         ((hall.id, "知识竞赛", "职工之家", clock.to_wire(now - timedelta(minutes=30)), clock.to_wire(now + timedelta(hours=5)),
           blob(hall.secret)) for hall in wanted))
    settle(url)


def fill_ours(url: str, data_dir: Path, wanted: list[Hall]) -> None:
    """Our own: the demo's campaign and people, a crowd of confirmed members, events saved by their coordinator."""
    config = load(environment={"DATA_DIR": str(data_dir), "PORT": "8000"})
    opened = open_database(url)
    generate_missing(config)
    seal.use(seal.read_key(config.secret(config.keys.seal_env)))
    schema.migrate()
    demo.prepare(config, say=lambda _: None)
    with database.connection_context():
        coordinator, member = (Account.get(Account.openid == simulated_identity(config, user).openid)
                               for user in ("demo-coordinator", "demo-worker"))
        actor, now = people.actor_of(coordinator.id), clock.now()
        for hall in wanted:
            secret = base64.urlsafe_b64encode(hall.secret).decode().rstrip("=")
            draft = EventDraft(unit=str(member.unit_id), kind="quiz", title="知识竞赛", place="职工之家",
                               starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(hours=5))
            events.save(hall.id, draft, revision=0, secret=secret, device="bench-coordinator", actor=actor)
    opened.close_all()
    _crowd(url, str(member.unit_id), now)
    settle(url)


def _crowd(url: str, unit: str, now: datetime) -> None:
    at, until = clock.to_wire(now), clock.to_wire(now + LASTING)
    is_demo = False if url.startswith("postgresql") else 0
    pour(url, "account", ("id", "nickname", "avatar", "unit_id", "unit_typed", "unit_asked_at", "unit_confirmed_at", "created_at",
                          "last_seen_at", "is_demo"),
         ((account(n), "", "", unit, "", at, at, at, at, is_demo) for n in range(PEOPLE)))
    pour(url, "session", ("token_hash", "account_id", "created_at", "expires_at", "device"),
         ((_hash(n), account(n), at, until, "") for n in range(PEOPLE)))


def _hash(person: int) -> str:
    return people.token_hash(token(person))


# Either engine, by its own quickest door

def pour(url: str, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Many rows at once."""
    if url.startswith("sqlite"):
        marks = ", ".join("?" * len(columns))
        with sqlite3.connect(url.removeprefix("sqlite:///")) as line:
            line.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        line.close()
        return
    with psycopg.connect(url) as connection, connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    """One statement, committed; what it gives."""
    if url.startswith("sqlite"):
        line = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=20)
        try:
            return line.execute(statement).fetchall()
        finally:
            line.close()
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchall() if found.description else []


def settle(url: str) -> None:
    """Statistics are fresh and everything is on the disk before anything is measured."""
    if url.startswith("sqlite"):
        execute(url, "PRAGMA journal_mode=wal")
        execute(url, "ANALYZE")
        execute(url, "PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        execute(url, "VACUUM ANALYZE")
        execute(url, "CHECKPOINT")


def counts(url: str, event_id: str) -> tuple[int, int]:
    """How many check-ins and how many people an event has, at one instant: a rival may still be at work."""
    check_ins, present = (f"(SELECT COUNT(*) FROM {table} WHERE event_id = '{event_id}')" for table in ("check_in", "attendance"))
    found: tuple[int, int] = execute(url, f"SELECT {check_ins}, {present}")[0]
    return found


def kept(url: str, event_id: str) -> set[str]:
    """The ids of an event's check-ins."""
    return {row[0] for row in execute(url, f"SELECT id FROM check_in WHERE event_id = '{event_id}'")}


def new_database(server: str, name: str) -> str:
    """An empty PostgreSQL database; its URL."""
    execute(f"{server}/postgres", f"CREATE DATABASE {name}")
    return f"{server}/{name}"
