"""What WeChat's errcodes mean to us, as tables.

An errcode that stands in no table is a plain refusal: asking again will not help.
errmsg is kept for people only; it drifts, and sometimes echoes ids, which are cut out.
"""
import logging
import re
from dataclasses import dataclass
from typing import Any

from models.ports import Refused, Unreachable

log = logging.getLogger(__name__)

BUSY = {-1: "system busy"}
STALE_TOKEN = {40001: "credential invalid or not latest", 40014: "token malformed", 42001: "token expired"}
SLOW_DOWN = {45011: "too many a minute", 44991: "too many checks a minute", 43108: "two sends to one person at once"}
OUR_SET_UP = {
    40002: "grant_type", 40013: "appid, or a code of another appid", 40125: "secret", 40164: "address not in the IP list",
    40243: "secret frozen", 41001: "token missing", 41002: "appid missing", 41004: "secret missing",
    41008: "code missing", 43001: "GET required", 43002: "POST required", 44002: "empty POST",
    48001: "API not granted to this account", 50004: "interface closed", 50007: "account frozen",
    40004: "media type", 40129: "scene", 61024: "token of another kind of account", 89503: "address waits for an administrator",
    89506: "address refused twice", 89507: "address refused",
    **{code: f"{why}, even after renewal" for code, why in STALE_TOKEN.items()},
}
"""Ours to repair in WeChat's console or in config.yaml; raises an alarm in the log."""

NO_CHECK = {
    40003: "nobody has this openid", 43104: "openid of another account", 45009: "no checks left today",
    61010: "has not been here for two hours", 87020: "this very link was asked about already",
}
"""Content checks that will not be made, however often we ask: a person looks instead, or a fresh link or another day helps."""

ONE_PERSON = {45011: "refused"}
"""45011 of a sign-in speaks of one person (100 a minute), not of us: that person is told, nobody queues."""

KIND: dict[int, str] = {
    **dict.fromkeys(BUSY, "busy"), **dict.fromkeys(STALE_TOKEN, "stale_token"), **dict.fromkeys(SLOW_DOWN, "slow_down"),
    **dict.fromkeys(NO_CHECK, "refused"),
}
UNREACHABLE = frozenset({"busy", "slow_down", "unsent", "timeout", "broken"})

RID = r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}"
LONG_WORD = re.compile(rf"(?<![\w+/=-])(?!{RID}(?![\w+/=-]))[\w+/=-]{{24,}}")
"""Tokens, secrets and openids, should an errmsg echo one; not the rid, by which WeChat finds the request."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why one attempt gave no answer. `kind` decides what may follow; `token` is the one refused, if that was it."""
    kind: str
    said: str
    code: int | None = None
    token: str = ""

    def as_exception(self) -> Refused | Unreachable:
        """What the rest of the house is told."""
        if self.code in OUR_SET_UP:
            log.error("wechat refuses our set-up errcode=%d means=%r", self.code, OUR_SET_UP[self.code])
        if self.kind in UNREACHABLE:
            return Unreachable(" ".join(str(part) for part in (self.kind, self.code, self.said) if part))
        return Refused(str(self.code), self.said)

    def __repr__(self) -> str:
        return f"Trouble({self.kind}, {self.code})"


def trouble(errcode: Any, errmsg: Any, kinds: dict[int, str] | None = None, token: str = "") -> Trouble | None:
    """What an errcode means, or None for success (0, or absent). `kinds` overrides the tables for one call."""
    try:
        code = 0 if errcode is None else int(errcode)
    except (TypeError, ValueError):
        return Trouble("broken", "no errcode in the answer")
    if code == 0:
        return None
    kind = (kinds or {}).get(code) or KIND.get(code, "refused")
    return Trouble(kind, LONG_WORD.sub("…", str(errmsg))[:200], code, token)
