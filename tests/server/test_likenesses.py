"""疑似重复提示 over HTTP: listed for staff, with two sides to look at, answered; authors get nothing."""
import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
import requests
from PIL import Image

from models import clock, ids, seal
from models.accounts import queries as people
from models.campaign import queries as campaigns
from models.config import load
from models.db import database, open_database
from models.originality import actions
from models.originality.tables import Likeness
from tests.cast import Cast
from tests.models import works
from tests.running import House, Phone
from tests.server.asking import faulty, looked_into, member, place, refused, send_form
from tests.server.test_sessions_and_me import newcomer

SHAPE = {"id", "how", "similarity", "matched", "frames", "words", "means", "same_author", "found_at", "answer", "comment", "answered_at",
         "newer", "older"}
SIDE = {"visible", "entry", "title", "campaign", "campaign_label", "track_label", "unit_name", "file", "kind", "number", "at_s", "thumb",
        "display"}
HIDDEN = {"visible", "campaign_label", "track_label"}


@contextmanager
def inside(house: House) -> Iterator[None]:
    """The rooms over the running house's own database."""
    config = load(environment=house.environment)
    opened = open_database(house.environment.get(config.database.url_env) or config.database_url)
    seal.use(seal.read_key(config.secret(config.keys.seal_env)))
    with database.connection_context():
        yield
    opened.close_all()


def submitted(house: House, phone: Phone, title: str, picture: bytes) -> str:
    """The id of this person's new photograph, uploaded and submitted; compared as the job compares it, whoever is first."""
    with inside(house):
        actor, now = people.actor_of(phone.account["id"]), clock.now()
        entry = works.saved(cast(Cast, _Only(campaigns.newest_plan("qinghai-2022"))), actor, now, title=title)
    ticket = place(phone, entry, size=len(picture)).json()
    assert send_form(ticket, picture).status_code == 200
    assert phone.ask("POST", f"/api/uploads/{ticket['id']}/confirm").status_code == 200
    assert phone.move(entry, "submit").status_code == 201
    looked_into(phone, ticket["id"])
    with inside(house):
        actions.compare(ticket["id"])
    return entry


def photograph() -> bytes:
    """Nobody else's: every call gives other pixels."""
    kept = io.BytesIO()
    Image.frombytes("RGB", (40, 30), secrets.token_bytes(3600)).resize((400, 300)).save(kept, "JPEG")
    return kept.getvalue()


class _Only:
    """As much of the cast as a draft needs."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan


def of(phone: Phone, entry: str, state: str = "open") -> list[dict[str, Any]]:
    return phone.get(f"/api/likenesses?entry={entry}&state={state}")["items"]


def test_two_files_alike_are_listed_for_staff_and_answered(house: House) -> None:
    picture = photograph()
    author, other = member(house), newcomer(house)
    first, second = submitted(house, author, "晨光", picture), submitted(house, other, "朝阳", picture)
    organiser, coordinator = house.phone("demo-organiser"), house.phone("demo-coordinator")
    (found,) = of(organiser, first)
    assert set(found) == SHAPE
    assert (set(found["newer"]), set(found["older"])) == (SIDE, SIDE)
    assert (found["older"]["entry"], found["newer"]["entry"], found["how"], found["similarity"]) == (first, second, "bytes", 100)
    assert (found["same_author"], found["answer"], found["words"]) == (False, None, "与《朝阳》的照片完全相同（两个文件一个字节不差）")
    assert found["older"]["display"].startswith("http")
    listed = next(one for one in organiser.get("/api/likenesses")["items"] if one["id"] == found["id"])
    assert listed["words"] == "与《晨光》的照片完全相同（两个文件一个字节不差）"
    (partly,) = of(coordinator, first)
    assert (set(partly["newer"]), partly["newer"]["visible"], partly["same_author"]) == (HIDDEN, False, None)
    assert "朝阳" not in str(partly)
    for phone in (author, other, house.phone("demo-host"), house.phone("demo-juror")):
        assert of(phone, first, "all") + of(phone, second, "all") == []
        assert refused(phone.ask("PUT", f"/api/likenesses/{found['id']}", {"answer": "same"})) == (404, "not_found")
    answered = coordinator.put(f"/api/likenesses/{found['id']}", {"answer": "different", "comment": "同一地点，不同日子"})
    assert (answered["answer"], answered["comment"], set(answered["newer"])) == ("different", "同一地点，不同日子", HIDDEN)
    assert (of(organiser, first), of(organiser, first, "same"), [one["id"] for one in of(organiser, second, "different")]) == (
        [], [], [found["id"]])
    assert organiser.put(f"/api/likenesses/{found['id']}", {"answer": None})["answer"] is None
    with inside(house):
        assert Likeness.get_by_id(found["id"]).answered_by_id is None


@pytest.mark.parametrize(("body", "field"), [
    ({"answer": "maybe"}, "answer"), ({}, "answer"), ({"answer": "same", "comment": "长" * 1001}, "comment"),
    ({"answer": "same", "more": 1}, "more")])
def test_what_cannot_be_used_is_refused_with_its_field(house: House, body: dict[str, Any], field: str) -> None:
    answer = house.phone("demo-organiser").ask("PUT", f"/api/likenesses/{ids.mint('lik')}", body)
    assert (answer.status_code, faulty(answer)) == (422, {field})


def test_strangers_and_ids_of_another_kind_are_refused(house: House) -> None:
    assert refused(requests.get(f"{house.url}/api/likenesses", timeout=30)) == (401, "session.missing")
    organiser = house.phone("demo-organiser")
    assert refused(organiser.ask("PUT", f"/api/likenesses/{ids.mint('lik')}", {"answer": "same"})) == (404, "not_found")
    assert refused(organiser.ask("PUT", f"/api/likenesses/{ids.mint('ent')}", {"answer": "same"})) == (422, "body.malformed")
    for query in ("state=lost", "entry=fil_1", "cursor=x"):
        assert refused(organiser.ask("GET", f"/api/likenesses?{query}")) == (422, "body.malformed")
