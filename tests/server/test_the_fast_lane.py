"""The lane in front of Flask and Flask itself: whichever answers, the answer, the headers and the line are the same."""
import io
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import clock, ids
from models.config import load
from models.events import codes
from models.events.tables import CheckIn
from server import lane
from server.app import create_app
from server.here import SHELF
from tests.cast import Cast
from tests.models.conftest import cast  # noqa: F401 - the fixture
from tests.models.events.arrived import SECRET, a_token, an_event

Answer = tuple[str, dict[str, str], Any]
BEGINS = clock.from_shanghai("2022-08-25 14:00")


@pytest.fixture
def app(cast: Cast) -> Flask:  # noqa: F811
    clock.run_ahead(BEGINS + timedelta(minutes=5) - clock.now())
    return create_app(load())


def ask(wsgi: Callable[..., Any], event_id: str, check_in_id: str, body: bytes, token: str | None, **environ: str) -> Answer:
    """One PUT as a server hands it in."""
    told: dict[str, Any] = {}
    given = {
        "REQUEST_METHOD": "PUT", "PATH_INFO": f"/api/events/{event_id}/checkins/{check_in_id}", "QUERY_STRING": "", "SERVER_NAME": "x",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
        "REMOTE_ADDR": "192.0.2.1", "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json",
        "wsgi.errors": io.StringIO(), "HTTP_X_REQUEST_ID": "the-same",
        **({"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}), **environ}

    def start(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
        told.update(status=status, headers=dict(headers))

    def serve() -> Any:
        answered = wsgi(given, start)
        sent = b"".join(answered)
        whole = json.loads(sent) if sent else None
        getattr(answered, "close", lambda: None)()
        return whole

    with ThreadPoolExecutor(1) as threads:                # a thread of a server, with a connection of its own
        whole = threads.submit(serve).result()
    told["headers"].pop("Date", None)                     # the server's own matter
    return told["status"].upper(), told["headers"], whole


def body(event_id: str, **changes: Any) -> bytes:
    now = clock.now()
    step = codes.step_at(int(now.timestamp() * 1000))
    asked = {"code": f"v1.{event_id}.{step}.{codes.mac(SECRET, event_id, step)}",
             "scanned_at": clock.to_wire(now), "sent_at": clock.to_wire(now)}
    return json.dumps({name: value for name, value in {**asked, **changes}.items() if value is not None}).encode()


def laned(app: Flask) -> Any:
    shelf = app.extensions[SHELF]

    def behind(environ: Any, start: Any) -> Any:
        raise AssertionError("handed on to Flask")

    return lane.in_front_of(behind, shelf["limits"], shelf["observed"]), lane.in_front_of(app, shelf["limits"], shelf["observed"])


def test_a_good_check_in_is_answered_in_the_lane_as_flask_answers_it(app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:  # noqa: F811
    alone, _ = laned(app)
    event, other = an_event(cast), an_event(cast)
    sent = {one.id: body(one.id) for one in (event, other)}
    with caplog.at_level(logging.INFO, "wangju.request"):
        fast = ask(alone, event.id, ids.mint("chk"), sent[event.id], a_token("lincuo"))
        slow = ask(app, other.id, ids.mint("chk"), sent[other.id], a_token("lincuo"))
    assert (fast[0], set(fast[2])) == (slow[0], set(slow[2])) == ("201 CREATED", set(fast[2]))
    assert {name: fast[2][name] for name in ("state", "reason", "evidence", "counted", "words", "how", "event_title")} == {
        name: slow[2][name] for name in ("state", "reason", "evidence", "counted", "words", "how", "event_title")}
    lengths = ("Content-Length",)
    assert {name: value for name, value in fast[1].items() if name not in lengths} == {
        name: value for name, value in slow[1].items() if name not in lengths}
    lines = [line.getMessage().split(" ms=")[0] for line in caplog.records]
    assert lines[0] == lines[1] == "id=the-same method=PUT route=/api/events/<event_id>/checkins/<check_in_id> status=201"


def test_the_same_check_in_is_one_by_whichever_way_it_comes(app: Flask, cast: Cast) -> None:  # noqa: F811
    alone, _ = laned(app)
    event, token, check_in = an_event(cast), a_token("lincuo"), ids.mint("chk")
    sent = body(event.id)
    first, again = ask(alone, event.id, check_in, sent, token), ask(app, event.id, check_in, sent, token)
    assert (first[0], again[0], first[2]) == ("201 CREATED", "200 OK", again[2])
    assert ask(alone, event.id, check_in, sent, token)[0] == "200 OK"
    assert CheckIn.select().count() == 1


@pytest.mark.parametrize(("changes", "status"), [
    ({"code": "https://example.cn"}, 422), ({"scanned_at": "yesterday"}, 422), ({"unknown": 1}, 422), ({"code": None}, 422),
    ({"name": "x" * 5000}, 422)])
def test_what_is_wrong_is_told_by_flask_in_words(app: Flask, cast: Cast, changes: dict[str, Any], status: int) -> None:  # noqa: F811
    _, whole = laned(app)
    event = an_event(cast)
    fast, slow = (ask(way, event.id, ids.mint("chk"), body(event.id, **changes), a_token("lincuo")) for way in (whole, app))
    assert fast[0] == slow[0] == f"{status} UNPROCESSABLE ENTITY"
    assert fast[2] == slow[2]


def test_strangers_reused_ids_and_other_requests_are_handed_on(app: Flask, cast: Cast) -> None:  # noqa: F811
    _, whole = laned(app)
    event, check_in = an_event(cast), ids.mint("chk")
    assert ask(whole, event.id, check_in, body(event.id), None)[2]["code"] == "session.missing"
    assert ask(whole, event.id, check_in, body(event.id), "no-such-token")[2]["code"] == "session.missing"
    assert ask(whole, event.id, check_in, body(event.id), a_token("lincuo"))[0] == "201 CREATED"
    assert ask(whole, event.id, check_in, body(event.id), a_token("yangjin"))[2]["code"] == "id.reused"
    assert ask(whole, event.id, "chk_x", body(event.id), a_token("lincuo"))[2]["code"] == "body.malformed"
    other_type = ask(whole, event.id, ids.mint("chk"), body(event.id), a_token("lincuo"), CONTENT_TYPE="text/plain")
    assert other_type[2]["code"] == "body.media_type"
    assert ask(whole, event.id, check_in, b"", a_token("lincuo"), REQUEST_METHOD="GET", CONTENT_LENGTH="")[0] == "405 METHOD NOT ALLOWED"


def watch(wsgi: Callable[..., Any], event_id: str, token: str | None, **environ: str) -> Answer:
    """One GET of the board."""
    return ask(wsgi, event_id, "", b"", token, REQUEST_METHOD="GET", PATH_INFO=f"/api/events/{event_id}/board", CONTENT_LENGTH="",
               CONTENT_TYPE="", **environ)


def test_the_board_is_read_in_the_lane_as_from_flask(app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:  # noqa: F811
    alone, _ = laned(app)
    event = an_event(cast)
    with caplog.at_level(logging.INFO, "wangju.request"):
        fast, slow = (watch(way, event.id, a_token("lincuo")) for way in (alone, app))
        known = {"HTTP_IF_NONE_MATCH": fast[1]["ETag"]}
        unchanged = [watch(way, event.id, a_token("lincuo"), **known) for way in (alone, app)]
        older = [watch(way, event.id, a_token("lincuo"), HTTP_IF_NONE_MATCH='"older"') for way in (alone, app)]
    assert fast == slow == older[0] == older[1]
    assert fast[0] == "200 OK"
    assert unchanged[0] == unchanged[1]
    assert unchanged[0][0] == "304 NOT MODIFIED"
    lines = [line.getMessage().split(" ms=") for line in caplog.records]
    assert len({(before, after.split(" ")[1]) for before, after in lines}) == 2


def test_who_may_not_watch_and_odd_questions_are_handed_on(app: Flask, cast: Cast) -> None:  # noqa: F811
    _, whole = laned(app)
    event = an_event(cast)
    assert watch(whole, event.id, None)[2]["code"] == "session.missing"
    assert watch(whole, event.id, "no-such-token")[2]["code"] == "session.missing"
    assert watch(whole, ids.mint("evt"), a_token("lincuo"))[2]["code"] == "not_found"
    several = watch(app, event.id, a_token("lincuo"))[1]["ETag"] + ', "another"'
    assert watch(whole, event.id, a_token("lincuo"), HTTP_IF_NONE_MATCH=several)[0] == "304 NOT MODIFIED"
