"""Telling our callback address what happened: sealed in safe mode, up to four times, five seconds each.

An event is a row from the moment it is decided. It is claimed in one turn, sent outside of any, and settled in
another, so that nobody waits for the callback and several processes do not send it twice.
"""
import json
import secrets
import sqlite3
import time
from typing import Any
from urllib.parse import urlencode

import urllib3

from gateways.wechat.push import PushDoor, signature
from gateways.wechat.simulator.state import PushAddress, State

TRIES = 4
APART_S = 5
PATIENCE_S = 5.0
LEASE_S = 60

_http = urllib3.PoolManager(timeout=urllib3.Timeout(total=PATIENCE_S), retries=False)


def enqueue(db: sqlite3.Connection, account: str, event: dict[str, Any], *, at: float, about: str = "", form: str = "json") -> None:
    """Write down an event for "mp" or "oa", due `at`. `about` is what the sender finds it by, `form` json or xml."""
    db.execute("INSERT INTO pushes (account, about, event, format, due_at) VALUES (?, ?, ?, ?, ?)",
               (account, about, json.dumps(event, ensure_ascii=False), form, at))


def deliver(state: State) -> int:
    """Send every event that is due; how many were answered 200."""
    told = 0
    while (push := _claim(state)) is not None:
        told += _deliver(state, push)
    return told


def _claim(state: State) -> sqlite3.Row | None:
    with state.turn() as (db, now):
        return db.execute("""
            UPDATE pushes SET claimed_until = ?, tries = tries + 1 WHERE id = (
                SELECT id FROM pushes WHERE state = 'waiting' AND due_at <= ? AND claimed_until <= ? ORDER BY due_at, id LIMIT 1)
            RETURNING *""", (time.time() + LEASE_S, now, time.time())).fetchone()


def _deliver(state: State, push: sqlite3.Row) -> bool:
    settings, address = state.settings, state.settings.push_to.get(push["account"])
    appid = settings.mp_appid if push["account"] == "mp" else settings.oa_appid
    _, now = state.glance()
    heard = address is not None and _post(address, appid, json.loads(push["event"]), push["format"], int(now))
    outcome = "told" if heard else "given_up" if push["tries"] >= TRIES or address is None else "waiting"
    with state.turn() as (db, now):
        db.execute("UPDATE pushes SET state = ?, due_at = ?, claimed_until = 0 WHERE id = ?", (outcome, now + APART_S, push["id"]))
    return heard


def _post(address: PushAddress, appid: str, event: dict[str, Any], form: str, now: int) -> bool:
    """Whether it was answered 200 in time."""
    query, body = _sealed(address, appid, event, form, now)
    kind = "application/json" if form == "json" else "text/xml"
    try:
        answer = _http.request("POST", f"{address.url}?{urlencode(query)}", body=body, headers={"Content-Type": kind}, redirect=False)
    except (urllib3.exceptions.HTTPError, ValueError):
        return False
    return answer.status == 200


def _sealed(address: PushAddress, appid: str, event: dict[str, Any], form: str, now: int) -> tuple[dict[str, str], bytes]:
    """The query and the body of one push, signed anew at every try."""
    write, nonce = (_in_json if form == "json" else _in_xml), str(secrets.randbelow(10 ** 10))
    door = PushDoor(token=address.token, appid=appid, aes_key=address.aes_key)
    sealed = door.seal_reply(write(event), timestamp=now, nonce=nonce)
    query = {"signature": signature(address.token, str(now), nonce), "timestamp": str(now), "nonce": nonce,
             "openid": str(event["FromUserName"]), "encrypt_type": "aes", "msg_signature": str(sealed["MsgSignature"])}
    return query, write({"ToUserName": event["ToUserName"], "Encrypt": sealed["Encrypt"]}).encode()


def _in_json(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False)


def _in_xml(event: dict[str, Any]) -> str:
    return f"<xml>{_elements(event)}</xml>"


def _elements(event: dict[str, Any]) -> str:
    """Several of one name stand one after the other, as in WeChat's own samples."""
    several = [(name, value if isinstance(value, list) else [value]) for name, value in event.items()]
    return "".join(f"<{name}>{_inner(one)}</{name}>" for name, values in several for one in values)


def _inner(value: Any) -> str:
    if isinstance(value, dict):
        return _elements(value)
    return str(value) if isinstance(value, int) else f"<![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]>"
