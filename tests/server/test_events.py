"""Events over HTTP: a document logged on site, its files, its way to confirmed, and who sees what of it."""
import secrets
from datetime import timedelta
from typing import Any

import pytest
import requests

from models import clock, ids
from tests.running import House, Phone
from tests.server.asking import PHOTO, faulty, looked_into, member, place, refused, send_form

LINE = {"id", "campaign", "unit", "unit_name", "reporting_unit", "reporting_unit_name", "kind", "kind_label", "title", "place", "starts_at",
        "ends_at", "state", "state_label", "revision", "counts", "may_look_after"}
WHOLE = LINE | {"claimed", "enterprise", "promoters_present", "online_reach", "links", "note", "saved_at", "files", "moves", "history",
                "self_confirmed", "task"}
CODES = {"secret", "secrets"}


def secret() -> str:
    return secrets.token_urlsafe(32)


def now(**apart: float) -> str:
    return clock.to_wire(clock.now() + timedelta(**apart))


def hall(house: House, **more: Any) -> dict[str, Any]:
    """An event of the demo worker's union that began an hour ago and lacks nothing."""
    return {"unit": house.phone("demo-worker").account["unit"], "kind": "speech", "place": "机械厂大礼堂", "starts_at": now(hours=-1),
            "claimed": 86, "revision": 0, **more}


def saved(house: House, who: Phone, event_id: str | None = None, **more: Any) -> dict[str, Any]:
    return who.put(f"/api/events/{event_id or ids.mint('evt')}", hall(house, **more))


def moved(who: Phone, event_id: str, act: str, move_id: str | None = None, **more: Any) -> requests.Response:
    return who.ask("PUT", f"/api/events/{event_id}/moves/{move_id or ids.mint('mov')}", {"act": act, **more})


def test_logged_sent_again_and_confirmed(house: House) -> None:
    ma, body, event_id = house.phone("demo-coordinator"), hall(house), ids.mint("evt")
    first, again = (ma.ask("PUT", f"/api/events/{event_id}", body | {"sent_at": now()}) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    made = first.json()
    assert (set(made), made["state_label"], made["kind_label"], made["revision"]) == (WHOLE, "未上报", "宣讲演讲", 1)
    assert made["counts"] == {"attended": 0, "claimed": 86, "live": 0, "late": 0, "by_hand": 0, "suspicious": 0, "waiting": 0}
    assert [(way["act"], way["label"], way["problem"]) for way in made["moves"]] == [("report", "上报", None), ("cancel", "取消活动", None)]
    move_id = ids.mint("mov")
    answers = [moved(ma, event_id, "report", move_id) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["event"]["state"] == "reported"
    confirmed = moved(ma, event_id, "confirm").json()
    assert (set(confirmed), confirmed["act"], confirmed["event"]["self_confirmed"]) == ({"id", "act", "event"}, "confirm", True)
    assert [(one["label"], one["from"], one["to"], one["actor"]["role"], one["own"]) for one in confirmed["event"]["history"]] == [
        ("上报", "draft", "reported", "coordinator", False), ("确认", "reported", "confirmed", "reporting", True)]


def test_a_stale_save_is_answered_with_the_current_event_and_no_secret(house: House) -> None:
    ma, organiser, event_id, mine = house.phone("demo-coordinator"), house.phone("demo-organiser"), ids.mint("evt"), secret()
    body = hall(house, secret=mine)
    ma.put(f"/api/events/{event_id}", body)
    organiser.put(f"/api/events/{event_id}", body | {"claimed": 90, "revision": 1, "secret": None})
    answer = ma.ask("PUT", f"/api/events/{event_id}", body | {"claimed": 91, "revision": 1})
    assert refused(answer) == (409, "event.stale")
    current = answer.json()["context"]["current"]
    assert (current["claimed"], current["revision"], set(current)) == (90, 2, WHOLE)
    assert mine not in answer.text


def test_a_secret_is_read_back_by_its_coordinators_alone(house: House) -> None:
    ma, event_id, first, second = house.phone("demo-coordinator"), ids.mint("evt"), secret(), secret()
    body = hall(house)
    kept = [ma.ask("PUT", f"/api/events/{event_id}", {**body, "revision": revision, "secret": one}).text
            for revision, one in ((0, first), (1, second), (1, None))]
    read = ma.ask("GET", f"/api/events/{event_id}")
    assert (read.json()["secret"], read.json()["secrets"], read.headers["Cache-Control"]) == (second, [second, first], "no-store")
    assert set(read.json()) == WHOLE | CODES
    told = [*kept, ma.ask("GET", "/api/events?scope=mine").text, moved(ma, event_id, "report").text]
    told += [house.phone(user).ask("GET", f"/api/events/{event_id}").text for user in ("demo-organiser", "demo-worker")]
    assert not [one for one in told if first in one or second in one or '"secret' in one]


def test_a_worker_sees_a_line_in_his_units_list_and_nothing_to_do(house: House) -> None:
    event_id = saved(house, house.phone("demo-coordinator"), note="内部备注")["id"]
    worker = member(house)
    seen = worker.get(f"/api/events/{event_id}")
    assert (set(seen), seen["may_look_after"]) == (LINE, False)
    assert seen in worker.get("/api/events?scope=unit")["items"]
    assert worker.get("/api/events?scope=mine")["items"] == []
    assert refused(worker.ask("PUT", f"/api/events/{event_id}", hall(house, claimed=1, revision=1))) == (403, "forbidden")
    assert refused(moved(worker, event_id, "report")) == (403, "forbidden")
    assert refused(worker.ask("GET", f"/api/events/{event_id}/paragraph")) == (403, "forbidden")
    stranger = house.phone(ids.mint("usr"))
    for path in (f"/api/events/{event_id}", f"/api/events/{event_id}/paragraph"):
        assert refused(stranger.ask("GET", path)) == (404, "not_found")
    assert refused(stranger.ask("PUT", f"/api/events/{event_id}", hall(house, revision=1))) == (409, "id.reused")
    assert refused(moved(stranger, event_id, "report")) == (404, "not_found")


def test_lists_are_paged_and_filtered(house: House) -> None:
    ma = house.phone("demo-coordinator")
    made = [saved(house, ma)["id"] for _ in range(22)]
    first = ma.get("/api/events?scope=mine")
    following = ma.get(f"/api/events?scope=mine&cursor={first['next']}")
    assert [one["id"] for one in first["items"] + following["items"]][:22] == made[::-1]
    assert all(set(one) == LINE for one in first["items"])
    moved(ma, made[0], "cancel", comment="下雨")
    unit = house.phone("demo-worker").account["unit"]
    assert made[0] in [one["id"] for one in ma.get(f"/api/events?state=cancelled&unit={unit}&campaign=qinghai-2022")["items"]]
    assert ma.get("/api/events?campaign=nowhere-1999")["items"] == []


def test_photographs_and_the_sheet_become_ready_and_are_seen_by_staff_only(house: House) -> None:
    ma, worker = house.phone("demo-coordinator"), member(house)
    event_id = saved(house, ma)["id"]
    photo, sheet = ids.mint("fil"), ids.mint("fil")
    for file_id, kind in ((photo, "photo"), (sheet, "document")):
        ticket = place(ma, event_id, file_id, kind=kind)
        assert ticket.status_code == 201
        assert place(ma, event_id, file_id, kind=kind).status_code == 200
        assert send_form(ticket.json()).status_code == 200
        assert ma.ask("POST", f"/api/uploads/{file_id}/confirm").status_code == 200
    assert [looked_into(ma, one)["state"] for one in (photo, sheet)] == ["ready", "ready"]
    assert refused(place(worker, event_id)) == (403, "forbidden")
    assert refused(worker.ask("POST", f"/api/uploads/{photo}/confirm")) == (404, "not_found")
    files = ma.get(f"/api/events/{event_id}")["files"]
    assert [[one["purpose"] for one in file["renditions"]] for file in files] == [
        ["display", "display_webp", "thumb", "thumb_webp", "original"], ["original"]]
    told = ma.get(f"/api/events/{event_id}/paragraph")
    assert told["words"].endswith("开展“网聚职工正能量 争做中国好网民”宣讲演讲活动，86 名职工参加。")
    assert [requests.get(url, timeout=30).headers["Content-Type"] for url in told["pictures"]] == ["image/jpeg"]
    assert refused(worker.ask("DELETE", f"/api/files/{sheet}")) == (403, "forbidden")
    assert ma.ask("DELETE", f"/api/files/{sheet}").status_code == 204
    assert [file["id"] for file in ma.get(f"/api/events/{event_id}")["files"]] == [photo]
    assert len(PHOTO) == files[0]["size"]


def test_the_task_stands_beside_the_event_and_in_a_list_of_units(house: House) -> None:
    ma = house.phone("demo-coordinator")
    event = saved(house, ma)
    before = event["task"]
    assert (before["unit_name"], before["task"]) == ("西宁市总工会", 10)
    moved(ma, event["id"], "report")
    after = moved(ma, event["id"], "confirm").json()["event"]["task"]
    assert (after["done"], after["task"]) == (before["done"] + 1, 10)
    assert ma.get("/api/events/progress")["items"] == [after]
    assert sum(one["task"] or 0 for one in house.phone("demo-organiser").get("/api/events/progress?campaign=qinghai-2022")["items"]) == 65
    assert house.phone("demo-worker").get("/api/events/progress")["items"] == []
    assert refused(ma.ask("GET", "/api/events/progress?unit=unt_0000000000000000")) == (404, "not_found")


@pytest.mark.parametrize(("more", "field"), [
    ({"kind": "party"}, "kind"), ({"unit": "unt_1"}, "unit"), ({"starts_at": "2022-08-25"}, "starts_at"),
    ({"starts_at": "2022-08-25T10:00:00"}, "starts_at"), ({"starts_at": "0001-01-01T00:00:00+14:00"}, "starts_at"),
    ({"ends_at": "9999-12-31T23:59:59-10:00"}, "ends_at"), ({"claimed": -1}, "claimed"), ({"claimed": 100_001}, "claimed"),
    ({"claimed": "86"}, "claimed"), ({"secret": "x"}, "secret"), ({"secret": "B" * 43}, "secret"),
    ({"links": [{"url": "javascript:alert(1)"}]}, "links.0.url"), ({"links": [{"url": "https://a.cn/\x00"}]}, "links.0.url"),
    ({"note": "长" * 1001}, "note"), ({"title": "看不清\x00"}, "title"), ({"more": 1}, "more"), ({"revision": -1}, "revision")])
def test_what_cannot_be_used_is_refused_with_its_field(house: House, more: dict[str, Any], field: str) -> None:
    answer = house.phone("demo-coordinator").ask("PUT", f"/api/events/{ids.mint('evt')}", hall(house, **more))
    assert (answer.status_code, faulty(answer)) == (422, {field})


def test_problems_of_an_event_have_their_words(house: House) -> None:
    ma = house.phone("demo-coordinator")
    draft = saved(house, ma, claimed=None, place="")["id"]
    assert refused(moved(ma, draft, "report")) == (422, "event.incomplete")
    assert refused(moved(ma, draft, "cancel")) == (422, "incomplete")
    assert refused(moved(ma, draft, "confirm")) == (409, "event.wrong_state")
    planned = saved(house, ma, starts_at=now(hours=1))["id"]
    assert refused(moved(ma, planned, "report")) == (409, "event.not_begun")
    assert ma.get(f"/api/events/{planned}")["moves"][0]["problem"]["code"] == "event.not_begun"
    body = hall(house, starts_at=now(days=-300))
    assert refused(ma.ask("PUT", f"/api/events/{ids.mint('evt')}", body)) == (422, "event.outside_campaign")
    body = hall(house, ends_at=now(hours=-2))
    assert refused(ma.ask("PUT", f"/api/events/{ids.mint('evt')}", body)) == (422, "event.fields")
    assert refused(ma.ask("PUT", f"/api/events/{ids.mint('ent')}", hall(house))) == (422, "body.malformed")
    assert refused(ma.ask("GET", f"/api/events/{ids.mint('evt')}")) == (404, "not_found")
    assert refused(ma.ask("GET", "/api/events?scope=theirs")) == (422, "body.malformed")
    assert refused(requests.get(f"{house.url}/api/events", timeout=30)) == (401, "session.missing")
