"""What the floor says to its database: sqlite3 row by row inside one transaction, PostgreSQL with one array a column."""
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

import psycopg

from bench.rivals.checks import Hall, wire

PLACES = ("id", "event_id", "account_id", "step", "mac", "name", "device", "scanned_at", "sent_at", "received_at", "scan_at", "digest",
          "state", "reason", "evidence")
INSTANTS = ("scanned_at", "sent_at", "received_at", "scan_at")
Row = dict[str, Any]
Values = Sequence[tuple[Any, ...]]


class Engine(Protocol):
    """The statements of one batch, inside `transaction()`. Instants are RFC 3339 texts."""
    def transaction(self) -> Any: ...
    def accounts(self, token_hashes: list[str], now: str) -> dict[str, str]: ...
    def halls(self, event_ids: list[str]) -> dict[str, Hall]: ...
    def insert_check_ins(self, rows: Values) -> set[str]: ...
    def insert_attendance(self, rows: Values) -> set[str]: ...
    def mark_again(self, check_in_ids: list[str]) -> None: ...
    def insert_lines(self, rows: Values) -> None: ...
    def stored(self, check_in_ids: list[str]) -> dict[str, tuple[Row, bool]]: ...


def open_engine(url: str) -> Engine:
    return Sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else Postgres(url)


class Sqlite:
    """WAL, synchronous=FULL: as durable as ours."""

    def __init__(self, path: str) -> None:
        self._line = sqlite3.connect(path, isolation_level=None, timeout=10)
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=1", "cache_size=-16000"):
            self._line.execute(f"PRAGMA {pragma}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._line.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._line.execute("ROLLBACK")
            raise
        self._line.execute("COMMIT")

    def accounts(self, token_hashes: list[str], now: str) -> dict[str, str]:
        sql = "SELECT s.token_hash, a.id FROM session s JOIN account a ON a.id = s.account_id" \
              f" WHERE s.token_hash IN ({_marks(token_hashes)}) AND s.expires_at > ?"
        return dict(self._line.execute(sql, [*token_hashes, now]).fetchall())

    def halls(self, event_ids: list[str]) -> dict[str, Hall]:
        sql = f"SELECT id, starts_at, ends_at, secret FROM event WHERE id IN ({_marks(event_ids)})"
        return {one: Hall(one, datetime.fromisoformat(starts), datetime.fromisoformat(ends), secret)
                for one, starts, ends, secret in self._line.execute(sql, event_ids)}

    def insert_check_ins(self, rows: Values) -> set[str]:
        sql = f"INSERT INTO check_in ({', '.join(PLACES)}) VALUES ({_marks(PLACES)}) ON CONFLICT DO NOTHING"
        return {row[0] for row in rows if self._line.execute(sql, row).rowcount == 1}

    def insert_attendance(self, rows: Values) -> set[str]:
        sql = "INSERT INTO attendance (event_id, account_id, check_in_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        return {row[2] for row in rows if self._line.execute(sql, row).rowcount == 1}

    def mark_again(self, check_in_ids: list[str]) -> None:
        self._line.execute(f"UPDATE check_in SET reason = 'again' WHERE id IN ({_marks(check_in_ids)})", check_in_ids)

    def insert_lines(self, rows: Values) -> None:
        self._line.executemany("INSERT INTO journal (what, about, actor_id, details, at) VALUES (?, ?, ?, ?, ?)", rows)

    def stored(self, check_in_ids: list[str]) -> dict[str, tuple[Row, bool]]:
        if not check_in_ids:
            return {}
        sql = f"SELECT {', '.join(f'c.{name}' for name in PLACES)}, a.id FROM check_in c LEFT JOIN attendance a ON a.check_in_id = c.id" \
              f" WHERE c.id IN ({_marks(check_in_ids)})"
        return {found[0]: (dict(zip(PLACES, found[:-1], strict=True)), found[-1] is not None)
                for found in self._line.execute(sql, check_in_ids)}


class Postgres:
    """Prepared by psycopg after a few times; synchronous_commit as the server has it."""

    def __init__(self, url: str) -> None:
        self._line = psycopg.connect(url, autocommit=True)

    def transaction(self) -> Any:
        return self._line.transaction()

    def accounts(self, token_hashes: list[str], now: str) -> dict[str, str]:
        sql = "SELECT s.token_hash, a.id FROM session s JOIN account a ON a.id = s.account_id WHERE s.token_hash = ANY(%s)" \
              " AND s.expires_at > %s::timestamptz"
        return dict(self._line.execute(sql, (token_hashes, now)).fetchall())

    def halls(self, event_ids: list[str]) -> dict[str, Hall]:
        found = self._line.execute("SELECT id, starts_at, ends_at, secret FROM event WHERE id = ANY(%s)", (event_ids,)).fetchall()
        return {one: Hall(one, starts, ends, bytes(secret)) for one, starts, ends, secret in found}

    def insert_check_ins(self, rows: Values) -> set[str]:
        return self._insert("check_in", PLACES, rows, "id")

    def insert_attendance(self, rows: Values) -> set[str]:
        return self._insert("attendance", ("event_id", "account_id", "check_in_id", "at"), rows, "check_in_id")

    def insert_lines(self, rows: Values) -> None:
        self._insert("journal", ("what", "about", "actor_id", "details", "at"), rows, "about")

    def _insert(self, table: str, columns: Sequence[str], rows: Values, returning: str) -> set[str]:
        if not rows:
            return set()
        types = ["int8" if name == "step" else "jsonb" if name == "details" else "timestamptz" if name in (*INSTANTS, "at") else "text"
                 for name in columns]
        sql = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(f'{n}::{t}' for n, t in zip(columns, types, strict=True))}" \
              f" FROM unnest({', '.join('%s::int8[]' if t == 'int8' else '%s::text[]' for t in types)}) AS given ({', '.join(columns)})" \
              f" ON CONFLICT DO NOTHING RETURNING {returning}"
        return {found[0] for found in self._line.execute(sql, [list(column) for column in zip(*rows, strict=True)]).fetchall()}

    def mark_again(self, check_in_ids: list[str]) -> None:
        self._line.execute("UPDATE check_in SET reason = 'again' WHERE id = ANY(%s)", (check_in_ids,))

    def stored(self, check_in_ids: list[str]) -> dict[str, tuple[Row, bool]]:
        if not check_in_ids:
            return {}
        sql = f"SELECT {', '.join(f'c.{name}' for name in PLACES)}, a.id FROM check_in c LEFT JOIN attendance a ON a.check_in_id = c.id" \
              " WHERE c.id = ANY(%s)"
        return {found[0]: (_texts(found[:-1]), found[-1] is not None) for found in self._line.execute(sql, (check_in_ids,)).fetchall()}


def _texts(found: Sequence[Any]) -> Row:
    row = dict(zip(PLACES, found, strict=True))
    return row | {name: wire(row[name]) for name in INSTANTS}


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["?"] * len(values))
