"""One foreground tree: quick the second time, gone with Ctrl-C, nothing acknowledged lost by kill -9."""
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from models import clock
from models.campaign.shift import DEMO_DAY
from models.config import load
from models.db import database, open_database
from server.demo import _still_good
from tests.ports import free_port
from tests.running import House, Phone, config_with, running, started, wait
from tests.server.asking import draft, new_draft

QUICK_S = 10          # promised are three on an idle machine; bench measures it


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where DATA_DIR goes; whatever a failing test left running is ended."""
    yield tmp_path
    for pid in tree_of(str(tmp_path)):
        os.kill(pid, signal.SIGKILL)


def tree_of(marker: str) -> list[int]:
    """Every process whose environment names this folder, by asking the system (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"DATA_DIR={marker}".encode() in entry.read_bytes() and int(entry.parent.name) != os.getpid():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


def gone(marker: str) -> bool:
    until = time.monotonic() + 30
    while tree_of(marker) and time.monotonic() < until:
        time.sleep(0.1)
    return not tree_of(marker)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def children(house: House) -> dict[int, str]:
    """The tree's own children by process id, with their command lines."""
    listed = Path(f"/proc/{house.process.pid}/task/{house.process.pid}/children").read_text().split()
    return {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode() for pid in listed}


needs_proc = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is asked who is still there")


@needs_proc
def test_a_second_start_is_quick_and_keeps_dates_people_and_drafts(folder: Path) -> None:
    with running(folder / "var") as house:
        entry = new_draft(house.phone("demo-worker"))
        before = requests.get(f"{house.url}/api/campaigns/current", timeout=30).json()
    began = time.monotonic()
    with running(folder / "var") as house:
        took = time.monotonic() - began
        sys.stdout.write(f"a second start took {took:.1f} s\n")
        assert took < QUICK_S
        assert requests.get(f"{house.url}/api/campaigns/current", timeout=30).json() == before
        assert house.phone("demo-worker").get(f"/api/entries/{entry['id']}") == entry
    assert house.process.returncode == 0
    assert gone(str(folder))
    assert is_free(house.port)
    said = house.log.read_text(encoding="utf-8")
    assert (said.count("数据库：0001"), said.count("正在准备演示用的活动和人员"), said.count("网聚已启动")) == (1, 1, 2)
    assert "Traceback" not in said


@needs_proc
def test_what_was_acknowledged_is_there_after_kill_9_of_everything(folder: Path) -> None:
    house = started(folder / "var")
    wait(house)
    phone = house.phone("demo-worker")
    entries = [new_draft(phone, title=f"第 {number} 张") for number in range(5)]
    saved = phone.put(f"/api/entries/{entries[0]['id']}", draft(title="断电之前", revision=1))
    for pid in [house.process.pid, *tree_of(str(folder))]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    house.process.wait(20)
    assert gone(str(folder))
    with running(folder / "var") as again:
        phone = Phone(again.url, "demo-worker", phone.session)
        assert phone.get(f"/api/entries/{saved['id']}") == saved
        assert [phone.get(f"/api/entries/{one['id']}") for one in entries[1:]] == entries[1:]


@needs_proc
@pytest.mark.parametrize("which", ["server.wsgi:public", "server.wsgi:loopback", "-m jobs"])
def test_a_child_that_dies_takes_the_others_with_it(folder: Path, which: str) -> None:
    house = started(folder / "var")
    wait(house)
    until = time.monotonic() + 20
    while not any(which in words for words in children(house).values()) and time.monotonic() < until:
        time.sleep(0.05)
    (victim,) = [pid for pid, words in children(house).items() if which in words]
    os.kill(victim, signal.SIGKILL)
    assert house.process.wait(40) == 1
    assert gone(str(folder))
    assert is_free(house.port)


@needs_proc
def test_when_the_tree_itself_is_killed_its_children_do_not_stay(folder: Path) -> None:
    house = started(folder / "var")
    wait(house)
    house.process.kill()
    house.process.wait(20)
    assert gone(str(folder))
    assert is_free(house.port)


def test_a_port_in_use_is_said_in_words(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        house = started(folder / "var", PORT=str(port))
        assert house.process.wait(60) == 1
    said = house.log.read_text(encoding="utf-8")
    assert f"不能监听 127.0.0.1:{port}" in said
    assert f"PORT={port + 1} make run" in said
    assert "Traceback" not in said


def test_another_configuration_holds_in_every_process(folder: Path) -> None:
    path = config_with(folder / "other.yaml", limits__body_bytes=1500, jobs__phase_edges_s=1)
    with running(folder / "var", WANGJU_CONFIG=str(path)) as house:
        too_much = requests.post(f"{house.url}/api/sessions", json={"code": "x" * 1600}, timeout=30)
        assert (too_much.status_code, too_much.json()["context"]) == (413, {"limit": 1500})
        assert house.says("job=phase_edges done", 3).count("job=phase_edges done") >= 3


def test_the_address_is_printed_and_answers(folder: Path) -> None:
    port = free_port()
    with running(folder / "var", PORT=str(port)) as house:
        links = re.findall(r"http://\S+", house.says("Ctrl-C"))
        assert {link.split("/")[2] for link in links} == {f"127.0.0.1:{port}"}
        assert requests.get(f"http://127.0.0.1:{port}/api/docs", timeout=30).status_code == 200


def test_another_demo_day_walks_to_the_later_steps_and_is_kept(folder: Path) -> None:
    with running(folder / "var", DEMO_DAY="2022-09-06") as house:
        phases = requests.get(f"{house.url}/api/campaigns/current", timeout=30).json()["phases"]
        assert "submit" not in {permit for phase in phases if phase["state"] == "open" for permit in phase["permits"]}
    assert (folder / "var" / "demo-day").read_text() == "2022-09-06"
    wrong = started(folder / "var", DEMO_DAY="2031-01-01")
    assert wrong.process.wait(60) == 1
    assert "2031-01-01 不在主题活动期间" in wrong.log.read_text(encoding="utf-8")


def test_dates_are_moved_again_only_when_collection_is_over(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked in this process, over the running house's own database, with this process's clock run ahead."""
    for name in ("DATA_DIR", "DATABASE_URL"):
        monkeypatch.setenv(name, house.environment.get(name, ""))
    opened = open_database(load().database_url)
    marker = house.data_dir / "demo-day"
    with database.connection_context():
        good = {days: _good_after(days, marker) for days in (0, 3, 60)}
        clock.run_ahead(timedelta(0))
        assert (good, _still_good(tmp_path / "none", DEMO_DAY), _still_good(marker, "2022-09-06")) == (
            {0: True, 3: True, 60: False}, False, False)
    opened.close_all()


def _good_after(days: int, marker: Path) -> bool:
    clock.run_ahead(timedelta(days=days))
    return _still_good(marker, DEMO_DAY)
