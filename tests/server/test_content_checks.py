"""内容安全 over HTTP: what WeChat doubts waits for those who work on it, and one decision settles it."""
import time
from typing import Any

import pytest
import requests

from models import ids
from tests.lives.test_an_entry import FILES, saved, uploaded
from tests.running import House, Phone
from tests.server.asking import faulty, member, refused
from tests.server.test_sessions_and_me import newcomer

DOUBTFUL = "模拟低俗"                       # the simulator says review, 20012, to whoever writes this
SHAPE = {"id", "entry", "title", "track", "kind", "part", "file", "text", "url", "suggest", "label", "said", "state", "state_label",
         "waiting_since", "comment", "decided_at"}


def doubted(house: House, author: Phone) -> dict[str, Any]:
    """A check that waits for a person: the text of a photograph just submitted."""
    entry = saved(author, "photo", title=f"晨光 {DOUBTFUL}")
    uploaded(author, entry["id"], *FILES["photo"])
    answer = author.move(entry["id"], "submit")
    assert answer.status_code == 201, answer.text
    return waited_for(house.phone("demo-organiser"), entry["id"])


def waited_for(reader: Phone, entry_id: str) -> dict[str, Any]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found: list[dict[str, Any]] = [one for one in reader.get("/api/content-checks")["items"] if one["entry"] == entry_id]
        if found:
            return found[0]
        time.sleep(0.2)
    pytest.fail(f"no check of {entry_id} came to a person")


def test_a_doubted_text_is_shown_and_decided_once(house: House) -> None:
    check = doubted(house, member(house))
    assert set(check) == SHAPE
    assert (check["kind"], check["part"], check["said"], check["state_label"]) == ("text", "正文", "微信拿不准：低俗", "待人工核对")
    assert DOUBTFUL in check["text"]
    url, coordinator = f"/api/content-checks/{check['id']}", house.phone("demo-coordinator")
    assert check["id"] in [one["id"] for one in coordinator.get("/api/content-checks")["items"]]
    asked = {"answer": "block", "comment": "请改题目"}
    first, again = (coordinator.ask("PUT", url, asked) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert (first.json()["state_label"], first.json()["comment"]) == ("未通过", "请改题目")
    assert refused(coordinator.ask("PUT", url, {"answer": "pass"})) == (409, "content.decided")
    assert check["id"] not in [one["id"] for one in coordinator.get("/api/content-checks")["items"]]


def test_neither_its_author_nor_a_stranger_sees_or_decides(house: House) -> None:
    worker = member(house)
    check = doubted(house, worker)
    for person in (worker, newcomer(house), house.phone("demo-host"), house.phone("demo-juror")):
        assert check["id"] not in [one["id"] for one in person.get("/api/content-checks")["items"]]
        assert refused(person.ask("PUT", f"/api/content-checks/{check['id']}", {"answer": "pass"})) == (404, "not_found")


def test_what_cannot_be_used_is_refused_with_its_field(house: House) -> None:
    organiser, url = house.phone("demo-organiser"), f"/api/content-checks/{ids.mint('cks')}"
    for body, field in (({"answer": "maybe"}, "answer"), ({"answer": "block"}, "comment"),
                        ({"answer": "pass", "comment": "长" * 201}, "comment")):
        answer = organiser.ask("PUT", url, body)
        assert (answer.status_code, faulty(answer)) == (422, {field})
    assert refused(organiser.ask("PUT", url, {"answer": "pass"})) == (404, "not_found")
    assert refused(organiser.ask("PUT", f"/api/content-checks/{ids.mint('ent')}", {"answer": "pass"})) == (422, "body.malformed")
    assert refused(organiser.ask("GET", "/api/content-checks?cursor=x")) == (422, "body.malformed")
    assert refused(requests.get(f"{house.url}/api/content-checks", timeout=30)) == (401, "session.missing")
