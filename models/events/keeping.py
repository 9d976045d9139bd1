"""A batch of judged check-ins written: the rows, who counts as present, the journal, the tickets of large events.

On PostgreSQL that is one statement: in a burst each trip to the database costs more than what it does there. For SQLite,
which is no trip away, it is one statement a table. Rows come in the order of their ids, what is counted is written in the
order of events and persons, tickets last: two processes cannot wait for each other.
"""
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from models import clock
from models.db import database, is_postgres
from models.events import actions
from models.events.tables import Attendance, CheckIn
from models.journal import Line
from models.rows import insert_new

COLUMNS = {"id": "text", "event_id": "text", "account_id": "text", "how": "text", "code_event": "text", "step": "int8", "mac": "text",
           "subject": "text", "name_sealed": "bytea", "name_print": "text", "phone_sealed": "bytea", "phone_print": "text",
           "device": "text", "scanned_at": "text", "sent_at": "text", "received_at": "text", "digest": "text", "state": "text",
           "reason": "text", "evidence": "text", "scan_at": "text", "person": "text"}
FIELDS = tuple("account" if name == "account_id" else name for name in COLUMNS)
PRESENT = ("event", "person", "check_in", "evidence", "at")
LINE = ("what", "about", "actor_id", "details", "at")
KEPT = "check_in.kept"
KEEP = f"""
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%s::json) AS given({", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())}, counts bool)),
fresh AS (
  INSERT INTO check_in ({", ".join(COLUMNS)}) SELECT {", ".join(COLUMNS)} FROM given ON CONFLICT DO NOTHING RETURNING id),
present AS (
  INSERT INTO attendance (event_id, person, check_in_id, evidence, at)
  SELECT event_id, person, id, evidence, scan_at FROM given JOIN fresh USING (id) WHERE counts ORDER BY event_id, person, id
  ON CONFLICT DO NOTHING RETURNING check_in_id),
lines AS (
  INSERT INTO line (what, about, actor_id, details, at)
  SELECT '{KEPT}', id, account_id, jsonb_build_object('event', event_id, 'how', how, 'state', state), %s FROM given JOIN fresh USING (id)),
tickets AS (
  INSERT INTO unsettled (event_id, since)
  SELECT DISTINCT event_id, %s FROM given JOIN fresh USING (id)
  WHERE event_id = ANY(%s::text[]) AND (SELECT COUNT(*) FROM present) >= 0 ORDER BY event_id
  ON CONFLICT (event_id) DO UPDATE SET since = excluded.since)
SELECT fresh.id, present.check_in_id IS NOT NULL FROM fresh LEFT JOIN present ON present.check_in_id = fresh.id
"""  # noqa: S608 - our own names

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """Ids of the check-ins that are new, and of those among them that count as present."""
    fresh: set[str]
    present: set[str]


def write(rows: Sequence[Row], large: Collection[str], at: datetime) -> Written:
    """Inside `writing()`. `rows`: FIELDS and `counts`, in the order of their ids; `large`: events that get a ticket.

    One person once an event: whoever comes second is kept with the reason "again".
    """
    written = _at_once(rows, large, at) if is_postgres() else _table_by_table(rows, large, at)
    again = [row for row in rows if row["counts"] and row["id"] in written.fresh - written.present]
    if again:
        CheckIn.update(reason="again").where(CheckIn.id.in_([row["id"] for row in again])).execute()
    for row in again:
        row["reason"] = "again"
    return written


def _at_once(rows: Sequence[Row], large: Collection[str], at: datetime) -> Written:
    given = orjson.dumps([{"account_id": row["account"]} | {name: _plain(value) for name, value in row.items()} for row in rows]).decode()
    now = clock.to_wire(at)
    found = database.execute_sql(KEEP, (given, now, now, list(large))).fetchall()
    return Written({check_in for check_in, _ in found}, {check_in for check_in, counted in found if counted})


def _plain(value: Any) -> Any:
    return clock.to_wire(value) if type(value) is datetime else f"\\x{value.hex()}" if type(value) is bytes else value


def _table_by_table(rows: Sequence[Row], large: Collection[str], at: datetime) -> Written:
    fresh = insert_new(CheckIn, FIELDS, [[row[name] for name in FIELDS] for row in rows], returning="id")
    new = [row for row in rows if row["id"] in fresh]
    counted = sorted((row["event_id"], row["person"], row["id"], row["evidence"], row["scan_at"]) for row in new if row["counts"])
    present = insert_new(Attendance, PRESENT, counted, returning="check_in")
    insert_new(Line, LINE, [(KEPT, row["id"], row["account"], {"event": row["event_id"], "how": row["how"], "state": row["state"]}, at)
                            for row in new], returning="id")
    for event_id in sorted({row["event_id"] for row in new}.intersection(large)):
        actions.unsettle(event_id, at)
    return Written(fresh, present)
