"""The database: SQLite or PostgreSQL behind one name, one transaction per verb.

Reads may happen anywhere; a write happens inside `writing()` or not at all. On
SQLite `writing()` queues for one lock before BEGIN IMMEDIATE (a thread lock, and
flock on a side file for other processes), because SQLite's own busy wait is not a
queue: in a crowd an unlucky writer is passed over until its timeout ends. The
lock is for fairness; correctness rests on SQLite's locks and on constraints.
"""
import fcntl
import json
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from peewee import CharField, Check, DatabaseProxy, JSONField, Model, ModelSelect, OperationalError
from playhouse.db_url import parse
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

from models import clock

READ = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN|SHOW|SAVEPOINT|RELEASE|ROLLBACK|WITH(?!.*\b(INSERT|UPDATE|DELETE)\b))",
                  re.IGNORECASE | re.DOTALL)
CONNECTIONS = 544          # more than any process may have threads; a thread holds one while it serves a request
PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "busy_timeout": 10_000, "cache_size": -8_000}

database = DatabaseProxy()
_turn = threading.Lock()
_state = threading.local()


class WriteOutsideWriting(RuntimeError):
    """A statement would change rows without holding the turn to write: a mistake in our code, never the user's."""


class _Guarded:
    """Refuses to change anything outside `writing()`."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        if not is_writing() and not READ.match(sql):
            raise WriteOutsideWriting(sql[:60])
        return super().execute_sql(sql, params)  # type: ignore[misc]


class Sqlite(_Guarded, PooledSqliteDatabase):  # type: ignore[misc]
    begin_with: tuple[str, ...] = ("IMMEDIATE",)


class Postgres(_Guarded, PooledPostgresqlDatabase):  # type: ignore[misc]
    begin_with: tuple[str, ...] = ()


def open_database(url: str) -> Any:
    """Point `database` at "sqlite:///path/to/file" or "postgresql://…"; opens no connection yet."""
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        opened: Any = Sqlite(str(path), pragmas=PRAGMAS, check_same_thread=False,
                             max_connections=CONNECTIONS, timeout=20)
    else:
        opened = Postgres(None)
        opened.init(**parse(url), max_connections=CONNECTIONS, stale_timeout=600, timeout=20, prefer_psycopg3=True)
    database.initialize(opened)
    return opened


def is_postgres() -> bool:
    return isinstance(database.obj, Postgres)


def is_writing() -> bool:
    return getattr(_state, "writing", False)


@contextmanager
def writing() -> Iterator[None]:
    """One verb, one transaction; never nested, never around a call to a neighbour."""
    if is_writing():
        raise RuntimeError("writing() inside writing(): a verb called a verb")
    with _lock(), database.connection_context() if database.is_closed() else _nothing():
        _state.writing = True
        try:
            with database.atomic(*database.obj.begin_with):
                yield
        finally:
            _state.writing = False


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _lock() -> Iterator[None]:
    if is_postgres():
        yield
        return
    with _turn, _side_file() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def _side_file() -> Iterator[int]:
    """The lock file, opened once per process: a forked child's inherited handle would share its parent's lock."""
    key = (os.getpid(), database.database)
    if getattr(_side_file, "key", None) != key:
        handle = os.open(f"{database.database}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        _side_file.key, _side_file.handle = key, handle  # type: ignore[attr-defined]
    yield _side_file.handle  # type: ignore[attr-defined]


def alive() -> bool:
    """Whether the database answers a question now."""
    try:
        with database.connection_context() if database.is_closed() else _nothing():
            database.execute_sql("SELECT 1")
    except OperationalError:
        return False
    return True


Row = TypeVar("Row", bound=Model)


def locked(query: "ModelSelect[Row]") -> "ModelSelect[Row]":
    """The same rows, held until the transaction ends. On SQLite `writing()` already holds everything."""
    return query.for_update() if is_postgres() else query


def free_rows(query: "ModelSelect[Row]") -> "ModelSelect[Row]":
    """Held like `locked`, without those that others hold at this instant: how workers share a queue."""
    return query.for_update(skip_locked=True) if is_postgres() else query


# Columns

class Instant(CharField):
    """An aware UTC datetime kept as "2022-08-31T16:00:00.000Z": sorts as text, reads as text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)

    def db_value(self, value: Any) -> Any:
        return clock.to_wire(_aware(value)) if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        return clock.from_wire(value) if isinstance(value, str) else value


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a naive datetime has no place in the database")
    return instant


class Json(JSONField):
    """Plain JSON: written with its Chinese readable, read back as it was."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(dumps=_dumps, **kwargs)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def one_of(column: str, values: Iterable[str]) -> Any:
    """A CHECK that keeps a column to these words."""
    words = ", ".join(f"'{v.value if isinstance(v, StrEnum) else v}'" for v in values)
    return Check(f"{column} IN ({words})")


class Record(Model):
    """What every table is."""

    class Meta:
        database = database
        legacy_table_names = False


def insert_in_slices(table: type[Row], rows: list[dict[str, Any]], size: int = 500,
                     refine: Callable[[Any], Any] = lambda insert: insert) -> None:
    """INSERT many rows a slice at a time. SQLite refuses more than 32,766 bound values in one statement."""
    for start in range(0, len(rows), size):
        refine(table.insert_many(rows[start:start + size])).execute()
