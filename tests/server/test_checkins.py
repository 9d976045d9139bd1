"""Check-ins over HTTP: by the rotating code, by hand, again, too late, by strangers; the register, the board, my own."""
import hashlib
import hmac
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from models import clock, ids
from tests.running import House, Phone
from tests.server.asking import member, refused
from tests.server.test_sessions_and_me import newcomer

CHECK_IN = {"id", "event", "how", "state", "evidence", "reason", "words", "scanned_at", "received_at", "counted", "event_title"}
BOARD = {"event", "state", "at", "attended", "claimed", "live", "late", "by_hand", "suspicious", "waiting"}
NOT_FOUND = (404, "not_found")


class Hall:
    """An event of the demo worker's union that began half an hour ago, and the coordinator's phone that shows its code."""

    def __init__(self, house: House, **facts: Any) -> None:
        self.house, self.coordinator = house, house.phone("demo-coordinator")
        self.id, self.secret = ids.mint("evt"), secrets.token_bytes(32)
        self.facts = {"unit": house.phone("demo-worker").account["unit"], "kind": "speech", "title": "网络文明宣讲", "place": "大礼堂",
                      "starts_at": clock.to_wire(clock.now() - timedelta(minutes=30)),
                      "ends_at": clock.to_wire(clock.now() + timedelta(minutes=90)), **facts}

    def log(self, revision: int = 0, **more: Any) -> "Hall":
        body = {**self.facts, "secret": wire(self.secret), "revision": revision, "sent_at": clock.to_wire(clock.now()), **more}
        self.coordinator.put(f"/api/events/{self.id}", body)
        return self

    def code(self, at: datetime | None = None, event: str | None = None) -> str:
        return code_of(event or self.id, self.secret, at or clock.now())

    def scan(self, phone: Phone, code: str | None = None, *, check_in: str | None = None, scanned: datetime | None = None,
             sent: datetime | None = None, **more: Any) -> requests.Response:
        now = clock.now()
        body = {"code": code or self.code(), "scanned_at": clock.to_wire(scanned or now), "sent_at": clock.to_wire(sent or now), **more}
        return phone.ask("PUT", f"/api/events/{self.id}/checkins/{check_in or ids.mint('chk')}", body)

    def by_hand(self, **who: str) -> requests.Response:
        now = clock.to_wire(clock.now())
        return self.coordinator.ask("PUT", f"/api/events/{self.id}/checkins/{ids.mint('chk')}", {"scanned_at": now, "sent_at": now, **who})

    def board(self) -> dict[str, Any]:
        return self.coordinator.get(f"/api/events/{self.id}/board")


def wire(secret: bytes) -> str:
    return urlsafe_b64encode(secret).decode().rstrip("=")


def code_of(event: str, secret: bytes, at: datetime) -> str:
    """As the contract has it, written out once more on purpose."""
    step = int(at.timestamp()) // 10
    mac = urlsafe_b64encode(hmac.digest(secret, f"{event}.{step}".encode(), hashlib.sha256)).decode()[:16]
    return f"v1.{event}.{step}.{mac}"


@pytest.fixture(scope="module")
def hall(house: House) -> Hall:
    return Hall(house).log()


def test_a_worker_in_the_hall_is_in_at_once_and_again_is_the_same(house: House) -> None:
    hall, worker, check_in = Hall(house).log(), member(house), ids.mint("chk")
    code, scanned = hall.code(), clock.now()
    first = hall.scan(worker, code, check_in=check_in, scanned=scanned)
    assert first.status_code == 201, first.text
    told = first.json()
    assert set(told) == CHECK_IN
    assert (told["state"], told["evidence"], told["reason"], told["counted"]) == ("accepted", "live", None, True)
    assert (told["words"], told["event_title"]) == ("签到成功，已计入参加人数。", "网络文明宣讲")
    again = hall.scan(worker, f"http://example.cn/c/{code}", check_in=check_in, scanned=scanned, sent=clock.now() + timedelta(hours=2))
    assert (again.status_code, again.json()) == (200, told)
    assert hall.board()["attended"] == 1


def test_an_id_of_somebody_else_tells_nothing(hall: Hall) -> None:
    check_in = ids.mint("chk")
    assert hall.scan(member(hall.house), check_in=check_in).status_code == 201
    assert refused(hall.scan(newcomer(hall.house), check_in=check_in)) == (409, "id.reused")


def test_somebody_of_another_unit_may_check_in_too(hall: Hall) -> None:
    guest = newcomer(hall.house)
    assert refused(guest.ask("GET", f"/api/events/{hall.id}")) == NOT_FOUND
    assert hall.scan(guest).json()["state"] == "accepted"
    assert guest.get(f"/api/events/{hall.id}")["title"] == "网络文明宣讲"
    assert [one["event_title"] for one in guest.get("/api/checkins")["items"]] == ["网络文明宣讲"]


def test_yesterdays_code_is_in_doubt_and_the_coordinator_decides(hall: Hall) -> None:
    worker = member(hall.house)
    told = hall.scan(worker, hall.code(clock.now() - timedelta(days=1))).json()
    assert (told["state"], told["reason"], told["counted"]) == ("suspicious", "outside_event", False)
    assert told["words"].startswith("待核实：")
    coordinator = hall.coordinator
    line = next(one for one in coordinator.get(f"/api/events/{hall.id}/checkins?state=suspicious")["items"] if one["id"] == told["id"])
    assert {move["act"] for move in line["moves"]} == {"accept", "undo"}
    path = f"/api/events/{hall.id}/checkins/{told['id']}/moves/"
    assert refused(worker.ask("PUT", path + ids.mint("mov"), {"act": "accept"})) == (403, "forbidden")
    move = ids.mint("mov")
    accepted = coordinator.ask("PUT", path + move, {"act": "accept", "comment": "本人在场"})
    assert (accepted.status_code, accepted.json()["state"], accepted.json()["counted"]) == (201, "accepted", True)
    assert coordinator.ask("PUT", path + move, {"act": "accept", "comment": "本人在场"}).status_code == 200
    assert refused(coordinator.ask("PUT", path + ids.mint("mov"), {"act": "undo"}))[0] == 422
    undone = coordinator.ask("PUT", path + ids.mint("mov"), {"act": "undo", "comment": "签错了场次"}).json()
    assert (undone["state"], undone["counted"]) == ("refused", False)
    assert [(one["act"], one["comment"]) for one in undone["history"]] == [("accept", "本人在场"), ("undo", "签错了场次")]


@pytest.mark.parametrize(("spoilt", "reason"), [("mac", "not_genuine"), ("event", "wrong_event")])
def test_a_forged_code_and_another_events_code_are_kept_and_refused(hall: Hall, spoilt: str, reason: str) -> None:
    code = hall.code()
    wrong = code[:-16] + ("A" * 16) if spoilt == "mac" else hall.code(event=ids.mint("evt"))
    answer = hall.scan(member(hall.house), wrong)
    assert answer.status_code == 201
    assert (answer.json()["state"], answer.json()["reason"], answer.json()["counted"]) == ("refused", reason, False)


def test_a_check_in_before_its_event_waits_and_counts_when_it_comes(house: House) -> None:
    hall, worker = Hall(house), member(house)
    told = hall.scan(worker).json()
    assert (told["state"], told["counted"]) == ("waiting_for_event", False)
    assert refused(worker.ask("GET", f"/api/events/{hall.id}/board")) == NOT_FOUND
    hall.log()
    until = time.monotonic() + 30
    while worker.get("/api/checkins")["items"][0]["state"] == "waiting_for_event":
        assert time.monotonic() < until
        time.sleep(0.1)
    assert worker.get("/api/checkins")["items"][0] | {"words": ""} == told | {
        "state": "accepted", "reason": None, "counted": True, "evidence": "live", "words": "", "place": "大礼堂",
        "event_title": "网络文明宣讲",
        "starts_at": hall.facts["starts_at"]}


def test_both_clocks_hours_wrong_and_yet_accepted(house: House) -> None:
    """The showing phone is two hours ahead, as it says when it saves; the scanning one three behind, as it says when it sends."""
    hall = Hall(house)
    hall.coordinator.session.headers["X-Device"] = "coordinators-phone-1"
    hall.log(sent_at=clock.to_wire(clock.now() + timedelta(hours=2)))
    behind = clock.now() - timedelta(hours=3)
    told = hall.scan(member(house), hall.code(clock.now() + timedelta(hours=2)), scanned=behind, sent=behind).json()
    assert (told["state"], told["reason"], told["evidence"]) == ("accepted", None, "live")


def test_walk_ins_by_name_and_a_personal_code(house: House) -> None:
    hall, worker = Hall(house).log(), member(house)
    told = hall.by_hand(name="索南", phone="13800000001")
    assert (told.status_code, told.json()["how"], told.json()["evidence"], told.json()["counted"]) == (201, "walk_in", "by_hand", True)
    second = hall.by_hand(name="索南")
    assert (second.json()["state"], second.json()["reason"]) == ("suspicious", "same_name")
    code = worker.put("/api/me/personal-code", {"renew": False})["code"]
    assert hall.by_hand(personal_code=code).json()["counted"] is True
    assert worker.get("/api/checkins")["items"][0]["how"] == "personal"
    worker.put("/api/me/personal-code", {"renew": True})
    unknown = hall.by_hand(personal_code=code)
    assert (unknown.status_code, unknown.json()["state"], unknown.json()["reason"]) == (201, "refused", "personal_unknown")
    names = [one["name"] for one in hall.coordinator.get(f"/api/events/{hall.id}/checkins")["items"]]
    assert names.count("索南") == 2
    assert hall.board() | {"at": ""} == {"event": hall.id, "state": "draft", "at": "", "attended": 2, "claimed": None, "live": 0, "late": 0,
                                         "by_hand": 2, "suspicious": 1, "waiting": 0}


def test_only_who_looks_after_an_event_writes_others_down_or_reads_the_register(hall: Hall) -> None:
    worker, now = member(hall.house), clock.to_wire(clock.now())
    asked = {"scanned_at": now, "sent_at": now, "name": "索南"}
    assert refused(worker.ask("PUT", f"/api/events/{hall.id}/checkins/{ids.mint('chk')}", asked)) == (403, "forbidden")
    assert refused(worker.ask("GET", f"/api/events/{hall.id}/checkins")) == (403, "forbidden")


@pytest.mark.parametrize("body", [
    {}, {"code": "v1.x"}, {"code": "https://example.cn/"}, {"name": "  "}, {"name": "索南", "phone": "12"}, {"personal_code": "p1.x"}])
def test_what_cannot_be_a_check_in_is_told_in_words(hall: Hall, body: dict[str, str]) -> None:
    now = clock.to_wire(clock.now())
    answer = hall.coordinator.ask("PUT", f"/api/events/{hall.id}/checkins/{ids.mint('chk')}", {"scanned_at": now, "sent_at": now, **body})
    assert refused(answer)[0] == 422


def test_strangers_are_told_to_sign_in(hall: Hall) -> None:
    stranger = Phone(hall.house.url, "nobody")
    assert refused(hall.scan(stranger)) == (401, "session.missing")
    stranger.session.headers["Authorization"] = "Bearer nonsense"
    assert refused(hall.scan(stranger)) == (401, "session.missing")


def test_the_board_is_not_sent_again_while_nothing_changes(house: House) -> None:
    hall = Hall(house).log()
    path = f"/api/events/{hall.id}/board"
    first = hall.coordinator.ask("GET", path)
    assert set(first.json()) == BOARD
    time.sleep(1.1)                                      # another look, which finds the same
    assert hall.coordinator.ask("GET", path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    hall.scan(member(house))
    until = time.monotonic() + 10
    while hall.coordinator.ask("GET", path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304:
        assert time.monotonic() < until
    assert hall.board()["attended"] == 1


def test_a_hall_of_sixty_at_once_is_all_in(house: House) -> None:
    hall, phones = Hall(house).log(), [newcomer(house) for _ in range(60)]
    code, answers = hall.code(), []
    threads = [threading.Thread(target=lambda phone=phone: answers.append(hall.scan(phone, code).json()["state"])) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["accepted"] * 60
    time.sleep(1.1)
    assert hall.board()["attended"] == 60


@pytest.mark.parametrize("year", [1970, 2098])
def test_a_phone_whose_clock_lost_its_battery_is_believed_as_far_as_its_sending_tells(house: House, year: int) -> None:
    hall = Hall(house).log()
    by_its_clock = clock.now().replace(year=year, day=1)
    told = hall.scan(member(house), scanned=by_its_clock, sent=by_its_clock).json()
    assert (told["state"], told["evidence"], told["counted"]) == ("accepted", "live", True)
