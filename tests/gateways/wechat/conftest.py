"""One stand-in for the whole folder (two processes on one state file), on a day of its own for every test."""
import os
from collections.abc import Iterator
from datetime import timedelta

import pytest

from gateways.wechat import WeChatGateway
from gateways.wechat.simulator.state import State
from models import clock
from tests.gateways.wechat.receiver import Receiver, receiving
from tests.gateways.wechat.served import ACCOUNTS, settings
from tests.gateways.wechat.stand_in import StandIn, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    with running(tmp_path_factory.mktemp("wechat") / "state.sqlite3", workers=2) as stand_in:
        yield stand_in


@pytest.fixture
def sim(server: StandIn) -> StandIn:
    server.new_day()
    return server


@pytest.fixture
def wechat(sim: StandIn) -> Iterator[WeChatGateway]:
    """A cold gateway with short limits, below the mount point `make run` uses."""
    gateway = WeChatGateway(appid=ACCOUNTS["mp_appid"], secret=ACCOUNTS["mp_secret"],
                            base_url=f"{sim.url}/sim/wechat", read_s=2, pause_s=0.01)
    yield gateway
    gateway.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def state(sim: StandIn, receiver: Receiver) -> State:
    """The stand-in's state as its courier sees it, with nothing due, which pushes to the receiver."""
    state = State(settings(sim.state, f"{receiver.url}/callbacks/wechat/mp"))
    with state.turn() as (db, _):
        for table in ("media_results", "media_checks", "pushes"):
            db.execute(f"DELETE FROM {table}")
    return state


@pytest.fixture
def our_clock() -> Iterator[None]:
    yield
    clock.run_ahead(timedelta(0))


@pytest.fixture
def neighbour(request: pytest.FixtureRequest) -> StandIn:
    """Whatever the contract is tested against: WECHAT_BASE_URL, or the stand-in."""
    elsewhere = os.environ.get("WECHAT_BASE_URL")
    return StandIn(elsewhere.rstrip("/")) if elsewhere else request.getfixturevalue("sim")


@pytest.fixture
def controlled(neighbour: StandIn) -> StandIn:
    """A neighbour that can be told to make codes. The real one cannot."""
    if neighbour.http.get(f"{neighbour.url}/_sim/requests", timeout=10).status_code != 200:
        pytest.skip("this base URL has no controls")
    return neighbour
