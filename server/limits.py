"""How much one person or one address may ask: fixed windows of a minute, counted in this process.

Signed-in people are limited each for themselves; an address is limited only for requests without a session,
because a hall of people shares one. Several processes count separately: the limit is a fence, not a ledger.
"""
import math
import time

from flask import request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from models.config import Config
from models.problems import Slower

READING = ("GET", "HEAD", "OPTIONS")
WRONG_CODES = RateLimitItemPerMinute(20)       # of one address: an office shares one, and 40 bits are not found so


class Limits:
    """The fences of one app."""

    def __init__(self, config: Config) -> None:
        limits = config.limits
        self._trusted = frozenset(config.trusted_proxies)
        self._counter = FixedWindowRateLimiter(MemoryStorage())
        self._sign_ins = RateLimitItemPerMinute(limits.sign_ins_per_minute)
        self._anonymous = RateLimitItemPerMinute(limits.anonymous_per_minute)
        self._reads = RateLimitItemPerMinute(limits.reads_per_minute)
        self._writes = RateLimitItemPerMinute(limits.writes_per_minute)
        self._burst = _Minute(limits.writes_per_minute)

    def require_address(self) -> None:
        """A request without a session. Raises Slower."""
        self._require(self._anonymous, "address", self.address())

    def require_sign_in(self) -> None:
        """A sign-in from this address. Raises Slower."""
        self._require(self._sign_ins, "sign-in", self.address())

    def require_person(self, account_id: str) -> None:
        """A request of a signed-in person. Raises Slower."""
        reading = request.method in READING
        self._require(self._reads if reading else self._writes, "read" if reading else "write", account_id)

    def require_token(self, token: str) -> None:
        """The same for one whose account is not known yet, in a burst. Raises Slower."""
        left = self._burst.hit(token)
        if left:
            raise Slower(retry_after_s=left)

    def require_code_tries(self) -> None:
        """A code typed on a computer at this address, before it is looked at. Raises Slower."""
        if not self._counter.test(WRONG_CODES, "code", self.address()):
            raise Slower(retry_after_s=self._seconds_left(WRONG_CODES, "code", self.address()))

    def note_wrong_code(self) -> None:
        """It was wrong; right ones are not counted."""
        self._counter.hit(WRONG_CODES, "code", self.address())

    def address(self) -> str:
        """Whom we talk to: the peer, or what a trusted proxy says of it."""
        peer = request.remote_addr or "?"
        if peer not in self._trusted:
            return peer
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        return next((hop.strip() for hop in reversed(forwarded) if hop.strip() and hop.strip() not in self._trusted), peer)

    def _require(self, limit: RateLimitItemPerMinute, what: str, who: str) -> None:
        if not self._counter.hit(limit, what, who):
            raise Slower(retry_after_s=self._seconds_left(limit, what, who))

    def _seconds_left(self, limit: RateLimitItemPerMinute, what: str, who: str) -> int:
        again = self._counter.get_window_stats(limit, what, who).reset_time
        return max(1, math.ceil(again - time.time()))


class _Minute:
    """A fixed window where a thousand speak within a second: the library's costs more than the rest of such a request's fences."""

    def __init__(self, most: int) -> None:
        self._most, self._minute = most, 0
        self._counts: dict[str, int] = {}

    def hit(self, who: str) -> int:
        """0, or for how many seconds more `who` has to wait. Two threads may count one too few: it is a fence, not a ledger."""
        now = time.time()
        if int(now) // 60 != self._minute:
            self._minute, self._counts = int(now) // 60, {}
        self._counts[who] = count = self._counts.get(who, 0) + 1
        return 0 if count <= self._most else 60 - int(now) % 60
