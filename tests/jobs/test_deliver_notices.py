"""The engine of pushes, killed at every step against a WeChat that drops, refuses and stumbles: sent once or listed as unknown, never
twice, never silently missing."""
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from jobs import deliver_notices, stopping
from models import clock, ids
from models.accounts.tables import Account
from models.db import writing
from models.notices.ledger import fan_out
from models.notices.ledger.tables import Credit, Delivery
from models.notices.plans import templates
from models.notices.plans.tables import Notice
from tests.cast import Cast
from tests.gateways.wechat.recording import Recording, recording
from tests.jobs.senders import IN_FLIGHT, ended, forking, gateways, later
from tests.jobs.workers import Counted
from tests.models.notices.ledger.told import AT, a_notice

PEOPLE = 40
STEPS = [f"{call} {number}" for call, numbers in {
    "begin": (1,), "claim": (1, 2), "settle": (1, 2, 4, 6), "mass.put": (1, 3, 5),
    "mass.collect": (1, 3, 6, 9), "end": (1,)}.items()
    for number in numbers]


@pytest.fixture
def wechat() -> Iterator[Recording]:
    with recording(delay_s=0.005) as server:
        yield server


@pytest.fixture(scope="module")
def engines() -> Iterator["subprocess.Popen[str]"]:
    with forking() as process:
        yield process


def planned(openids: list[str], **more: Any) -> tuple[Notice, dict[str, str]]:
    """A notice to people with a credit each, planned; account by openid."""
    rows = [{"id": ids.mint("acc"), "openid": openid, "created_at": AT, "last_seen_at": AT} for openid in openids]
    with writing():
        Account.insert_many(rows).execute()
        Credit.insert_many([{"account": row["id"], "template": f"mini-{more.get('template', 'T1')}", "told_by": "report",
                             "granted_at": AT - timedelta(days=1)} for row in rows]).execute()
    notice = a_notice(audience={"accounts": [row["id"] for row in rows]}, **more)
    while fan_out.plan_next(templates.of(gateways("").config), AT):
        pass
    return notice, {str(row["openid"]): str(row["id"]) for row in rows}


def faulty(count: int) -> list[str]:
    """Openids of a WeChat on a bad day."""
    kinds = ("o-good", "o-good", "o-good", "o-drop", "o-43101", "o-500", "o-good", "o-47003")
    return [f"{kinds[number % len(kinds)]}-{number}" for number in range(count)]


def outcome(notice: Notice, accounts: dict[str, str]) -> dict[str, str]:
    """State by openid."""
    rows = {row.account_id: row.state for row in Delivery.select().where(Delivery.notice == notice.id)}
    return {openid: rows[account] for openid, account in accounts.items()}


def require_nobody_twice_nobody_missing(wechat: Recording, states: dict[str, str]) -> None:
    assert {openid: count for openid, count in wechat.seen.items() if count > 1} == {}
    for openid, state in states.items():
        expected = {"o-drop": ("unknown",), "o-500-": ("unknown",), "o-4310": ("refused", "unknown"), "o-4700": ("failed", "unknown")}
        assert state in expected.get(openid[:6], ("sent", "unknown")), (openid, state)
        assert state == "unknown" or wechat.seen[openid] == 1, (openid, state)


def run_again(engines: "subprocess.Popen[str]", database_url: str, wechat: Recording, at: str) -> None:
    """Other engines, after the first is taken for dead, until nothing is due."""
    for minutes in (1, 2):
        assert ended(engines, {"what": "work", "database": database_url, "wechat": wechat.url, "at": later(at, 60 * minutes)}) == [0]


def test_everybody_is_sent_to_once_and_the_notice_is_done(cast: Cast, wechat: Recording) -> None:
    notice, accounts = planned(faulty(PEOPLE))
    clock.run_ahead(AT + timedelta(minutes=1) - (clock.now() - clock._ahead))
    assert deliver_notices.run(gateways(wechat.url)) == 20
    states = outcome(notice, accounts)
    require_nobody_twice_nobody_missing(wechat, states)
    assert Counter(states.values()) == Counter(sent=20, unknown=10, refused=5, failed=5)
    assert Notice.get_by_id(notice.id).state == "done"


@pytest.mark.parametrize("after", STEPS)
def test_killed_at_any_step_nobody_is_told_twice_and_nobody_is_forgotten(cast: Cast, db: str, wechat: Recording, after: str,
                                                                         engines: "subprocess.Popen[str]") -> None:
    notice, accounts = planned(faulty(PEOPLE))
    at = clock.to_wire(AT + timedelta(minutes=1))
    told = {"what": "killed", "database": db, "wechat": wechat.url, "at": at, "after": after}
    assert ended(engines, told) == [-signal.SIGKILL]
    run_again(engines, db, wechat, at)
    states = outcome(notice, accounts)
    require_nobody_twice_nobody_missing(wechat, states)
    lost = [openid for openid, state in states.items() if state == "unknown" and not openid.startswith(("o-drop", "o-500"))]
    assert len(lost) <= 2 * IN_FLIGHT                   # in flight, and whatever came back since the last transaction


def test_two_engines_at_once_share_the_work(cast: Cast, db: str, wechat: Recording, engines: "subprocess.Popen[str]") -> None:
    notice, accounts = planned(faulty(PEOPLE))
    told = {"what": "work", "database": db, "wechat": wechat.url, "at": clock.to_wire(AT + timedelta(minutes=1))}
    assert ended(engines, told, told) == [0, 0]
    states = outcome(notice, accounts)
    require_nobody_twice_nobody_missing(wechat, states)
    assert Counter(states.values()) == Counter(sent=20, unknown=10, refused=5, failed=5)


@pytest.mark.parametrize("after", ["claim 1", "settle 2", "mass.put 2"])
def test_an_engine_that_slept_begins_nothing_when_it_wakes(cast: Cast, db: str, wechat: Recording, after: str,
                                                           engines: "subprocess.Popen[str]") -> None:
    notice, accounts = planned(faulty(PEOPLE))
    at = clock.to_wire(AT + timedelta(minutes=1))
    sleeper = {"what": "frozen", "database": db, "wechat": wechat.url, "at": at, "after": after}
    other = {"what": "work", "database": db, "wechat": wechat.url, "at": later(at, 60)}
    assert ended(engines, other, sleeper)[0] == 0
    run_again(engines, db, wechat, at)
    require_nobody_twice_nobody_missing(wechat, outcome(notice, accounts))


def test_a_code_that_stops_pauses_the_notice_and_nothing_more_goes_out(cast: Cast, wechat: Recording) -> None:
    notice, accounts = planned([f"o-45009-{number}" for number in range(PEOPLE)])
    clock.run_ahead(AT + timedelta(minutes=1) - (clock.now() - clock._ahead))
    assert deliver_notices.run(gateways(wechat.url)) == 0
    assert sum(wechat.seen.values()) <= IN_FLIGHT
    paused = Notice.get_by_id(notice.id)
    assert (paused.state, paused.why) == ("paused", "45009")
    assert set(outcome(notice, accounts).values()) == {"planned"}
    assert Credit.select().where(Credit.spent_by.is_null(False)).count() == 0


def test_nobody_there_is_tried_again_later_and_not_at_once(cast: Cast) -> None:
    notice, accounts = planned([f"o-good-{number}" for number in range(4)])
    clock.run_ahead(AT + timedelta(minutes=1) - (clock.now() - clock._ahead))
    assert deliver_notices.run(gateways("http://127.0.0.1:9")) == 0
    assert set(outcome(notice, accounts).values()) == {"planned"}
    assert {row.tries for row in Delivery.select()} == {1}
    assert deliver_notices.run(gateways("http://127.0.0.1:9")) == 0
    assert {row.tries for row in Delivery.select()} == {1}


def test_while_wechat_is_away_a_run_asks_for_a_few_only_and_lets_go_of_the_rest(cast: Cast) -> None:
    notice, accounts = planned([f"o-good-{number}" for number in range(200)])
    clock.run_ahead(AT + timedelta(minutes=1) - (clock.now() - clock._ahead))
    assert deliver_notices.run(gateways("http://127.0.0.1:9")) == 0
    assert set(outcome(notice, accounts).values()) == {"planned"}
    assert 0 < sum(row.tries for row in Delivery.select()) <= 2 * deliver_notices.AWAY
    assert nothing_is_held()


def test_asked_to_stop_it_waits_for_what_is_in_flight_and_lets_go_of_the_rest(cast: Cast, wechat: Recording,
                                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    notice, accounts = planned([f"o-good-{number}" for number in range(PEOPLE)])
    monkeypatch.setattr(stopping, "asked", Event())
    clock.run_ahead(AT + timedelta(minutes=1) - (clock.now() - clock._ahead))
    stop = Counted(lambda now: stopping.asked.set() if now == "mass.put 2" else None)
    sent = deliver_notices.run(gateways(wechat.url, stop))
    assert 0 < sent < PEOPLE
    assert Counter(outcome(notice, accounts).values()) == Counter(sent=sent, planned=PEOPLE - sent)
    assert sum(wechat.seen.values()) == sent
    assert nothing_is_held()


def test_a_template_does_not_wait_behind_the_rate_of_another(cast: Cast, wechat: Recording) -> None:
    planned([f"o-good-{number}" for number in range(50)])
    planned([f"o-other-{number}" for number in range(10)], template="T2", values=["作品", "通过", "2022年8月31日 12:00", "请查看"],
            due_at=AT + timedelta(seconds=1))
    clock.run_ahead(AT + timedelta(minutes=1) - (clock.now() - clock._ahead))
    assert deliver_notices.run(gateways(wechat.url, per_template_per_second=20)) == 60
    assert max(place for place, body in enumerate(wechat.bodies) if body["template_id"] == "mini-T2") < 30


def test_when_the_database_breaks_its_connection_nothing_is_lost(cast: Cast, db: str, wechat: Recording,
                                                               engines: "subprocess.Popen[str]") -> None:
    if db.startswith("sqlite"):
        pytest.skip("a file has no connections to break")
    notice, accounts = planned([f"o-good-{number}" for number in range(PEOPLE)])
    told = {"what": "cut_off", "database": db, "wechat": wechat.url, "at": clock.to_wire(AT + timedelta(minutes=1)), "after": "settle 3"}
    assert ended(engines, told) == [0]
    assert set(outcome(notice, accounts).values()) == {"sent"}
    assert set(wechat.seen.values()) == {1}


def nothing_is_held() -> bool:
    """No row is claimed, and no credit is taken but by what was sent."""
    sent = Delivery.select(Delivery.id).where(Delivery.state == "sent")
    return not Delivery.select().where(Delivery.sender.is_null(False)).exists() and not Credit.select().where(
        Credit.spent_by.is_null(False), Credit.spent_by.not_in(sent)).exists()


def test_no_more_begin_in_a_second_than_the_rate_allows(cast: Cast, wechat: Recording) -> None:
    planned([f"o-good-{number}" for number in range(30)])
    clock.run_ahead(AT + timedelta(minutes=1) - (clock.now() - clock._ahead))
    began = time.monotonic()
    assert deliver_notices.run(gateways(wechat.url, per_second=40)) == 30
    assert time.monotonic() - began >= 0.6
