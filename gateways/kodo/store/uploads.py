"""Uploads that are not finished: their parts on disk, and the rows that acknowledge them.

Both resumable protocols live here: a v2 upload has numbered parts, a v1 block has chunks numbered by offset + 1.
A part sent again gets a new file; the old one goes when the new row is durable.
"""
import secrets
import sqlite3
import time
from dataclasses import astuple, dataclass

from .disk import UPLOADS, Disk, Draft
from .etag import Digest
from .refusals import BAD_CONTEXT, NO_UPLOAD, OVER_FSIZE_LIMIT, OVER_QUOTA, Refusal
from .rows import Rows


@dataclass(frozen=True, slots=True)
class Upload:
    """`key` is None when the client leaves the name to the policy. `expires_at` in seconds."""
    id: str
    bucket: str
    key: str | None
    expires_at: int


@dataclass(frozen=True, slots=True)
class Part:
    """One acknowledged part. `sha1s` are the joined SHA-1s of its 4 MiB blocks; `put_at` in seconds.

    `start` is where it lies in a file shared with other parts (assembly.py); None when the file is its own.
    """
    upload: str
    number: int
    file: str
    start: int | None
    size: int
    etag: str
    sha1s: bytes
    put_at: int


class Uploads:
    """The rows of `uploads` and `parts`, and the files they name."""

    def __init__(self, rows: Rows, disk: Disk, life_s: int, quota_bytes: int | None) -> None:
        self._rows, self._disk, self._life_s, self._quota = rows, disk, life_s, quota_bytes

    def open(self, bucket: str, key: str | None) -> Upload:
        new = Upload(secrets.token_hex(16), bucket, key, int(time.time()) + self._life_s)
        self._disk.new_upload_folder(new.id)
        with self._rows.writing() as db:
            db.execute("INSERT INTO uploads VALUES (?, ?, ?, ?)", astuple(new))
        return new

    def find(self, upload: str) -> Upload:
        """Raises Refusal (612) when it is unknown, finished or expired."""
        row = self._rows.one("SELECT * FROM uploads WHERE id = ?", upload)
        if not row or row["expires_at"] <= time.time():
            raise Refusal(*NO_UPLOAD)
        return Upload(**dict(row))

    def draft(self, upload: str, digest: Digest) -> Draft:
        """A file to receive a part in. Raises Refusal (612) when the upload was ended meanwhile."""
        try:
            return self._disk.draft(digest, f"{UPLOADS}/{upload}")
        except FileNotFoundError:
            raise Refusal(*NO_UPLOAD) from None

    def is_new(self, upload: str, number: int) -> bool:
        """Whether a part has no row yet. Raises Refusal (612) when the upload was ended; both are one look."""
        row = self._rows.one("""SELECT EXISTS (SELECT 1 FROM parts WHERE upload = uploads.id AND number = ?) AS known
            FROM uploads WHERE id = ?""", number, upload)
        if not row:
            raise Refusal(*NO_UPLOAD)
        return not row["known"]

    def keep(self, upload: str, number: int, draft: Draft, fsize_limit: int | None, *, once: bool = False) -> Part:
        """Acknowledge a received part; `once` forbids sending it again.

        Raises Refusal (612 upload gone meanwhile, 413 too much, 403 quota, 701 sent before).
        """
        new = self._as_part(upload, number, draft)
        try:
            draft.settle(self._disk.path(new.file))
            old = self._write(new, fsize_limit, once)
        except FileNotFoundError:
            raise Refusal(*NO_UPLOAD) from None
        except BaseException:
            draft.withdraw()
            raise
        if old:
            self._disk.remove(old)
        return new

    def _as_part(self, upload: str, number: int, draft: Draft) -> Part:
        seen, place = draft.digest, draft.place
        file = f"{UPLOADS}/{upload}/{place[0]}" if place else self._disk.new_part(upload, number)
        return Part(upload, number, file, place[1] if place else None, seen.size, seen.etag, seen.sha1s, int(time.time()))

    def _write(self, new: Part, fsize_limit: int | None, once: bool) -> str | None:
        """Returns the file of the part this one replaces, when it was that part's own."""
        same = (new.upload, new.number)
        with self._rows.writing() as db:
            if not db.execute("SELECT 1 FROM uploads WHERE id = ?", (new.upload,)).fetchone():
                raise Refusal(*NO_UPLOAD)
            old = db.execute("SELECT file, start FROM parts WHERE upload = ? AND number = ?", same).fetchone()
            if old and once:
                raise Refusal(*BAD_CONTEXT)
            db.execute("DELETE FROM parts WHERE upload = ? AND number = ?", same)
            db.execute("INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(new))
            self._weigh(db, new.upload, fsize_limit)
        return old["file"] if old and old["start"] is None else None

    def _weigh(self, db: sqlite3.Connection, upload: str, fsize_limit: int | None) -> None:
        if fsize_limit:
            size = db.execute("SELECT SUM(size) FROM parts WHERE upload = ?", (upload,)).fetchone()[0]
            if size > fsize_limit:
                raise Refusal(*OVER_FSIZE_LIMIT)
        if self._quota is not None and db.execute("SELECT bytes FROM usage").fetchone()[0] > self._quota:
            raise Refusal(*OVER_QUOTA)

    def parts(self, upload: str, after: int = 0, limit: int = -1) -> list[Part]:
        """Acknowledged parts in the order of their numbers."""
        found = self._rows.all("SELECT * FROM parts WHERE upload = ? AND number > ? ORDER BY number LIMIT ?",
                               upload, after, limit)
        return [Part(**dict(row)) for row in found]

    def drop(self, upload: str) -> None:
        """Forget an upload and its parts; one that is gone already is fine."""
        with self._rows.writing() as db:
            db.execute("DELETE FROM uploads WHERE id = ?", (upload,))
        self._disk.remove_upload_folder(upload)
