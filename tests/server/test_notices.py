"""提醒 over the wire: written, tried, approved, pushed to the simulated WeChat, counted; and every kind of bad input."""
import io
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
from openpyxl import load_workbook

from models import clock, ids
from tests.running import House, Phone
from tests.server.asking import member, refused

CAMPAIGN = "qinghai-2022"
VALUES = ["网聚职工正能量 争做中国好网民", "征集还有3天截止", "2022年8月31日 23:59", "您有作品尚未提交，请及时提交"]
PATIENCE_S = 60


def organiser(house: House) -> Phone:
    return house.phone("demo-organiser")


def said(account_ids: list[str], **more: Any) -> dict[str, Any]:
    return {"campaign": CAMPAIGN, "title": "还有 3 天截止", "words": "请及时提交。", "template": "T1", "values": VALUES,
            "audience": {"accounts": account_ids}, "revision": 0, **more}


def written(house: House, account_ids: list[str], **more: Any) -> dict[str, Any]:
    return organiser(house).put(f"/api/notices/{ids.mint('ntc')}", said(account_ids, **more))


def moved(phone: Phone, notice_id: str, act: str, **more: Any) -> Any:
    return phone.ask("PUT", f"/api/notices/{notice_id}/moves/{ids.mint('mov')}", {"act": act, **more})


def granted(house: House, phone: Phone, *words: str) -> dict[str, Any]:
    """In WeChat's dialog, and reported by the phone."""
    known = phone.get("/api/credits")["templates"]
    for word in words:
        told = {"user": phone.user, "template_id": known[word]["id"], "accept": True}
        assert requests.post(f"{house.url}/sim/wechat/_sim/subscribe", json=told, timeout=30).status_code == 200
    return phone.ask("POST", "/api/credits", {"results": {known[word]["id"]: "accept" for word in words}, "nonce": ids.mint("non")}).json()


def until(found: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE_S
    while not (answer := found()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return answer


def test_a_notice_is_written_reached_tried_sent_and_counted(house: House) -> None:
    reached, unreached = member(house), member(house)
    assert granted(house, reached, "T1")["credits"]["T1"] == 1
    notice = written(house, [reached.account["id"], unreached.account["id"]])
    assert {"state": "draft", "revision": 1, "faults": [], "audience_words": "指定的 2 人"}.items() <= notice.items()
    assert notice["reachable"] == {"people": 2, "now": 1, "inbox_only": 1, "official": 0, "mini": 1}
    shown = organiser(house).get(f"/api/notices/{notice['id']}/preview")["people"]
    assert [one["channel"] for one in shown] == ["mini", "inbox"]
    assert shown[0]["keywords"][1]["value"] == "征集还有3天截止"
    assert [act["act"] for act in notice["acts"]] == ["send", "cancel"]
    assert moved(organiser(house), notice["id"], "send", revision=1).status_code == 201
    done = until(lambda: (now := organiser(house).get(f"/api/notices/{notice['id']}"))["state"] == "done" and now)
    assert (done["counts"]["planned"], done["counts"]["no_credit"], done["told"]) == (2, 1, 2)
    assert done["counts"]["sent"] + done["counts"]["delivered"] == 1
    got = requests.get(f"{house.url}/sim/wechat/_sim/inbox", params={"user": reached.user}, timeout=30).json()["items"][0]
    assert (got["channel"], got["data"]["thing2"], got["page"]) == ("mp", "征集还有3天截止", f"pages/inbox/inbox?n={notice['id']}")
    assert reached.get("/api/inbox")["items"][0]["title"] == "还有 3 天截止"
    assert reached.get("/api/credits")["credits"]["T1"] == 0
    reached.ask("POST", f"/api/notices/{notice['id']}/opened", {})
    counted = organiser(house).get(f"/api/notices/{notice['id']}/statistics")
    assert [(one["channel"], one["opened"]) for one in counted["channels"]] == [("inbox", 1), ("mini", 1)]
    assert [(row["inbox"], row["counts"]["planned"]) for row in counted["by_unit"]] == [(2, 2)]


def test_who_cannot_be_reached_is_a_list_for_their_liaisons(house: House) -> None:
    somebody = member(house)
    somebody.ask("PUT", "/api/me", {"name": "=1+1"})
    notice = written(house, [somebody.account["id"]])
    (unit,) = organiser(house).get(f"/api/notices/{notice['id']}/call-list")["units"]
    assert unit["people"] == 1
    for name in ("call-list.xlsx", "statistics.xlsx"):
        answer = organiser(house).ask("GET", f"/api/notices/{notice['id']}/{name}")
        cells = [cell for row in load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows() for cell in row]
        assert cells[0].value == "单位"
    answer = organiser(house).ask("GET", f"/api/notices/{notice['id']}/call-list.xlsx")
    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if "1+1" in str(cell.value)] == ["s"]


def test_a_trial_goes_to_its_writer_alone_and_counts_nowhere(house: House) -> None:
    notice, me = written(house, [member(house).account["id"]]), organiser(house)
    granted(house, me, "T1")
    answer = me.ask("POST", f"/api/notices/{notice['id']}/test", {})
    assert (answer.status_code, answer.json()["pushed"]) == (201, "mini")
    assert me.get("/api/inbox")["items"][0]["title"] == "【试发】还有 3 天截止"
    assert me.get(f"/api/notices/{notice['id']}")["counts"]["planned"] == 0
    assert [one["id"] for one in me.get("/api/notices")["items"]].count(notice["id"]) == 1
    assert not any(one["title"].startswith("【试发】") for one in me.get("/api/notices")["items"])


@pytest.mark.parametrize(("more", "field"), [
    ({"values": ["", *VALUES[1:]]}, "values.0"), ({"values": VALUES[:2]}, "values"), ({"template": "T9"}, "template"),
    ({"values": [*VALUES[:2], "2022年8月31日 24:00", VALUES[3]]}, "values.2"), ({"title": "  "}, "title"), ({"words": ""}, "words"),
    ({"template": "T2", "values": ["《追光》", "🎉🎉", VALUES[2], "无"]}, "values.1"), ({"page": "https://example.cn"}, "page"),
    ({"words": "{密码}"}, "words"), ({"audience": {}}, "audience")])
def test_what_wechat_would_not_take_is_said_and_nothing_is_sent(house: House, more: dict[str, Any], field: str) -> None:
    notice = written(house, [member(house).account["id"]], **more)
    assert [one["field"] for one in notice["faults"]] == [field]
    answer = moved(organiser(house), notice["id"], "send")
    assert refused(answer) == (422, "notice.not_sendable")
    assert [one["field"] for one in answer.json()["context"]["fields"]] == [field]
    assert organiser(house).get(f"/api/notices/{notice['id']}")["state"] == "draft"


def test_long_things_are_cut_and_newlines_become_spaces_with_a_warning(house: House) -> None:
    notice = written(house, [member(house).account["id"]], values=[*VALUES[:3], "二十一个字的提示语一二三四五六七八九十一\n二"])
    assert notice["faults"] == []
    assert "…" in notice["warnings"][0]


@pytest.mark.parametrize(("audience", "code"), [
    ({"accounts": ["acc_0000000000000000"]}, "notice.for_nobody"), ({"role": "king"}, "audience.unclear"),
    ({"unit": "unt_0000000000000000"}, "audience.unclear"), ({"entry": "draft", "surprise": 1}, "audience.unclear"),
    ({"all": []}, "audience.unclear"), ({"entry": "draft", "track": "nowhere"}, "audience.unclear"),
    ({"saved": "aud_0000000000000000"}, "not_found")])
def test_an_audience_of_nobody_or_nonsense_is_refused(house: House, audience: dict[str, Any], code: str) -> None:
    answer = organiser(house).ask("PUT", f"/api/notices/{(notice_id := ids.mint('ntc'))}", said([], audience=audience))
    if answer.status_code == 201:
        answer = moved(organiser(house), notice_id, "send")
    assert refused(answer)[1] == code


def test_a_schedule_in_the_past_is_refused_when_it_is_let_go(house: House) -> None:
    past = clock.to_wire(clock.now().replace(year=2021))
    notice = written(house, [member(house).account["id"]], due_at=past)
    assert refused(moved(organiser(house), notice["id"], "send")) == (422, "notice.too_late")


def test_two_organisers_editing_one_notice_are_told_of_each_other(house: House) -> None:
    notice = written(house, [member(house).account["id"]])
    path, mine = f"/api/notices/{notice['id']}", said([member(house).account["id"]], revision=1)
    assert organiser(house).ask("PUT", path, {**mine, "title": "第一次"}).status_code == 200
    assert organiser(house).ask("PUT", path, {**mine, "title": "第一次"}).status_code == 200
    answer = organiser(house).ask("PUT", path, {**mine, "title": "第二次"})
    assert refused(answer) == (409, "notice.stale")
    assert answer.json()["context"]["current"]["title"] == "第一次"
    assert refused(moved(organiser(house), notice["id"], "send", revision=1)) == (409, "notice.stale")


def test_a_large_one_needs_a_colleague(house: House) -> None:
    notice = written(house, [], audience={"everybody": True})
    if notice["reachable"]["people"] <= 500:
        assert [act["act"] for act in notice["acts"]] == ["send", "cancel"]
    assert moved(organiser(house), notice["id"], "submit").status_code == 201
    assert refused(moved(organiser(house), notice["id"], "approve")) == (403, "notice.own_approval")
    assert moved(organiser(house), notice["id"], "cancel").json()["notice"]["state"] == "cancelled"
    assert refused(moved(organiser(house), notice["id"], "resume")) == (409, "notice.wrong_state")


def test_a_move_sent_again_is_the_same_move(house: House) -> None:
    notice = written(house, [member(house).account["id"]])
    path = f"/api/notices/{notice['id']}/moves/{ids.mint('mov')}"
    assert [organiser(house).ask("PUT", path, {"act": "cancel"}).status_code for _ in range(2)] == [201, 200]
    assert refused(organiser(house).ask("PUT", path, {"act": "pause"})) == (409, "id.reused")


def test_nobody_else_knows_of_notices(house: House) -> None:
    notice = written(house, [member(house).account["id"]])
    for who in ("demo-worker", "demo-coordinator", "demo-host"):
        assert refused(house.phone(who).ask("GET", f"/api/notices/{notice['id']}")) == (403, "forbidden")
        assert refused(house.phone(who).ask("POST", "/api/audiences/reach", {"campaign": CAMPAIGN, "terms": {"everybody": True}}))[0] == 403


def test_an_audience_is_saved_chosen_and_changed(house: House) -> None:
    path, me = f"/api/audiences/{ids.mint('aud')}", organiser(house)
    made = me.ask("PUT", path, {"campaign": CAMPAIGN, "name": "有草稿的人", "terms": {"entry": "draft"}, "revision": 0})
    assert (made.status_code, made.json()["words"]) == (201, "有未提交草稿的作者")
    notice = written(house, [], audience={"saved": path.rsplit("/", 1)[1]})
    assert notice["audience"] == {"entry": "draft"}
    changed = {"campaign": CAMPAIGN, "name": "有草稿的人", "terms": {"entry": "returned"}, "revision": 1}
    assert [me.ask("PUT", path, changed).status_code for _ in range(2)] == [200, 200]
    assert refused(me.ask("PUT", path, {**changed, "name": "又改"})) == (409, "audience.stale")
    assert me.get(f"/api/notices/{notice['id']}")["audience"] == {"entry": "draft"}
    assert path.rsplit("/", 1)[1] in [one["id"] for one in me.get("/api/audiences")["items"]]


def test_credits_are_counted_once_a_tap(house: House) -> None:
    phone = member(house)
    known = phone.get("/api/credits")["templates"]
    results = {known["T1"]["id"]: "accept", known["T2"]["id"]: "reject", known["T3"]["id"]: "acceptWithAlert"}
    asked = {"results": results, "nonce": ids.mint("non")}
    for _ in range(2):
        assert phone.ask("POST", "/api/credits", asked).json()["credits"] == {"T1": 1, "T2": 0, "T3": 1, "T4": 0}
    other = {**asked, "results": {known["T2"]["id"]: "accept"}}
    assert refused(phone.ask("POST", "/api/credits", other)) == (409, "credit.nonce_reused")
    assert refused(phone.ask("POST", "/api/credits", {**asked, "results": {"nobody": "accept"}})) == (422, "template.unknown")
    assert phone.put("/api/credits/asked/T1", {"wanted": True})["asked"] == ["T1"]
    assert phone.put("/api/credits/asked/T1", {"wanted": False})["asked"] == []
    assert refused(phone.ask("PUT", "/api/credits/asked/T9", {"wanted": True}))[0] == 404
