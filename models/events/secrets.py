"""What rotating codes are made with: 32 bytes, minted on the coordinator's phone, write-once, sealed in the database.

An event may have several, numbered: a second phone that never heard of the first secret brings its own, and codes of
all of them count. Unsealed ones are kept in memory by event and number, since they never change.
"""
import base64
import binascii
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from models import journal, seal
from models.db import database
from models.events.tables import EventSecret
from models.problems import Malformed
from models.rows import insert_row

BYTES = 32
COLUMN = "event.secret"
KEPT = 4096


def read(text: str) -> bytes:
    """32 bytes from their 43 characters of base64url without padding. Raises Malformed."""
    try:
        secret = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != BYTES or to_wire(secret) != text:
        raise Malformed(summary="secret 要是 32 个字节的 base64url", fields=[{"field": "secret", "says": "格式不对"}])
    return secret


def to_wire(secret: bytes) -> str:
    """43 characters of base64url without padding."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def keep(event_id: str, secret: bytes, *, device: str, actor_id: str | None, at: datetime) -> bool:
    """Add a secret to an event held by the caller's verb; one already known changes nothing. Whether it is new."""
    known = list(EventSecret.select(EventSecret.number, EventSecret.print).where(EventSecret.event == event_id))
    # As hex: the keyed hash of a text makes no difference between small and capital letters, and base64 does.
    mark = seal.current().fingerprint(secret.hex(), COLUMN)
    if any(one.print == mark for one in known):
        return False
    number = 1 + max((one.number for one in known), default=0)
    insert_row(EventSecret, event=event_id, number=number, sealed=seal.current().seal(to_wire(secret), COLUMN), print=mark,
               added_by=actor_id or "", device=device, at=at)
    journal.write("event.secret_added", event_id, actor_id=actor_id, at=at, number=number)
    return True


def all_of(event_id: str) -> list[bytes]:
    """The secrets of an event, newest first."""
    return of_events([event_id]).get(event_id, [])


def of_events(event_ids: Iterable[str]) -> dict[str, list[bytes]]:
    """The same for several events, in one query."""
    wanted = sorted(set(event_ids))
    if not wanted:
        return {}
    marks = ", ".join([database.param] * len(wanted))
    sql = f'SELECT event_id, sealed FROM event_secret WHERE event_id IN ({marks}) ORDER BY event_id, number DESC'  # noqa: S608 - marks only
    found: dict[str, list[bytes]] = {}
    for event_id, sealed in database.execute_sql(sql, wanted).fetchall():
        found.setdefault(event_id, []).append(_unsealed(bytes(sealed)))
    return found


@lru_cache(maxsize=KEPT)
def _unsealed(sealed: bytes) -> bytes:
    return read(seal.current().open(sealed, COLUMN))
