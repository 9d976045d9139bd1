"""投诉建议 over HTTP: a fact with an id of the phone's, read by its author and by those who answer."""
from typing import Any

import pytest
import requests

from models import ids
from tests.running import House, Phone
from tests.server.asking import faulty, refused
from tests.server.test_inbox import arrived
from tests.server.test_sessions_and_me import newcomer

WORDS = "上传大视频时提示看不懂，请写得简单些。"
SHAPE = {"id", "kind", "words", "phone", "sent_at", "answer", "answered_at"}


def said(who: Phone, complaint_id: str | None = None, **more: Any) -> requests.Response:
    return who.ask("PUT", f"/api/complaints/{complaint_id or ids.mint('cmp')}", {"kind": "suggestion", "words": WORDS, **more})


def test_it_is_said_once_answered_once_and_read_by_its_author(house: House) -> None:
    phone, organiser, complaint_id = newcomer(house), house.phone("demo-organiser"), ids.mint("cmp")
    first, again = (said(phone, complaint_id, phone="138 0000 1234") for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    assert set(first.json()) == SHAPE
    assert (first.json()["phone"], first.json()["answer"]) == ("13800001234", None)
    answered = organiser.put(f"/api/complaints/{complaint_id}/answer", {"words": "已改写，谢谢。"})
    assert answered["answer"] == "已改写，谢谢。"
    assert phone.get("/api/complaints")["items"] == [answered]
    message = arrived(phone, complaint_id, "complaint_answered")
    assert (message["purpose"], message["words"], message["page"]) == (
        "complaint_answered", "您提交的建议有了答复，点开查看。", "/pages/complaint/complaint")
    assert phone.get("/api/me/export")["complaints"][0]["words"] == WORDS
    assert phone.get("/api/me/export")["messages"][0]["purpose"] == "complaint_answered"


def test_the_id_of_another_meaning_or_person_reveals_nothing(house: House) -> None:
    mine, other, complaint_id = newcomer(house), newcomer(house), ids.mint("cmp")
    assert said(mine, complaint_id).status_code == 201
    for answer in (said(mine, complaint_id, kind="complaint"), said(other, complaint_id)):
        assert refused(answer) == (409, "id.reused")
        assert WORDS not in answer.text
    assert other.get("/api/complaints") == {"items": [], "next": None}


def test_only_those_who_answer_or_oversee_read_all(house: House) -> None:
    phone, organiser = newcomer(house), house.phone("demo-organiser")
    made = said(phone, phone="13800001234").json()
    assert made in organiser.get("/api/complaints?scope=all")["items"]
    assert house.phone("demo-admin").ask("GET", "/api/complaints?scope=all").status_code == 200
    for user in ("demo-worker", "demo-coordinator", "demo-host", "demo-juror"):
        reader = house.phone(user)
        assert refused(reader.ask("GET", "/api/complaints?scope=all")) == (403, "forbidden")
        assert refused(reader.ask("PUT", f"/api/complaints/{made['id']}/answer", {"words": "好的"})) == (403, "forbidden")
    assert refused(organiser.ask("PUT", f"/api/complaints/{ids.mint('cmp')}/answer", {"words": "好的"})) == (404, "not_found")


def test_ten_a_day_and_the_eleventh_is_told_when_to_come_again(house: House) -> None:
    phone = newcomer(house)
    assert [said(phone).status_code for _ in range(10)] == [201] * 10
    answer = said(phone)
    assert refused(answer) == (429, "complaint.daily")
    assert 1 <= int(answer.headers["Retry-After"]) <= 86400
    assert answer.json()["detail"] == "今天已提交 10 次投诉建议，请明天再试；急事请拨打首页的联系电话"
    assert len(phone.get("/api/complaints")["items"]) == 10


@pytest.mark.parametrize(("more", "field"), [
    ({"words": "太短"}, "words"), ({"words": "长" * 1001}, "words"), ({"words": "      "}, "words"), ({"words": "看不清\x00的字"}, "words"),
    ({"kind": "praise"}, "kind"), ({"phone": "一三八"}, "phone"), ({"phone": "----- --"}, "phone"), ({"more": 1}, "more"),
    ({"words": None}, "words")])
def test_what_cannot_be_used_is_refused_with_its_field(house: House, more: dict[str, Any], field: str) -> None:
    phone = house.phone("demo-juror")
    answer = said(phone, **more)
    assert (answer.status_code, faulty(answer)) == (422, {field})
    assert phone.get("/api/complaints")["items"] == []


def test_strangers_and_ids_of_another_kind_are_refused(house: House) -> None:
    url = f"{house.url}/api/complaints"
    assert refused(requests.get(url, timeout=30)) == (401, "session.missing")
    assert refused(requests.put(f"{url}/{ids.mint('cmp')}", json={}, timeout=30)) == (401, "session.missing")
    phone = newcomer(house)
    assert refused(said(phone, ids.mint("ent"))) == (422, "body.malformed")
    assert refused(phone.ask("GET", "/api/complaints?scope=theirs")) == (422, "body.malformed")


def test_who_leaves_is_no_longer_named(house: House) -> None:
    phone, organiser = newcomer(house), house.phone("demo-organiser")
    made = said(phone, phone="13800001234").json()
    assert phone.ask("DELETE", "/api/me").status_code == 204
    left = next(one for one in organiser.get("/api/complaints?scope=all")["items"] if one["id"] == made["id"])
    assert (left["words"], left["phone"]) == (WORDS, None)
