"""优秀作品展示 over HTTP: open to anybody without a session, only what is on show, and it can be switched off."""
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from models import clock, ids
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.accounts.grants import grant_role
from models.accounts.holding import delete_rows
from models.db import writing
from models.entries.tables import Entry
from models.workflow import actions as workflow
from server.demo import GRASSROOTS
from tests.lives.test_an_entry import FILES, saved, uploaded
from tests.running import House, config_with, running
from tests.server.asking import content_checked, looked_into, new_draft, refused
from tests.server.beside import beside

LATER = timedelta(days=20)            # the demo's day is 25 August of the plan; results are published from 7 September on
WORK = {"id", "track", "track_label", "type_label", "title", "authors", "unit_name", "synopsis", "exhibited_at", "files"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str, str]]:
    """A house of its own with one photograph on show and one approved and not shown."""
    with running(tmp_path_factory.mktemp("shown") / "var") as house:
        first, second = approved(house), approved(house)
        with beside(house):
            publish(house, first)
            step(first, "exhibit", actor(house, "demo-organiser"))
        yield house, first, second


def approved(house: House) -> str:
    """A photograph that went the usual way."""
    worker = house.phone("demo-worker")
    entry = saved(worker, "photo")
    file = uploaded(worker, entry["id"], *FILES["photo"])
    for user, act in (("worker", "submit"), ("coordinator", "preselect"), ("host", "shortlist"), ("organiser", "approve")):
        answer = house.phone(f"demo-{user}").move(entry["id"], act)
        assert answer.status_code == 201, answer.text
    assert looked_into(worker, file["id"])["state"] == "ready"
    assert content_checked(house.phone("demo-organiser"), entry["id"])["content"]["state"] == "passed"
    return str(entry["id"])


def publish(house: House, entry_id: str) -> None:
    third = house.phone("third-organiser").account["id"]
    grant_role(third, "organiser", "*", actor=SYSTEM)
    for organiser in (actor(house, "demo-organiser"), actor(house, "demo-organiser-2"), people.actor_of(third)):
        step(entry_id, "publish", organiser)


def actor(house: House, user: str) -> Actor:
    return people.actor_of(house.phone(user).account["id"])


def step(entry_id: str, act: str, who: Actor) -> None:
    workflow.move(entry_id, act, move_id=ids.mint("mov"), actor=who, at=clock.now() + LATER)


def asked(house: House, path: str, **more: Any) -> requests.Response:
    return requests.get(f"{house.url}{path}", timeout=30, **more)


def test_anybody_reads_a_work_on_show_and_its_picture(shown: tuple[House, str, str]) -> None:
    house, entry_id, _ = shown
    listed, one = asked(house, "/api/works").json(), asked(house, f"/api/works/{entry_id}").json()
    assert (listed, set(one)) == ({"items": [one], "next": None}, WORK)
    assert (one["title"], one["track"], one["unit_name"], one["type_label"]) == ("高原上的追光人", "photo", GRASSROOTS, "单幅")
    assert (one["synopsis"], one["authors"]) == ("清晨的车间里，班长在检查设备。བཀྲ་ཤིས། 😀", [{"name": "林措", "role": "摄影"}])
    (file,) = one["files"]
    assert (file["kind"], file["name"], {one["purpose"]: one["mime"] for one in file["renditions"]}) == ("photo", "照片", {
        "thumb": "image/jpeg", "thumb_webp": "image/webp", "display": "image/jpeg", "display_webp": "image/webp"})
    for one in file["renditions"]:
        fetched = requests.get(one["url"], timeout=30)
        assert (fetched.status_code, fetched.headers["Content-Type"], len(fetched.content)) == (200, one["mime"], one["size"])


def test_no_contact_no_account_and_no_file_name_of_a_person_is_told(shown: tuple[House, str, str]) -> None:
    house, entry_id, _ = shown
    for path in ("/api/works", f"/api/works/{entry_id}"):
        text = asked(house, path).text
        assert [secret for secret in ("13800001234", "acc_", "车间.jpg", "unt_", "西宁市城东区") if secret in text] == []


def test_what_is_not_on_show_is_not_found_whoever_asks(shown: tuple[House, str, str]) -> None:
    house, _, approved_only = shown
    worker, organiser = house.phone("demo-worker"), house.phone("demo-organiser")
    for entry_id in (approved_only, new_draft(worker)["id"], ids.mint("ent")):
        for session in (requests.Session(), worker.session, organiser.session):
            assert refused(session.get(f"{house.url}/api/works/{entry_id}", timeout=30)) == (404, "not_found")


def test_bad_questions_are_answered_in_words(shown: tuple[House, str, str]) -> None:
    house, *_ = shown
    for path in ("/api/works/1", "/api/works/ent_0000", f"/api/works/{ids.mint('fil')}", "/api/works?cursor=not-ours",
                 "/api/works?track=照片", "/api/works?surprise=1"):
        assert refused(asked(house, path)) == (422, "body.malformed")
    assert asked(house, "/api/works?track=song").json() == {"items": [], "next": None}
    assert asked(house, "/api/works?campaign=another").json() == {"items": [], "next": None}


def test_what_was_read_before_is_answered_with_304(shown: tuple[House, str, str]) -> None:
    house, entry_id, _ = shown
    for path in ("/api/works", f"/api/works/{entry_id}"):
        first = asked(house, path)
        again = asked(house, path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert asked(house, path, headers={"If-None-Match": '"another"'}).content == first.content


def test_a_long_list_goes_on_newest_first_and_a_work_taken_down_is_gone(shown: tuple[House, str, str]) -> None:
    house, entry_id, _ = shown
    made = [ids.mint("ent") for _ in range(23)]
    with beside(house), writing():
        row = dict(Entry.get_by_id(entry_id).__data__)
        for n, one in enumerate(made):
            up = row["exhibited_at"] + timedelta(seconds=n // 2 + 1)              # two at the same instant: the id decides
            Entry.insert({**row, "id": one, "author_key": f"named:{n}", "exhibited_at": up}).execute()
    wanted = [one for _, one in sorted(((n // 2, one) for n, one in enumerate(made)), reverse=True)] + [entry_id]
    seen, cursor, pages = [], None, 0
    while cursor or not pages:
        page = asked(house, "/api/works", params={"track": "photo", **({"cursor": cursor} if cursor else {})}).json()
        seen += [one["id"] for one in page["items"]]
        cursor, pages = page["next"], pages + 1
    assert (seen, pages) == (wanted, 2)
    with beside(house), writing():
        delete_rows(Entry, Entry.id.in_(made))
    before = asked(house, "/api/works")
    assert [one["id"] for one in before.json()["items"]] == [entry_id]
    organiser = house.phone("demo-organiser")
    assert organiser.move(entry_id, "unexhibit").status_code == 201
    assert refused(asked(house, f"/api/works/{entry_id}")) == (404, "not_found")
    now = asked(house, "/api/works", headers={"If-None-Match": before.headers["ETag"]})
    assert (now.status_code, now.json()["items"]) == (200, [])


def test_the_gallery_can_be_switched_off_and_the_phone_is_told(tmp_path: Path, shown: tuple[House, str, str]) -> None:
    assert asked(shown[0], "/api/campaigns/current").json()["gallery"] is True
    with running(tmp_path / "var", WANGJU_CONFIG=str(config_with(tmp_path / "config.yaml", public__gallery=False))) as house:
        for path in ("/api/works", f"/api/works/{ids.mint('ent')}"):
            answer = asked(house, path)
            assert refused(answer) == (404, "gallery.closed")
            assert answer.json()["detail"] == "优秀作品展示暂未开放，请过些时候再来看"
        assert asked(house, "/api/campaigns/current").json()["gallery"] is False
