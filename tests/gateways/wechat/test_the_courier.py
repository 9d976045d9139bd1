"""What the stand-in does later: it fetches what it was asked about, and pushes what it thinks to our callback."""
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gateways.wechat import WeChatGateway
from gateways.wechat.push import signature
from gateways.wechat.simulator.courier import LARGEST, deliver_due, is_due
from gateways.wechat.simulator.state import State
from tests.gateways.wechat.receiver import MP3, PNG, Receiver
from tests.gateways.wechat.served import ACCOUNTS, PUSH, settings
from tests.gateways.wechat.stand_in import StandIn, running
from tests.ports import free_port

PATIENCE_S = 15


pytestmark = pytest.mark.usefixtures("state")


def ask(wechat: WeChatGateway, sim: StandIn, url: str, kind: Any = "picture", user: str = "lin") -> str:
    return wechat.check_media(url, kind, sim.openid(user))


def verdicts(receiver: Receiver) -> list[tuple[str, int, Any]]:
    return [(event["trace_id"], event["errcode"], event.get("result")) for event in receiver.heard]


# fetching

@pytest.mark.parametrize(("path", "kind", "length"), [("/a.png", "picture", len(PNG)), ("/a.mp3", "sound", len(MP3))])
def test_a_file_is_fetched_and_passes(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver, path: str, kind: str,
                                      length: int) -> None:
    trace_id = ask(wechat, sim, f"{receiver.url}{path}?e=1&token=secret", kind)
    assert is_due(state)
    assert deliver_due(state) == 1
    assert verdicts(receiver) == [(trace_id, 0, {"suggest": "pass", "label": 100})]
    assert receiver.fetched == [path]
    assert sim.checks("lin") == [{"trace_id": trace_id, "url": f"{receiver.url}{path}", "kind": kind, "user": "lin", "state": "told",
                                  "errcode": 0, "bytes": length, "pushed": 1, "tries": 1}]
    assert (is_due(state), deliver_due(state), len(receiver.heard)) == (False, 0, 1)


FILES = {"/webp": b"RIFF" + bytes(4) + b"WEBP" + bytes(99), "/m4a": bytes(4) + b"ftypM4A " + bytes(99), "/empty": b"", "/mp3": MP3,
         "/png": PNG, "/large": PNG.ljust(LARGEST + 1), "/full": PNG.ljust(LARGEST),
         "/wav": b"RIFF" + bytes(4) + b"WAVE" + bytes(99)}


@pytest.mark.parametrize(("path", "kind", "errcode"), [
    ("/none", "picture", -1008), ("/moved", "picture", -1008), ("/webp", "picture", -1008), ("/empty", "picture", -1008),
    ("/mp3", "picture", -1008), ("/png", "sound", -1008), ("/m4a", "sound", -1008), ("/large", "picture", -1008),
    ("/full", "picture", 0), ("/wav", "sound", 0)])
def test_what_cannot_be_fetched_is_too_large_or_not_on_the_list_is_1008(
        wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver, path: str, kind: str, errcode: int) -> None:
    receiver.files = FILES
    trace_id = ask(wechat, sim, receiver.url + path, kind)
    deliver_due(state)
    told = {"suggest": "pass", "label": 100} if errcode == 0 else None
    assert verdicts(receiver) == [(trace_id, errcode, told)]


def test_a_host_nobody_is_at_is_1008(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    ask(wechat, sim, f"http://127.0.0.1:{free_port()}/a.png")
    deliver_due(state)
    assert [event["errcode"] for event in receiver.heard] == [-1008]
    assert [event["detail"] for event in receiver.heard] == [[{"strategy": "content_model", "errcode": -1008}]]


# what was planned

def test_the_next_checks_get_what_was_planned_and_those_after_pass(
        wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    sim.control("media_result", suggest="risky", label=20002, user="wang")
    sim.control("media_result", suggest="review", label=21000, times=2)
    traces = [ask(wechat, sim, f"{receiver.url}/a.png?{number}", user=user)
              for number, user in enumerate(["lin", "wang", "lin", "lin"])]
    deliver_due(state)
    review, fine = {"suggest": "review", "label": 21000}, {"suggest": "pass", "label": 100}
    assert verdicts(receiver) == list(zip(traces, [0] * 4, [review, {"suggest": "risky", "label": 20002}, review, fine], strict=True))


def test_what_was_planned_may_be_forgotten(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    sim.control("media_result", suggest="risky", label=20002, times=9)
    assert sim.control("media_result", times=0) == {"times": 0}
    ask(wechat, sim, f"{receiver.url}/a.png")
    deliver_due(state)
    assert [event["result"]["suggest"] for event in receiver.heard] == ["pass"]


def test_an_answer_comes_when_its_time_has_come(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    sim.control("media_result", delay_s=1800)
    ask(wechat, sim, f"{receiver.url}/a.png")
    sim.later(1790)
    assert (is_due(state), deliver_due(state), receiver.fetched, receiver.heard) == (False, 0, [], [])
    sim.later(1810)
    assert (deliver_due(state), len(receiver.heard)) == (1, 1)


@pytest.mark.parametrize(("pushes", "state_after"), [(0, "looked"), (2, "told")])
def test_an_answer_comes_never_or_twice(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver, pushes: int,
                                        state_after: str) -> None:
    sim.control("media_result", pushes=pushes)
    ask(wechat, sim, f"{receiver.url}/a.png")
    assert (deliver_due(state), len(receiver.heard), receiver.fetched) == (pushes, pushes, ["/a.png"])
    assert [item["state"] for item in sim.checks("lin")] == [state_after]
    assert len({str(event) for event in receiver.heard}) == min(pushes, 1)


def test_a_failure_may_be_planned(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    sim.control("media_result", errcode=-1008)
    ask(wechat, sim, f"{receiver.url}/a.png")
    deliver_due(state)
    assert [(event["errcode"], "result" in event) for event in receiver.heard] == [(-1008, False)]


# pushing

def test_json_and_xml_say_the_same_and_are_signed_twice(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    sim.control("media_result", suggest="risky", label=20006)
    sim.control("media_result", suggest="risky", label=20006, format="xml")
    for number in range(2):
        ask(wechat, sim, f"{receiver.url}/a.png?{number}")
    deliver_due(state)
    json_event, xml_event = ({**event, "trace_id": "", "CreateTime": 0} for event in receiver.heard)
    assert json_event == xml_event
    assert (json_event["Event"], json_event["appid"], json_event["version"]) == ("wxa_media_check", ACCOUNTS["mp_appid"], 2)
    assert receiver.kinds == ["application/json", "text/xml"]
    for query in receiver.queries:
        assert query["signature"] == signature(PUSH["token"], query["timestamp"], query["nonce"])
        assert (query["encrypt_type"], query["openid"]) == ("aes", json_event["FromUserName"])


@pytest.mark.parametrize(("answers", "heard", "state_after"), [([500, 404, 302], 4, "told"), ([500] * 5, 4, "unheard")])
def test_a_push_is_tried_four_times_five_seconds_apart(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver,
                                                       answers: list[int], heard: int, state_after: str) -> None:
    receiver.answers = answers
    ask(wechat, sim, f"{receiver.url}/a.png")
    for tries in range(6):
        sim.later(tries * 20)
        assert deliver_due(state) == (tries == 3 and state_after == "told")
        assert deliver_due(state) == 0
    assert len(receiver.heard) == heard
    assert [(item["state"], item["tries"]) for item in sim.checks("lin")] == [(state_after, 4)]


def test_nobody_waits_for_the_callback(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    """While the callback is being answered, the stand-in takes other calls that write."""
    receiver.meanwhile = lambda: sim.control("visit", user="somebody else")
    ask(wechat, sim, f"{receiver.url}/a.png")
    assert (deliver_due(state), receiver.heard[0]["errcode"]) == (1, 0)


def test_several_couriers_fetch_and_push_everything_once(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    traces = [ask(wechat, sim, f"{receiver.url}/a.png?{number}") for number in range(12)]
    couriers = [state, *(State(state.settings) for _ in range(3))]
    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(deliver_due, couriers)) == 12
    assert Counter(event["trace_id"] for event in receiver.heard) == Counter(traces)
    assert len(receiver.fetched) == 12


def test_a_courier_that_died_is_replaced_after_a_minute(wechat: WeChatGateway, sim: StandIn, state: State, receiver: Receiver) -> None:
    ask(wechat, sim, f"{receiver.url}/a.png")
    _claimed_until(state, time.time() + 30)
    assert (deliver_due(state), receiver.heard) == (0, [])
    _claimed_until(state, time.time() - 1)
    assert (deliver_due(state), len(receiver.heard)) == (1, 1)


def test_an_account_nobody_listens_for_is_given_up(wechat: WeChatGateway, sim: StandIn, receiver: Receiver) -> None:
    ask(wechat, sim, f"{receiver.url}/a.png")
    assert deliver_due(State(settings(sim.state))) == 0
    assert [item["state"] for item in sim.checks("lin")] == ["unheard"]


# a life

def test_two_processes_answer_by_themselves_and_a_process_that_may_not_call_out_stays_silent(
        tmp_path: Path, receiver: Receiver, sim: StandIn, wechat: WeChatGateway) -> None:
    silent = ask(wechat, sim, f"{receiver.url}/a.png?silent")
    with running(tmp_path / "state.sqlite3", workers=2, pushes_to=f"{receiver.url}/push") as stand_in:
        lively = WeChatGateway(appid=ACCOUNTS["mp_appid"], secret=ACCOUNTS["mp_secret"], base_url=stand_in.url)
        traces = [ask(lively, stand_in, f"{receiver.url}/a.png?{number}") for number in range(10)]
        until = time.monotonic() + PATIENCE_S
        while any(item["state"] != "told" for item in stand_in.checks("lin")):
            assert time.monotonic() < until, stand_in.checks("lin")
            time.sleep(0.02)
        lively.close()
    assert Counter(event["trace_id"] for event in receiver.heard) == Counter(traces)
    assert [(item["trace_id"], item["state"]) for item in sim.checks("lin")] == [(silent, "waiting")]


def _claimed_until(state: State, at: float) -> None:
    with state.turn() as (db, _):
        assert db.execute("UPDATE media_checks SET claimed_until = ?", (at,)).rowcount == 1


def test_a_state_file_of_before_gains_the_tables(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite3") as old:
        old.execute("CREATE TABLE people (name TEXT PRIMARY KEY, mp_openid TEXT NOT NULL UNIQUE, oa_openid TEXT NOT NULL UNIQUE, "
                    "unionid TEXT NOT NULL UNIQUE, session_key TEXT, last_visit REAL, follows INTEGER NOT NULL DEFAULT 0, "
                    "country TEXT, phone TEXT)")
    old.close()
    assert not is_due(State(settings(tmp_path / "state.sqlite3")))
