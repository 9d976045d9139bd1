"""The objects that are stored: found, placed, moved, listed and removed by (bucket, key)."""
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from .disk import Disk, Draft
from .refusals import EXISTS, NO_OBJECT, NO_UPLOAD, OVER_QUOTA, Refusal
from .rows import Rows

FIND = "SELECT * FROM objects WHERE bucket = ? AND key = ?"
INSERT = """INSERT INTO objects (bucket, key, file, size, hash, sha256, mime, put_at, type, end_user, metadata,
    expires_at) VALUES (:bucket, :key, :file, :size, :hash, :sha256, :mime, :put_at, :type, :end_user, :metadata,
    :expires_at)"""
DELETE = "DELETE FROM objects WHERE bucket = ? AND key = ?"
SUM = "UPDATE objects SET sha256 = ? WHERE file = ?"
TRIES = 3
LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Stored:
    """One object. `put_at` counts 100 ns, `expires_at` seconds; `hash` is the qetag; `sha256` is hex, None until asked."""
    bucket: str
    key: str
    size: int
    hash: str
    mime: str
    put_at: int
    type: int
    end_user: str | None
    metadata: Mapping[str, str]
    expires_at: int | None
    file: str = ""
    sha256: str | None = None


def ticks() -> int:
    """Kodo's putTime: 100 ns since 1970."""
    return time.time_ns() // 100


class Shelf:
    """The rows of `objects` and the files they name."""

    def __init__(self, rows: Rows, disk: Disk, quota_bytes: int | None) -> None:
        self._rows, self._disk, self._quota = rows, disk, quota_bytes

    def find(self, bucket: str, key: str) -> Stored | None:
        row = self._rows.one(FIND, bucket, key)
        return _stored(row) if row else None

    def summed(self, bucket: str, key: str) -> Stored | None:
        """An object with its SHA-256, which is summed when it is first asked for: an upload does not wait for it.

        No lock is held while the file is read, and none is needed: whoever sums a file finds the same.
        """
        for _ in range(TRIES):
            found = self.find(bucket, key)
            if not found or found.sha256:
                return found
            # Rows go before their files do: without its file, the object was removed or replaced a moment ago.
            with suppress(FileNotFoundError):
                return self._with_sum(found)
        raise FileNotFoundError(key)

    def _with_sum(self, found: Stored) -> Stored:
        """Copies share the file and learn its sum too. An object removed meanwhile has no row to keep it in."""
        sha256 = self._disk.sha256(found.file, found.size)
        with self._rows.writing() as db:
            db.execute(SUM, (sha256, found.file))
        return replace(found, sha256=sha256)

    def expect(self, size: int) -> None:
        """Refuse early what cannot fit. Raises Refusal (403, quota)."""
        usage = self._rows.one("SELECT bytes FROM usage")
        if self._quota is not None and usage and usage["bytes"] + size > self._quota:
            raise Refusal(*OVER_QUOTA)

    def place(self, new: Stored, draft: Draft, *, overwrite: bool, upload: str | None = None) -> Stored:
        """Make a draft the object, ending the upload it came from. The same bytes again, cut alike, change nothing.

        Returns what is stored under the key. Raises Refusal (614 other content, 612 upload gone, 403 quota).
        """
        new = replace(new, file=self._disk.new_object())
        draft.settle(self._disk.path(new.file))
        try:
            with self._rows.writing() as db:
                self._end_upload(db, upload)
                old = self._found(db, new.bucket, new.key)
                kept = self._settle_with(db, old, new, overwrite)
        except BaseException:
            draft.withdraw()
            raise
        if kept is not new:
            draft.withdraw()
        elif old:
            self._forget_file(old.file)
        if upload:
            self._disk.remove_upload_folder(upload)
        return kept

    def _end_upload(self, db: sqlite3.Connection, upload: str | None) -> None:
        if upload and not db.execute("DELETE FROM uploads WHERE id = ?", (upload,)).rowcount:
            raise Refusal(*NO_UPLOAD)

    def _settle_with(self, db: sqlite3.Connection, old: Stored | None, new: Stored, overwrite: bool) -> Stored:
        if old and not overwrite:
            if (old.size, old.hash) != (new.size, new.hash):
                raise Refusal(*EXISTS)
            return old
        db.execute(DELETE, (new.bucket, new.key))
        self._insert(db, new)
        return new

    def _insert(self, db: sqlite3.Connection, new: Stored) -> None:
        db.execute(INSERT, asdict(new) | {"metadata": json.dumps(dict(new.metadata))})
        used = db.execute("SELECT bytes FROM usage").fetchone()[0]
        if self._quota is not None and used > self._quota:
            raise Refusal(*OVER_QUOTA)

    def remove(self, bucket: str, key: str) -> None:
        """Raises Refusal (612)."""
        with self._rows.writing() as db:
            old = self._there(db, bucket, key)
            db.execute(DELETE, (bucket, key))
        self._forget_file(old.file)

    def copy(self, source: tuple[str, str], target: tuple[str, str], *, force: bool, move: bool) -> None:
        """Put an object under another name, sharing its file. Raises Refusal (612, 614, 403 quota)."""
        with self._rows.writing() as db:
            old = self._there(db, *source)
            if source == target:
                return
            replaced = self._found(db, *target)
            if replaced and not force:
                raise Refusal(*EXISTS)
            db.execute(DELETE, target)
            if move:
                db.execute(DELETE, source)
            self._insert(db, replace(old, bucket=target[0], key=target[1], put_at=ticks()))
        if replaced:
            self._forget_file(replaced.file)

    def change(self, bucket: str, key: str, column: str, value: str | int | None) -> None:
        """Set one column (`mime`, `type` or `expires_at`). Raises Refusal (612)."""
        if column not in ("mime", "type", "expires_at"):
            raise ValueError(column)
        with self._rows.writing() as db:
            self._there(db, bucket, key)
            db.execute(f"UPDATE objects SET {column} = ? WHERE bucket = ? AND key = ?", (value, bucket, key))  # noqa: S608

    def walk(self, bucket: str, prefix: str, delimiter: str, after: str) -> Iterator[Stored | str]:
        """Objects under a prefix in the order of their keys; with a delimiter, a folder is one string, seen once."""
        for_next = "SELECT * FROM objects WHERE bucket = ? AND key > ? AND key >= ? ORDER BY key LIMIT 1"
        while (row := self._rows.one(for_next, bucket, after, prefix)) and row["key"].startswith(prefix):
            folder, cut, _ = row["key"][len(prefix):].partition(delimiter) if delimiter else ("", "", "")
            if cut:
                yield prefix + folder + cut
                after = prefix + folder + cut + LAST_CHARACTER
            else:
                yield _stored(row)
                after = row["key"]

    def _forget_file(self, file: str) -> None:
        """A file goes when no row speaks of it. Copies share files, and a copy can only be made from a row."""
        if not self._rows.one("SELECT 1 FROM objects WHERE file = ?", file):
            self._disk.remove(file)

    def _there(self, db: sqlite3.Connection, bucket: str, key: str) -> Stored:
        found = self._found(db, bucket, key)
        if not found:
            raise Refusal(*NO_OBJECT)
        return found

    def _found(self, db: sqlite3.Connection, bucket: str, key: str) -> Stored | None:
        row = db.execute(FIND, (bucket, key)).fetchone()
        return _stored(row) if row else None


def _stored(row: sqlite3.Row) -> Stored:
    return Stored(**{**dict(row), "metadata": json.loads(row["metadata"])})
