"""Each job against a real store over real HTTP, beside the running house's own jobs: nothing is done twice, nothing is lost."""
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from gateways import LOOPBACK_VARIABLE, Gateways, open_gateways
from jobs import phase_edges, reconcile_uploads, sweep
from jobs.__main__ import once
from jobs.timetable import TIMETABLE, Tick
from models import clock, ids
from models.campaign import actions as campaigns
from models.campaign.plan import read
from models.campaign.shift import demo_days, shift_text
from models.campaign.tables import PhaseEdge
from models.config import load
from models.db import database, open_database, writing
from models.journal import Line
from models.media.tables import ComputerCode, Discarded, File
from models.ports import Refused, Unreachable
from tests import cast
from tests.ports import free_port
from tests.running import HOME, House, Phone
from tests.server.asking import new_draft, place, refused, send_form

ONE_RUN = """
from jobs import phase_edges
from models.config import load
from models.db import database, open_database, writing
open_database(load().database_url)
with database.connection_context():
    print(phase_edges.run(None))
"""


@pytest.fixture
def beside(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateways]:
    """This process as another jobs process of the running house: its database, its store, its keys."""
    for name in ("DATA_DIR", "PORT", "DATABASE_URL"):
        monkeypatch.setenv(name, house.environment.get(name, ""))
    monkeypatch.setenv(LOOPBACK_VARIABLE, house.url)
    opened = open_database(load().database_url)
    with database.connection_context():
        yield open_gateways(load())
    opened.close_all()


def unconfirmed(phone: Phone) -> str:
    """A file whose bytes arrived while the phone fell silent."""
    ticket = place(phone, new_draft(phone)["id"]).json()
    assert send_form(ticket).status_code == 200
    return str(ticket["id"])


def test_an_upload_nobody_confirmed_is_found_in_the_store(house: House, beside: Gateways) -> None:
    phone = house.phone("demo-worker")
    arrived, empty = unconfirmed(phone), place(phone, new_draft(phone)["id"]).json()
    reconcile_uploads.run(beside)
    assert File.get_by_id(arrived).state == "waiting"             # young yet: its phone may still speak
    clock.run_ahead(timedelta(minutes=3))
    assert reconcile_uploads.run(beside) >= 1
    assert (File.get_by_id(arrived).state, File.get_by_id(empty["id"]).state) == ("stored", "waiting")
    lines = Line.select().where(Line.what == "file.stored", Line.about == arrived).count()
    reconcile_uploads.run(beside)
    assert (lines, Line.select().where(Line.what == "file.stored", Line.about == arrived).count()) == (1, 1)


def test_the_object_of_a_removed_file_is_deleted_and_nobody_elses(house: House, beside: Gateways) -> None:
    phone = house.phone("demo-worker")
    removed, kept = unconfirmed(phone), unconfirmed(phone)
    key, other = File.get_by_id(removed).key, File.get_by_id(kept).key
    assert phone.ask("DELETE", f"/api/files/{removed}").status_code == 204
    sweep.run(beside)
    assert beside.store.stat(key) is not None                     # links to it may still be open
    clock.run_ahead(timedelta(days=2))
    assert sweep.run(beside) >= 1
    assert beside.store.stat(key) is None
    assert beside.store.stat(other) is not None
    assert Discarded.get_or_none(Discarded.key == key) is None
    assert [file["id"] for file in phone.get("/api/entries")["items"] if file["id"] == removed] == []


def test_a_session_that_is_over_is_swept_away(house: House, beside: Gateways) -> None:
    phone = house.phone("demo-worker")
    clock.run_ahead(timedelta(days=29))
    sweep.run(beside)
    assert phone.ask("GET", "/api/me").status_code == 200
    clock.run_ahead(timedelta(days=31))
    sweep.run(beside)
    clock.run_ahead(timedelta(0))
    assert refused(phone.ask("GET", "/api/me")) == (401, "session.missing")


def test_a_code_for_a_computer_that_nobody_typed_is_swept_away(house: House, beside: Gateways) -> None:
    phone, file_id = house.phone("demo-worker"), ids.mint("fil")
    asked = phone.ask("POST", f"/api/uploads/{file_id}/computer", {"about": new_draft(phone)["id"], "kind": "photo"})
    assert asked.status_code == 201, asked.text
    sweep.run(beside)
    assert ComputerCode.get_or_none(ComputerCode.id == file_id) is not None
    clock.run_ahead(timedelta(minutes=16))
    sweep.run(beside)
    clock.run_ahead(timedelta(0))
    assert ComputerCode.get_or_none(ComputerCode.id == file_id) is None


class Moody:
    """A store that refuses one key and does not answer for another: what the world does, not what our code does."""

    def __init__(self, moods: dict[str, Exception]) -> None:
        self.moods, self.deleted = moods, list[str]()

    def delete(self, key: str) -> None:
        if key in self.moods:
            raise self.moods[key]
        self.deleted.append(key)


def test_one_object_the_store_refuses_does_not_keep_the_others(db: str) -> None:
    moody = Moody({"ent/1": Refused("599"), "ent/3": Unreachable("away")})
    gateways: Any = SimpleNamespace(sweep_store=lambda: None, sweep_studio=lambda: None, store=moody)
    with writing():
        for number in range(5):
            Discarded.create(key=f"ent/{number}", due_at=clock.now() - timedelta(seconds=9 - number))
    assert sweep.run(gateways) == 2
    assert moody.deleted == ["ent/0", "ent/2"]
    assert [row.key for row in Discarded.select().order_by(Discarded.key)] == ["ent/1", "ent/3", "ent/4"]


def test_two_processes_write_each_phase_edge_once(db: str, tmp_path: Path) -> None:
    plan, _ = read(cast.PLAN)
    campaigns.import_plan(shift_text(cast.PLAN, demo_days(plan, demo_day="2022-08-01")), actor_id=None)
    edges = PhaseEdge.select().count()
    with writing():
        PhaseEdge.update(instant=clock.now() - timedelta(hours=1)).execute()
    asked = {**os.environ, "DATABASE_URL": db, "DATA_DIR": str(tmp_path)}
    both = [subprocess.Popen([sys.executable, "-c", ONE_RUN], cwd=HOME, env=asked, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    written = [int(process.communicate(timeout=60)[0]) for process in both]
    lines = Line.select().where(Line.what.startswith("phase."))
    assert sum(written) == lines.count() == PhaseEdge.select().where(PhaseEdge.written_at.is_null(False)).count() == edges > 0
    assert phase_edges.run(None) == 0  # type: ignore[arg-type]
    assert lines.count() == edges


def test_every_job_says_what_it_is_for_and_how_often() -> None:
    every = {tick.name: (tick.every(load().jobs), bool(tick.why)) for tick in TIMETABLE}
    assert every == {"phase_edges": (30, True), "announce": (3, True), "deliver_notices": (2, True),
                     "name_followers": (30, True), "check_templates": (3600, True),
                     "process_media": (2, True), "process_films": (2, True),
                     "check_content": (2, True), "judge_check_ins": (2, True), "reconcile_targets": (600, True),
                     "reconcile_uploads": (60, True), "sweep": (3600, True)}


def test_a_job_that_fails_says_where_and_not_what_and_runs_again(sqlite_template: Path, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Gateways) -> object:
        raise ValueError("林措 13800001234")

    run = once(Tick("failing", fail, lambda _: 1, "for this test"), None)  # type: ignore[arg-type]
    opened = open_database(f"sqlite:///{sqlite_template}")
    for _ in range(2):
        run()
    opened.close_all()
    assert caplog.text.count("job=failing failed kind=ValueError at=test_the_jobs.py:") == 2
    assert "林措" not in caplog.text


def test_the_jobs_process_ticks_at_once_and_ends_on_sigterm(house: House, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as told:
        process = subprocess.Popen([sys.executable, "-m", "jobs"], cwd=HOME, stderr=told,
                                   env={**house.environment, LOOPBACK_VARIABLE: house.url, "PORT": str(free_port())})
    until = time.monotonic() + 30
    while log.read_text().count(" done=") < len(TIMETABLE) and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    said = log.read_text()
    assert {tick.name for tick in TIMETABLE if f"job={tick.name} done=" in said} == {tick.name for tick in TIMETABLE}
    assert ("Traceback" in said, " failed kind=" in said) == (False, False)
    assert requests.get(f"{house.url}/readyz", timeout=30).status_code == 200
