"""Planned misfortune: the next `times` calls of a path are refused, broken, late or lost."""
import sqlite3
from dataclasses import dataclass
from typing import Any

from gateways.wechat.simulator import codes
from gateways.wechat.simulator.state import Call
from gateways.wechat.simulator.wire import Answer, as_json

LONGEST_DELAY_S = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """`errcode` and `http_status` come instead of the work; `delay_s` and `drop` after it was done."""
    errcode: int | None = None
    http_status: int | None = None
    delay_s: float = 0
    drop: bool = False
    now: float = 0

    @property
    def name(self) -> str | None:
        """For the request log."""
        parts = {"errcode": self.errcode is not None, "http_status": self.http_status is not None,
                 "delay": self.delay_s > 0, "drop": self.drop}
        return " ".join(part for part, planned in parts.items() if planned) or None

    def instead(self) -> Answer | None:
        """The answer that takes the place of the work, if one does."""
        if self.http_status is not None:
            return Answer(b"<html><h1>planned fault</h1></html>", "text/html", status=self.http_status)
        if self.errcode is not None:
            return as_json(codes.body(codes.Refusal(self.errcode), self.now), errcode=self.errcode)
        return None


def due(call: Call) -> Fault:
    """The fault planned for this call, counted down; a Fault of nothing when there is none."""
    row = call.db.execute("SELECT * FROM faults WHERE path = ? ORDER BY id LIMIT 1", (call.path,)).fetchone()
    if row is None:
        return Fault()
    call.db.execute("UPDATE faults SET times = times - 1 WHERE id = ?", (row["id"],))
    call.db.execute("DELETE FROM faults WHERE times <= 0")
    return Fault(row["errcode"], row["http_status"], row["delay_s"] or 0, bool(row["dropped"]), call.now)


def plan(db: sqlite3.Connection, asked: dict[str, Any]) -> dict[str, Any]:
    """Queue a fault behind those of the same path; `times` 0 forgets them all. Raises ValueError."""
    path, times = asked.get("path"), asked.get("times", 1)
    if not isinstance(path, str) or type(times) is not int or times < 0:
        raise ValueError("path is text and times a whole number")
    if times == 0:
        db.execute("DELETE FROM faults WHERE path = ?", (path,))
        return {"path": path, "times": 0}
    kinds = _kinds(asked)
    db.execute("INSERT INTO faults (path, times, errcode, http_status, delay_s, dropped) VALUES (?, ?, ?, ?, ?, ?)",
               (path, times, *kinds))
    return {"path": path, "times": times}


def _kinds(asked: dict[str, Any]) -> tuple[int | None, int | None, float | None, bool]:
    errcode, http_status = asked.get("errcode"), asked.get("http_status")
    delay_s, drop = asked.get("delay_s"), asked.get("drop", False)
    if all(kind in (None, False) for kind in (errcode, http_status, delay_s, drop)):
        raise ValueError("name one of errcode, http_status, delay_s, drop")
    good = (
        (errcode is None or type(errcode) is int) and (http_status is None or http_status in range(200, 600))
        and (delay_s is None or (isinstance(delay_s, int | float) and 0 <= delay_s <= LONGEST_DELAY_S))
        and isinstance(drop, bool))
    if not good:
        raise ValueError("errcode and http_status are whole numbers, delay_s at most 60, drop true or false")
    return errcode, http_status, delay_s, drop
