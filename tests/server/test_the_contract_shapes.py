"""The shapes outside checks read, field by field; lists with cursors; what may be asked without a session."""
import re
from typing import Any

import requests

from models import ids
from tests.lives.test_an_entry import FILES, saved, uploaded
from tests.running import House
from tests.server.asking import draft, member, new_draft, place, refused

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
SESSION = {"token", "expires_at", "account"}
ACCOUNT = {"id", "name", "unit", "unit_confirmed", "roles"}
CAMPAIGN = {"id", "name", "version", "phases", "tracks", "templates"}
PHASE = {"id", "label", "opens", "closes", "state", "permits"}
TRACK = {"id", "label", "host", "description", "contact", "types", "form", "media", "consents"}
FIELD = {"id", "label", "kind", "required", "by"}
FIELD_MAY = {"required_when", "help", "default", "at_least", "at_most", "options"}
MEDIA = {"kind", "counts", "max_bytes", "rules"}
CONSENT = {"id", "version", "label", "text", "required"}
ENTRY = {"id", "campaign", "plan_version", "track", "type", "title", "state", "shown_state", "revision", "fields", "authors", "entered_by",
         "consents", "unit", "reporting_unit", "files", "moves", "history"}
FILE = {"id", "about", "kind", "name", "size", "state", "verdicts", "renditions"}
TICKET = {"id", "mode", "up_host", "bucket", "key", "token", "part_size", "expires_at"}
WAY = {"act", "label", "problem"}
LINE = {"act", "from", "to", "at", "actor", "comment"}


def has(thing: dict[str, Any], names: set[str]) -> dict[str, Any]:
    assert names - set(thing) == set()
    return thing


def test_a_session_and_an_account(house: House) -> None:
    phone = house.phone("demo-coordinator")
    code = phone.simulator("login_code", user="demo-coordinator")["code"]
    session = has(phone.ask("POST", "/api/sessions", {"code": code}).json(), SESSION)
    assert INSTANT.fullmatch(session["expires_at"])
    account = has(session["account"], ACCOUNT)
    assert [set(role) for role in account["roles"]] == [{"role", "over"}]
    assert account["roles"][0]["over"].startswith("unit:unt_")


def test_a_campaign_with_its_phases_tracks_forms_and_consents(house: House) -> None:
    campaign = has(requests.get(f"{house.url}/api/campaigns/current", timeout=30).json(), CAMPAIGN)
    for phase in campaign["phases"]:
        has(phase, PHASE)
        assert phase["state"] in ("past", "open", "future")
        assert INSTANT.fullmatch(phase["opens"])
        assert INSTANT.fullmatch(phase["closes"])
        assert all(isinstance(permit, str) for permit in phase["permits"])
    for track in campaign["tracks"]:
        has(track, TRACK)
        for field in track["form"]["fields"]:
            has(field, FIELD)
            assert field["kind"] in ("line", "text", "choice", "choices", "date", "number", "link", "people")
            assert field["by"] in ("author", "unit", "host", "province")
        for medium in [*track["media"], *(one for kind in track["types"] for one in kind.get("media", []))]:
            has(medium, MEDIA)
            assert all(len(pair) == 2 and pair[0] <= pair[1] for pair in medium["counts"])
            assert isinstance(medium["max_bytes"], int)
        for consent in track["consents"]:
            has(consent, CONSENT)
        assert all(set(kind) >= {"id", "label"} for kind in track["types"])
    assert isinstance(campaign["templates"], dict)


def test_collection_is_open_today_and_what_follows_is_not(house: House) -> None:
    phases = requests.get(f"{house.url}/api/campaigns/current", timeout=30).json()["phases"]
    now_open = {permit for phase in phases if phase["state"] == "open" for permit in phase["permits"]}
    assert {"submit", "preselect", "return"} <= now_open
    assert {phase["state"] for phase in phases} == {"past", "open", "future"} - ({"past"} if phases[0]["state"] == "open" else set())


def test_a_campaign_is_sent_once_and_then_answered_with_304(house: House) -> None:
    first = requests.get(f"{house.url}/api/campaigns/current", timeout=30)
    again = requests.get(f"{house.url}/api/campaigns/current", headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    other = requests.get(f"{house.url}/api/campaigns/current", headers={"If-None-Match": '"another"'}, timeout=30)
    assert (other.status_code, other.content) == (200, first.content)
    by_name = requests.get(f"{house.url}/api/campaigns/{first.json()['id']}", timeout=30)
    assert by_name.json() == first.json()
    listed = requests.get(f"{house.url}/api/campaigns", timeout=30).json()
    assert ([one["id"] for one in listed["items"]], listed["next"]) == ([first.json()["id"]], None)


def test_an_entry_a_ticket_a_file_the_ways_on_and_the_history(house: House) -> None:
    phone = house.phone("demo-worker")
    entry = has(saved(phone, "photo"), ENTRY)
    ticket = place(phone, entry["id"], name="先放这里.jpg")
    assert ticket.status_code == 201
    has(ticket.json(), TICKET)
    assert ticket.json()["mode"] in ("form", "multipart")
    assert phone.ask("DELETE", f"/api/files/{ticket.json()['id']}").status_code == 204
    file = has(uploaded(phone, entry["id"], *FILES["photo"]), FILE)
    assert [set(one) for one in file["renditions"]] == [{"purpose", "url"}]
    moved = phone.move(entry["id"], "submit")
    assert has(moved.json(), {"id", "act", "entry"})["act"] == "submit"
    now = has(phone.get(f"/api/entries/{entry['id']}"), ENTRY)
    for way in now["moves"]:
        has(way, WAY)
        assert way["problem"] is None or has(way["problem"], {"type", "title", "status", "code", "detail", "context", "instance"})
    assert has(now["history"][0], LINE)["act"] == "submit"
    assert INSTANT.fullmatch(now["history"][0]["at"])
    assert {key for field in FIELD_MAY for key in now["fields"] if key == field} <= FIELD_MAY


def test_a_list_goes_on_where_its_cursor_stands_and_never_shows_one_twice(house: House) -> None:
    phone = house.phone(ids.mint("usr"))
    made = [new_draft(phone, title=f"第 {number} 张")["id"] for number in range(23)]
    seen, cursor, pages = [], None, 0
    while cursor or not pages:
        page = phone.ask("GET", "/api/entries", params={"scope": "mine", **({"cursor": cursor} if cursor else {})}).json()
        seen += [one["id"] for one in page["items"]]
        cursor, pages = page["next"], pages + 1
    assert (seen, pages) == (made[::-1], 2)
    assert refused(phone.ask("GET", "/api/entries", params={"cursor": "not-ours"})) == (422, "body.malformed")
    assert refused(phone.ask("GET", "/api/entries", params={"scope": "everything"})) == (422, "body.malformed")
    assert refused(phone.ask("GET", "/api/entries", params={"surprise": "1"})) == (422, "body.malformed")


def test_units_are_found_by_everyday_names_and_listed_below_one_another(house: House) -> None:
    found = requests.get(f"{house.url}/api/units", params={"q": "西宁市总"}, timeout=30).json()
    city = next(one for one in found["items"] if one["name"] == "西宁市总工会")
    assert (city["reports"], set(city) >= {"id", "name", "parent", "kind"}) == (True, True)
    below = requests.get(f"{house.url}/api/units", params={"parent": city["id"]}, timeout=30).json()
    assert {one["parent"] for one in below["items"]} == {city["id"]}
    assert requests.get(f"{house.url}/api/units", params={"q": "没有这样的单位吧"}, timeout=30).json() == {"items": [], "next": None}
    assert refused(requests.get(f"{house.url}/api/units", params={"parent": "西宁"}, timeout=30)) == (422, "body.malformed")


def test_a_stranger_is_told_to_sign_in_before_anything_else(house: House) -> None:
    entry = ids.mint("ent")
    for method, path in (("GET", "/api/me"), ("GET", f"/api/entries/{entry}"), ("PUT", f"/api/entries/{entry}"), ("GET", "/api/entries"),
                         ("PUT", f"/api/uploads/{ids.mint('fil')}"), ("DELETE", "/api/me"), ("GET", "/api/entries/not-an-id")):
        answer = requests.request(method, house.url + path, data=b"{not json", timeout=30)
        assert refused(answer) == (401, "session.missing")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    guessed = requests.get(f"{house.url}/api/me", headers={"Authorization": "Bearer guessed"}, timeout=30)
    assert guessed.status_code == 401


def test_discarding_a_draft_takes_it_away_and_a_submitted_one_stays(house: House) -> None:
    phone = member(house)
    entry = new_draft(phone)
    assert phone.ask("DELETE", f"/api/entries/{entry['id']}").status_code == 204
    assert refused(phone.ask("GET", f"/api/entries/{entry['id']}")) == (404, "not_found")
    kept = saved(phone, "photo")
    uploaded(phone, kept["id"], *FILES["photo"])
    assert phone.move(kept["id"], "submit").status_code == 201
    assert refused(phone.ask("DELETE", f"/api/entries/{kept['id']}")) == (409, "entry.wrong_state")
    assert refused(phone.ask("PUT", f"/api/entries/{kept['id']}", draft(revision=1, type="single"))) == (409, "entry.wrong_state")
    assert phone.get(f"/api/entries/{kept['id']}")["state"] == "submitted"
    assert phone.move(kept["id"], "withdraw").status_code == 201
