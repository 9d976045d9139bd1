"""What WeChat does later and by itself: it fetches the media it was asked about, and tells us what it thinks.

Runs in a thread of its own, only in a process that may call out (`Settings.calls_out`): what it fetches and where it
pushes to is served by ourselves, and a loopback thread that waited for us could be one we wait for.
"""
import hashlib
import logging
import sqlite3
import threading
import time
from typing import Any

import urllib3

from gateways.wechat.simulator import push_out
from gateways.wechat.simulator.checks import KINDS, opinion
from gateways.wechat.simulator.people import openid_of
from gateways.wechat.simulator.push_out import LEASE_S
from gateways.wechat.simulator.state import Settings, State

log = logging.getLogger(__name__)

LARGEST = 10 << 20
FETCH_S = 20.0
EVERY_S = 0.5
NO_DOWNLOAD = -1008
RIFF_WAVE = b"RIFF", b"WAVE"
BEGINS: dict[str, tuple[bytes, ...]] = {
    "picture": (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"GIF87a", b"GIF89a"),
    "sound": (b"ID3", b"\x0b\x77", b"\x30\x26\xb2\x75", b"fLaC", b"OggS", b"\xff\xf1", b"\xff\xf9",
              b"\xff\xfa", b"\xff\xfb", b"\xff\xf2", b"\xff\xf3", b"\xff\xe2", b"\xff\xe3"),
}
"""What WeChat's list of types begins with: jpg png bmp gif; mp3 aac ac3 wma flac vorbis opus (wav apart). No WebP, no m4a."""

_http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=3, read=5), retries=False)


def start(state: State) -> threading.Thread:
    """Look twice a second, for as long as this process lives."""
    courier = threading.Thread(target=_forever, args=(state,), name="wechat-courier", daemon=True)
    courier.start()
    return courier


def deliver_due(state: State) -> int:
    """Fetch and judge the media that are due, then push the events that are due; how many were answered 200."""
    while (check := _claim(state)) is not None:
        _look(state, check)
    return push_out.deliver(state)


def is_due(state: State) -> bool:
    """Whether there is anything to do: reads only, and takes nobody's turn."""
    db, now = state.glance()
    (due,) = db.execute("""
        SELECT EXISTS (SELECT 1 FROM media_checks WHERE looked_at IS NULL AND due_at <= ?1)
            OR EXISTS (SELECT 1 FROM pushes WHERE state = 'waiting' AND due_at <= ?1)""", (now,)).fetchone()
    return bool(due)


def _forever(state: State) -> None:
    while True:
        try:
            if is_due(state):
                deliver_due(state)
        except Exception:                 # whatever it is, tomorrow's events are to come all the same
            log.exception("the stand-in's courier stumbled")
        time.sleep(EVERY_S)


def _claim(state: State) -> sqlite3.Row | None:
    with state.turn() as (db, now):
        return db.execute("""
            UPDATE media_checks SET claimed_until = ? WHERE id = (
                SELECT id FROM media_checks WHERE looked_at IS NULL AND due_at <= ? AND claimed_until <= ? ORDER BY due_at, id LIMIT 1)
            RETURNING *""", (time.time() + LEASE_S, now, time.time())).fetchone()


def _look(state: State, check: sqlite3.Row) -> None:
    found, length = _fetch(str(check["url"]), KINDS[check["media_type"]])
    errcode = check["errcode"] if found else NO_DOWNLOAD
    with state.turn() as (db, now):
        db.execute("UPDATE media_checks SET looked_at = ?, bytes = ?, errcode = ? WHERE id = ?", (now, length, errcode, check["id"]))
        for _ in range(check["pushes"]):
            push_out.enqueue(db, "mp", _event(state.settings, check, errcode, int(now)), at=now, about=check["trace_id"],
                             form=check["format"])


def _event(settings: Settings, check: sqlite3.Row, errcode: int, now: int) -> dict[str, Any]:
    """`result` is there only when there is one; FromUserName is the platform's, not the person's."""
    told = {"ToUserName": f"gh_{hashlib.sha256(settings.mp_appid.encode()).hexdigest()[:12]}",
            "FromUserName": openid_of(settings, "the push service"), "CreateTime": now, "MsgType": "event",
            "Event": "wxa_media_check", "appid": settings.mp_appid, "trace_id": check["trace_id"], "version": 2}
    if errcode:
        return {**told, "detail": [{"strategy": "content_model", "errcode": errcode}], "errcode": errcode, "errmsg": "download failed"}
    verdict = {"suggest": check["suggest"], "label": check["label"]}
    return {**told, "detail": [opinion(**verdict)], "errcode": 0, "errmsg": "ok", "result": verdict}


def _fetch(url: str, kind: str) -> tuple[bool, int]:
    """Whether it is there, not too large and of a type on the list; and how many bytes came. No redirects."""
    until, got, head = time.monotonic() + FETCH_S, 0, b""
    try:
        with _http.request("GET", url, redirect=False, preload_content=False) as answer:
            for part in answer.stream(64 << 10):
                got, head = got + len(part), head or part[:64]
                if got > LARGEST or time.monotonic() > until:
                    break
            whole = answer.status == 200 and got <= LARGEST and time.monotonic() <= until
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        return False, got
    return whole and _is_listed(head, kind), got


def _is_listed(head: bytes, kind: str) -> bool:
    return head.startswith(BEGINS[kind]) or (kind == "sound" and (head[:4], head[8:12]) == RIFF_WAVE)
