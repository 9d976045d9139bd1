"""Signing in and out, what I say of myself, the unit I ask for, roles by invitation, my data and its deletion."""
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from models import ids
from server.demo import CITY, GRASSROOTS
from tests.running import House, Phone
from tests.server.asking import command, new_draft, refused

SIGN_IN, PHONE_NUMBER = "/sns/jscode2session", "/wxa/business/getuserphonenumber"


def newcomer(house: House) -> Phone:
    """Somebody nobody knows yet."""
    return house.phone(ids.mint("usr"))


def unit_id(phone: Phone, name: str) -> str:
    found = phone.ask("GET", "/api/units", params={"q": name}).json()["items"]
    return next(one["id"] for one in found if one["name"] == name)


def test_a_newcomer_signs_in_says_a_name_and_signs_out(house: House) -> None:
    phone = newcomer(house)
    assert {name: phone.account[name] for name in ("name", "unit", "unit_confirmed", "roles")} == {
        "name": None, "unit": None, "unit_confirmed": False, "roles": []}
    assert phone.put("/api/me", {"name": "央金·卓玛བྱང"})["name"] == "央金·卓玛བྱང"
    assert phone.get("/api/me")["name"] == "央金·卓玛བྱང"
    assert phone.ask("DELETE", "/api/sessions/current").status_code == 204
    assert refused(phone.ask("GET", "/api/me")) == (401, "session.missing")


def test_the_same_person_on_two_phones_is_one_account_with_two_sessions(house: House) -> None:
    first = newcomer(house)
    second = house.phone(first.user)
    assert first.account["id"] == second.account["id"]
    first.ask("DELETE", "/api/sessions/current")
    assert second.get("/api/me")["id"] == first.account["id"]


def test_while_wechat_is_away_signing_in_says_when_to_try_again_and_nothing_is_lost(house: House) -> None:
    phone = Phone(house.url, ids.mint("usr"))
    phone.simulator("fault", path=SIGN_IN, http_status=502, times=20)
    try:
        answer = phone.ask("POST", "/api/sessions", {"code": phone.simulator("login_code", user=phone.user)["code"]})
    finally:
        phone.simulator("fault", path=SIGN_IN, http_status=502, times=0)
    assert refused(answer) == (503, "neighbour.away")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["detail"] == "微信暂时没有回应，您的内容没有丢失，请稍后再试"
    assert phone.sign_in().account["roles"] == []


def test_a_blocked_account_and_a_busy_wechat_are_told_apart(house: House) -> None:
    phone = Phone(house.url, ids.mint("usr"))
    said = {}
    for errcode in (40226, 45011, 40125):
        phone.simulator("fault", path=SIGN_IN, errcode=errcode, times=1)
        said[errcode] = refused(phone.ask("POST", "/api/sessions", {"code": phone.simulator("login_code", user=phone.user)["code"]}))
        phone.simulator("fault", path=SIGN_IN, errcode=errcode, times=0)
    assert said == {40226: (401, "wechat.blocked"), 45011: (429, "rate.limited"), 40125: (503, "neighbour.away")}


def test_a_phone_number_is_taken_from_wechat_only_and_a_used_code_changes_nothing(house: House) -> None:
    phone = newcomer(house)
    code = phone.simulator("phone_code", user=phone.user, phone="13800005678")["code"]
    assert phone.put("/api/me", {"phone_code": code})["phone"] == "13800005678"
    assert refused(phone.ask("PUT", "/api/me", {"phone_code": code, "name": "白玛"})) == (401, "wechat.code_refused")
    assert refused(phone.ask("PUT", "/api/me", {"phone": "13800000000"})) == (422, "body.malformed")
    assert (phone.get("/api/me")["phone"], phone.get("/api/me")["name"]) == ("13800005678", None)


def test_a_name_too_long_is_refused_before_a_phone_code_is_spent(house: House) -> None:
    phone = newcomer(house)
    code = phone.simulator("phone_code", user=phone.user, phone="13800005679")["code"]
    assert refused(phone.ask("PUT", "/api/me", {"phone_code": code, "name": "长" * 41})) == (422, "body.malformed")
    assert phone.put("/api/me", {"phone_code": code})["phone"] == "13800005679"


def test_a_worker_asks_to_belong_and_the_liaison_answers_once(house: House) -> None:
    worker, liaison, host = newcomer(house), house.phone("demo-coordinator"), house.phone("demo-host")
    unit = unit_id(worker, GRASSROOTS)
    worker.put("/api/me", {"name": "央金"})
    asked = worker.put("/api/me/unit", {"unit": unit, "employee_no": "0917"})
    assert (asked["unit"], asked["unit_confirmed"], asked["unit_waiting"]) == (unit, False, True)
    assert asked["liaison"]["unit_name"] == CITY
    members, account = f"/api/units/{unit}/members", worker.account["id"]
    waiting = liaison.ask("GET", members, params={"state": "asked"}).json()["items"]
    assert [one["name"] for one in waiting if one["account"] == account] == ["央金"]
    assert refused(host.ask("GET", members)) == (403, "forbidden")
    assert refused(host.ask("PUT", f"{members}/{account}", {"answer": "confirm"})) == (403, "forbidden")
    assert refused(worker.ask("PUT", f"{members}/{account}", {"answer": "confirm"})) == (403, "forbidden")
    assert not worker.get("/api/me")["unit_confirmed"]
    for _ in range(2):
        assert liaison.put(f"{members}/{account}", {"answer": "confirm"})["state"] == "confirmed"
    assert refused(liaison.ask("PUT", f"{members}/{account}", {"answer": "refuse"})) == (409, "membership.answered")
    assert worker.get("/api/me")["unit_confirmed"]
    assert account in everybody(liaison, members)


def everybody(liaison: Phone, members: str) -> list[str]:
    """The confirmed ones, page by page."""
    found, cursor = list[str](), None
    while cursor or not found:
        page = liaison.ask("GET", members, params={"state": "confirmed", **({"cursor": cursor} if cursor else {})}).json()
        found, cursor = found + [one["account"] for one in page["items"]], page["next"]
    return found


def test_asking_for_no_unit_or_an_unknown_one_is_refused_and_a_typed_name_is_kept(house: House) -> None:
    phone = newcomer(house)
    answer = phone.ask("PUT", "/api/me/unit", {})
    assert refused(answer) == (422, "incomplete")
    assert [set(one) >= {"field", "says"} for one in answer.json()["context"]["fields"]] == [True]
    assert refused(phone.ask("PUT", "/api/me/unit", {"unit": ids.mint("unt")})) == (404, "not_found")
    assert phone.put("/api/me/unit", {"unit_typed": "玉树牧民合作社工会"})["unit_typed"] == "玉树牧民合作社工会"


def test_the_sixth_question_of_a_day_has_to_wait(house: House) -> None:
    phone = newcomer(house)
    for number in range(5):
        phone.put("/api/me/unit", {"unit_typed": f"第 {number} 工会"})
    answer = phone.ask("PUT", "/api/me/unit", {"unit_typed": "再一个工会"})
    assert refused(answer) == (429, "roster.tries")
    assert 0 < int(answer.headers["Retry-After"]) <= 86400
    assert phone.get("/api/me")["unit_typed"] == "第 4 工会"


def test_an_invitation_gives_its_role_once(house: House) -> None:
    code = command(house, "invite", "observer", "*").stdout.strip()
    first, second = newcomer(house), newcomer(house)
    answer = first.ask("POST", "/api/me/roles", {"code": code})
    assert (answer.status_code, answer.json()) == (201, {"role": "observer", "over": "*"})
    assert first.get("/api/me")["roles"] == [{"role": "observer", "over": "*"}]
    assert first.ask("POST", "/api/me/roles", {"code": code.lower().replace("-", " ")}).json() == {"role": "observer", "over": "*"}
    assert refused(second.ask("POST", "/api/me/roles", {"code": code})) == (409, "invitation.used")
    assert refused(second.ask("POST", "/api/me/roles", {"code": "0000-0000-0000-0000"})) == (404, "not_found")
    assert second.get("/api/me")["roles"] == []


def test_my_data_comes_out_whole_and_goes_when_i_say_so(house: House) -> None:
    phone = newcomer(house)
    phone.put("/api/me", {"name": "央金"})
    entry = new_draft(phone, fields={"caption": "清晨"})
    mine = phone.get("/api/me/export")
    assert (mine["account"]["name"], [one["id"] for one in mine["entries"]]) == ("央金", [entry["id"]])
    assert phone.ask("DELETE", "/api/me").status_code == 204
    assert refused(phone.ask("GET", "/api/me")) == (401, "session.missing")
    again = house.phone(phone.user)
    assert again.account["id"] != phone.account["id"]
    assert refused(again.ask("GET", f"/api/entries/{entry['id']}")) == (404, "not_found")


def test_300_people_sign_in_at_once(house: House) -> None:
    """A hall: everybody is let in, and the service answers others meanwhile."""
    crowd = [Phone(house.url, f"hall-{house.port}-{number}") for number in range(300)]
    codes = [phone.simulator("login_code", user=phone.user)["code"] for phone in crowd]
    began = time.monotonic()
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda pair: pair[0].ask("POST", "/api/sessions", {"code": pair[1]}), zip(crowd, codes, strict=True)))
    sys.stdout.write(f"300 sign-ins in {time.monotonic() - began:.1f} s\n")
    assert [answer.status_code for answer in answers] == [201] * 300
    assert len({answer.json()["account"]["id"] for answer in answers}) == 300
    assert requests.get(f"{house.url}/healthz", timeout=5).status_code == 200
