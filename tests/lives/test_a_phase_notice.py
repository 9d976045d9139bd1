"""A phase notice from the calendar's edge to the phone's screen: written once, pushed for the credit of a tap, opened, counted."""
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from models import clock
from models.campaign.plan import read
from models.campaign.shift import demo_days, shift_text
from tests.cast import PLAN
from tests.lives.conftest import Give
from tests.lives.test_an_entry import saved
from tests.running import HOME, House, Phone, config_with, running
from tests.server.test_sessions_and_me import newcomer

NEXT_PHASE, THE_DAY_BEFORE, THREE_DAYS_BEFORE_THE_END = "下一阶段开始时提醒我", "2022-08-27", "2022-08-28"
TITLE, WORDS = "还有 3 天截止", "《高原上的追光人》仍是草稿，未进入评选。点开即可继续，缺什么会逐项写明。"


@pytest.fixture
def own_house(tmp_path: Path) -> Any:
    """It lives the day before the edge; nothing is quiet, so that the test may run at night."""
    quick = config_with(tmp_path / "config.yaml", notices__quiet=["00:00", "00:00"], jobs__announce_s=1, jobs__deliver_notices_s=1)
    with running(tmp_path / "var", WANGJU_CONFIG=str(quick), DEMO_DAY=THE_DAY_BEFORE) as house:
        yield house


def test_from_the_calendars_edge_to_the_phones_screen(give: Give, own_house: House, tmp_path: Path) -> None:
    worker, organiser = newcomer(own_house), own_house.phone("demo-organiser")
    draft = saved(worker, "photo")
    hand = give(own_house.url, worker.user)
    hand.sees(NEXT_PHASE).taps(NEXT_PHASE).sees("到时用微信提醒您一次")
    assert of_the_edge(organiser) == []

    the_edge_is_now(own_house, tmp_path)
    (message,) = until(lambda: received(own_house, worker), "nothing came to the phone")
    notice = until(lambda: [one for one in of_the_edge(organiser) if one["state"] == "done"], "it was never done")[0]
    assert message["data"]["thing2"] == "征集还有3天截止"
    assert message["page"].endswith(f"n={notice['id']}")
    assert TITLE in notice["title"]

    hand.open(message["page"]).sees(TITLE, WORDS)
    until(lambda: pushed(organiser, notice["id"])["opened"] == 1, "the tap was never counted")
    assert pushed(organiser, notice["id"])["counts"]["sent"] == 1
    assert worker.get("/api/credits")["credits"]["T1"] == 0
    the_edge_is_now(own_house, tmp_path)
    time.sleep(3)
    assert (len(received(own_house, worker)), len(of_the_edge(organiser))) == (1, 1)
    assert draft["state"] == "draft"


def the_edge_is_now(house: House, folder: Path) -> None:
    """The plan's next version: "three days before the end" is this minute."""
    plan, _ = read(PLAN)
    text = shift_text(PLAN, demo_days(plan, demo_day=THREE_DAYS_BEFORE_THE_END))
    minute = f"{datetime.now(clock.SHANGHAI):%H:%M}"
    changed, count = re.subn(r'(- id: A4\n    when: collect\.closes -3 days\n    at: )"12:30"', rf'\g<1>"{minute}"', text)
    assert count == 1
    document = folder / "now.yaml"
    document.write_text(changed, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "server", "plan", "import", str(document)], cwd=HOME, env=house.environment, check=True,
                   capture_output=True, timeout=120)


def of_the_edge(organiser: Phone) -> list[dict[str, Any]]:
    """A4's rows; one that was due before the house stood is not sent and not among them."""
    found: list[dict[str, Any]] = organiser.get("/api/notices?origin=edge")["items"]
    return [one for one in found if one["title"] == TITLE and one["state"] != "cancelled"]


def received(house: House, phone: Phone) -> list[dict[str, Any]]:
    """What the simulated WeChat shows this person."""
    answer = requests.get(f"{house.url}/sim/wechat/_sim/inbox", params={"user": phone.user}, timeout=30)
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def pushed(organiser: Phone, notice: str) -> dict[str, Any]:
    channels = organiser.get(f"/api/notices/{notice}/statistics")["channels"]
    found: dict[str, Any] = next(one for one in channels if one["channel"] == "mini")
    return found


def until(found: Callable[[], Any], what: str) -> Any:
    patience = time.monotonic() + 40
    while not (answer := found()):
        assert time.monotonic() < patience, what
        time.sleep(0.2)
    return answer
