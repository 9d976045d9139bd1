"""The store's own small database: which object, upload and part is in which file.

A row is the truth and a file without a row is garbage, so files are durable before their row is written, and
rows are gone before their files are. One SQLite file, WAL, synchronous FULL, safe for many threads and processes.
"""
import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE_S = 30.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL,
    sha256 TEXT, mime TEXT NOT NULL, put_at INTEGER NOT NULL, type INTEGER NOT NULL, end_user TEXT,
    metadata TEXT NOT NULL, expires_at INTEGER, PRIMARY KEY (bucket, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS objects_by_file ON objects (file);
CREATE INDEX IF NOT EXISTS objects_by_end ON objects (expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS uploads_by_end ON uploads (expires_at);
CREATE TABLE IF NOT EXISTS parts (
    upload TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL, start INTEGER, size INTEGER NOT NULL,
    etag TEXT NOT NULL, sha1s BLOB NOT NULL, put_at INTEGER NOT NULL, PRIMARY KEY (upload, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS operations (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, pipeline TEXT NOT NULL, code INTEGER NOT NULL,
    items TEXT NOT NULL, due_at INTEGER NOT NULL, put_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operations_due ON operations (due_at) WHERE code IN (1, 2);
CREATE TABLE IF NOT EXISTS usage (one INTEGER PRIMARY KEY CHECK (one = 1), bytes INTEGER NOT NULL);
INSERT OR IGNORE INTO usage VALUES (1, 0);
CREATE TRIGGER IF NOT EXISTS object_in AFTER INSERT ON objects
    BEGIN UPDATE usage SET bytes = bytes + NEW.size; END;
CREATE TRIGGER IF NOT EXISTS object_out AFTER DELETE ON objects
    BEGIN UPDATE usage SET bytes = bytes - OLD.size; END;
CREATE TRIGGER IF NOT EXISTS part_in AFTER INSERT ON parts
    BEGIN UPDATE usage SET bytes = bytes + NEW.size; END;
CREATE TRIGGER IF NOT EXISTS part_out AFTER DELETE ON parts
    BEGIN UPDATE usage SET bytes = bytes - OLD.size; END;
CREATE TRIGGER IF NOT EXISTS upload_out AFTER DELETE ON uploads
    BEGIN DELETE FROM parts WHERE upload = OLD.id; END;
"""

IS_OLD = """SELECT 1 FROM pragma_table_info('objects') WHERE name = 'sha256' AND "notnull" """
RENEW = """
ALTER TABLE objects DROP COLUMN sha256;
ALTER TABLE objects ADD COLUMN sha256 TEXT;
"""


class Rows:
    """One connection per thread; writers queue at a lock, because SQLite's own busy wait is unfair."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mine = threading.local()
        self._turn = threading.Lock()
        self._turn_file = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with self._our_turn():
            self._connection().executescript(SCHEMA)
            # Folders of the days when every upload waited for its sum; what is lost is summed again.
            if self.one(IS_OLD):
                self._connection().executescript(RENEW)

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._connection().execute(sql, values).fetchone()
        return found

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self._connection().execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, durable when the block ends, undone when it raises. Never nested, never around bytes."""
        db = self._connection()
        with self._our_turn():
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise

    @contextmanager
    def _our_turn(self) -> Iterator[None]:
        with self._turn:
            fcntl.flock(self._turn_file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._turn_file, fcntl.LOCK_UN)

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._mine, "db", None)
        if db is None:
            db = self._mine.db = sqlite3.connect(self._path, timeout=PATIENCE_S, isolation_level=None)
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
        return db
