"""The service is killed in the middle of a burst, again and again: no check-in that was answered is lost, and nobody counts twice."""
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
import requests

from models import clock, ids
from models.accounts.queries import token_hash
from models.accounts.tables import Account, Session
from models.db import insert_in_slices, writing
from models.events.tables import Unsettled
from tests.conftest import ENGINES, database_for
from tests.ports import free_port
from tests.running import House, started, wait
from tests.server.beside import beside
from tests.server.test_checkins import Hall
from tests.server.test_the_process_tree import children, gone, needs_proc, tree_of

PEOPLE, TWO_PHONES, THREADS = 300, 40, 60
DOUBTFUL, FORGED, TOO_SOON = 10, 10, 20
# What is killed, after how many answers of a burst: at its very beginning, in its middle, near its end.
KILLS = (("web", 3), ("everything", 90), ("web", 170))
PATIENCE_S = 60


@dataclass
class CheckIn:
    """One check-in as a phone keeps it until it is answered; `account` is whose phone that is."""
    account: str
    token: str
    hall: Hall
    code: str
    id: str = field(default_factory=lambda: ids.mint("chk"))
    device: str = field(default_factory=lambda: token_urlsafe(16))
    scanned_at: str = field(default_factory=lambda: clock.to_wire(clock.now()))
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def send(self, session: requests.Session) -> None:
        """Raises RequestException where nobody answers, as a phone sees it."""
        now = clock.to_wire(clock.now())
        answer = session.put(
            f"{self.hall.house.url}/api/events/{self.hall.id}/checkins/{self.id}", timeout=30,
            json={"code": self.code, "scanned_at": self.scanned_at, "sent_at": now},
            headers={"Authorization": f"Bearer {self.token}", "X-Sent-At": now, "X-Device": self.device})
        self.answers.append((answer.status_code, answer.json()))


class Burst:
    """Every check-in at once, each from a phone of its own; `cut` happens once, after so many answers."""

    def __init__(self, cut_after: int = 0, cut: Callable[[], None] = lambda: None) -> None:
        self._cut_after, self._cut = cut_after, cut
        self._answered, self._is_over = 0, threading.Event()
        self._counting, self._own = threading.Lock(), threading.local()

    def of(self, check_ins: list[CheckIn]) -> int:
        """How many were answered."""
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._one, check_ins))
        return self._answered

    def _one(self, check_in: CheckIn) -> None:
        if self._is_over.is_set():
            return
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
        try:
            check_in.send(self._own.session)
        except requests.RequestException:
            assert self._cut_after, "nothing was cut, and yet nobody answered"
        else:
            self._count()

    def _count(self) -> None:
        with self._counting:
            self._answered += 1
            is_time = self._answered == self._cut_after
        if is_time:
            self._is_over.set()
            self._cut()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where DATA_DIR goes; whatever a failing test left running is ended."""
    yield tmp_path
    _end(tree_of(str(tmp_path)))


def _end(processes: list[int]) -> None:
    for pid in processes:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


class Service:
    """The whole process tree on one port and one DATA_DIR, started again after each kill."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self._folder, self._database_url, self._port = folder, database_url, str(free_port())
        self.house: House = self.start()

    def start(self) -> House:
        self.house = started(self._folder / "var", self._database_url, PORT=self._port)
        wait(self.house)
        return self.house

    def killer(self, which: str) -> Callable[[], None]:
        """Kills with SIGKILL, at once: whom, is found out now."""
        if which == "everything":
            everything = [self.house.process.pid, *tree_of(str(self._folder))]
            return lambda: _end(everything)
        (web,) = [pid for pid, words in children(self.house).items() if "server.wsgi:public" in words]
        return lambda: os.killpg(web, signal.SIGKILL)

    def start_again(self) -> None:
        self.house.process.wait(PATIENCE_S)
        assert gone(str(self._folder))
        self.start()

    def stop(self) -> None:
        self.house.process.send_signal(signal.SIGINT)
        self.house.process.wait(40)


def signed_in(house: House, count: int) -> list[tuple[str, str]]:
    """(account, token) of people who signed in a while ago: written beside the house, since so many at once would be fenced off."""
    at, people = clock.now(), [(ids.mint("acc"), token_urlsafe(32)) for _ in range(count)]
    with beside(house), writing():
        insert_in_slices(Account, [{"id": account, "created_at": at, "last_seen_at": at} for account, _ in people])
        insert_in_slices(Session, [{"token_hash": token_hash(token), "account": account, "created_at": at,
                                    "expires_at": at + timedelta(days=1)} for account, token in people])
    return people


def register(hall: Hall) -> dict[str, dict[str, Any]]:
    """Every check-in of a hall's event by its id, as its coordinator reads them."""
    found: dict[str, dict[str, Any]] = {}
    path = following = f"/api/events/{hall.id}/checkins"
    while following:
        told = hall.coordinator.get(following)
        found |= {line["id"]: line for line in told["items"]}
        following = f"{path}?cursor={told['next']}" if told["next"] else ""
    return found


def all_scan(hall: Hall, early: Hall) -> list[CheckIn]:
    """Everybody scans: most of them honestly, some with two phones, some what was shown yesterday, or what nobody ever showed.

    In `early` they scan too, though its event has not reached the service yet.
    """
    people = signed_in(hall.house, PEOPLE + DOUBTFUL + FORGED)
    here, doubtful, forged = people[:PEOPLE], people[PEOPLE:PEOPLE + DOUBTFUL], people[PEOPLE + DOUBTFUL:]
    now, yesterday, wrong = hall.code(), hall.code(clock.now() - timedelta(days=1)), hall.code()[:-16] + "A" * 16
    honest = [CheckIn(*person, hall, now) for person in (*here, *here[:TWO_PHONES])]
    others = [CheckIn(*person, hall, code) for group, code in ((doubtful, yesterday), (forged, wrong)) for person in group]
    soon = [CheckIn(*person, early, early.code()) for person in here[:TOO_SOON]]
    mixed = [*honest, *others, *soon]
    random.Random(7).shuffle(mixed)
    return mixed


def kept(check_ins: list[CheckIn], hall: Hall) -> set[str]:
    """The ids of this hall that are there after a start; everything that was answered is among them, as it was answered."""
    there = register(hall)
    for one in check_ins:
        for status, told in one.answers:
            assert status in (200, 201), told
            if one.hall is hall:
                assert (one.id in there, there[one.id]["state"]) == (True, told["state"])
    return set(there)


@needs_proc
@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_answered_before_each_kill_is_there_after_it(folder: Path, worker_id: str, engine: str) -> None:
    service = Service(folder, database_for(f"burst_{worker_id}") if engine == "postgres" else "")
    hall, early = Hall(service.house).log(), Hall(service.house, title="还没有上传的活动")
    check_ins = all_scan(hall, early)
    for which, after in KILLS:
        unanswered = [one for one in check_ins if not one.answers]
        answered = Burst(after, service.killer(which)).of(unanswered)
        assert after <= answered < len(unanswered), "the burst was not cut"
        service.start_again()
        there = kept(check_ins, hall)

    _everything_is_sent_again(check_ins, hall, there)
    _nobody_counts_twice(check_ins, hall)
    _those_who_waited_count_when_their_event_comes(check_ins, early)
    assert "Traceback" not in service.house.log.read_text(encoding="utf-8")
    service.stop()


def _everything_is_sent_again(check_ins: list[CheckIn], hall: Hall, there: set[str]) -> None:
    """By every phone, whether it heard an answer or not: 200 for what was kept, 201 for what was lost on its way."""
    before = {one.id: one.answers[-1][1] for one in check_ins if one.answers}
    assert Burst().of(check_ins) == len(check_ins)
    for one in check_ins:
        status, told = one.answers[-1]
        if one.hall is hall:
            assert status == (200 if one.id in there else 201)
        assert status == 200 or one.id not in before
        assert told["state"] == before.get(one.id, told)["state"]


def _nobody_counts_twice(check_ins: list[CheckIn], hall: Hall) -> None:
    mine = {one.id: one for one in check_ins if one.hall is hall}
    honest = {one.account for one in mine.values() if one.answers[-1][1]["state"] == "accepted"}
    assert len(honest) == PEOPLE
    _wait_until_settled(hall)
    board, lines = hall.board(), register(hall)
    assert (board["attended"], board["live"] + board["late"], board["suspicious"]) == (PEOPLE, PEOPLE, DOUBTFUL)
    assert lines.keys() == mine.keys()
    assert sorted(line["account"] for line in lines.values() if line["counted"]) == sorted(honest)
    assert {line["account"] for line in lines.values() if line["state"] == "accepted"} == honest
    assert [line["reason"] for line in lines.values() if line["state"] == "refused"] == ["not_genuine"] * FORGED


def _wait_until_settled(hall: Hall) -> None:
    """Until then it may still change which of two phones' scans a person counts by, between one page of the register and the next."""
    until = time.monotonic() + PATIENCE_S
    with beside(hall.house):
        while Unsettled.select().where(Unsettled.event_id == hall.id).exists():
            assert time.monotonic() < until
            time.sleep(0.1)


def _those_who_waited_count_when_their_event_comes(check_ins: list[CheckIn], early: Hall) -> None:
    waiting = {one.account for one in check_ins if one.hall is early}
    assert {one.answers[-1][1]["state"] for one in check_ins if one.hall is early} == {"waiting_for_event"}
    early.log()
    until = time.monotonic() + PATIENCE_S
    while early.board()["attended"] < len(waiting):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert {line["account"] for line in register(early).values() if line["counted"]} == waiting
