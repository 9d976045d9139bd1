"""Asking a neighbour again, only when that is safe, and only a few times.

Nothing here raises from inside an `except` block, so that no exception carries another one as its
context: those of requests and urllib3 know the whole URL.
"""
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeVar

import requests
import urllib3.exceptions as broken

from gateways.wechat.errcodes import Trouble

T = TypeVar("T")
Again = Literal["never", "busy", "always"]

MAY_REPEAT: dict[Again, frozenset[str]] = {
    "never": frozenset({"unsent"}),
    "busy": frozenset({"unsent", "busy"}),
    "always": frozenset({"unsent", "busy", "broken"}),
}
"""Troubles after which a call may be repeated. A timeout never is: somebody's request thread has waited enough."""

KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (broken.NewConnectionError, "unsent"),
    (requests.Timeout, "timeout"),
    (broken.TimeoutError, "timeout"),
    (Exception, "broken"),
)
"""What the exceptions underneath mean; the first that fits counts."""


def persist(ask: Callable[[], T | Trouble], *, again: Again, pauses: tuple[float, ...],
            renew: Callable[[str], None] | None = None) -> T:
    """Ask until there is an answer, or a trouble that must not or may no longer be repeated.

    A refused access token is renewed once, by `renew(stale token)`. Raises Refused and Unreachable.
    """
    left, may_renew = list(pauses), renew is not None
    while isinstance(answer := ask(), Trouble):
        if answer.kind == "stale_token" and may_renew and renew:
            may_renew = False
            renew(answer.token)
        elif answer.kind in MAY_REPEAT[again] and left:
            time.sleep(left.pop(0))
        else:
            raise answer.as_exception()
    return answer


def broken_off(why: BaseException) -> Trouble:
    """What went wrong below HTTP, in one word and the exception's name: its text may hold a URL."""
    seen = list(_beneath(why))
    kind, named = next((kind, one) for of, kind in KINDS for one in seen if isinstance(one, of))
    return Trouble(kind, type(named).__name__)


def quiet_urls() -> None:
    """Cut query strings out of urllib3's own log lines: at DEBUG they hold the appsecret and the token."""
    for name in ("urllib3.connectionpool", "urllib3.util.retry"):
        logger = logging.getLogger(name)
        if _without_query not in logger.filters:
            logger.addFilter(_without_query)


def _beneath(why: BaseException) -> Iterator[BaseException]:
    """requests wraps urllib3 twice: ConnectionError(MaxRetryError(reason=NewConnectionError))."""
    yield why
    for inner in (*why.args, getattr(why, "reason", None)):
        if isinstance(inner, BaseException):
            yield from _beneath(inner)


def _without_query(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(_cut(arg) for arg in record.args)
    return True


def _cut(arg: Any) -> Any:
    return arg.partition("?")[0] if isinstance(arg, str) else arg
