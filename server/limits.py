"""How much one person or one address may ask: windows of a minute, counted in this process.

Signed-in people are limited each for themselves; an address is limited only for requests without a session,
because a hall of people shares one. Several processes count separately: the limit is a fence, not a ledger.
Our own, because the library we had started a thread a hit: 430 µs a request (measured), more than the rest of its fences.
"""
import math
import time

from flask import request

from models.config import Config
from models.problems import Slower

MINUTE_S = 60
WRONG_CODES = 20                         # of one address: an office shares one, and 40 bits are not found so


class Limits:
    """The fences of one app."""

    def __init__(self, config: Config) -> None:
        limits = config.limits
        self._trusted = frozenset(config.trusted_proxies)
        self._sign_ins, self._anonymous = _Minute(limits.sign_ins_per_minute), _Minute(limits.anonymous_per_minute)
        self._reads, self._writes = _Minute(limits.reads_per_minute), _Minute(limits.writes_per_minute)
        self._wrong_codes = _Minute(WRONG_CODES)

    def require_address(self) -> None:
        """A request without a session. Raises Slower."""
        self._anonymous.require(self.address())

    def require_sign_in(self) -> None:
        """A sign-in from this address. Raises Slower."""
        self._sign_ins.require(self.address())

    def require_person(self, account_id: str, *, reading: bool) -> None:
        """A request of a signed-in person. Raises Slower."""
        (self._reads if reading else self._writes).require(account_id)

    def require_token(self, token: str) -> None:
        """A write of somebody whose account is not known yet, in a burst. Raises Slower."""
        self._writes.require(token)

    def require_code_tries(self) -> None:
        """A code typed on a computer at this address, before it is looked at. Raises Slower."""
        if self._wrong_codes.is_full(self.address()):
            raise self._wrong_codes.slower(self.address())

    def note_wrong_code(self) -> None:
        """It was wrong; right ones are not counted."""
        self._wrong_codes.hit(self.address())

    def address(self) -> str:
        """Whom we talk to: the peer, or what a trusted proxy says of it."""
        peer = request.remote_addr or "?"
        if peer not in self._trusted:
            return peer
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        return next((hop.strip() for hop in reversed(forwarded) if hop.strip() and hop.strip() not in self._trusted), peer)


class _Minute:
    """How often each of many asked within the minute that began with their first question. Two threads at once may count one too few."""

    def __init__(self, most: int) -> None:
        self._most, self._swept = most, 0.0
        self._windows: dict[str, tuple[float, int]] = {}          # who: (when it ends, how often)

    def require(self, who: str) -> None:
        """Count one more. Raises Slower past the most."""
        if self.hit(who) > self._most:
            raise self.slower(who)

    def hit(self, who: str) -> int:
        """Count one more; how many these are."""
        now = time.monotonic()
        self._sweep(now)
        ends, count = self._of(who, now)
        self._windows[who] = ends, count + 1
        return count + 1

    def is_full(self, who: str) -> bool:
        return self._of(who, time.monotonic())[1] >= self._most

    def slower(self, who: str) -> Slower:
        """What `who` is told: for how long."""
        now = time.monotonic()
        return Slower(retry_after_s=max(1, math.ceil(self._of(who, now)[0] - now)))

    def _of(self, who: str, now: float) -> tuple[float, int]:
        found = self._windows.get(who)
        return found if found and now < found[0] else (now + MINUTE_S, 0)

    def _sweep(self, now: float) -> None:
        """Once a minute those that are over are forgotten."""
        if now - self._swept > MINUTE_S:
            self._swept = now
            self._windows = {who: window for who, window in self._windows.items() if now < window[0]}
