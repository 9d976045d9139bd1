"""Who was asked what: path, when and outcome of each call, never a query or a body."""
import sqlite3
from datetime import UTC, datetime
from typing import Any

from gateways.wechat.simulator.state import Call
from gateways.wechat.simulator.wire import Answer
from models import clock

KEPT, SHOWN, SWEEP_EVERY = 20_000, 1000, 1000


def note(call: Call, answer: Answer, fault: str | None) -> None:
    """Write one line. Only the newest 20,000 are kept."""
    at = call.db.execute(
        "INSERT INTO requests (at, method, path, errcode, http_status, fault) VALUES (?, ?, ?, ?, ?, ?)",
        (call.now, call.method, call.path[:200], answer.errcode, answer.status, fault)).lastrowid
    if at and at % SWEEP_EVERY == 0:
        call.db.execute("DELETE FROM requests WHERE id <= ?", (at - KEPT,))


def show(db: sqlite3.Connection, path: str | None) -> dict[str, Any]:
    """`count` of all kept, and the newest thousand, oldest first."""
    chosen, named = ("WHERE path = ?", (path,)) if path else ("", ())
    (count,) = db.execute(f"SELECT count(*) FROM requests {chosen}", named).fetchone()  # noqa: S608
    newest = db.execute(f"SELECT * FROM requests {chosen} ORDER BY id DESC LIMIT {SHOWN}", named)  # noqa: S608
    return {"count": count, "items": [_line(row) for row in newest][::-1]}


def _line(row: sqlite3.Row) -> dict[str, Any]:
    at = clock.to_wire(datetime.fromtimestamp(row["at"], UTC))
    return {"at": at, **{name: row[name] for name in ("method", "path", "errcode", "http_status", "fault")}}
