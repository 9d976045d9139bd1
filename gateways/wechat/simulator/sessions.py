"""Sign-in, session keys and phone numbers, as api_code2session and api_getphonenumber have them.

A code lives five minutes and is good once: 40163 when used, 40029 when old or unknown. For a used
phone code the documentation names no errcode of its own; 40163 here too.
"""
import base64
import hashlib
import hmac
import secrets
import sqlite3
from typing import Any

from gateways.wechat.simulator import tokens
from gateways.wechat.simulator.codes import Refusal
from gateways.wechat.simulator.state import Call
from gateways.wechat.simulator.wire import Answer, as_json

CODE_LIFE_S = 300
SIGN_INS_A_MINUTE = 100
OK: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}


def sign_in(call: Call) -> Answer:
    """GET /sns/jscode2session: no access token, and no errcode on success."""
    asked = call.query
    tokens.check_secret(call, asked)
    if asked["appid"] != call.settings.mp_appid:
        raise Refusal(40013)
    if asked.get("grant_type") != "authorization_code":
        raise Refusal(40002)
    if not asked.get("js_code"):
        raise Refusal(41008)
    call.appid = asked["appid"]
    return as_json(_signed_in(call, _spend(call, "login", asked["js_code"])))


def phone_number(call: Call) -> Answer:
    """POST /wxa/business/getuserphonenumber. 40013 when the token is another account's than the code."""
    text = call.json().get("code")
    if not isinstance(text, str):
        raise Refusal(47001)
    row = _spend(call, "phone", text)
    country, number = str(row["country"]), str(row["phone"])
    return as_json({**OK, "phone_info": {
        "phoneNumber": number if country == "86" else country + number, "purePhoneNumber": number,
        "countryCode": country, "watermark": {"timestamp": int(call.now), "appid": call.appid}}})


def check(call: Call) -> Answer:
    """GET /wxa/checksession."""
    _signed(call)
    return as_json(OK)


def reset(call: Call) -> Answer:
    """GET /wxa/resetusersessionkey: a new key, signed for with the old one."""
    openid = str(_signed(call)["mp_openid"])
    key = _new_key()
    call.db.execute("UPDATE people SET session_key = ? WHERE mp_openid = ?", (key, openid))
    return as_json({**OK, "openid": openid, "session_key": key})


def _spend(call: Call, kind: str, code: str) -> sqlite3.Row:
    """The person a code stands for. Raises Refusal: 40029, 40163, 40013."""
    row = call.db.execute("SELECT * FROM codes JOIN people ON name = person WHERE code = ? AND kind = ?",
                          (code, kind)).fetchone()
    if row is None or call.now - row["issued_at"] >= CODE_LIFE_S:
        raise Refusal(40029)
    if row["appid"] != call.appid:
        raise Refusal(40013)
    if row["used_at"] is not None:
        raise Refusal(40163)
    call.db.execute("UPDATE codes SET used_at = ? WHERE code = ?", (call.now, code))
    return row


def _signed_in(call: Call, person: sqlite3.Row) -> dict[str, str]:
    _count(call, str(person["name"]))
    key = _new_key()
    call.db.execute("UPDATE people SET session_key = ?, last_visit = ? WHERE name = ?",
                    (key, call.now, person["name"]))
    told = {"session_key": key, "openid": str(person["mp_openid"])}
    return {**told, "unionid": str(person["unionid"])} if call.settings.oa_appid else told


def _count(call: Call, person: str) -> None:
    """Raises Refusal 45011 past a hundred a minute."""
    call.db.execute("DELETE FROM sign_ins WHERE person = ? AND at <= ?", (person, call.now - 60))
    (recent,) = call.db.execute("SELECT count(*) FROM sign_ins WHERE person = ?", (person,)).fetchone()
    if recent >= SIGN_INS_A_MINUTE:
        raise Refusal(45011)
    call.db.execute("INSERT INTO sign_ins VALUES (?, ?)", (person, call.now))


def _signed(call: Call) -> sqlite3.Row:
    """The parameters stand in the query or, as another place of the page has it, in the body.

    The signature is HMAC-SHA256 of nothing, keyed by the session key's base64 text, not decoded.
    Raises Refusal: 40097, 40003, 87009.
    """
    asked = {**(call.json() if call.body else {}), **call.query}
    if asked.get("sig_method") != "hmac_sha256":
        raise Refusal(40097)
    row = call.db.execute("SELECT * FROM people WHERE mp_openid = ?", (str(asked.get("openid", "")),)).fetchone()
    if row is None or call.appid != call.settings.mp_appid:
        raise Refusal(40003)
    ours = hmac.new(str(row["session_key"]).encode(), b"", hashlib.sha256).hexdigest()
    if not row["session_key"] or ours != asked.get("signature"):
        raise Refusal(87009)
    return row


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(16)).decode()
