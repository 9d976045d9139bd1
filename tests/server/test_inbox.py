"""The inbox over HTTP: what the jobs of the running house wrote there, read and marked."""
import time
from typing import Any

import pytest
import requests

from models import ids
from tests.lives.test_an_entry import FILES, saved, uploaded
from tests.running import House, Phone
from tests.server.asking import member, refused
from tests.server.test_sessions_and_me import newcomer

MESSAGE = {"id", "purpose", "title", "words", "about", "page", "at", "read", "forward"}


def returned(house: House, worker: Phone, reason: str) -> str:
    """A work sent back with a reason."""
    entry = saved(worker, "photo")
    uploaded(worker, entry["id"], *FILES["photo"])
    assert worker.move(entry["id"], "submit").status_code == 201
    assert house.phone("demo-coordinator").move(entry["id"], "return", comment=reason).status_code == 201
    return str(entry["id"])


def arrived(phone: Phone, about: str, purpose: str = "entry_returned") -> dict[str, Any]:
    """The message of this kind about a thing, as soon as the jobs process has written it."""
    until = time.monotonic() + 40
    while time.monotonic() < until:
        found = [one for one in phone.get("/api/inbox")["items"] if (one["about"], one["purpose"]) == (about, purpose)]
        if found:
            return found[0]
        time.sleep(0.2)
    raise AssertionError("nothing arrived")


def test_the_author_of_a_returned_work_reads_why_and_the_badge_counts(house: House) -> None:
    worker = member(house)
    entry_id = returned(house, worker, "标题请写得具体些")
    message = arrived(worker, entry_id)
    assert set(message) == MESSAGE
    assert (message["purpose"], message["title"], message["read"], message["page"]) == (
        "entry_returned", "作品需要修改", False, f"/pages/entry/entry?id={entry_id}")
    assert "西宁市总工会说明“标题请写得具体些”" in message["words"]
    unread = worker.get("/api/me")["unread"]
    assert worker.get("/api/inbox")["unread"] == unread >= 1
    answer = worker.ask("POST", "/api/inbox/read", {"ids": [message["id"]]})
    assert (answer.status_code, answer.json()) == (200, {"unread": unread - 1})
    assert (arrived(worker, entry_id)["read"], worker.get("/api/me")["unread"]) == (True, unread - 1)
    assert worker.ask("POST", "/api/inbox/read", {"ids": "all"}).json() == {"unread": 0}
    assert entry_id not in [one["about"] for one in house.phone("demo-coordinator").get("/api/inbox")["items"]]
    assert worker.move(entry_id, "withdraw").status_code == 201


def test_messages_of_others_are_neither_seen_nor_marked(house: House) -> None:
    worker, other = member(house), newcomer(house)
    entry_id = returned(house, worker, "请换一张清楚的")
    message = arrived(worker, entry_id)
    assert other.get("/api/inbox") == {"items": [], "next": None, "unread": 0}
    for asked in ([message["id"]], "all"):
        assert other.ask("POST", "/api/inbox/read", {"ids": asked}).json() == {"unread": 0}
    assert arrived(worker, entry_id)["read"] is False
    assert worker.move(entry_id, "withdraw").status_code == 201


@pytest.mark.parametrize("body", [{}, {"ids": "some"}, {"ids": ["msg_1"]}, {"ids": [ids.mint("ent")]}, {"ids": [1]}, {"ids": None},
                                  {"ids": [ids.mint("msg")] * 101}, {"ids": "all", "more": 1}, []])
def test_what_is_no_list_of_messages_is_refused(house: House, body: Any) -> None:
    assert refused(newcomer(house).ask("POST", "/api/inbox/read", body)) == (422, "body.malformed")


def test_the_inbox_is_for_people_with_a_session_and_its_cursor_is_ours(house: House) -> None:
    assert refused(requests.get(f"{house.url}/api/inbox", timeout=30)) == (401, "session.missing")
    assert refused(requests.post(f"{house.url}/api/inbox/read", json={"ids": "all"}, timeout=30)) == (401, "session.missing")
    assert refused(newcomer(house).ask("GET", "/api/inbox?cursor=not-ours")) == (422, "body.malformed")
