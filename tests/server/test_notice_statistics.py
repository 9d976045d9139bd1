"""How a notice went, over the wire: its picture, its workbook, who may have got it, and its shape as the contract has it."""
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from models import ids
from server.api.notice_picture import picture
from tests.models.works import COLLECTING
from tests.running import House, config_with, running
from tests.server.asking import member, refused
from tests.server.test_notices import moved, organiser, said, until, written

SVG = "{http://www.w3.org/2000/svg}"
HOURS = [("2022-08-20T02", 30, 4), ("2022-08-20T04", 2, 9)]


def texts(svg: str) -> list[str]:
    return [str(one.text) for one in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house where two organisers are needed from the second person on."""
    folder = tmp_path_factory.mktemp("strict")
    with running(folder / "var", WANGJU_CONFIG=str(config_with(folder / "config.yaml", notices__approval_over=1))) as house:
        yield house


def test_a_notice_has_the_shape_of_the_contract(house: House) -> None:
    notice = written(house, [member(house).account["id"]])
    assert {"id", "state", "audience", "reachable", "counts"} <= set(notice)
    assert {"now", "inbox_only"} <= set(notice["reachable"])
    assert {"planned", "sent", "delivered", "refused", "no_credit", "failed", "unknown"} <= set(notice["counts"])


def test_one_for_many_is_approved_by_a_colleague(strict: House) -> None:
    mine, colleague = strict.phone("demo-organiser"), strict.phone("demo-organiser-2")
    notice = mine.put(f"/api/notices/{ids.mint('ntc')}", said([], audience={"everybody": True}))
    assert [act["act"] for act in notice["acts"]] == ["submit", "cancel"]
    assert refused(moved(mine, notice["id"], "send")) == (409, "notice.needs_approval")
    assert moved(mine, notice["id"], "submit").status_code == 201
    assert [act["act"] for act in mine.get(f"/api/notices/{notice['id']}")["acts"]] == ["cancel"]
    assert [act["act"] for act in colleague.get(f"/api/notices/{notice['id']}")["acts"]] == ["approve", "cancel"]
    changed = mine.put(f"/api/notices/{notice['id']}", said([], audience={"everybody": True}, title="改过", revision=1))
    assert changed["state"] == "draft"
    assert moved(mine, notice["id"], "submit", revision=2).status_code == 201
    assert refused(moved(colleague, notice["id"], "approve", revision=1)) == (409, "notice.stale")
    assert moved(colleague, notice["id"], "approve", revision=2).status_code == 201
    done = until(lambda: (now := mine.get(f"/api/notices/{notice['id']}"))["state"] == "done" and now)
    assert done["told"] == done["reachable"]["people"] == done["counts"]["no_credit"]
    assert [(one["act"], one["by"] == "系统") for one in done["moves"]] == [
        ("submit", False), ("submit", False), ("approve", False), ("start", True), ("finish", True)]


def test_what_was_sent_is_drawn_and_exported(house: House) -> None:
    notice = written(house, [member(house).account["id"]], title="<还有 3 天> & “截止”")
    path = f"/api/notices/{notice['id']}"
    assert moved(organiser(house), notice["id"], "send").status_code == 201
    until(lambda: organiser(house).get(path)["state"] == "done")
    answer = organiser(house).ask("GET", f"{path}/picture.svg")
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, "image/svg+xml")
    said_there = texts(answer.content.decode())
    assert said_there[0] == "<还有 3 天> & “截止”"
    assert {"站内消息（人）", "未读 1", "小程序（条）", "没有可提醒次数 1", "还没有推送"} <= set(said_there)
    book = load_workbook(io.BytesIO(organiser(house).ask("GET", f"{path}/statistics.xlsx").content))
    assert book.sheetnames == ["提醒统计", "不能确定是否收到"]
    assert [[cell.value for cell in row] for row in book.worksheets[1].iter_rows()] == [["姓名", "单位", "渠道", "发送时间"]]
    assert organiser(house).get(f"{path}/statistics")["unknown"] == []
    for name in ("picture.svg", "statistics", "statistics.xlsx", "call-list", "call-list.xlsx", "preview"):
        assert refused(house.phone("demo-coordinator").ask("GET", f"{path}/{name}")) == (403, "forbidden")


def test_a_message_of_a_notice_says_which_and_gives_staff_the_words_to_pass_on(house: House) -> None:
    worker, staff = member(house), house.phone("demo-coordinator")
    notice = written(house, [worker.account["id"], staff.account["id"]], forward="各位同事：作品征集还有 3 天截止。")
    assert moved(organiser(house), notice["id"], "send").status_code == 201
    until(lambda: organiser(house).get(f"/api/notices/{notice['id']}")["state"] == "done")
    for phone, forward in ((worker, ""), (staff, "各位同事：作品征集还有 3 天截止。")):
        item = next(one for one in phone.get("/api/inbox")["items"] if one["about"] == notice["id"])
        assert (item["purpose"], item["title"], item["forward"]) == ("notice", "还有 3 天截止", forward)


def test_the_preview_shows_at_most_three_people_and_nothing_of_wechat(house: House) -> None:
    people = [member(house) for _ in range(4)]
    notice = written(house, [one.account["id"] for one in people])
    answer = organiser(house).ask("GET", f"/api/notices/{notice['id']}/preview")
    shown = answer.json()["people"]
    assert (len(shown), shown[0]["keywords"][2]) == (3, {"keyword": "time3", "label": "截止时间", "value": "2022年8月31日 23:59"})
    assert "openid" not in answer.text


def bars(channels: dict[str, dict[str, int]], hours: Any = HOURS) -> str:
    return picture("作品征集还有 3 天截止", "已发完", 480, 120, channels, hours, COLLECTING)


def test_the_picture_names_every_state_with_its_number() -> None:
    drawn = texts(bars({"小程序": {"delivered": 301, "sent": 11, "planned": 7, "refused": 3, "failed": 1, "unknown": 4}}))
    assert {"480", "已读 120", "未读 360"} <= set(drawn)
    assert {"已送达 301", "已发出 11", "等待发送 7", "本人拒收 3", "没有发出 1", "不能确定 4"} <= set(drawn)
    assert not [one for one in drawn if "没有可提醒次数" in one]


def test_the_picture_has_its_hours_without_gaps_and_days_when_it_took_long() -> None:
    drawn = texts(bars({}))
    assert drawn[-2:] == ["8月20日 10时", "8月20日 12时"]
    assert "最高 30" in drawn
    long = texts(bars({}, [("2022-08-20T02", 30, 4), ("2022-08-25T17", 0, 9)]))
    assert long[-2:] == ["8月20日", "8月26日"]
    assert texts(bars({}, []))[-1] == "还没有推送"


def test_parts_of_a_bar_fill_it_and_none_is_invisible() -> None:
    root = ET.fromstring(bars({"小程序": {"delivered": 999_999, "unknown": 1}}))
    wide = [float(one.get("width", "0")) for one in root.iter(f"{SVG}rect") if one.get("height") == "30"]
    assert wide[-3:] == [670, 670, 2]


def test_the_picture_is_readable_on_a_phone(browser: Browser) -> None:
    drawn = bars({"服务号": {"delivered": 88, "refused": 2, "unknown": 1}, "小程序": {"delivered": 301, "sent": 11, "no_credit": 160}})
    page = browser.new_page(viewport={"width": 375, "height": 900})
    page.set_content(f'<body style="margin:0">{drawn}<style>svg{{width:100%;height:auto}}</style>')
    boxes = page.evaluate("[...document.querySelectorAll('text')].map(t => { const b = t.getBoundingClientRect(); "
                          "return [b.left, b.right, b.height] })")
    page.close()
    assert len(boxes) == len(texts(drawn))
    assert all(left >= 15 and right <= 361 and height >= 12 for left, right, height in boxes)


def test_the_campaigns_own_plans_are_read_by_organisers_alone(house: House) -> None:
    answer = organiser(house).get("/api/notices/defaults?campaign=qinghai-2022")
    plans = {one["id"]: one for one in answer["items"]}
    assert (answer["next"], plans["A4"]["when_words"], plans["A4"]["template"]) == (None, "作品征集截止前 3 天", "T1")
    assert plans["A4"]["next_at"].endswith("Z")
    assert (plans["C2"]["on"], plans["C2"]["next_at"], bool(plans["C2"]["why_off"])) == (False, None, True)
    assert refused(house.phone("demo-worker").ask("GET", "/api/notices/defaults")) == (403, "forbidden")
    assert refused(organiser(house).ask("GET", "/api/notices/defaults?campaign=nowhere"))[0] == 404
