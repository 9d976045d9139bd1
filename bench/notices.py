"""Pushes to very many: our sender with its ledger beside bare libcurl, a pool of threads and a plain loop; a million planned; a kill -9.

A WeChat that answers after 20 ms on core 1, cheap as C; a sender on either core, PostgreSQL on core 0. Contenders in turn within each
round, ratios of rates taken inside a round, medians over rounds. The slow ones get fewer people: their rate does not depend on it.
Run alone with `python -m bench.notices`; BENCH_QUICK=1 for a first impression. Needs gcc and bench/requirements.txt.
"""
import os
import statistics
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench import check_in_stock, notice_stock
from bench.check_in_crowd import CROWD, Crowd, Run, check_ins, rest
from bench.check_in_servers import pin, served
from bench.check_ins import STORM, STORM_S, require_kept
from bench.notice_stage import IN_FLIGHT, LONGEST_S, Sent, Stage, end_of, stage

QUICK = bool(os.environ.get("BENCH_QUICK"))
ROUNDS = 1 if QUICK else 5
PEOPLE = {"ours": 2_000, "ours, PostgreSQL": 2_000, "bare": 2_000, "pool": 400, "naive": 60} if QUICK else {
    "ours": 100_000, "ours, PostgreSQL": 100_000, "bare": 100_000, "pool": 4_000, "naive": 200}
MILLION, FAN_OUT_ROUNDS, GROWING_S = (20_000, 1, 3.0) if QUICK else (1_000_000, 3, 30.0)
KILLS, SENDING_WHILE = (1, 20_000) if QUICK else (4, 300_000)
SETTLE_S, DEAD_S = 0.01, 31.0
SAID = {"ours": "our sender, SQLite FULL", "ours, PostgreSQL": "our sender, PostgreSQL", "bare": "bare pycurl multi, no ledger",
        "pool": "32 threads of requests, no ledger", "naive": "wechatpy loop that commits each row"}

Figure = dict[str, Any]
Rounds = list[dict[str, Sent]]


def measure() -> list[Figure]:
    """All figures. Raises RuntimeError where somebody was told twice or not at all."""
    pin(0, CROWD)
    with stage() as bench:
        return [*_rates(bench), *_million(bench), *_killed(bench), *_check_ins(bench)]


# 1. rates, and what they cost

def _rates(bench: Stage) -> list[Figure]:
    stands = {"ours": bench.stand(PEOPLE["ours"]), "ours, PostgreSQL": bench.stand(PEOPLE["ours, PostgreSQL"], bench.postgres[0])}
    for url in stands.values():
        notice_stock.plan(url)
        check_in_stock.settle(url)
    names, rounds = [*PEOPLE], []
    for turn in range(ROUNDS):
        order = names[turn % len(names):] + names[:turn % len(names)]
        rounds.append({name: _one(bench, name, stands.get(name)) for name in order})
    for url in stands.values():
        notice_stock.drop(url)
    return [_ratio(rounds, "ours", "naive", 100), _ratio(rounds, "ours", "pool", 10), _ratio(rounds, "ours", "bare", 0.8),
            _ratio(rounds, "ours, PostgreSQL", "bare", None), _cpu(rounds)]


def _one(bench: Stage, name: str, stand: str | None) -> Sent:
    """One sender's turn, ours over a copy of its stand."""
    url = bench.copy(stand) if stand else ""
    if not QUICK:
        rest()
    said = bench.send(name, PEOPLE[name], url)
    if url:
        notice_stock.drop(url)
    return said


def _ratio(rounds: Rounds, ours: str, theirs: str, goal: float | None) -> Figure:
    ratio = statistics.median(_rate(one[ours]) / _rate(one[theirs]) for one in rounds)
    return _figure(f"pushes/s: {SAID[ours]} ÷ {SAID[theirs]}", round(ratio, 2), "×", None if goal is None else f"≥ {goal:g}",
                   goal is None or ratio >= goal, _speed(rounds, theirs),
                   f"{_speed(rounds, ours)}; {IN_FLIGHT} connections; median of {len(rounds)} paired rounds, everybody told once")


def _cpu(rounds: Rounds) -> Figure:
    ours, bare = (statistics.median(one[name]["cpu_s"] / one[name]["sent"] * 1e5 for one in rounds) for name in ("ours", "bare"))
    ratio = statistics.median(one["ours"]["cpu_s"] / one["ours"]["sent"] / (one["bare"]["cpu_s"] / one["bare"]["sent"]) for one in rounds)
    return _figure("CPU of 100,000 pushes: ours ÷ bare pycurl multi", round(ratio, 2), "×", None, True, f"bare {bare:.1f} s",
                   f"ours {ours:.1f} s with claims, credits and settlements; median of {len(rounds)} paired rounds")


def _rate(said: Sent) -> float:
    return said["sent"] / said["s"]


def _speed(rounds: Rounds, name: str) -> str:
    return f"{SAID[name]} {statistics.median(_rate(one[name]) for one in rounds):,.0f}/s"


# 2. a million: planning them, and a sender beside them

def _million(bench: Stage) -> list[Figure]:
    stand, ratios, ours, bare = bench.stand(MILLION), [], 0.0, 0.0
    check_in_stock.settle(stand)
    for turn in range(FAN_OUT_ROUNDS):
        took = {}
        for way in (notice_stock.plan, notice_stock.plan_barely) if turn % 2 else (notice_stock.plan_barely, notice_stock.plan):
            url = bench.copy(stand)
            rest()
            took[way.__name__] = way(url)
            _require_planned(url)
            if way is notice_stock.plan and turn == FAN_OUT_ROUNDS - 1:
                planned = url
            else:
                notice_stock.drop(url)
        ours, bare = took["plan"], took["plan_barely"]
        ratios.append(ours / bare)
    notice_stock.drop(stand)
    ratio = statistics.median(ratios)
    return [_figure(f"fan-out of {MILLION:,} ÷ bare INSERT … SELECT", round(ratio, 2), "× time", "≤ 2", ratio <= 2, f"bare {bare:.1f} s",
                    f"ours {ours:.1f} s: messages and pushes in slices of 20,000, credits looked at, SQLite FULL; the bare one writes the "
                    f"same rows in one transaction; median of {len(ratios)} paired rounds"),
            _growth(bench, planned)]


def _require_planned(url: str) -> None:
    planned = notice_stock.states(url).get("planned")
    if planned != MILLION:
        raise RuntimeError(f"{planned} of {MILLION} were planned")


def _growth(bench: Stage, url: str) -> Figure:
    """A sender with a million planned rows before it, until it is asked to stop."""
    bench.told("forget")
    with bench.sender("ours", MILLION, url) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(GROWING_S)
        process.terminate()
        said = end_of(process)
    notice_stock.drop(url)
    grown = said["peak_mb"] - said["idle_mb"]
    return _figure(f"a sender's growth over idle, {MILLION:,} planned", round(grown, 1), "MB", "≤ 15", grown <= 15,
                   f"idle {said['idle_mb']:.0f} MB", f"peak {said['peak_mb']:.0f} MB in {said['s']:.0f} s at {_rate(said):,.0f}/s, "
                   f"{IN_FLIGHT} connections")


# 3. kill -9

def _killed(bench: Stage) -> list[Figure]:
    """In the middle; then another sender ends it. Each person was told once, or is listed as unknown."""
    stand = bench.stand(PEOPLE["ours"])
    notice_stock.plan(stand)
    check_in_stock.settle(stand)
    lost, most = [], 0.0
    for number in range(KILLS):
        url = bench.copy(stand)
        unknown, rate = _lost(bench, url, (number + 1) / (KILLS + 1))
        lost.append(unknown)
        most = max(most, IN_FLIGHT + rate * SETTLE_S)
        notice_stock.drop(url)
    notice_stock.drop(stand)
    return [_figure("unknown after a kill -9, the most of each", max(lost), "rows", f"≤ {most:.0f}", max(lost) <= most,
                    f"{IN_FLIGHT} in flight and the results of 10 ms",
                    f"{KILLS} kills at different moments of {PEOPLE['ours']:,} pushes: {', '.join(map(str, lost))}; the rest was sent by "
                    "another sender, nobody twice, nobody missing")]


def _lost(bench: Stage, url: str, share: float) -> tuple[int, float]:
    """(rows that are unknown in the end, pushes a second before the kill)"""
    people = PEOPLE["ours"]
    bench.told("forget")
    with bench.sender("ours", people, url) as process:
        began, until = time.monotonic(), time.monotonic() + LONGEST_S
        while (told := bench.told()["messages"]) < people * share and time.monotonic() < until:
            time.sleep(0.002)
        process.kill()
        rate = told / (time.monotonic() - began)
    with bench.sender("ours", people, url, DEAD_S) as process:
        end_of(process)
    found, told_at_all = notice_stock.states(url), bench.told()
    unknown, sent = found.get("unknown", 0), found.get("sent", 0)
    if told_at_all["twice"] or sent + unknown != people or not sent <= told_at_all["people"] <= people:
        raise RuntimeError(f"killed: {found}, WeChat was told {told_at_all}")
    return unknown, rate


# 4. check-ins meanwhile

def _check_ins(bench: Stage) -> list[Figure]:
    figures = []
    for engine, server in (("PostgreSQL", bench.postgres), ("SQLite", None)):
        bench.copies += 1
        data_dir = bench.folder / f"hall{bench.copies}"
        data_dir.mkdir()
        url = check_in_stock.new_database(server[0], data_dir.name) if server else f"sqlite:///{data_dir / 'bench.sqlite'}"
        halls = check_in_stock.halls(2 * ROUNDS + 1)
        check_in_stock.fill_ours(url, data_dir, halls)
        notice_stock.add_people(url, SENDING_WHILE)
        notice_stock.plan(url)
        check_in_stock.settle(url)
        figures.append(_beside(bench, url, data_dir, engine, [server[1]] if server else [], halls))
    return figures


def _beside(bench: Stage, url: str, data_dir: Path, engine: str, roots: list[int], halls: list[check_in_stock.Hall]) -> Figure:
    """A storm of check-ins without and with a sender at full speed over the same database."""
    crowd, alone, beside = Crowd(data_dir), list[Run](), list[Run]()
    with served("ours", url, data_dir=data_dir, roots=roots) as server:
        crowd.closed(server, check_ins(halls[0], range(5_000)), 32, 1.0)
        for number in range(ROUNDS):
            rest()
            alone.append(_storm(crowd, server, halls[2 * number + 1]))
            rest()
            with bench.sender("ours", SENDING_WHILE, url, DEAD_S * number):
                beside.append(_storm(crowd, server, halls[2 * number + 2]))
                sent = notice_stock.states(url).get("sent", 0)
    p99, before = (statistics.median(run.p99 for run in runs) for runs in (beside, alone))
    return _figure(f"check-in p99 while a sender is at work: {engine}", round(p99, 1), "ms", "≤ 250", p99 <= 250,
                   f"without it {before:.1f} ms",
                   f"{STORM} check-ins in {STORM_S:.0f} s on new connections, {sent:,} pushes sent meanwhile, server and "
                   f"database on core 0, the sender on either; median of {ROUNDS} paired rounds")


def _storm(crowd: Crowd, server: Any, hall: check_in_stock.Hall) -> Run:
    run = crowd.storm(server, check_ins(hall, range(STORM)), STORM_S)
    require_kept(server, hall, run)
    return run


def _figure(name: str, value: float, unit: str, goal: str | None, met: bool, baseline: str, how: str) -> Figure:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "met": met, "baseline": baseline, "how": how}


if __name__ == "__main__":
    for figure in measure():
        mark = "met   " if figure["met"] else "MISSED"
        print(f"{mark} {figure['name']}: {figure['value']} {figure['unit']} (goal {figure['goal']}; {figure['baseline']}; {figure['how']})")
