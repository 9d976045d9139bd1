"""Pushes of notices: claimed in batches, put on the wire as far as the rates allow, settled every ten milliseconds.

A row is written down as `sending` before its push is begun, together with the results of those that are over; so whatever a kill
leaves behind is listed as unknown, and nothing else is lost or sent twice. Any number of processes and machines may do this.
"""
import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from peewee import InterfaceError, OperationalError

from gateways import Gateways
from jobs import stopping
from models.config import NoticesConfig
from models.db import database, is_postgres
from models.notices.ledger import claiming, fan_out, outcomes
from models.notices.ledger.claiming import Claim
from models.notices.ledger.outcomes import Settled
from models.notices.plans import templates
from models.notices.plans.templates import Template
from models.ports import MassSender, Push, Pushed

log = logging.getLogger("wangju.jobs")

T = TypeVar("T")
SETTLE_S = 0.01                      # results are written so often, and the next begun
SLICE_S = 0.003                      # the wire is looked at so often
BATCH = 500                          # claimed at a time: the results of the next ten milliseconds wait behind it
BEAT_S = 5.0
AHEAD_S = 2.0                        # so much of what a rate allows is claimed at a time
LAST_S = 15.0                        # what is in flight when we are asked to stop gets so long to come back
CACHE = "PRAGMA cache_size = -400"  # KB: rows are gone through in their order, more would be memory for nothing
AGAIN_S = 0.5                        # between two tries while the database is away
LOOK_S = 0.1                         # how often other templates are looked for while one has enough claimed
AWAY = 64                            # so many in succession that never reached WeChat: it is away, and the next run asks again


def run(gateways: Gateways) -> int:
    """How many pushes WeChat took."""
    known, ledger = templates.of(gateways.config), Ledger()
    try:
        ledger.ask(claiming.bury_the_dead)
        ledger.ask(fan_out.finish_done)
        if stopping.asked.is_set() or not ledger.ask(lambda: claiming.is_due(known)):
            return 0
        mass = gateways.mass()
        try:
            return Engine(mass, ledger, known, gateways.config.notices).run()
        finally:
            mass.close()
            ledger.ask(fan_out.finish_done)
    finally:
        ledger.close()


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
    """One run of one sender: this thread serves the wire, another one keeps the ledger meanwhile."""

    def __init__(self, mass: MassSender, ledger: "Ledger", known: Mapping[str, Template], limits: NoticesConfig) -> None:
        self._mass, self._ledger, self._known, self._rates = mass, ledger, known, Rates(limits)
        self._waiting: dict[str, deque[Claim]] = defaultdict(deque)      # claimed, by template
        self._ready: deque[Claim] = deque()                              # written down as sending, not put yet
        self._results: list[Pushed] = []
        self._sent, self._unsent, self._alive, self._may_have_more = 0, 0, True, True
        self._sender = self._ledger.ask(claiming.begin)
        self._beat_at, self._look_at, self._settled_at = time.monotonic(), 0.0, 0.0

    def run(self) -> int:
        """Until nothing is due, WeChat is away, or we are asked to stop; how many WeChat took."""
        while self._goes_on():
            self._turn(self._next)
        self._land()
        self._ledger.ask(lambda: claiming.end(self._sender))
        return self._sent

    def _goes_on(self) -> bool:
        busy = bool(self._ledger.busy or self._results or self._in_flight() or any(self._waiting.values()) or self._may_have_more)
        return self._alive and busy and self._unsent < AWAY and not stopping.asked.is_set()

    def _in_flight(self) -> int:
        return self._mass.in_flight() + len(self._ready)

    def _turn(self, chosen: Callable[[], list[Claim]]) -> None:
        """Hand the ledger its next piece of work if it is free, and serve the wire for a moment."""
        self._ledger.take()
        if not self._ledger.busy:
            self._give_work(chosen)
        self._put()
        self._collect()

    def _give_work(self, chosen: Callable[[], list[Claim]]) -> None:
        now = time.monotonic()
        if now - self._beat_at >= BEAT_S:
            self._beat_at = now
            self._ledger.give(lambda: claiming.beat(self._sender), self._beaten)
        elif now - self._settled_at >= SETTLE_S and self._settle(chosen()):
            self._settled_at = now
        elif chosen == self._next:
            self._claim(now)

    def _beaten(self, alive: bool) -> None:
        self._alive = self._alive and alive

    def _claim(self, now: float) -> None:
        """The next batch of every template of which little is left, so that none waits behind another one's rate."""
        most = self._rates.ahead(BATCH)
        full = [word for word, claims in self._waiting.items() if len(claims) > most]
        if self._may_have_more and (not full or now >= self._look_at):
            self._look_at = now + LOOK_S
            self._ledger.give(lambda: claiming.claim(self._sender, self._known, limit=most, skip=full),
                              lambda claims: self._claimed(claims, bool(full)))

    def _claimed(self, claims: list[Claim], left_out: bool) -> None:
        for claim in claims:
            self._waiting[claim.word].append(claim)
        self._may_have_more = bool(claims) or left_out

    def _next(self) -> list[Claim]:
        """What may begin next: as many as there is room for, and as came back in the last ten milliseconds."""
        self._rates.refill()
        room = self._mass.room() + len(self._results) - len(self._ready)
        chosen = list[Claim]()
        for word, claims in self._waiting.items():
            while claims and len(chosen) < room and self._rates.take(word):
                chosen.append(claims.popleft())
        return chosen

    def _settle(self, starting: list[Claim]) -> bool:
        """Have results written, and what is to begin next; whether there was anything."""
        results, self._results = self._results, []
        if results or starting:
            by_id = {claim.id: claim for claim in starting}
            self._ledger.give(lambda: outcomes.settle(self._sender, results, list(by_id), self._known),
                              lambda settled: self._settled(settled, by_id))
        return bool(results or starting)

    def _settled(self, settled: Settled, by_id: dict[int, Claim]) -> None:
        self._alive = self._alive and settled.alive
        self._ready += [claim for one, claim in by_id.items() if one in settled.started]
        self._may_have_more = self._may_have_more or settled.more
        dropped = [one for one in by_id if one not in settled.started]
        for notice_id, why in settled.stopped.items():
            log.warning("notice=%s paused errcode=%s", notice_id, why)
            dropped += self._dropped(notice_id)
        if dropped:
            self._ledger.ask(lambda: claiming.release(dropped))

    def _dropped(self, notice_id: str) -> list[int]:
        """WeChat lets nothing more of a notice out: what was claimed of it waits with the notice."""
        dropped = [claim.id for claims in self._waiting.values() for claim in claims if claim.notice_id == notice_id]
        for word, claims in self._waiting.items():
            self._waiting[word] = deque(claim for claim in claims if claim.notice_id != notice_id)
        self._results += [Pushed(claim.id, "unsent") for claim in self._ready if claim.notice_id == notice_id]
        self._ready = deque(claim for claim in self._ready if claim.notice_id != notice_id)
        return dropped

    def _put(self) -> None:
        room = min(self._mass.room(), len(self._ready))
        if room > 0:
            self._mass.put([_push(self._ready.popleft()) for _ in range(room)])

    def _collect(self) -> None:
        """Whatever comes back within the next moment."""
        if not self._mass.in_flight():
            self._ledger.wait(SLICE_S)
            return
        found = self._mass.collect(SLICE_S)
        if found:
            self._unsent = self._unsent + len(found) if all(one.outcome == "unsent" for one in found) else 0
            self._sent += sum(one.outcome == "sent" for one in found)
            self._results += found

    def _land(self) -> None:
        """Nothing new is begun; what is in flight may still come back."""
        until = time.monotonic() + LAST_S
        self._ledger.wait_for_all()
        self._ledger.take()
        self._results += [Pushed(claim.id, "unsent") for claim in self._ready]
        self._ready.clear()
        while (self._mass.in_flight() or self._results or self._ledger.busy) and time.monotonic() < until:
            self._turn(list)
        self._settle([])


class Ledger:
    """A thread that keeps the books over a connection of its own, one piece of work at a time, while the wire is served."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._work: Future[Any] | None = None
        self._then: Callable[[Any], None] = _nothing

    @property
    def busy(self) -> bool:
        return self._work is not None

    def give(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Begin a piece of work; `then` is told what came of it, by `take`."""
        self._work, self._then = self._thread.submit(insist, work), then

    def take(self) -> None:
        """What came of the last piece, if it is done. Raises what went wrong."""
        work, then = self._work, self._then
        if work is not None and work.done():
            self._work, self._then = None, _nothing
            then(work.result())

    def wait(self, seconds: float) -> None:
        if self._work is None:
            time.sleep(seconds)
        else:
            wait([self._work], seconds)

    def wait_for_all(self) -> None:
        if self._work is not None:
            wait([self._work])

    def ask(self, work: Callable[[], T]) -> T:
        """At once, behind what it is at."""
        return self._thread.submit(insist, work).result()

    def close(self) -> None:
        self._thread.submit(_let_go)
        self._thread.shutdown()


def insist(ask: Callable[[], T]) -> T:
    """The answer, however long the database is away: results of sends that are over must not be lost with it.

    Raises the error again once we are asked to stop; then what was sending is found and listed as unknown.
    """
    while True:
        try:
            if database.connect(reuse_if_open=True) and not is_postgres():
                database.execute_sql(CACHE)
            return ask()
        except (OperationalError, InterfaceError) as why:
            if stopping.asked.is_set():
                raise
            log.warning("deliver_notices waits for the database kind=%s", type(why).__name__)
            _let_go()
            time.sleep(AGAIN_S)


def _let_go() -> None:
    if not database.is_closed():
        database.close()


def _nothing(_: object) -> None:
    """Nobody waits for it."""


def _push(claim: Claim) -> Push:
    return Push(key=claim.id, channel=claim.channel, openid=claim.openid, template=claim.template,  # type: ignore[arg-type]
                values=claim.values, page=claim.page, client_msg_id=claim.client_msg_id)
