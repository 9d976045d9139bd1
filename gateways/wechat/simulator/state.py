"""What the stand-in remembers: one SQLite file, shared by threads and processes.

Instants are seconds since 1970 on the stand-in's own clock (`_sim/clock` sets it ahead), kept in the
file so that every process agrees. Durability is off: these are made-up people.
To add something, add a table here and a file beside this one.
What is to be done later has a row with `due_at` on that clock; `claimed_until` is on the machine's, which nobody sets.
"""
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateways.wechat.simulator.codes import Refusal
from models import clock

SCHEMA = """
CREATE TABLE IF NOT EXISTS ahead (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), seconds REAL NOT NULL);
INSERT OR IGNORE INTO ahead VALUES (1, 0);
CREATE TABLE IF NOT EXISTS people (
    name TEXT PRIMARY KEY, mp_openid TEXT NOT NULL UNIQUE, oa_openid TEXT NOT NULL UNIQUE,
    unionid TEXT NOT NULL UNIQUE, session_key TEXT, last_visit REAL, follows INTEGER NOT NULL DEFAULT 0,
    country TEXT, phone TEXT);
CREATE INDEX IF NOT EXISTS people_phone ON people (phone);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('login', 'phone')), appid TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people, issued_at REAL NOT NULL, used_at REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sign_ins (person TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS sign_ins_person ON sign_ins (person, at);
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, appid TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('plain', 'stable')),
    ends_at REAL NOT NULL, ends_as INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tokens_account ON tokens (appid, kind, ends_at);
CREATE TABLE IF NOT EXISTS forced_refreshes (appid TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS choices (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL REFERENCES people, template_id TEXT NOT NULL,
    accepted INTEGER NOT NULL, at REAL NOT NULL, spent_at REAL);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL, times INTEGER NOT NULL, errcode INTEGER, http_status INTEGER,
    delay_s REAL, dropped INTEGER);
CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, errcode INTEGER NOT NULL,
    http_status INTEGER NOT NULL, fault TEXT);
CREATE INDEX IF NOT EXISTS requests_path ON requests (path, id);
CREATE TABLE IF NOT EXISTS media_results (
    id INTEGER PRIMARY KEY, person TEXT REFERENCES people, times INTEGER NOT NULL, suggest TEXT NOT NULL, label INTEGER NOT NULL,
    errcode INTEGER NOT NULL, delay_s REAL NOT NULL, pushes INTEGER NOT NULL, format TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS media_checks (
    id INTEGER PRIMARY KEY, trace_id TEXT NOT NULL UNIQUE, person TEXT NOT NULL REFERENCES people, url TEXT NOT NULL,
    media_type INTEGER NOT NULL, asked_at REAL NOT NULL, due_at REAL NOT NULL, suggest TEXT NOT NULL, label INTEGER NOT NULL,
    errcode INTEGER NOT NULL, pushes INTEGER NOT NULL, format TEXT NOT NULL, looked_at REAL, bytes INTEGER,
    claimed_until REAL NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS media_checks_due ON media_checks (due_at) WHERE looked_at IS NULL;
CREATE TABLE IF NOT EXISTS pushes (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL CHECK (account IN ('mp', 'oa')), about TEXT NOT NULL, event TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('json', 'xml')), due_at REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'told', 'given_up')), claimed_until REAL NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS pushes_due ON pushes (due_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS pushes_about ON pushes (about);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL REFERENCES people, channel TEXT NOT NULL CHECK (channel IN ('mp', 'oa')),
    template_id TEXT NOT NULL, title TEXT NOT NULL, page TEXT NOT NULL, data TEXT NOT NULL, client_msg_id TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS messages_person ON messages (person, id);
CREATE INDEX IF NOT EXISTS choices_open ON choices (person, template_id) WHERE accepted = 1 AND spent_at IS NULL;
CREATE TABLE IF NOT EXISTS job_results (id INTEGER PRIMARY KEY, times INTEGER NOT NULL, status TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pushing (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), times INTEGER NOT NULL, delay_s REAL NOT NULL);
INSERT OR IGNORE INTO pushing VALUES (1, 1, 0);
"""


@dataclass(frozen=True, slots=True)
class PushAddress:
    """Where one account's events are sent to, as WeChat's console knows it: address, token, EncodingAESKey."""
    url: str
    token: str = field(repr=False)
    aes_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Template:
    """A template both accounts added: its keywords and what they are called, in order, and its id in each ("": not there)."""
    title: str
    keywords: tuple[str, ...]
    mini: str
    official: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The accounts there are. With an official account, people also have a unionid (one open platform).

    `push_to` has an address for "mp", "oa" or neither. `calls_out`: a courier in this process fetches media and pushes events.
    """
    state_path: Path
    mp_appid: str
    mp_secret: str = field(repr=False)
    oa_appid: str = ""
    oa_secret: str = field(default="", repr=False)
    push_to: Mapping[str, PushAddress] = field(default_factory=dict)
    calls_out: bool = False
    templates: tuple[Template, ...] = ()

    def secret_of(self, appid: str) -> str | None:
        """None when there is no such account."""
        return {self.oa_appid or None: self.oa_secret, self.mp_appid: self.mp_secret}.get(appid)


@dataclass(slots=True)
class Call:
    """One request to an endpoint, inside its transaction. `appid` is that of the access token, once checked."""
    db: sqlite3.Connection
    now: float
    settings: Settings
    method: str
    path: str
    query: dict[str, str]
    body: bytes
    appid: str = ""

    def json(self) -> dict[str, Any]:
        """The body. Raises Refusal: 44002 for none, 47001 for what is not a JSON object or holds the token."""
        if not self.body:
            raise Refusal(44002)
        try:
            told = json.loads(self.body)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict) or "access_token" in told:
            raise Refusal(47001)
        return told


class State:
    """Opens one connection per thread; makes the file and its tables at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._mine = threading.local()
        self._in_turn = threading.Lock()
        settings.state_path.parent.mkdir(parents=True, exist_ok=True)
        first = self._open()
        first.execute("PRAGMA journal_mode = WAL")
        first.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")
        first.close()

    @contextmanager
    def turn(self) -> Iterator[tuple[sqlite3.Connection, float]]:
        """One transaction, and what time it is in it. Threads queue here: SQLite's own waiting is unfair."""
        db = self._connection()
        with self._in_turn:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db, clock.now().timestamp() + _ahead(db)
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def glance(self) -> tuple[sqlite3.Connection, float]:
        """For reading one thing without a turn, and what time it is."""
        db = self._connection()
        return db, clock.now().timestamp() + _ahead(db)

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._mine, "db"):
            self._mine.db = self._open()
        return self._mine.db

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.settings.state_path, timeout=30, isolation_level=None)
        db.execute("PRAGMA synchronous = OFF")
        db.row_factory = sqlite3.Row
        return db


def _ahead(db: sqlite3.Connection) -> float:
    return float(db.execute("SELECT seconds FROM ahead").fetchone()[0])
