"""The work behind operations.py: a command's words are performed on an object, and what comes of it is shelved."""
import fcntl
import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.ports import Refused, Unreachable

from .etag import Digest
from .operations import DESCRIPTIONS, DONE, FAILED, RUNNING, WAITING, target
from .refusals import NO_OBJECT, Refusal
from .settings import Perform, StoreSettings
from .shelf import Stored, ticks
from .store import Store, open_store

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
LATER_S = 60
DUE = "SELECT * FROM operations WHERE code IN (1, 2) AND due_at <= ? ORDER BY due_at, put_at, id LIMIT 1"
PROGRESS = "UPDATE operations SET code = ?, items = ?, due_at = ? WHERE id = ?"
KINDS = {"mp4": "video/mp4", "mp3": "audio/mpeg", "jpg": "image/jpeg", "png": "image/png"}


def run_operations(settings: StoreSettings) -> int:
    """Perform what is due, one after another; how many operations ended. Safe beside running stores."""
    return _run_due(open_store(settings))


def keep_running(store: Store) -> None:
    """Perform what is due from now on, in a thread that ends with the process."""
    threading.Thread(target=_run_for_ever, args=(store,), name="kodo-operations", daemon=True).start()


def _run_for_ever(store: Store) -> None:
    while True:
        try:
            _run_due(store)
        except Exception:
            log.exception("kodo=operations_failed")
        time.sleep(LOOK_EVERY_S)


def _run_due(store: Store) -> int:
    perform = store.settings.perform
    if perform is None or not store.rows.one(DUE, int(time.time())):
        return 0
    ended = 0
    with _alone(store) as alone:
        while alone and (row := store.rows.one(DUE, int(time.time()))):
            ended += _advance(store, perform, row)
    return ended


@contextmanager
def _alone(store: Store) -> Iterator[bool]:
    """Whether nobody else performs operations of this folder until the block ends."""
    lock = os.open(store.settings.root / "operations.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(lock)


def _advance(store: Store, perform: Perform, row: sqlite3.Row) -> bool:
    """Do an operation's items, noting each as it is done; whether it ended. What the file is not to blame for is tried later."""
    items: list[dict[str, Any]] = json.loads(row["items"])
    try:
        for item in items:
            if item["code"] in (WAITING, RUNNING):
                _note(store, row, items, item, {"code": RUNNING})
                _note(store, row, items, item, _performed(store, perform, row, item))
    except Exception as why:
        log.warning("kodo=operation_waits", exc_info=not isinstance(why, Unreachable))
        _note(store, row, items, item, {"code": WAITING}, later_s=LATER_S)
        return False
    return True


def _note(store: Store, row: sqlite3.Row, items: list[dict[str, Any]], item: dict[str, Any], found: dict[str, Any], *,
          later_s: int = 0) -> None:
    item.update(found, desc=DESCRIPTIONS[found["code"]])
    codes = {one["code"] for one in items}
    code = WAITING if codes == {WAITING} else RUNNING if codes & {WAITING, RUNNING} else max(codes)
    with store.rows.writing() as db:
        db.execute(PROGRESS, (code, json.dumps(items), int(time.time()) + later_s, row["id"]))


def _performed(store: Store, perform: Perform, row: sqlite3.Row, item: dict[str, Any]) -> dict[str, Any]:
    """What became of one command, as its item says it. Raises Unreachable."""
    words, bucket, key = target(item["cmd"])
    old = store.shelf.find(bucket, key)
    if old and not item["force"]:
        return {"code": DONE, "key": key, "hash": old.hash, "returnOld": 1}
    try:
        with _borrowed(store, row["bucket"], row["key"]) as (source, result):
            perform(words, source, result)
            made = _shelved(store, words, bucket, key, result)
    except (Refusal, Refused) as no:
        return {"code": FAILED, "error": f"{no.code} {no.said}".strip()}
    return {"code": DONE, "key": key, "hash": made.hash, "returnOld": 0}


@contextmanager
def _borrowed(store: Store, bucket: str, key: str) -> Iterator[tuple[Path, Path]]:
    """The object under a name that stays when it is overwritten, and a name for the result. Raises Refusal (612)."""
    with store.disk.draft(Digest(blocks=False)) as draft, store.disk.draft(Digest(blocks=False)) as result:
        found = store.shelf.find(bucket, key)
        if not found:
            raise Refusal(*NO_OBJECT)
        try:
            draft.append(store.disk.path(found.file), 0, found.size)
        except FileNotFoundError:
            raise Unreachable("the object was replaced a moment ago") from None
        draft.path.chmod(0o444)
        yield draft.path, result.path


def _shelved(store: Store, words: str, bucket: str, key: str, result: Path) -> Stored:
    size = result.stat().st_size
    if not size:
        raise Refusal(400, "the result is empty")
    with store.disk.draft(Digest()) as draft:
        draft.append(result, 0, size)
        new = Stored(bucket=bucket, key=key, size=size, hash=draft.digest.etag, mime=_mime(words), put_at=ticks(), type=0,
                     end_user=None, metadata={}, expires_at=None)
        return store.shelf.place(new, draft, overwrite=True)


def _mime(words: str) -> str:
    return KINDS.get(words.split("/")[1] if "/" in words else "", "application/octet-stream")
