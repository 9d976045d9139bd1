"""Access tokens: two kinds that know nothing of each other (api_getaccesstoken and api_getstableaccesstoken).

`ends_as` is the errcode a token answers with once its time is over: 42001 when it grew old,
40001 when a newer one took its place.
"""
import secrets
from typing import Any

from gateways.wechat.simulator.codes import Refusal
from gateways.wechat.simulator.state import Call
from gateways.wechat.simulator.wire import Answer, as_json

LIFE_S = 7200
OVERLAP_S = 300
FORCED_A_DAY, FORCED_APART_S, DAY_S = 20, 30, 86400
SHORTEST = 20


def plain(call: Call) -> Answer:
    """Always a new token; the one before works five minutes more."""
    _account(call, call.query)
    _end(call, "plain", call.now + OVERLAP_S)
    return as_json({"access_token": _issue(call, "plain"), "expires_in": LIFE_S})


def stable(call: Call) -> Answer:
    """The same token until five minutes before its end; then the next one, and both work."""
    asked = call.json()
    _account(call, asked)
    if asked.get("force_refresh") is True and _may_force(call):
        call.db.execute("INSERT INTO forced_refreshes VALUES (?, ?)", (call.appid, call.now))
        _end(call, "stable", call.now)
    newest = call.db.execute(
        "SELECT token, ends_at FROM tokens WHERE appid = ? AND kind = 'stable' AND ends_at > ? "
        "ORDER BY ends_at DESC LIMIT 1", (call.appid, call.now + OVERLAP_S)).fetchone()
    token, ends_at = newest or (_issue(call, "stable"), call.now + LIFE_S)
    return as_json({"access_token": token, "expires_in": int(ends_at - call.now)})


def account_of(call: Call) -> str:
    """The appid a call's token speaks for. Raises Refusal: 41001, 47001 (in the body), 40014, 40001, 42001."""
    token = call.query.get("access_token")
    if not token:
        raise Refusal(47001 if b'"access_token"' in call.body else 41001)
    row = call.db.execute("SELECT appid, ends_at, ends_as FROM tokens WHERE token = ?", (token,)).fetchone()
    if row is None:
        raise Refusal(40001 if len(token) >= SHORTEST else 40014)
    if row["ends_at"] <= call.now:
        raise Refusal(row["ends_as"])
    return str(row["appid"])


def _account(call: Call, asked: dict[str, Any]) -> None:
    """Fill `call.appid`. Raises Refusal: 40002, 41002, 41004, 40013, 40125."""
    if asked.get("grant_type") != "client_credential":
        raise Refusal(40002)
    check_secret(call, asked)
    call.appid = str(asked["appid"])


def check_secret(call: Call, asked: dict[str, Any]) -> None:
    """Raises Refusal: 41002, 41004, 40013, 40125."""
    for name, missing in (("appid", 41002), ("secret", 41004)):
        if not asked.get(name):
            raise Refusal(missing)
    secret = call.settings.secret_of(str(asked["appid"]))
    if secret is None:
        raise Refusal(40013)
    if secret != asked["secret"]:
        raise Refusal(40125)


def _may_force(call: Call) -> bool:
    """WeChat counts a day; which day it does not say, so the last 24 hours."""
    today = [row["at"] for row in call.db.execute(
        "SELECT at FROM forced_refreshes WHERE appid = ? AND at > ?", (call.appid, call.now - DAY_S))]
    return len(today) < FORCED_A_DAY and all(call.now - at >= FORCED_APART_S for at in today)


def _end(call: Call, kind: str, at: float) -> None:
    call.db.execute("UPDATE tokens SET ends_at = ?, ends_as = 40001 WHERE appid = ? AND kind = ? AND ends_at > ?",
                    (at, call.appid, kind, at))


def _issue(call: Call, kind: str) -> str:
    token = f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(100)}"
    call.db.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, 42001)", (token, call.appid, kind, call.now + LIFE_S))
    return token
