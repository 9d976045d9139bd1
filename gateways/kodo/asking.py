"""How Kodo is asked: signed calls over kept connections, and what its answers mean to us.

Every host is named explicitly by the caller; nothing is looked up, redirected or taken from the environment.
"""
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests
from qiniu.auth import QiniuMacAuth
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from models.ports import Refused, Unreachable

FORM_TYPE = "application/x-www-form-urlencoded"
NO_OBJECT = 612
WAIT_AND_RETRY = {HTTPStatus.TOO_MANY_REQUESTS, 573}
TIMEOUT_S = (3.0, 10.0)
HEALTH_TIMEOUT_S = (1.0, 1.0)


class Management:
    """Kodo's management calls, signed. Safe to share between threads.

    Answers are (code, JSON) with the code 200 or 612; everything else is Refused or Unreachable.
    """

    def __init__(self, access_key: str, secret_key: str) -> None:
        self._mac = QiniuMacAuth(access_key, secret_key)
        self._patient, self._hasty = new_session(retries=2), new_session(retries=0)

    def post(self, url: str, body: str | None = None, *, hasty: bool = False) -> tuple[int, dict[str, Any]]:
        """`hasty`: within two seconds or not at all."""
        session, timeout = (self._hasty, HEALTH_TIMEOUT_S) if hasty else (self._patient, TIMEOUT_S)
        return _answer(ask(session, "POST", url, headers=self._signed("POST", url, FORM_TYPE, body), data=body, timeout=timeout))

    def get(self, url: str) -> tuple[int, dict[str, Any]]:
        return _answer(ask(self._patient, "GET", url, headers=self._signed("GET", url, None, None)))

    def _signed(self, method: str, url: str, kind: str | None, body: str | None) -> dict[str, str]:
        token = self._mac.token_of_request(method, urlsplit(url).netloc, url, None, kind, body)
        return {"Authorization": f"Qiniu {token}"} | ({"Content-Type": kind} if kind else {})


def ask(session: requests.Session, method: str, url: str, *, timeout: tuple[float, float] = TIMEOUT_S,
        **what: Any) -> requests.Response:
    """One request, never redirected. Raises Unreachable."""
    try:
        return session.request(method, url, timeout=timeout, allow_redirects=False, **what)
    except (requests.RequestException, OSError):
        # The library's own words may hold the address, so they are not passed on.
        raise Unreachable("the object store did not answer") from None


def judged(answer: requests.Response) -> dict[str, Any]:
    """The answer's JSON when it is 200. Raises Refused for a no, Unreachable for "later"."""
    code = answer.status_code
    if code in WAIT_AND_RETRY or (500 <= code < 600) or code < 200:
        raise Unreachable(f"the object store answered {code}")
    told = _json(answer)
    if code != HTTPStatus.OK:
        raise Refused(str(code), str(told.get("error", ""))[:200])
    return told


def _answer(answer: requests.Response) -> tuple[int, dict[str, Any]]:
    return (NO_OBJECT, {}) if answer.status_code == NO_OBJECT else (answer.status_code, judged(answer))


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def new_session(retries: int) -> requests.Session:
    """Keeps connections, follows no proxy from the environment, retries only what never reached the store."""
    retry = Retry(total=retries, connect=retries, read=retries, status=0, redirect=0, other=0, backoff_factor=0.2,
                  allowed_methods=None)
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", HTTPAdapter(max_retries=retry))
    session.mount("http://", HTTPAdapter(max_retries=retry))
    return session
