"""A running stand-in, and the controls a test moves it with."""
import itertools
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.gateways.wechat.served import ACCOUNTS
from tests.ports import free_port

ROOT = Path(__file__).parents[3]
TWO_DAYS_S = 2 * 86400


@dataclass
class StandIn:
    """One base URL with controls. Requests are plain: no client of ours in between."""
    url: str
    http: requests.Session = field(default_factory=requests.Session)
    days: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    started_ahead_s: int = 0
    state: Path = Path()

    def get(self, path: str, /, **query: Any) -> dict[str, Any]:
        return self.http.get(self.url + path, params=query, timeout=10).json()

    def post(self, path: str, body: Any, /, **query: Any) -> dict[str, Any]:
        return self.http.post(self.url + path, params=query, json=body, timeout=10).json()

    def control(self, name: str, /, **asked: Any) -> dict[str, Any]:
        answer = self.http.post(f"{self.url}/_sim/{name}", json=asked, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def login_code(self, user: str) -> str:
        return str(self.control("login_code", user=user)["code"])

    def phone_code(self, user: str, **phone: str) -> str:
        return str(self.control("phone_code", user=user, **phone)["code"])

    def sign_in(self, code: str) -> dict[str, Any]:
        return self.get("/sns/jscode2session", appid=ACCOUNTS["mp_appid"], secret=ACCOUNTS["mp_secret"],
                        js_code=code, grant_type="authorization_code")

    def openid(self, user: str) -> str:
        """Who signs in now, and so has the mini program open."""
        return str(self.sign_in(self.login_code(user))["openid"])

    def checks(self, user: str) -> list[dict[str, Any]]:
        """The media checks asked for one person."""
        return [item for item in self.get("/_sim/media_checks")["items"] if item["user"] == user]

    def stable(self, account: str = "mp", **more: Any) -> dict[str, Any]:
        return self.post("/cgi-bin/stable_token", {
            "grant_type": "client_credential", "appid": ACCOUNTS[f"{account}_appid"],
            "secret": ACCOUNTS[f"{account}_secret"], **more})

    def plain(self) -> dict[str, Any]:
        return self.get("/cgi-bin/token", grant_type="client_credential", appid=ACCOUNTS["mp_appid"],
                        secret=ACCOUNTS["mp_secret"])

    def errcode_of(self, token: str) -> int:
        """What a call with this token is answered; 40029 is a call that got past the token."""
        return int(self.post("/wxa/business/getuserphonenumber", {"code": "none"}, access_token=token)["errcode"])

    def asked(self, path: str) -> int:
        """How often this path was called so far."""
        return int(self.get("/_sim/requests", path=path)["count"])

    def later(self, seconds: float) -> None:
        """Set the clock this long after the test began."""
        self.control("clock", ahead_s=self.started_ahead_s + seconds)

    def new_day(self) -> None:
        """Two days on: earlier tokens and forced refreshes are history, so tests do not meet each other."""
        self.started_ahead_s = TWO_DAYS_S * next(self.days)
        self.later(0)


@contextmanager
def running(state: Path, workers: int = 1, pushes_to: str = "") -> Iterator[StandIn]:
    """granian in a process of its own, on a free port."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1",
               "--port", str(port), "--workers", str(workers), "--blocking-threads", "8", "--log-level", "critical",
               "tests.gateways.wechat.served:serve"]
    env = {**os.environ, "STAND_IN_STATE": str(state), "STAND_IN_PUSHES_TO": pushes_to, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield StandIn(f"http://127.0.0.1:{port}", state=state)
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pass
        try:
            raise AssertionError(f"the stand-in ended with {server.wait(0.05)}")
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("the stand-in did not start")
