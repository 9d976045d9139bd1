"""Check-ins in a burst beside Django REST, FastAPI and the bare floor; a storm; a slow disk; two processes; the board; a kill -9.

Server and database on core 0, the crowd on core 1, contenders in turn within each round, ratios taken inside a round,
medians over rounds. Each run is an event nobody was at, each request a person of their own, and after each run the rows
are counted. Of ours the web process is measured as production starts it, without the jobs.
Run alone with `python -m bench.check_ins`; BENCH_QUICK=1 for a first impression. Needs gcc and bench/requirements.txt.
"""
import os
import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import check_in_stock as stock
from bench.check_in_crowd import CROWD, MOST_FOREIGN, Crowd, Run, check_ins, id_in, reads, rest
from bench.check_in_probes import require_same_checks
from bench.check_in_servers import BOTH, DISK, SERVICE, Served, pin, pin_tree, postgres, served
from bench.check_in_stock import PEOPLE, Hall

QUICK = bool(os.environ.get("BENCH_QUICK"))
ROUNDS, SECONDS, TRIES = (1, 1.0, 1) if QUICK else (5, 3.0, 3)
HALLS = 400
CROWDS = (32, 256)
STORM, STORM_S = 3000, 3.0
WATCHERS, AT_THE_BOARD = 4000, 1000
OURS, OURS_SQLITE, DJANGO, FASTAPI, FLOOR, FLOOR_SQLITE = "ours", "ours, SQLite", "Django REST", "FastAPI", "floor", "floor, SQLite"
CONTENDERS = {OURS: ("ours", "postgresql"), OURS_SQLITE: ("ours", "sqlite"), DJANGO: ("django", "postgresql"),
              FASTAPI: ("fastapi", "postgresql"), FLOOR: ("floor", "postgresql"), FLOOR_SQLITE: ("floor", "sqlite")}
SLOWEST = {"django": 8000, "fastapi": 8000}          # more requests than they answer in a run need not be prepared
GOALS = ((OURS, DJANGO, 15.0), (OURS, FASTAPI, 10.0), (OURS, FLOOR, 0.2), (OURS_SQLITE, FLOOR_SQLITE, 0.2),
         (OURS_SQLITE, DJANGO, None), (OURS_SQLITE, FASTAPI, None))

Figure = dict[str, Any]
Rounds = list[dict[str, Run]]


def measure() -> list[Figure]:
    """All figures. Raises RuntimeError where a contender judges otherwise, or does not hold what it answered."""
    pin(0, CROWD)
    with _bench() as bench:
        return [*_bursts(bench), *_storms(bench), *_slow_disk(bench), _two_processes(bench), *_boards(bench), *_killed(bench)]


@dataclass(slots=True)
class _Stand:
    """A contender's prepared database, and the processes that are its server."""
    kind: str
    url: str
    data_dir: Path
    roots: list[int]


class _Bench:
    """Stands, running servers, and events that nobody was at."""

    def __init__(self, folder: Path, halls: list[Hall]) -> None:
        self.folder, self.crowd = folder, Crowd(folder)
        self._halls, self._unused = halls, iter(halls)
        self.stands: dict[str, _Stand] = {}
        self.running: dict[str, Served] = {}

    def prepare(self, name: str, kind: str, server: tuple[str, int] | None) -> None:
        data_dir = self.folder / f"stand{len(self.stands)}"
        data_dir.mkdir()
        url = stock.new_database(server[0], data_dir.name) if server else f"sqlite:///{data_dir / 'bench.sqlite'}"
        if kind == "ours":
            stock.fill_ours(url, data_dir, self._halls)
        else:
            stock.fill_rival(url, self._halls)
        self.stands[name] = _Stand(kind, url, data_dir, [server[1]] if server else [])

    @contextmanager
    def serving(self, name: str, processes: int = 1, cores: frozenset[int] = SERVICE, preload: Path | None = None) -> Iterator[Served]:
        """A warm server of this stand."""
        stand = self.stands[name]
        with served(stand.kind, stand.url, data_dir=stand.data_dir, roots=stand.roots, processes=processes, cores=cores,
                    preload=preload) as server:
            self.crowd.closed(server, check_ins(self.hall(), range(20_000)), 32, 1.0)
            stock.settle(stand.url)      # PostgreSQL keeps the plans it made for empty tables until it counts again
            yield server

    def hall(self) -> Hall:
        return next(self._unused)

    def burst(self, server: Served, connections: int, cores: frozenset[int] = CROWD) -> Run:
        """As fast as so many connections go, on a quiet machine if there is one."""
        return self._quietest(server, lambda requests: self.crowd.closed(server, requests, connections, SECONDS, cores=cores), PEOPLE)

    def storm(self, server: Served) -> Run:
        """3,000 phones in 3 s, each on a connection of its own."""
        return self._quietest(server, lambda requests: self.crowd.storm(server, requests, STORM_S), STORM)

    def _quietest(self, server: Served, run: Callable[[list[bytes]], Run], people: int) -> Run:
        runs: list[Run] = []
        while len(runs) < TRIES and (not runs or runs[-1].foreign > MOST_FOREIGN):
            if not QUICK:
                rest()
            hall = self.hall()
            runs.append(run(check_ins(hall, range(min(people, SLOWEST.get(server.name, PEOPLE))))))
            require_kept(server, hall, runs[-1])
        return min(runs, key=lambda one: one.foreign)


def require_kept(server: Served, hall: Hall, run: Run) -> None:
    """After a run: as many check-ins, and as many people there, as were answered 201. Raises RuntimeError.

    A rival may leave some unanswered when patience ends, ours may not; it has then kept at least what it answered.
    """
    kept, present = stock.counts(server.database, hall.id)
    created = run.statuses.get(201, 0)
    late = run.unanswered if server.name != "ours" else 0
    if set(run.statuses) != {201} or kept != present or not created <= kept <= created + late or run.unanswered != late:
        raise RuntimeError(f"{server.name}: answered {run.statuses}, {run.unanswered} not at all, kept {kept} of {present} people")


@contextmanager
def _bench() -> Iterator[_Bench]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wangju-bench-", dir=DISK)))
        folder.chmod(0o755)
        bench = _Bench(folder, stock.halls(HALLS))
        server = stack.enter_context(postgres())
        for name, (kind, engine) in CONTENDERS.items():
            bench.prepare(name, kind, server if engine == "postgresql" else None)
            bench.running[name] = stack.enter_context(bench.serving(name))
        hall, other = bench.hall(), bench.hall()
        for running in bench.running.values():
            require_same_checks(running, hall, other)
        yield bench


# 1. bursts

def _bursts(bench: _Bench) -> list[Figure]:
    figures = []
    for connections in CROWDS:
        rounds = _rounds(bench.running, lambda server, connections=connections: bench.burst(server, connections))  # type: ignore[misc]
        figures += [_ratio(f"check-ins/s, {connections} connections: {ours} ÷ {theirs}", rounds, ours, theirs, goal)
                    for ours, theirs, goal in GOALS]
        figures += [_p99(f"check-in p99, {connections} connections: {ours}", rounds, ours, 100.0 if connections == 256 else None)
                    for ours in (OURS, OURS_SQLITE)]
    return figures


def _rounds(servers: dict[str, Served], act: Callable[[Served], Run]) -> Rounds:
    """Every server in turn, another one first in each round."""
    names = [*servers]
    return [{name: act(servers[name]) for name in names[turn % len(names):] + names[:turn % len(names)]} for turn in range(ROUNDS)]


# 2. a storm

def _storms(bench: _Bench) -> list[Figure]:
    chosen = {name: bench.running[name] for name in (OURS, OURS_SQLITE, FASTAPI, FLOOR)}
    rounds = _rounds(chosen, bench.storm)
    return [_p99(f"{STORM} new connections in {STORM_S:.0f} s, p99: {ours}", rounds, ours, 20.0) for ours in (OURS, OURS_SQLITE)]


# 3. a slow disk

def _slow_disk(bench: _Bench) -> list[Figure]:
    """+3 ms on each fsync: of the service for SQLite, of PostgreSQL for itself."""
    shim = bench.crowd.slow_sync()
    figures = []
    with postgres(shim) as slow:
        for ours, server, preload in ((OURS, slow, None), (OURS_SQLITE, None, shim)):
            bench.prepare(f"{ours}, slow", "ours", server)
            with bench.serving(f"{ours}, slow", preload=preload) as slowed:
                for connections in CROWDS:
                    rounds = _rounds({"slow": slowed, "fast": bench.running[ours]},
                                     lambda one, connections=connections: bench.burst(one, connections))  # type: ignore[misc]
                    figures.append(_ratio(f"3 ms more for each fsync, {connections} connections: {ours}", rounds, "slow", "fast",
                                          0.8))
    return figures


# 4. two processes

def _two_processes(bench: _Bench) -> Figure:
    """Server, database and crowd share both cores."""
    roots = bench.stands[OURS].roots
    pin_tree(roots, BOTH)
    try:
        with bench.serving(OURS, 2, BOTH) as ours, bench.serving(FASTAPI, 2, BOTH) as theirs:
            rounds = _rounds({OURS: ours, FASTAPI: theirs}, lambda server: bench.burst(server, 256, BOTH))
    finally:
        pin_tree(roots, SERVICE)
    return _ratio("two processes on two cores, 256 connections: ours ÷ FastAPI", rounds, OURS, FASTAPI, 7.0)


# 5. the board

def _boards(bench: _Bench) -> list[Figure]:
    """Ours, asked for by many watchers, beside a list of the same event's check-ins, 20 a page."""
    hall, chosen = bench.hall(), {name: bench.running[name] for name in (OURS, DJANGO)}
    for server in chosen.values():
        bench.crowd.closed(server, check_ins(hall, range(AT_THE_BOARD)), 32, 30.0)
    figures = []
    for what, headers in (("", {}), (", If-None-Match of an older one", {"If_None_Match": '"an-older-board"'})):
        paths = {OURS: f"/api/events/{hall.id}/board", DJANGO: f"/api/events/{hall.id}/checkins"}
        asked = {name: reads(path, range(WATCHERS), **headers) for name, path in paths.items()}
        by_kind = {chosen[name].name: requests for name, requests in asked.items()}
        rounds = _rounds(chosen, lambda server, by_kind=by_kind: bench.crowd.closed(  # type: ignore[misc]
            server, by_kind[server.name], 32, SECONDS, again=True))
        if any(set(run.statuses) != {200} for one in rounds for run in one.values()):
            raise RuntimeError(f"the board was answered {[run.statuses for one in rounds for run in one.values()]}")
        figures.append(_ratio(f"board reads/s, 32 connections{what}: ours ÷ Django REST's list", rounds, OURS, DJANGO, 10.0))
    return figures


# 6. kill -9

def _killed(bench: _Bench) -> list[Figure]:
    return [_lost(bench, ours) for ours in (OURS, OURS_SQLITE)]


def _lost(bench: _Bench, ours: str) -> Figure:
    """In the middle of a burst; then whatever was acknowledged is looked for."""
    hall = bench.hall()
    with bench.serving(ours) as server:
        requests = check_ins(hall)
        death = threading.Timer(1.0, server.kill)
        death.start()
        run = bench.crowd.closed(server, requests, 256, 5.0)
        death.join()
    kept = stock.kept(server.database, hall.id)
    lost = [number for number, status in run.answered if status in (200, 201) and id_in(requests[number]) not in kept]
    return _figure(f"kill -9 during a burst, acknowledged and lost: {ours}", len(lost), "check-ins", "= 0", not lost,
                   f"{len(run.answered)} acknowledged", f"{len(kept)} kept; the web process killed after 1 s at 256 connections")


# figures

def _ratio(name: str, rounds: Rounds, ours: str, theirs: str, goal: float | None) -> Figure:
    ratio = statistics.median(one[ours].rate / one[theirs].rate for one in rounds)
    return _figure(name, round(ratio, 2), "×", None if goal is None else f"≥ {goal:g}", goal is None or ratio >= goal,
                   _said(rounds, theirs), f"{_said(rounds, ours)}; median of {_how(rounds)}")


def _p99(name: str, rounds: Rounds, ours: str, goal: float | None) -> Figure:
    value = statistics.median(one[ours].p99 for one in rounds)
    others = "; ".join(_said(rounds, other) for other in rounds[0] if other != ours)
    return _figure(name, round(value, 1), "ms", None if goal is None else f"≤ {goal:g}", goal is None or value <= goal, others,
                   f"{_said(rounds, ours)}; median of {_how(rounds)}")


def _said(rounds: Rounds, name: str) -> str:
    runs = [one[name] for one in rounds]
    rate, p50, p99, cpu = (statistics.median(getattr(run, fact) for run in runs) for fact in ("rate", "p50", "p99", "cpu_us"))
    longest, silent = max(run.longest for run in runs), sum(run.unanswered for run in runs)
    return f"{name} {rate:.0f}/s, p50 {p50:.1f}, p99 {p99:.1f}, longest {longest:.0f} ms, {cpu:.0f} µs CPU each" + (
        f", {silent} never answered" if silent else "")


def _how(rounds: Rounds) -> str:
    foreign = max(run.foreign for one in rounds for run in one.values())
    return f"{len(rounds)} paired rounds, foreign CPU at most {foreign:.2f} of a core, every answer 2xx and kept"


def _figure(name: str, value: float, unit: str, goal: str | None, met: bool, baseline: str, how: str) -> Figure:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "met": met, "baseline": baseline, "how": how}


if __name__ == "__main__":
    for figure in measure():
        mark = "met   " if figure["met"] else "MISSED"
        print(f"{mark} {figure['name']}: {figure['value']} {figure['unit']} (goal {figure['goal']}; {figure['baseline']}; {figure['how']})")
