"""What is checked of a check-in by a code, apart from any framework: all rivals call these, so that none judges less than another."""
import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

TEXT = re.compile(r"(?:https?://[^/\s]+/c/)?v1\.(evt_[0-9a-hjkmnp-tv-z]{16})\.([0-9]{1,11})\.([A-Za-z0-9_-]{16})")
STEP_S = 10
AROUND = timedelta(hours=1)
TOLERANCE = timedelta(seconds=60)
LIVE = timedelta(seconds=90)
WORDS = {
    ("accepted", None): "签到成功，已计入参加人数。",
    ("accepted", "again"): "已经签到过，不重复计入。",
    ("suspicious", "outside_event"): "待核实：签到码不在活动时间内。",
    ("suspicious", "scanned_late"): "待核实：扫码时间与签到码相差一分钟以上。",
    ("refused", "wrong_event"): "未计入：这是另一场活动的签到码。",
    ("refused", "not_genuine"): "未计入：签到码不是这场活动的。",
    ("waiting_for_event", "no_event"): "已保存，等活动信息送达后核对。",
}


@dataclass(frozen=True, slots=True)
class Code:
    event: str
    step: int
    mac: str


@dataclass(frozen=True, slots=True)
class Hall:
    """What of an event decides about a check-in."""
    id: str
    starts_at: datetime
    ends_at: datetime
    secret: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    state: str
    reason: str | None
    evidence: str
    scan_at: datetime


def read(text: str) -> Code | None:
    """What a scanned text says; None for anything that is no rotating code."""
    found = TEXT.fullmatch(text)
    return Code(found[1], int(found[2]), found[3]) if found else None


def judge(code: Code, event_id: str, hall: Hall | None, *, scanned_at: datetime, sent_at: datetime, received_at: datetime) -> Verdict:
    """The scan's time is corrected by how far the phone's clock was ahead when it sent."""
    scan_at, shown_at = scanned_at + (received_at - sent_at), datetime.fromtimestamp(code.step * STEP_S, UTC)
    evidence = "live" if received_at - shown_at <= LIVE else "late"
    return Verdict(*_found(code, event_id, hall, scan_at, shown_at), evidence, scan_at)


def _found(code: Code, event_id: str, hall: Hall | None, scan_at: datetime, shown_at: datetime) -> tuple[str, str | None]:
    if hall is None:
        return "waiting_for_event", "no_event"
    if code.event != event_id:
        return "refused", "wrong_event"
    if not hmac.compare_digest(mac(hall.secret, event_id, code.step), code.mac):
        return "refused", "not_genuine"
    if not hall.starts_at - AROUND <= shown_at <= hall.ends_at + AROUND:
        return "suspicious", "outside_event"
    return ("suspicious", "scanned_late") if abs(scan_at - shown_at) > TOLERANCE else ("accepted", None)


def mac(secret: bytes, event_id: str, step: int) -> str:
    """16 characters of the URL-safe base64 of HMAC-SHA256(secret, "<event>.<step>")."""
    return base64.urlsafe_b64encode(hmac.digest(secret, f"{event_id}.{step}".encode(), "sha256"))[:16].decode()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def bearer(header: str | None) -> str | None:
    """The token of an Authorization header."""
    scheme, _, token = (header or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def digest(event_id: str, code: Code, scanned_at: datetime, name: str) -> str:
    """Recognises the same check-in when it is sent again."""
    return hashlib.sha256(f"{event_id}\n{code.event}\n{code.step}\n{code.mac}\n{wire(scanned_at)}\n{name}".encode()).hexdigest()


def wire(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def words(state: str, reason: str | None) -> str:
    return WORDS[state, reason]
