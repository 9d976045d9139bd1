"""Promoters over HTTP: enrolled, nominated, confirmed; each reader sees what is his; links count people, never promoters."""
from typing import Any

import pytest
import requests

from models import ids
from tests.running import House, Phone
from tests.server.asking import faulty, member, refused
from tests.server.test_sessions_and_me import newcomer

SHAPE = {"id", "campaign", "unit", "unit_name", "reporting_unit", "state", "state_label", "revision", "name", "account", "is_me", "paper",
         "statement", "consent", "link", "confirmed_at", "received_at", "moves"}
ANDROID = ("Mozilla/5.0 (Linux; Android 12; CUBOT P60) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0 Mobile Safari/537.36 "
           "MicroMessenger/8.0.30 NetType/WIFI Language/zh_CN")


def consent(phone: Phone) -> dict[str, Any]:
    (one,) = (one for one in phone.get("/api/campaigns/current")["consents"] if one["asked_of"] == "promoter")
    return {"id": one["id"], "version": one["version"]}


def enrolled(phone: Phone, promoter_id: str | None = None, **more: Any) -> requests.Response:
    return phone.ask("PUT", f"/api/promoters/{promoter_id or ids.mint('prm')}", {"consent": consent(phone), "revision": 0, **more})


def moved(phone: Phone, promoter_id: str, act: str, move_id: str | None = None, **more: Any) -> requests.Response:
    return phone.ask("PUT", f"/api/promoters/{promoter_id}/moves/{move_id or ids.mint('mov')}", {"act": act, **more})


def nominated(house: House, **more: Any) -> dict[str, Any]:
    """Somebody by name, in the demo worker's union, by the coordinator of the city."""
    unit = house.phone("demo-worker").account["unit"]
    number = int.from_bytes(ids.mint("prm").encode()[-3:]) % 10_000
    body = {"name": "扎西", "phone": f"1390000{number:04}", "unit": unit, "revision": 0, **more}
    return house.phone("demo-coordinator").put(f"/api/promoters/{ids.mint('prm')}", body)


def confirmed(house: House, phone: Phone) -> dict[str, Any]:
    """Enrolled, confirmed, and as its owner sees it now."""
    promoter = enrolled(phone).json()
    assert moved(house.phone("demo-coordinator"), promoter["id"], "confirm").status_code == 201
    return phone.get(f"/api/promoters/{promoter['id']}")


def browser(**headers: str) -> requests.Session:
    session = requests.Session()
    session.headers.update({"User-Agent": ANDROID, **headers})
    return session


def people(house: House) -> int:
    return int(house.phone("demo-worker").get("/api/promoters/reach")["people"])


def looked(house: House, session: requests.Session, slug: str, **headers: str) -> requests.Response:
    """A page opened, and its script's word that somebody looks at it."""
    assert session.get(f"{house.url}/p/{slug}", headers=headers, timeout=30).status_code == 200
    return session.post(f"{house.url}/api/visits", json={"slug": slug}, headers=headers, timeout=30)


def test_enrolled_sent_again_confirmed_and_shared(house: House) -> None:
    phone, ma, promoter_id = member(house), house.phone("demo-coordinator"), ids.mint("prm")
    first, again = (enrolled(phone, promoter_id, statement="愿意") for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    made = first.json()
    assert set(made) == SHAPE | {"comment"}
    assert (made["state_label"], made["revision"], made["is_me"], made["link"]) == ("待单位确认", 1, True, None)
    assert phone.get("/api/promoters/mine") == made
    move_id = ids.mint("mov")
    answers = [moved(ma, promoter_id, "confirm", move_id) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    theirs, mine = answers[0].json()["promoter"], phone.get("/api/promoters/mine")
    assert (theirs["state"], theirs["is_me"], theirs["link"], theirs["account"]) == ("confirmed", False, None, phone.account["id"])
    assert mine["link"].startswith(f"{house.url}/p/")
    assert [(way["act"], way["label"]) for way in mine["moves"]] == [("leave", "退出")]


def test_a_stale_save_is_answered_with_what_stands_now(house: House) -> None:
    phone = member(house)
    made = enrolled(phone).json()
    answer = enrolled(phone, made["id"], statement="别的")
    assert refused(answer) == (409, "promoter.stale")
    assert answer.json()["context"]["current"] == made


def test_a_worker_sees_nothing_of_others(house: House) -> None:
    phone, other = member(house), member(house)
    made, paper = enrolled(phone).json(), nominated(house, paper=True)
    assert other.get("/api/promoters") == {"items": [], "next": None}
    assert [one["id"] for one in phone.get("/api/promoters")["items"]] == [made["id"]]
    for promoter_id in (made["id"], paper["id"]):
        assert refused(other.ask("GET", f"/api/promoters/{promoter_id}")) == (404, "not_found")
        assert refused(moved(other, promoter_id, "confirm")) == (404, "not_found")
    assert refused(enrolled(other, made["id"])) == (409, "id.reused")
    assert refused(other.ask("GET", "/api/promoters/mine")) == (404, "not_found")
    body = {"name": "扎西", "phone": "13800000123", "revision": 0}
    assert refused(other.ask("PUT", f"/api/promoters/{ids.mint('prm')}", body)) == (403, "forbidden")


def test_coordinators_read_names_and_observers_and_lists_never_more_than_that(house: House) -> None:
    paper, unit = nominated(house, paper=True), house.phone("demo-worker").account["unit"]
    assert (paper["name"], paper["account"], paper["state_label"]) == ("扎西", None, "待本人接受")
    rows = house.phone("demo-coordinator").get(f"/api/promoters?unit={unit}&state=nominated")["items"]
    (row,) = (one for one in rows if one["id"] == paper["id"])
    assert (set(row), row["name"], [way["act"] for way in row["moves"]]) == (SHAPE, "扎西", ["confirm", "refuse", "leave"])
    assert {"phone", "slug", "phone_print"} & set(row) == set()
    assert house.phone("demo-organiser").get(f"/api/promoters?unit={ids.mint('unt')}")["items"] == []


@pytest.mark.parametrize(("body", "code", "fields"), [
    ({}, "entry.consent_missing", {"consent"}), ({"consent": {"id": "C11", "version": 99}}, "entry.consent_outdated", {"consent"}),
    ({"statement": "长" * 501}, "body.malformed", {"statement"}), ({"account": "acc_x"}, "body.malformed", {"account"}),
    ({"phone": "一三八"}, "body.malformed", {"phone"})])
def test_what_cannot_be_used_is_refused_with_its_field(house: House, body: dict[str, Any], code: str, fields: set[str]) -> None:
    answer = house.phone("demo-worker").ask("PUT", f"/api/promoters/{ids.mint('prm')}", {"revision": 0, **body})
    assert (refused(answer), faulty(answer)) == ((422, code), fields)


def test_without_a_unit_nobody_enrols_and_strangers_are_asked_to_sign_in(house: House) -> None:
    answer = enrolled(newcomer(house))
    assert (refused(answer), faulty(answer)) == ((422, "incomplete"), {"unit"})
    assert refused(requests.get(f"{house.url}/api/promoters", timeout=30)) == (401, "session.missing")
    assert refused(requests.get(f"{house.url}/api/promoters/reach", timeout=30)) == (401, "session.missing")
    assert refused(moved(house.phone("demo-worker"), "mov_1", "confirm")) == (422, "body.malformed")


def test_two_browsers_are_two_people_and_one_that_comes_twice_is_one(house: House) -> None:
    slug, before = confirmed(house, member(house))["link"].rsplit("/", 1)[1], people(house)
    first, second = browser(), browser()
    for session in (first, first, second):
        answer = looked(house, session, slug)
        assert (answer.status_code, answer.content, "Set-Cookie" in answer.headers) == (204, b"", False)
    assert people(house) == before + 2
    (mark,) = (cookie for cookie in first.cookies if cookie.name == "wangju_visitor")
    assert (len(str(mark.value)), mark.has_nonstandard_attr("HttpOnly"), mark.get_nonstandard_attr("SameSite")) == (22, True, "Lax")


@pytest.mark.parametrize("agent", [
    "", "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", "curl/8.0", "python-requests/2.32",
    "Mozilla/5.0 (compatible; Googlebot/2.1)", "Mozilla/5.0 (Linux; Android) AppleWebKit Chrome/107 mpcrawler", "facebookexternalhit/1.1"])
def test_robots_are_answered_alike_and_not_counted(house: House, agent: str) -> None:
    slug, before = confirmed(house, member(house))["link"].rsplit("/", 1)[1], people(house)
    robot = browser(**{"User-Agent": agent})
    answer = looked(house, robot, slug)
    marked = robot.post(f"{house.url}/api/visits", json={"slug": slug, "visitor": "v" * 22}, timeout=30)
    assert (answer.status_code, marked.status_code, list(robot.cookies)) == (204, 204, [])
    assert people(house) == before


def test_opening_heading_and_prefetching_count_nothing(house: House) -> None:
    slug, before, session = confirmed(house, member(house))["link"].rsplit("/", 1)[1], people(house), browser()
    head = session.head(f"{house.url}/p/{slug}", timeout=30)
    assert (head.status_code, "Set-Cookie" in head.headers) == (200, False)
    assert looked(house, session, slug, **{"Sec-Purpose": "prefetch;prerender"}).status_code == 204
    assert (list(session.cookies), people(house)) == ([], before)
    assert session.get(f"{house.url}/p/{slug}", timeout=30).headers["Cache-Control"] == "no-store"
    assert people(house) == before
    assert looked(house, session, slug).status_code == 204
    assert people(house) == before + 1


def test_the_promoter_is_not_counted_signed_in_nor_later_in_the_same_browser(house: House) -> None:
    phone = member(house)
    slug, before, session = confirmed(house, phone)["link"].rsplit("/", 1)[1], people(house), browser()
    signed_in = {"Authorization": str(phone.session.headers["Authorization"])}
    answer = session.post(f"{house.url}/api/visits", json={"slug": slug}, headers=signed_in, timeout=30)
    assert (answer.status_code, "HttpOnly" in answer.headers["Set-Cookie"]) == (204, True)
    assert looked(house, session, slug).status_code == 204
    assert people(house) == before
    assert looked(house, browser(), slug).status_code == 204
    assert people(house) == before + 1


def test_a_signed_in_person_is_one_on_every_device_and_a_phone_without_session_by_its_own_mark(house: House) -> None:
    slug, before, reader = confirmed(house, member(house))["link"].rsplit("/", 1)[1], people(house), member(house)
    for visitor in ("a" * 22, "b" * 22):
        assert reader.ask("POST", "/api/visits", {"slug": slug, "visitor": visitor}).status_code == 204
    assert people(house) == before + 1
    for _ in range(2):
        asked = {"slug": slug, "visitor": ids.mint("vis") + "Ab"}
        assert browser().post(f"{house.url}/api/visits", json=asked, timeout=30).status_code == 204
    assert people(house) == before + 3


def test_a_link_nobody_has_or_whose_promoter_left_answers_the_same_and_counts_nothing(house: House) -> None:
    phone = member(house)
    promoter = confirmed(house, phone)
    slug, before = promoter["link"].rsplit("/", 1)[1], people(house)
    assert moved(phone, promoter["id"], "leave").status_code == 201
    for link in (slug, "0" * 10):
        assert looked(house, browser(), link).status_code == 204
    assert people(house) == before
    reach = phone.get("/api/promoters/reach")
    assert set(reach) == {"people", "since"}


@pytest.mark.parametrize("body", [{}, {"slug": "A B"}, {"slug": ""}, {"slug": "a", "visitor": "short"}, {"slug": "a", "unit": "unt"}])
def test_a_visit_that_is_no_visit_is_malformed(house: House, body: dict[str, Any]) -> None:
    answer = browser().post(f"{house.url}/api/visits", json=body, timeout=30)
    assert refused(answer) == (422, "body.malformed")
