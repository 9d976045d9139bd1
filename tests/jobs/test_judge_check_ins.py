"""The job that judges events again: each once, oldest ticket first, whatever one of them does, by any number of processes."""
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs import judge_check_ins
from models import clock, ids
from models.db import writing
from models.events import arriving, settling
from models.events.tables import Attendance, CheckIn, Event, Unsettled
from models.journal import Line
from tests.cast import Cast
from tests.models.events.arrived import BEGINS, a_scan, a_token, an_event, one
from tests.running import HOME

SOON = BEGINS + timedelta(minutes=5)
ONE_RUN = """
from datetime import UTC, datetime
from jobs import judge_check_ins
from models import clock, seal
from models.config import load
from models.db import database, open_database
open_database(load().database_url)
seal.use(bytes(range(32)))
clock.run_ahead(clock.from_wire('2022-08-25T06:05:00Z') - datetime.now(UTC))
with database.connection_context():
    print(judge_check_ins.run(None))
"""


def waiting_events(cast: Cast, count: int) -> list[str]:
    """Events whose check-ins came before them, in the days of the campaign."""
    clock.run_ahead(SOON - datetime.now(UTC))
    events = [ids.mint("evt") for _ in range(count)]
    for number, event_id in enumerate(events):
        for who in ("lincuo", "yangjin"):
            one(a_scan(a_token(who), event_id, SOON))
        an_event(cast, event_id=event_id, at=SOON + timedelta(seconds=number))
    return events


def test_every_event_with_a_ticket_is_judged_the_oldest_first(cast: Cast) -> None:
    events = waiting_events(cast, 3)
    assert settling.due(10) == events
    assert judge_check_ins.run(None) == 3  # type: ignore[arg-type]
    assert (Attendance.select().count(), Unsettled.select().count()) == (6, 0)
    assert judge_check_ins.run(None) == 0  # type: ignore[arg-type]


def test_what_waited_too_long_is_given_up(cast: Cast) -> None:
    one(a_scan(a_token("lincuo"), ids.mint("evt"), SOON))
    clock.run_ahead(SOON + timedelta(days=59) - datetime.now(UTC))
    assert judge_check_ins.run(None) == 0  # type: ignore[arg-type]
    clock.run_ahead(SOON + timedelta(days=61) - datetime.now(UTC))
    assert judge_check_ins.run(None) == 1  # type: ignore[arg-type]
    assert CheckIn.get().reason == "lapsed"


def test_an_event_that_cannot_be_judged_keeps_its_ticket_and_not_the_others(
        cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    broken, *others = waiting_events(cast, 3)
    with writing():
        Event.update(ends_at="some instant").where(Event.id == broken).execute()
    assert judge_check_ins.run(None) == 2  # type: ignore[arg-type]
    assert [row.event_id for row in Unsettled.select()] == [broken]
    assert {row.event_id for row in Attendance.select()} == set(others)
    assert f"job=judge_check_ins event={broken} failed kind=ValueError" in caplog.text
    assert "some instant" not in caplog.text


def test_two_processes_judge_everything_and_write_each_change_once(db: str, cast: Cast, tmp_path: Path) -> None:
    events = waiting_events(cast, 6)
    asked = {**os.environ, "DATABASE_URL": db, "DATA_DIR": str(tmp_path)}
    both = [subprocess.Popen([sys.executable, "-c", ONE_RUN], cwd=HOME, env=asked, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sum(int(process.communicate(timeout=60)[0]) for process in both) >= 6
    judge_check_ins.run(None)  # type: ignore[arg-type]
    assert (Attendance.select().count(), Unsettled.select().count()) == (12, 0)
    assert Line.select().where(Line.what == "check_in.judged").count() == 12
    assert {row.event_id for row in Attendance.select()} == set(events)


def test_a_ticket_written_by_a_burst_is_taken_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SETTLED_AT_ONCE", 0)
    event = an_event(cast)
    settling.settle(event.id, SOON)
    late = one(a_scan(a_token("lincuo"), event.id, SOON + timedelta(minutes=1)))
    early = one(a_scan(a_token("lincuo"), event.id, SOON))
    assert [row.check_in_id for row in Attendance.select()] == [late.id]
    assert judge_check_ins.run(None) == 1  # type: ignore[arg-type]
    assert [row.check_in_id for row in Attendance.select()] == [early.id]
