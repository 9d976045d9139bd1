"""One access token for one account, fetched by one thread at a time.

stable_token gives every process the same token, so nothing is shared between processes. It renews
300 s before the end; a higher threshold here would fetch on every call.
Time is `models.clock`, so that a rehearsal in the future sees tokens expire.
"""
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from models import clock
from models.ports import Refused, Unreachable

SPARE = timedelta(seconds=300)
FORCE_APART = timedelta(minutes=10)
"""WeChat allows twenty forced refreshes a day, and each one breaks the token other processes hold."""


class AccessToken:
    """`fetch(force)` answers (token, seconds it lives) or raises Refused or Unreachable, without context."""

    def __init__(self, fetch: Callable[[bool], tuple[str, int]]) -> None:
        self._fetch = fetch
        self._one_at_a_time = threading.Lock()
        self._held: tuple[str, datetime] = ("", datetime.min.replace(tzinfo=UTC))
        self._fetched_at: datetime | None = None
        self._forced_at: datetime | None = None
        self._failure: tuple[float, Refused | Unreachable] | None = None

    def current(self) -> str:
        """The token to use now. Raises Refused and Unreachable."""
        token, good_until = self._held
        return token if clock.now() < good_until else self._wait_for_new(token)

    def renew(self, stale: str) -> None:
        """WeChat refused `stale`: fetch, and force only when the same token comes back.

        Does nothing when another thread was faster. Raises Refused and Unreachable.
        """
        asked_at = time.monotonic()
        with self._one_at_a_time:
            if self._held[0] == stale:
                self._fetch_once(asked_at, force=False)
            if self._held[0] == stale and self._may_force():
                self._forced_at = clock.now()
                self._fetch_once(asked_at, force=True)

    def age(self) -> float | None:
        """Seconds since the last fetch that succeeded; None before the first."""
        return (clock.now() - self._fetched_at).total_seconds() if self._fetched_at else None

    def _wait_for_new(self, old: str) -> str:
        asked_at = time.monotonic()
        with self._one_at_a_time:
            if self._held[0] == old:
                self._fetch_once(asked_at, force=False)
            return self._held[0]

    def _fetch_once(self, asked_at: float, *, force: bool) -> None:
        """A thread that queued behind a failed fetch shares the failure: else each would wait out its own timeout."""
        if self._failure and self._failure[0] > asked_at:
            raise _same(self._failure[1])
        try:
            token, life_s = self._fetch(force)
        except (Refused, Unreachable) as why:
            self._failure = time.monotonic(), _same(why)
            raise
        self._fetched_at = clock.now()
        self._held = token, self._fetched_at + timedelta(seconds=life_s) - SPARE

    def _may_force(self) -> bool:
        return self._forced_at is None or clock.now() - self._forced_at >= FORCE_APART


def _same(why: Refused | Unreachable) -> Refused | Unreachable:
    """A copy without the traceback: one exception raised in many threads would grow without end."""
    return Refused(why.code, why.said) if isinstance(why, Refused) else Unreachable(*why.args)
