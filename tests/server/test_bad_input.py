"""Each kind of bad input gets its own Problem, and nothing is lost or half-written."""
import http.client
import json
import time
from contextlib import closing

import pytest
import qiniu
import requests

from models import ids
from tests.running import House
from tests.server.asking import PHOTO, draft, faulty, new_draft, place, policy, refused, send_form

TIBETAN = "བཀྲ་ཤིས་བདེ་ལེགས། 😀👨‍👩‍👧‍👦 高原"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("body", [b'{"track": "photo"', b"", b"[1, 2]", b"\xff\xfe{}", b'{"track": NaN}', b"null", b'{"title": "\\ud800"}'])
def test_malformed_json_is_refused_and_saves_nothing(house: House, body: bytes) -> None:
    phone, entry_id = house.phone("demo-worker"), ids.mint("ent")
    answer = phone.session.put(f"{house.url}/api/entries/{entry_id}", data=body, headers=JSON, timeout=30)
    assert refused(answer) == (422, "body.malformed")
    assert refused(phone.ask("GET", f"/api/entries/{entry_id}")) == (404, "not_found")


def test_a_refused_body_nobody_read_leaves_the_connection_whole(house: House) -> None:
    """Headers first, the body a moment later, as a slow phone sends them: refused meanwhile, both ways stay open."""
    host, port = house.url.removeprefix("http://").split(":")
    with closing(http.client.HTTPConnection(host, int(port), timeout=30)) as wire:
        for _ in range(3):
            wire.putrequest("PUT", f"/api/entries/{ids.mint('ent')}")
            wire.putheader("Content-Length", "20000")
            wire.endheaders()
            time.sleep(0.05)
            wire.send(b" " * 20_000)
            answer = wire.getresponse()
            assert (answer.status, json.loads(answer.read())["code"]) == (401, "session.missing")


def test_a_body_that_does_not_say_it_is_json_is_refused(house: House) -> None:
    phone, entry_id = house.phone("demo-worker"), ids.mint("ent")
    for headers in ({"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}, {}):
        answer = phone.session.put(f"{house.url}/api/entries/{entry_id}", data=json.dumps(draft()).encode(), headers=headers, timeout=30)
        assert refused(answer) == (415, "body.media_type")
    assert phone.ask("GET", f"/api/entries/{entry_id}").status_code == 404


@pytest.mark.parametrize(("wrong", "field"), [
    ({"title": 5}, "title"), ({"revision": "0"}, "revision"), ({"revision": True}, "revision"), ({"authors": {}}, "authors"),
    ({"authors": [{"name": 1}]}, "authors.0.name"), ({"fields": []}, "fields"), ({"consents": [{"id": "C1"}]}, "consents.0.version"),
    ({"surprise": 1}, "surprise"), ({"track": None}, "track"), ({"revision": -1}, "revision"),
    ({"fields": {"caption": 10**30}}, "fields.caption"),
])
def test_wrong_types_name_the_field_and_save_nothing(house: House, wrong: dict[str, object], field: str) -> None:
    phone, entry_id = house.phone("demo-worker"), ids.mint("ent")
    answer = phone.ask("PUT", f"/api/entries/{entry_id}", draft(**wrong))
    assert (refused(answer), faulty(answer)) == ((422, "body.malformed"), {field})
    assert phone.ask("GET", f"/api/entries/{entry_id}").status_code == 404


def test_overlong_text_is_refused_and_the_saved_draft_stays(house: House) -> None:
    phone = house.phone("demo-worker")
    entry = new_draft(phone, fields={"caption": "短"})
    for wrong, code, field in (({"title": "长" * 201}, "body.malformed", "title"), ({"title": "长" * 199}, "entry.fields", "title"),
                               ({"fields": {"caption": "长" * 9000}}, "entry.fields", "caption")):
        answer = phone.ask("PUT", f"/api/entries/{entry['id']}", draft(**wrong, revision=1))
        assert (refused(answer), faulty(answer)) == ((422, code), {field})
    assert phone.get(f"/api/entries/{entry['id']}") == entry


@pytest.mark.parametrize("wrong", [{"title": "晨\0光"}, {"title": "晨\x1b光"}, {"fields": {"caption": "晨\0光"}}, {"unit_typed": "\x07"},
                                   {"authors": [{"name": "林\0措", "role": "摄影"}]}, {"fields": {"capt\0ion": "x"}}])
def test_control_characters_are_refused(house: House, wrong: dict[str, object]) -> None:
    phone, entry_id = house.phone("demo-worker"), ids.mint("ent")
    assert refused(phone.ask("PUT", f"/api/entries/{entry_id}", draft(**wrong))) == (422, "body.malformed")
    assert phone.ask("GET", f"/api/entries/{entry_id}").status_code == 404


def test_emoji_and_tibetan_text_are_kept_intact(house: House) -> None:
    phone = house.phone("demo-worker")
    given = {"title": TIBETAN[:20], "fields": {"caption": TIBETAN}, "authors": [{"name": "བཀྲ་ཤིས", "role": "摄影"}]}
    entry = phone.get(f"/api/entries/{new_draft(phone, **given)['id']}")
    assert {name: entry[name] for name in given} == given
    found = phone.ask("GET", "/api/entries", params={"q": "བཀྲ་ཤིས"}).json()["items"]
    assert entry["id"] in [one["id"] for one in found]


def test_another_kind_of_file_under_a_right_extension_is_not_taken(house: House) -> None:
    phone = house.phone("demo-worker")
    entry = new_draft(phone)
    pdf = b"%PDF-1.7\n" + bytes(len(PHOTO) - 9)
    ticket = place(phone, entry["id"]).json()
    assert send_form(ticket, pdf).status_code == 403
    assert phone.ask("POST", f"/api/uploads/{ticket['id']}/confirm").json()["state"] == "waiting"
    assert refused(place(phone, entry["id"], kind="song", name="a.mp3")) == (415, "file.wrong_kind")


def test_a_file_of_zero_bytes_gets_no_place(house: House) -> None:
    phone = house.phone("demo-worker")
    entry = new_draft(phone)
    assert refused(place(phone, entry["id"], size=0)) == (415, "file.wrong_kind")
    assert phone.get(f"/api/entries/{entry['id']}")["files"] == []


def test_a_file_over_the_limit_gets_no_place_and_more_than_announced_is_not_taken(house: House) -> None:
    phone = house.phone("demo-worker")
    entry = new_draft(phone)
    assert refused(place(phone, entry["id"], size=1 << 39)) == (413, "file.too_large")
    assert phone.get(f"/api/entries/{entry['id']}")["files"] == []
    ticket = place(phone, entry["id"], size=1000).json()
    assert send_form(ticket).status_code == 413
    assert phone.ask("POST", f"/api/uploads/{ticket['id']}/confirm").json()["state"] == "waiting"


def test_a_token_for_another_object_stores_nothing(house: House) -> None:
    phone = house.phone("demo-worker")
    entry = new_draft(phone)
    mine, other = (place(phone, entry["id"]).json() for _ in range(2))
    assert send_form({**other, "token": mine["token"]}).status_code in (401, 403)
    assert [file["state"] for file in phone.get(f"/api/entries/{entry['id']}")["files"]] == ["waiting", "waiting"]


def test_a_replayed_callback_and_one_with_a_wrong_signature_change_nothing(house: House) -> None:
    phone = house.phone("demo-worker")
    ticket = place(phone, new_draft(phone)["id"]).json()
    assert send_form(ticket).status_code == 200
    permit = policy(ticket)
    body = permit["callbackBody"].replace("$(key)", ticket["key"])
    keys = dict(line.split("=", 1) for line in (house.data_dir / "development-keys").read_text().splitlines())
    form = "application/x-www-form-urlencoded"
    signed = qiniu.Auth(keys["KODO_ACCESS_KEY"], keys["KODO_SECRET_KEY"]).token_of_request(permit["callbackUrl"], body, form)
    wrong = (401, "callback.bad_signature")
    for authorization, wanted in ((f"QBox {signed}", (409, "callback.replayed")), (f"QBox {signed[:-4]}AAA=", wrong), ("", wrong)):
        headers = {"Content-Type": form, "Authorization": authorization}
        assert refused(requests.post(permit["callbackUrl"], data=body, headers=headers, timeout=30)) == wanted
    assert phone.ask("POST", f"/api/uploads/{ticket['id']}/confirm").json()["state"] == "stored"


def test_a_code_that_is_unknown_used_or_expired_opens_no_session(house: House) -> None:
    phone = house.phone("demo-worker")
    used = phone.simulator("login_code", user="demo-worker")["code"]
    assert phone.ask("POST", "/api/sessions", {"code": used}).status_code == 201
    old = phone.simulator("login_code", user="demo-worker")["code"]
    phone.simulator("clock", ahead_s=301)
    try:
        answers = [phone.ask("POST", "/api/sessions", {"code": code}) for code in ("never-issued", used, old)]
    finally:
        phone.simulator("clock", ahead_s=0)
    assert [refused(answer) for answer in answers] == [(401, "wechat.code_refused")] * 3


def test_another_persons_ids_reveal_nothing_and_change_nothing(house: House) -> None:
    mine, other = house.phone("demo-worker"), house.phone("yangjin")
    entry = new_draft(mine)
    ticket = place(mine, entry["id"]).json()
    assert refused(other.ask("GET", f"/api/entries/{entry['id']}")) == (404, "not_found")
    assert refused(other.ask("PUT", f"/api/entries/{entry['id']}", draft(title="夺走"))) == (409, "id.reused")
    assert refused(other.ask("DELETE", f"/api/entries/{entry['id']}")) == (404, "not_found")
    assert refused(other.move(entry["id"], "submit")) == (404, "not_found")
    assert refused(place(other, entry["id"], ticket["id"])) == (409, "id.reused")
    assert refused(place(other, entry["id"])) == (404, "not_found")
    assert refused(other.ask("POST", f"/api/uploads/{ticket['id']}/confirm")) == (404, "not_found")
    assert refused(other.ask("DELETE", f"/api/files/{ticket['id']}")) == (404, "not_found")
    now = mine.get(f"/api/entries/{entry['id']}")
    assert (now["title"], now["revision"], [file["id"] for file in now["files"]]) == ("晨光", 1, [ticket["id"]])


def test_an_id_of_another_shape_is_malformed_not_missing(house: House) -> None:
    phone = house.phone("demo-worker")
    for path in ("/api/entries/1", "/api/entries/ent_0000", f"/api/entries/{ids.mint('fil')}", "/api/entries/ent_%00000000000000000"):
        assert refused(phone.ask("GET", path)) == (422, "body.malformed")


def test_a_path_in_a_name_or_a_key_reaches_nothing(house: House) -> None:
    phone = house.phone("demo-worker")
    entry = new_draft(phone)
    for name in ("../../etc/passwd.jpg", "a\\b.jpg", "晨\0光.jpg", "\n", "  "):
        answer = place(phone, entry["id"], name=name)
        assert refused(answer)[0] == 422
        assert refused(answer)[1] in ("file.name", "body.malformed")
    ticket = place(phone, entry["id"], name="..jpg").json()
    assert set(ticket["key"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789/")
    for key in ("../../wangju.sqlite", f"{ticket['key']}/../x", "/etc/passwd"):
        assert send_form({**ticket, "key": key}).status_code >= 400
    assert not list(house.data_dir.parent.glob("*/etc"))
    assert phone.ask("POST", f"/api/uploads/{ticket['id']}/confirm").json()["state"] == "waiting"


def test_a_draft_saved_from_two_phones_keeps_the_first_and_shows_it_to_the_second(house: House) -> None:
    first, second = house.phone("demo-worker"), house.phone("demo-worker")
    entry = new_draft(first)
    kept = first.put(f"/api/entries/{entry['id']}", draft(title="第一部手机", revision=1))
    answer = second.ask("PUT", f"/api/entries/{entry['id']}", draft(title="第二部手机", revision=1))
    assert refused(answer) == (409, "entry.stale")
    assert answer.json()["context"]["current"] == kept
    assert first.put(f"/api/entries/{entry['id']}", draft(title="第一部手机", revision=1)) == kept
    assert second.get(f"/api/entries/{entry['id']}") == kept


def test_a_fact_sent_again_is_answered_as_before_and_with_another_meaning_refused(house: House) -> None:
    phone = house.phone("demo-worker")
    entry, file_id = new_draft(phone), ids.mint("fil")
    first, again = (place(phone, entry["id"], file_id) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()["key"]) == (201, 200, first.json()["key"])
    assert refused(place(phone, entry["id"], file_id, size=5)) == (409, "id.reused")
    assert len(phone.get(f"/api/entries/{entry['id']}")["files"]) == 1
