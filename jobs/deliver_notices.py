"""Pushes of notices: claimed in batches, put on the wire as far as the rates allow, settled every ten milliseconds.

A row is written down as `sending` before its push is begun, together with the results of those that are over; so whatever a kill
leaves behind is listed as unknown, and nothing else is lost or sent twice. Any number of processes and machines may do this.
"""
import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from typing import TypeVar

from peewee import InterfaceError, OperationalError

from gateways import Gateways
from jobs import stopping
from models.config import NoticesConfig
from models.db import database
from models.notices.ledger import claiming, fan_out, outcomes
from models.notices.ledger.claiming import Claim
from models.notices.plans import templates
from models.notices.plans.templates import Template
from models.ports import MassSender, Push, Pushed

log = logging.getLogger("wangju.jobs")

T = TypeVar("T")
SETTLE_S = 0.01                      # results are written so often, and the next begun
IDLE_S = 0.05
BEAT_S = 5.0
AHEAD_S = 2.0                        # so much of what a rate allows is claimed at a time
LAST_S = 15.0                        # what is in flight when we are asked to stop gets so long to come back
AGAIN_S = 0.5                        # between two tries while the database is away


def run(gateways: Gateways) -> int:
    """How many pushes WeChat took."""
    known = templates.of(gateways.config)
    claiming.bury_the_dead()
    fan_out.finish_done()
    if stopping.asked.is_set() or not claiming.is_due(known):
        return 0
    mass = gateways.mass()
    try:
        sent = Engine(mass, known, gateways.config.notices).run()
    finally:
        mass.close()
    fan_out.finish_done()
    return sent


class Rates:
    """How many may begin now, in all and of each template: a bucket each, refilled all the time, of a tenth of a second's worth."""

    def __init__(self, limits: NoticesConfig) -> None:
        self._per_second = {"": limits.per_second, **dict.fromkeys(("T1", "T2", "T3", "T4"), limits.per_template_per_second)}
        self._full = {name: max(1.0, rate / 10) for name, rate in self._per_second.items()}
        self._left, self._at = dict(self._full), time.monotonic()

    def refill(self) -> None:
        now = time.monotonic()
        for name, rate in self._per_second.items():
            self._left[name] = min(self._full[name], self._left[name] + rate * (now - self._at))
        self._at = now

    def take(self, word: str) -> bool:
        """One more of this template; False when there is none left for now."""
        buckets = [name for name in ("", word) if self._per_second[name]]
        if any(self._left[name] < 1 for name in buckets):
            return False
        for name in buckets:
            self._left[name] -= 1
        return True

    def ahead(self, most: int) -> int:
        """How many are worth claiming at a time."""
        rates = [rate for rate in self._per_second.values() if rate]
        return max(1, min(most, int(min(rates) * AHEAD_S))) if rates else most


class Engine:
    """One run of one sender."""

    def __init__(self, mass: MassSender, known: Mapping[str, Template], limits: NoticesConfig) -> None:
        self._mass, self._known, self._rates = mass, known, Rates(limits)
        self._waiting: dict[str, deque[Claim]] = defaultdict(deque)      # claimed, by template, not begun
        self._results: list[Pushed] = []
        self._sent, self._alive, self._may_have_more = 0, True, True
        self._sender = insist(claiming.begin)
        self._beat_at = time.monotonic()

    def run(self) -> int:
        """Until nothing is due, or we are asked to stop; how many WeChat took."""
        while self._goes_on():
            self._claim()
            self._settle(self._next())
            self._collect(SETTLE_S if self._mass.in_flight() else IDLE_S)
            self._beat()
        self._land()
        insist(lambda: claiming.end(self._sender))
        return self._sent

    def _goes_on(self) -> bool:
        busy = bool(self._results or self._mass.in_flight() or any(self._waiting.values()) or self._may_have_more)
        return self._alive and busy and not stopping.asked.is_set()

    def _claim(self) -> None:
        """The next batch, when what was claimed is nearly used up."""
        held, most = sum(map(len, self._waiting.values())), self._rates.ahead(claiming.BATCH)
        if not self._may_have_more or held > most // 4:
            return
        full = [word for word, claims in self._waiting.items() if len(claims) >= most // 2]
        claims = insist(lambda: claiming.claim(self._sender, self._known, limit=most, skip=full))
        for claim in claims:
            self._waiting[claim.word].append(claim)
        self._may_have_more = bool(claims)

    def _next(self) -> list[Claim]:
        """What may begin now."""
        self._rates.refill()
        chosen, room = list[Claim](), self._mass.room()
        for word, claims in self._waiting.items():
            while claims and len(chosen) < room and self._rates.take(word):
                chosen.append(claims.popleft())
        return chosen

    def _settle(self, starting: list[Claim]) -> None:
        if not starting and not self._results:
            return
        by_id = {claim.id: claim for claim in starting}
        results, self._results = self._results, []
        settled = insist(lambda: outcomes.settle(self._sender, results, list(by_id), self._known))
        self._sent += sum(one.outcome == "sent" for one in results)
        self._alive = settled.alive
        self._mass.put([_push(by_id[one]) for one in by_id if one in settled.started])
        if dropped := [one for one in by_id if one not in settled.started]:
            insist(lambda: claiming.release(dropped))
        for notice_id, why in settled.stopped.items():
            self._drop(notice_id, why)
        self._may_have_more = self._may_have_more or settled.more

    def _drop(self, notice_id: str, why: str) -> None:
        """WeChat lets nothing more of a notice out: what was claimed of it waits with the notice."""
        log.warning("notice=%s paused errcode=%s", notice_id, why)
        for word, claims in self._waiting.items():
            dropped = [claim.id for claim in claims if claim.notice_id == notice_id]
            self._waiting[word] = deque(claim for claim in claims if claim.notice_id != notice_id)
            if dropped:
                insist(lambda given=dropped: claiming.release(given))  # type: ignore[misc]

    def _collect(self, wait_s: float) -> None:
        """Whatever comes back within the next moment."""
        until = time.monotonic() + wait_s
        while (left := until - time.monotonic()) > 0:
            self._results += self._mass.collect(left)
            if not self._mass.in_flight():
                if not self._results:
                    time.sleep(min(left, SETTLE_S))
                return

    def _beat(self) -> None:
        if time.monotonic() - self._beat_at >= BEAT_S:
            self._alive = insist(lambda: claiming.beat(self._sender)) and self._alive
            self._beat_at = time.monotonic()

    def _land(self) -> None:
        """Nothing new is begun; what is in flight may still come back."""
        until = time.monotonic() + LAST_S
        while self._mass.in_flight() and time.monotonic() < until:
            self._collect(SETTLE_S)
            self._settle([])
            self._beat()
        self._settle([])


def insist(ask: Callable[[], T]) -> T:
    """The answer, however long the database is away: results of sends that are over must not be lost with it.

    Raises the error again once we are asked to stop; then what was sending is found and listed as unknown.
    """
    while True:
        try:
            return ask()
        except (OperationalError, InterfaceError) as why:
            if stopping.asked.is_set():
                raise
            log.warning("deliver_notices waits for the database kind=%s", type(why).__name__)
            database.close()
            time.sleep(AGAIN_S)


def _push(claim: Claim) -> Push:
    return Push(key=claim.id, channel=claim.channel, openid=claim.openid, template=claim.template,  # type: ignore[arg-type]
                values=claim.values, page=claim.page, client_msg_id=claim.client_msg_id)
