"""Engines of jobs.deliver_notices in processes of their own, over a real database and a recording WeChat: killed, frozen, racing.

`python -m tests.jobs.senders <what> <json>` has everything loaded and forks, so that each engine is ready at once.
"""
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import psycopg

from gateways.wechat.access_token import AccessToken
from gateways.wechat.mass import Account, Mass
from jobs.__main__ import _connected as connected
from jobs.timetable import TIMETABLE
from models import clock
from models.config import load
from models.db import database, open_database
from models.notices.ledger import claiming, outcomes
from tests.jobs.workers import Counted, Watched
from tests.running import HOME

VERBS = ((claiming, ("begin", "claim", "release", "end", "beat")), (outcomes, ("settle",)))
IN_FLIGHT = 8


def gateways(url: str, around: Callable[..., Any] | None = None, **limits: Any) -> Any:
    """What the job needs of the outside: the configuration, and a sender to this WeChat."""
    account = Account(url, AccessToken(lambda _: ("token", 7200)))
    config = load()
    fast = config.notices.model_copy(update={"per_second": 0, "per_template_per_second": 0, "in_flight": IN_FLIGHT, **limits})
    ids = {word: one.model_copy(update={"mini": f"mini-{word}", "official": f"official-{word}"})
           for word, one in config.wechat.templates.items()}
    config = config.model_copy(update={"notices": fast, "wechat": config.wechat.model_copy(update={"templates": ids})})

    def mass() -> Any:
        sender = Mass({"mini": account, "official": account}, mini_appid="wx", in_flight=config.notices.in_flight, total_s=1)
        return Watched("mass", sender, around) if around else sender

    return SimpleNamespace(config=config, mass=mass)


def work(told: dict[str, Any], around: Callable[..., Any] | None = None) -> None:
    """One run of the job, in this process, at the instant told."""
    opened = open_database(told["database"])
    clock.run_ahead(clock.from_wire(told["at"]) - (clock.now() - clock._ahead))
    if around:
        _surround(around)
    tick = next(one for one in TIMETABLE if one.name == "deliver_notices")
    connected(tick, gateways(told["wechat"], around))
    opened.close_all()


def _surround(around: Callable[..., Any]) -> None:
    for room, verbs in VERBS:
        for verb in verbs:
            act = getattr(room, verb)
            setattr(room, verb, lambda *given, act=act, verb=verb, **more: around(verb, given, lambda: act(*given, **more)))


def killed(told: dict[str, Any]) -> None:
    """One engine that ends by SIGKILL right after the call told["after"], such as "settle 3"."""
    work(told, Counted(lambda now: os.kill(os.getpid(), signal.SIGKILL) if now == told["after"] else None))


def frozen(told: dict[str, Any]) -> None:
    """One engine that stops right after that call, until somebody continues it."""
    work(told, Counted(lambda now: os.kill(os.getpid(), signal.SIGSTOP) if now == told["after"] else None))


def cut_off(told: dict[str, Any]) -> None:
    """One engine whose connection to PostgreSQL is ended, once, right after that call."""
    work(told, Counted(lambda now: _cut_off(told["database"]) if now == told["after"] else None))


def _cut_off(url: str) -> None:
    own = database.execute_sql("SELECT pg_backend_pid()").fetchone()[0]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", (own,))


WHAT: dict[str, Callable[[dict[str, Any]], None]] = {"work": work, "killed": killed, "frozen": frozen, "cut_off": cut_off}


@contextmanager
def forking() -> Iterator["subprocess.Popen[str]"]:
    """A process that forks an engine for each line of JSON it is given, and says how it ended; -19 for one that stopped."""
    process = subprocess.Popen([sys.executable, "-m", "tests.jobs.senders"], cwd=HOME, text=True, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.communicate(timeout=60)


def ended(process: "subprocess.Popen[str]", *engines: dict[str, Any]) -> list[int]:
    """Let these engines work at one time; how each ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(engines) + "\n")
    process.stdin.flush()
    found: list[int] = json.loads(process.stdout.readline())
    return found


def main() -> None:
    for line in sys.stdin:
        children = [_start(engine) for engine in json.loads(line)]
        sys.stdout.write(json.dumps([_end_of(child) for child in children]) + "\n")
        sys.stdout.flush()


def _start(engine: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        try:
            WHAT[engine["what"]](engine)
        except BaseException as why:
            sys.stderr.write(f"{why!r}\n")
            os._exit(1)
        os._exit(0)
    return child


def _end_of(child: int) -> int:
    """A stopped one is left as if its machine slept, and continued a moment after the others are done."""
    _, status = os.waitpid(child, os.WUNTRACED)
    if not os.WIFSTOPPED(status):
        return os.waitstatus_to_exitcode(status)
    os.kill(child, signal.SIGCONT)
    os.waitpid(child, 0)
    return -signal.SIGSTOP


def later(at: str, seconds: float) -> str:
    return clock.to_wire(clock.from_wire(at) + timedelta(seconds=seconds))


if __name__ == "__main__":
    main()
