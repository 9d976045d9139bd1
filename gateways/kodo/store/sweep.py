"""Taking out what nobody will ask for: expired uploads and objects, and files no row speaks of.

A crash leaves only files without rows. They are given a day before they go, because a file is always on disk
before its row is.
"""
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .disk import DRAFTS, OBJECTS, UPLOADS
from .settings import StoreSettings
from .store import Store, open_store

GRACE_S = 86400
OPERATIONS_KEPT_S = 10 * 86400


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each were removed, and how many bytes of orphans."""
    uploads: int
    objects: int
    orphans: int
    orphan_bytes: int


def sweep(settings: StoreSettings, now: float | None = None) -> Swept:
    """Safe beside running stores, and safe to run again. `now` in seconds since 1970."""
    at = time.time() if now is None else now
    store = open_store(settings)
    uploads = _end_uploads(store, at)
    objects = _end_objects(store, at)
    _forget_operations(store, at)
    gone = [_remove(path) for path in _orphans(store, at)]
    return Swept(uploads, objects, len(gone), sum(gone))


def _end_uploads(store: Store, at: float) -> int:
    ended = store.rows.all("SELECT id FROM uploads WHERE expires_at <= ?", int(at))
    for row in ended:
        store.uploads.drop(row["id"])
    return len(ended)


def _end_objects(store: Store, at: float) -> int:
    ended = store.rows.all("SELECT bucket, key FROM objects WHERE expires_at <= ?", int(at))
    for row in ended:
        store.shelf.remove(row["bucket"], row["key"])
    return len(ended)


def _forget_operations(store: Store, at: float) -> None:
    """Kodo too tells of an operation for ten days only."""
    with store.rows.writing() as db:
        db.execute("DELETE FROM operations WHERE code NOT IN (1, 2) AND put_at <= ?", (int(at) - OPERATIONS_KEPT_S,))


def _orphans(store: Store, at: float) -> Iterator[Path]:
    for path in (store.disk.root / DRAFTS).iterdir():
        if _is_old(path, at):
            yield path
    for path in (store.disk.root / OBJECTS).glob("*/*"):
        if _is_old(path, at) and not store.rows.one("SELECT 1 FROM objects WHERE file = ?", _name(store, path)):
            yield path
    for folder in (store.disk.root / UPLOADS).iterdir():
        yield from _orphans_of(store, folder, at)


def _orphans_of(store: Store, folder: Path, at: float) -> Iterator[Path]:
    """Parts replaced or half written; everything, once the upload is gone. Claims may be held while it is not."""
    files = [path for path in folder.iterdir() if _is_old(path, at)]
    if store.rows.one("SELECT 1 FROM uploads WHERE id = ?", folder.name):
        kept = {part.file for part in store.uploads.parts(folder.name)}
        yield from (path for path in files if _name(store, path) not in kept and path.suffix != ".claim")
    elif _is_old(folder, at):
        yield from files
        with suppress(OSError):
            folder.rmdir()


def _is_old(path: Path, at: float) -> bool:
    try:
        return path.stat().st_mtime < at - GRACE_S
    except FileNotFoundError:
        return False


def _name(store: Store, path: Path) -> str:
    return path.relative_to(store.disk.root).as_posix()


def _remove(path: Path) -> int:
    """Returns the bytes freed."""
    try:
        size = path.stat().st_size
        path.unlink()
    except FileNotFoundError:
        return 0
    return size
