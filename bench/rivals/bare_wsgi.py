"""(c) The floor through Python's own doors: a WSGI callable without a framework, group commit, bare sqlite3 or psycopg; granian serves it.

A request thread parses, hands over and waits; one writer looks the sessions and events of a whole batch up, judges, writes
and commits, then answers each. RIVAL_DATABASE says which engine.
"""
import json
import os
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from bench.rivals import checks
from bench.rivals.floor_engines import Engine, Row, open_engine

MOST_AT_ONCE = 512
WRITER = threading.Lock()
StartResponse = Callable[[str, list[tuple[str, str]]], object]


@dataclass(slots=True)
class Handed:
    """One scan, and what became of it: (status, body)."""
    token_hash: str
    event_id: str
    id: str
    code: checks.Code
    name: str
    device: str
    scanned_at: datetime
    sent_at: datetime
    received_at: datetime
    done: threading.Lock = field(default_factory=threading.Lock)
    answer: tuple[int, Any] = (500, None)


_waiting: "queue.SimpleQueue[Handed]" = queue.SimpleQueue()
_started = False


def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    try:
        handed = _read(environ)
    except (ValueError, KeyError, TypeError):
        return _reply(start_response, 422, None)
    if handed is None:
        return _reply(start_response, 401, None)
    _start()
    handed.done.acquire()
    _waiting.put(handed)
    handed.done.acquire()
    return _reply(start_response, *handed.answer)


def _read(environ: dict[str, Any]) -> Handed | None:
    """None without a token; raises ValueError, KeyError or TypeError for what is no check-in."""
    received_at, token = datetime.now(UTC), checks.bearer(environ.get("HTTP_AUTHORIZATION"))
    if token is None:
        return None
    _, _, _, event_id, _, check_in_id = environ["PATH_INFO"].split("/")
    asked = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    code, name = checks.read(asked["code"]), asked.get("name", "")
    if code is None or not isinstance(name, str) or len(name) > 60:
        raise ValueError
    return Handed(checks.token_hash(token), event_id, check_in_id, code, name, environ.get("HTTP_X_DEVICE", ""),
                  _instant(asked["scanned_at"]), _instant(asked["sent_at"]), received_at)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError
    return instant


LINES = {200: "200 OK", 201: "201 Created", 401: "401 Unauthorized", 409: "409 Conflict", 422: "422 Unprocessable Entity",
         500: "500 Internal Server Error"}


def _reply(start_response: StartResponse, status: int, body: Any) -> Iterable[bytes]:
    said = orjson.dumps(body)
    start_response(LINES[status], [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
    return [said]


def _start() -> None:
    global _started
    with WRITER:
        if not _started:
            threading.Thread(target=_write_forever, daemon=True).start()
            _started = True


def _write_forever() -> None:
    engine = open_engine(os.environ["RIVAL_DATABASE"])
    while True:
        batch = [_waiting.get()]
        try:
            while len(batch) < MOST_AT_ONCE:
                batch.append(_waiting.get_nowait())
        except queue.Empty:
            pass
        try:
            with engine.transaction():
                _keep(engine, batch)
        except Exception:
            for handed in batch:
                handed.answer = 500, None
        for handed in batch:
            handed.done.release()


def _keep(engine: Engine, batch: list[Handed]) -> None:
    now = checks.wire(batch[-1].received_at)
    accounts = engine.accounts(sorted({handed.token_hash for handed in batch}), now)
    halls = engine.halls(sorted({handed.event_id for handed in batch}))
    rows = {handed.id: _row(handed, accounts[handed.token_hash], halls.get(handed.event_id))
            for handed in reversed(batch) if handed.token_hash in accounts}
    fresh = engine.insert_check_ins([tuple(row.values()) for row in rows.values()])
    accepted = [rows[one] for one in rows if one in fresh and rows[one]["state"] == "accepted"]
    counted = engine.insert_attendance([(row["event_id"], row["account_id"], row["id"], row["scan_at"]) for row in accepted])
    again = [row["id"] for row in accepted if row["id"] not in counted]
    if again:
        engine.mark_again(again)
        for one in again:
            rows[one]["reason"] = "again"
    engine.insert_lines([("check_in.kept", one, rows[one]["account_id"],
                          json.dumps({"event": rows[one]["event_id"], "how": "code", "state": rows[one]["state"]}), now) for one in fresh])
    stored = engine.stored([one for one in rows if one not in fresh])
    first = set(fresh)
    for handed in batch:
        handed.answer = _answer(handed, rows, first, counted, stored, accounts)


def _row(handed: Handed, account: str, hall: checks.Hall | None) -> Row:
    verdict = checks.judge(handed.code, handed.event_id, hall, scanned_at=handed.scanned_at, sent_at=handed.sent_at,
                           received_at=handed.received_at)
    return {"id": handed.id, "event_id": handed.event_id, "account_id": account, "step": handed.code.step, "mac": handed.code.mac,
            "name": handed.name, "device": handed.device, "scanned_at": checks.wire(handed.scanned_at),
            "sent_at": checks.wire(handed.sent_at), "received_at": checks.wire(handed.received_at), "scan_at": checks.wire(verdict.scan_at),
            "digest": checks.digest(handed.event_id, handed.code, handed.scanned_at, handed.name), "state": verdict.state,
            "reason": verdict.reason, "evidence": verdict.evidence}


def _answer(handed: Handed, rows: dict[str, Row], first: set[str], counted: set[str], stored: dict[str, tuple[Row, bool]],
            accounts: dict[str, str]) -> tuple[int, Any]:
    account = accounts.get(handed.token_hash)
    if account is None:
        return 401, None
    is_first = handed.id in first
    first.discard(handed.id)
    row, present = stored[handed.id] if handed.id in stored else (rows[handed.id], handed.id in counted)
    digest = checks.digest(handed.event_id, handed.code, handed.scanned_at, handed.name)
    if (row["account_id"], row["digest"]) != (account, digest):
        return 409, {"code": "id.reused"}
    return 201 if is_first else 200, _shape(row, present)


def _shape(row: Row, counted: bool) -> dict[str, Any]:
    return {"id": row["id"], "event": row["event_id"], "how": "code", "state": row["state"], "evidence": row["evidence"],
            "reason": row["reason"], "words": checks.words(row["state"], row["reason"]), "scanned_at": row["scanned_at"],
            "received_at": row["received_at"], "counted": counted}


