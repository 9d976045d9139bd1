"""A computer's errand over HTTP: the code, the token, and each refusal with its words."""
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from models import ids
from tests.running import House, Phone, config_with, running
from tests.server.asking import PHOTO, faulty, looked_into, new_draft, place, refused, send_form

WRONG = (404, "computer.code_wrong")
OVER = (401, "computer.over")
CHOSEN = {"name": "晨光.jpg", "size": len(PHOTO)}


def ask(phone: Phone, entry_id: str, file_id: str | None = None, **more: Any) -> requests.Response:
    return phone.ask("POST", f"/api/uploads/{file_id or ids.mint('fil')}/computer", {"about": entry_id, "kind": "photo", **more})


def computer(house: House, method: str, path: str, token: str = "", body: Any = None, **headers: str) -> requests.Response:
    """What the page sends: no session, no cookie."""
    return requests.request(method, f"{house.url}/u/{path}", json=body, headers={"X-Computer-Token": token, **headers}, timeout=30)


def opened(house: House, phone: Phone, file_id: str | None = None) -> tuple[str, str, str]:
    """(token, entry, file) of a computer that was just let in."""
    entry_id, file_id = new_draft(phone)["id"], file_id or ids.mint("fil")
    answer = computer(house, "POST", "open", body={"code": ask(phone, entry_id, file_id).json()["short_code"]})
    assert answer.status_code == 200, answer.text
    return answer.json()["token"], entry_id, file_id


def test_a_film_comes_from_a_computer_and_the_phone_sees_it_arrive(house: House) -> None:
    phone, file_id = house.phone("demo-worker"), ids.mint("fil")
    entry_id = new_draft(phone)["id"]
    asked = ask(phone, entry_id, file_id)
    assert (asked.status_code, asked.json()["page"]) == (201, f"{house.url}/u")
    assert phone.get(f"/api/uploads/{file_id}")["state"] == "computer_waiting"
    let_in = computer(house, "POST", "open", body={"code": asked.json()["short_code"].lower().replace("-", " ")}).json()
    assert (let_in["entry"], let_in["kind"], let_in["file"]) == ({"title": "晨光", "track_label": "网络正能量摄影作品征集"}, "photo", None)
    assert phone.get(f"/api/uploads/{file_id}") == {
        "id": file_id, "about": entry_id, "kind": "photo", "state": "computer_open", "expires_at": let_in["expires_at"]}
    ticket = computer(house, "PUT", "place", let_in["token"], CHOSEN).json()
    assert (ticket["id"], ticket["mode"], phone.get(f"/api/uploads/{file_id}")["state"]) == (file_id, "form", "waiting")
    assert send_form(ticket).status_code == 200
    confirmed = computer(house, "POST", "confirm", let_in["token"]).json()
    assert (confirmed["state"], confirmed["size"], confirmed["name"]) == ("stored", len(PHOTO), "晨光.jpg")
    looked = looked_into(phone, file_id)
    assert (looked["id"], looked["state"], looked["name"]) == (file_id, "ready", "晨光.jpg")
    assert phone.get(f"/api/entries/{entry_id}")["files"] == [looked]


def test_a_computer_learns_the_title_the_track_and_the_rules_and_nothing_of_the_person(house: House) -> None:
    phone = house.phone("demo-worker")
    personal = {"contact_name": "林措", "contact_phone": "13800000000"}
    entry_id = new_draft(phone, authors=[{"name": "林措", "role": "摄影"}], fields=personal)["id"]
    answer = computer(house, "POST", "open", body={"code": ask(phone, entry_id).json()["short_code"]})
    told = answer.json()
    assert set(told) == {"token", "expires_at", "entry", "kind", "kind_label", "help", "max_bytes", "types", "accept", "rules", "file"}
    assert (told["max_bytes"], told["help"]) == (52428800, "请选“原图”上传，不要边框和签名")
    assert [one["words"] for one in told["rules"]] == ["每个文件不小于 2 MB", "长边不少于 2000 像素"]
    for private in ("林措", "13800000000", phone.account["id"]):
        assert private not in answer.text
    computer(house, "PUT", "place", told["token"], {"name": "林措.jpg", "size": 5})
    assert "林措" not in computer(house, "GET", "open", told["token"]).text


def test_a_code_wrong_used_or_replaced_is_refused_alike(house: House) -> None:
    phone, file_id = house.phone("demo-worker"), ids.mint("fil")
    entry_id = new_draft(phone)["id"]
    replaced = ask(phone, entry_id, file_id).json()["short_code"]
    used = ask(phone, entry_id, file_id).json()["short_code"]
    assert computer(house, "POST", "open", body={"code": used}).status_code == 200
    answers = [computer(house, "POST", "open", body={"code": code}) for code in ("ZZZZ-ZZZZ", replaced, used, "")]
    assert [refused(answer) for answer in answers] == [WRONG] * 4
    assert {answer.json()["detail"] for answer in answers} == {"口令不对或已过期，请在手机上重新取一个"}
    assert {str(answer.json()["context"]) for answer in answers} == {"{}"}


@pytest.mark.parametrize(("method", "path", "body"), [
    ("GET", "open", None), ("PUT", "place", CHOSEN), ("POST", "confirm", None), ("POST", "check", CHOSEN)])
def test_without_a_token_that_counts_nothing_is_said(house: House, method: str, path: str, body: Any) -> None:
    phone = house.phone("demo-worker")
    token, entry_id, file_id = opened(house, phone)
    ask(phone, entry_id, file_id)
    session = phone.session.headers["Authorization"]
    for wrong in ("", "guess", token, str(session)):
        assert refused(computer(house, method, path, wrong, body)) == OVER
    assert phone.get(f"/api/entries/{entry_id}")["files"] == []


def test_a_token_is_for_one_file_and_never_a_session(house: House) -> None:
    phone = house.phone("demo-worker")
    token, entry_id, _ = opened(house, phone)
    bearer = {"Authorization": f"Bearer {token}"}
    assert refused(requests.get(f"{house.url}/api/entries/{entry_id}", headers=bearer, timeout=30)) == (401, "session.missing")
    assert computer(house, "PUT", "place", token, CHOSEN).status_code == 200
    assert computer(house, "PUT", "place", token, {**CHOSEN, "name": "另一张.jpg"}).status_code == 200
    assert [one["name"] for one in phone.get(f"/api/entries/{entry_id}")["files"]] == ["另一张.jpg"]


def test_a_code_is_refused_as_attaching_would_be(house: House) -> None:
    phone, other = house.phone("demo-worker"), house.phone("yangjin")
    entry_id = new_draft(phone)["id"]
    assert refused(ask(other, entry_id)) == (404, "not_found")
    assert refused(ask(phone, ids.mint("ent"))) == (404, "not_found")
    assert refused(ask(phone, entry_id, kind="song")) == (415, "file.wrong_kind")
    assert refused(ask(phone, entry_id, replaces=ids.mint("fil"))) == (404, "not_found")
    assert refused(requests.post(f"{house.url}/api/uploads/{ids.mint('fil')}/computer", json={}, timeout=30)) == (401, "session.missing")
    ticket = place(phone, entry_id).json()
    assert send_form(ticket).status_code == 200
    assert phone.ask("POST", f"/api/uploads/{ticket['id']}/confirm").json()["state"] == "stored"
    assert refused(ask(phone, entry_id, ticket["id"])) == (409, "file.arrived")
    assert refused(ask(other, new_draft(other)["id"], ticket["id"])) == (409, "id.reused")


@pytest.mark.parametrize(("wrong", "field"), [
    ({"kind": "film"}, "kind"), ({"about": 5}, "about"), ({"about": "eve_0000000000000000"}, "about"), ({"replaces": "fil_1"}, "replaces"),
    ({"surprise": 1}, "surprise")])
def test_a_malformed_request_for_a_code_names_the_field(house: House, wrong: dict[str, Any], field: str) -> None:
    answer = ask(house.phone("demo-worker"), ids.mint("ent"), **wrong)
    assert (refused(answer), faulty(answer)) == ((422, "body.malformed"), {field})


def test_a_file_no_place_is_given_for_is_refused_in_words(house: House) -> None:
    phone = house.phone("demo-worker")
    token, entry_id, _ = opened(house, phone)
    for chosen, status in (({"name": "a/b.jpg", "size": 5}, (422, "file.name")), ({"name": "空.jpg", "size": 0}, (415, "file.wrong_kind")),
                           ({"name": "大.jpg", "size": 1 << 39}, (413, "file.too_large")), ({"name": "x"}, (422, "body.malformed"))):
        assert refused(computer(house, "PUT", "place", token, chosen)) == status
    assert refused(computer(house, "POST", "confirm", token)) == (404, "not_found")
    assert phone.get(f"/api/entries/{entry_id}")["files"] == []


def test_a_file_in_view_is_judged_in_the_servers_words(house: House) -> None:
    token, _, _ = opened(house, house.phone("demo-worker"))
    measured = {"name": "晨光.jpg", "size": 900_000, "width": 1200, "height": 800, "duration_s": None}
    said = computer(house, "POST", "check", token, measured).json()["verdicts"]
    assert [(one["rule"], one["outcome"]) for one in said] == [("bytes_at_least", "warn"), ("long_side_at_least_px", "warn")]
    said = computer(house, "POST", "check", token, {"name": "晨光.jpg", "size": 60_000_000}).json()["verdicts"]
    assert [one["words"] for one in said] == ["文件有 57.2 MB，这里最多 50 MB，请压缩后重选"]
    assert refused(computer(house, "POST", "check", token, {"name": "a", "size": 1, "width": "1"})) == (422, "body.malformed")


def test_a_draft_that_went_away_is_said_so(house: House) -> None:
    phone = house.phone("demo-worker")
    token, entry_id, _ = opened(house, phone)
    assert phone.ask("DELETE", f"/api/entries/{entry_id}").status_code == 204
    for answer in (computer(house, "GET", "open", token), computer(house, "PUT", "place", token, CHOSEN)):
        assert refused(answer) == (404, "not_found")


def test_how_far_a_file_is_only_its_owner_reads(house: House) -> None:
    phone, other, file_id = house.phone("demo-worker"), house.phone("yangjin"), ids.mint("fil")
    ask(phone, new_draft(phone)["id"], file_id)
    assert refused(other.ask("GET", f"/api/uploads/{file_id}")) == (404, "not_found")
    assert refused(phone.ask("GET", f"/api/uploads/{ids.mint('fil')}")) == (404, "not_found")
    ticket = place(phone, new_draft(phone)["id"]).json()
    assert refused(other.ask("GET", f"/api/uploads/{ticket['id']}")) == (404, "not_found")


def test_the_page_runs_its_own_files_only_and_they_are_kept_for_good(house: House) -> None:
    page = requests.get(f"{house.url}/u", timeout=30)
    policy = dict(part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";"))
    assert {name: policy[name] for name in ("default-src", "script-src", "style-src", "frame-ancestors", "form-action")} == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "frame-ancestors": "'none'", "form-action": "'none'"}
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"], page.cookies.get_dict()) == ("no-referrer", "no-store", {})
    assert "<script>" not in page.text
    assert "style=" not in page.text
    address = page.text.split('href="', 2)[2].split('"')[0]
    style = requests.get(house.url + address, timeout=30)
    assert (style.status_code, style.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    version = address.split("/")[2]
    assert refused(requests.get(house.url + address.replace(version, "0" * 12), timeout=30)) == (404, "not_found")
    for path in ("../u.py", "..%2fu.py", "%2e%2e/__init__.py", "u/none.js"):
        assert requests.get(f"{house.url}/public/{version}/{path}", timeout=30).status_code == 404


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house behind a proxy, which is us; each test comes from an address of its own."""
    folder = tmp_path_factory.mktemp("guarded")
    with running(folder / "var", WANGJU_CONFIG=str(config_with(folder / "config.yaml", trusted_proxies=["127.0.0.1"]))) as house:
        yield house


def test_guessing_codes_is_stopped_at_that_address_only_and_right_ones_do_not_count(guarded: House) -> None:
    phone = guarded.phone("demo-worker")
    entry_id, here, elsewhere = new_draft(phone)["id"], {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "203.0.113.10"}

    def typed(code: str, address: dict[str, str]) -> requests.Response:
        return computer(guarded, "POST", "open", body={"code": code}, **address)

    for _ in range(3):
        assert typed(ask(phone, entry_id).json()["short_code"], here).status_code == 200
    assert [refused(typed("0000-0000", here)) for _ in range(20)] == [WRONG] * 20
    stopped, right = typed("0000-0000", here), ask(phone, entry_id).json()["short_code"]
    assert refused(stopped) == (429, "rate.limited")
    assert 1 <= int(stopped.headers["Retry-After"]) <= 60
    assert refused(typed(right, here)) == (429, "rate.limited")
    assert typed(right, elsewhere).status_code == 200


def test_whether_there_is_room_is_asked_again_when_the_file_is_chosen(house: House) -> None:
    phone = house.phone("demo-worker")
    entry_id = new_draft(phone, type="single")["id"]
    token = computer(house, "POST", "open", body={"code": ask(phone, entry_id).json()["short_code"]}).json()["token"]
    from_the_phone = place(phone, entry_id).json()["id"]
    assert refused(computer(house, "PUT", "place", token, CHOSEN)) == (409, "file.too_many")
    assert phone.ask("DELETE", f"/api/files/{from_the_phone}").status_code == 204
    assert computer(house, "PUT", "place", token, CHOSEN).status_code == 200
