"""What happened, in order, forever: the audit trail, and the outbox of notices.

A verb writes its line in the transaction that changes the row, so a change and its
consequences cannot part. Lines hold ids and numbers only, never a name or a phone.
"""
from datetime import datetime
from typing import Any

from peewee import CharField

from models.db import Instant, Json, Record
from models.rows import insert_row


class Line(Record):
    """One thing that happened. `actor_id` None: the clock did it."""
    what = CharField(index=True)              # "entry.submitted", "phase.opened"
    about = CharField(index=True)             # id of the thing
    actor_id = CharField(null=True)
    details = Json(default=dict)
    once = CharField(null=True, unique=True)  # a name for what may happen only once
    at = Instant()

    id: int


def write(what: str, about: str, /, *, actor_id: str | None, at: datetime, once: str | None = None, **details: Any) -> None:
    """Append a line. A second line with the same `once` is quietly not written."""
    facts = {"what": what, "about": about, "actor_id": actor_id, "details": details, "once": once, "at": at}
    if once is None:
        insert_row(Line, **facts)
    else:
        Line.insert(facts).on_conflict_ignore().execute()
