"""Judging while people come, events change and other processes judge too: the newest truth is what stands in the end."""
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from models import ids
from models.db import database, is_postgres, writing
from models.events import arriving, moving, settling
from models.events.tables import Attendance, CheckIn
from tests.cast import Cast
from tests.models.events.arrived import a_scan, a_token, an_event, one
from tests.models.events.test_settling import MINUTE, SOON, counted, standing, unsettled


def between_reading_and_writing(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> None:
    """Let this happen once, when an event has been read and judged and the turn to write is not taken yet."""
    read, left = settling._read, [do]

    def reading(event_id: str) -> Any:
        papers = read(event_id)
        if left:
            left.pop()()
        return papers

    monkeypatch.setattr(settling, "_read", reading)


def test_a_check_in_that_comes_while_others_are_judged_keeps_the_ticket(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SETTLED_AT_ONCE", 0)
    event = an_event(cast)
    one(a_scan(a_token("lincuo"), event.id, SOON))
    between_reading_and_writing(monkeypatch, lambda: one(a_scan(a_token("yangjin"), event.id, SOON)))
    settling.settle(event.id, SOON)
    assert (unsettled(event.id), counted(event.id)) == (True, 2)
    settling.settle(event.id, SOON)
    assert (unsettled(event.id), counted(event.id)) == (False, 2)


def test_an_event_changed_while_it_is_judged_is_judged_as_it_is_now(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event = an_event(cast)
    one(a_scan(a_token("lincuo"), event.id, SOON))
    between_reading_and_writing(monkeypatch, lambda: moving.move(
        event.id, "cancel", move_id=ids.mint("mov"), comment="改期", actor=cast.cairang, at=SOON))
    settling.settle(event.id, SOON)
    assert [state for state, *_ in standing(event.id).values()] == ["refused"]


def test_an_older_judgement_is_not_written_over_a_newer_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event = an_event(cast)
    first = one(a_scan(a_token("lincuo"), event.id, SOON + MINUTE))
    between_reading_and_writing(monkeypatch, lambda: one(a_scan(a_token("lincuo"), event.id, SOON)))
    settling.settle(event.id, SOON)
    assert standing(event.id)[first.id][:2] == ("accepted", "again")
    assert Attendance.get().check_in_id != first.id


def test_many_settle_one_event_at_once_while_people_come(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SETTLED_AT_ONCE", 0)
    event = an_event(cast)
    scans = [a_scan(a_token(f"w{number % 8}"), event.id, SOON + number * MINUTE) for number in range(24)]
    failed: list[BaseException] = []

    def run(do: Callable[[], object]) -> None:
        try:
            with database.connection_context():
                do()
        except BaseException as why:
            failed.append(why)

    work: list[Callable[[], object]] = [lambda: [one(scan) for scan in scans[:12]], lambda: [one(scan) for scan in scans[12:]],
                                        *[lambda: [settling.settle(event.id, SOON) for _ in range(12)]] * 2]
    threads = [threading.Thread(target=run, args=(do,)) for do in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    settling.settle(event.id, SOON)
    assert (counted(event.id), unsettled(event.id), CheckIn.select().count()) == (8, False, 24)
    assert {row.check_in_id for row in Attendance.select()} == {scan.check_in_id for scan in scans[:8]}


def test_what_is_judged_at_this_moment_does_not_lapse(cast: Cast) -> None:
    kept, gone = one(a_scan(a_token("lincuo"), ids.mint("evt"), SOON)), list[int]()

    def give_up() -> None:
        with database.connection_context():
            gone.append(settling.lapse(SOON + timedelta(days=61)))

    thread = threading.Thread(target=give_up)
    with writing():
        CheckIn.update(state="accepted", reason=None).where(CheckIn.id == kept.id).execute()
        thread.start()
        if is_postgres():
            thread.join(30)
    thread.join(30)
    assert (gone, CheckIn.get_by_id(kept.id).state) == ([0], "accepted")
