"""The whole process tree as `make run` starts it, in a folder of its own; and a phone that speaks the wire contract to it."""
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import requests
from ruamel.yaml import YAML

from models import clock, documents, ids
from tests.ports import free_port

HOME = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class House:
    """A running service."""
    url: str
    data_dir: Path
    process: "subprocess.Popen[bytes]"
    log: Path
    environment: dict[str, str] = field(repr=False)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def phone(self, user: str) -> "Phone":
        """A phone whose user is signed in. WeChat lets nobody sign in more than a hundred times a minute: the demo people stay so."""
        phone = Phone(self.url, user)
        if not user.startswith("demo-"):
            return phone.sign_in()
        return phone.go_on() or _keep(phone.sign_in())

    def says(self, words: str, times: int = 1) -> str:
        """The log once these words stand in it so often, or after twenty seconds: lines are gathered before they are written."""
        until = time.monotonic() + 20
        while (log := self.log.read_text(encoding="utf-8")).count(words) < times and time.monotonic() < until:
            time.sleep(0.05)
        return log


_signed_in: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}      # (house, user): what their phones go on with


def _keep(phone: "Phone") -> "Phone":
    _signed_in[phone.url, phone.user] = str(phone.session.headers["Authorization"]), phone.account
    return phone


@dataclass(slots=True)
class Phone:
    """What a mini program does, over real HTTP."""
    url: str
    user: str
    session: requests.Session = field(default_factory=requests.Session)
    account: dict[str, Any] = field(default_factory=dict)

    def sign_in(self) -> "Phone":
        code = self.simulator("login_code", user=self.user)["code"]
        answer = self.ask("POST", "/api/sessions", {"code": code})
        assert answer.status_code == 201, answer.text
        self.session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        self.account = answer.json()["account"]
        return self

    def go_on(self) -> "Phone | None":
        """With the session of an earlier phone of this user, while it still counts."""
        if (self.url, self.user) not in _signed_in:
            return None
        self.session.headers["Authorization"], self.account = _signed_in[self.url, self.user]
        return self if self.ask("GET", "/api/me").status_code == 200 else None

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        self.session.headers["X-Sent-At"] = clock.to_wire(clock.now())
        return self.session.request(method, self.url + path, json=body, timeout=30, **more)

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def put(self, path: str, body: Any) -> Any:
        answer = self.ask("PUT", path, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def simulator(self, control: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/sim/wechat/_sim/{control}", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def move(self, entry_id: str, act: str, **more: Any) -> requests.Response:
        return self.ask("PUT", f"/api/entries/{entry_id}/moves/{ids.mint('mov')}", {"act": act, **more})


@contextmanager
def running(data_dir: Path, database_url: str = "", **environment: str) -> Iterator[House]:
    """The service until the block ends; raises RuntimeError with its words when it does not come up."""
    house = started(data_dir, database_url, **environment)
    try:
        wait(house)
        yield house
    finally:
        house.process.send_signal(signal.SIGINT)
        house.process.wait(40)


def started(data_dir: Path, database_url: str = "", **environment: str) -> House:
    """`make run` without make, not waited for. Its words go to a log beside DATA_DIR."""
    own = {"DATA_DIR": str(data_dir), "PORT": str(free_port()), **environment} | ({"DATABASE_URL": database_url} if database_url else {})
    path = data_dir.parent / f"{data_dir.name}.log"
    whole = {**os.environ, **own}
    with path.open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "server", "run"], cwd=HOME, env=whole, stdout=log, stderr=log)
    return House(f"http://127.0.0.1:{own['PORT']}", data_dir, process, path, whole)


def config_with(path: Path, **changes: Any) -> Path:
    """config.yaml with other values, written to `path`; keys are dotted with two underscores: limits__reads_per_minute=5."""
    tree = documents.load((HOME / "config.yaml").read_text(encoding="utf-8"))
    for name, value in changes.items():
        *above, last = name.split("__")
        reduce(lambda node, key: node[key], above, tree)[last] = value
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(tree, file)
    return path


def wait(house: House) -> None:
    """Until it is ready. Raises RuntimeError with the end of its log."""
    until = time.monotonic() + 60
    while time.monotonic() < until and house.process.poll() is None:
        try:
            if requests.get(f"{house.url}/readyz", timeout=2).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise RuntimeError(f"the service did not come up:\n{house.log.read_text()[-3000:]}")
