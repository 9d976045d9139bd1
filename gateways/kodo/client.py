"""The object store as the campaign asks for it, spoken over Kodo's own protocol, to Qiniu or to the embedded store.

Tokens and signatures come from the official SDK; the few calls we make are our own, because the SDK posts over plain
http by default, keeps its region cache in a world-writable folder, compares signatures with `==` and loses the error
when a call fails (`qiniu` 7.18.0). Every host is named explicitly here and nothing is looked up or cached.
"""
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import requests
from qiniu import Auth
from qiniu.auth import QiniuMacAuth
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from models import clock
from models.ports import Refused, StoredObject, Unreachable, UploadPermit, UploadRules

PART_SIZE = 1 << 20
FORM_LIMIT = 8 << 20
FORM_TYPE = "application/x-www-form-urlencoded"
NO_OBJECT = 612
WAIT_AND_RETRY = {HTTPStatus.TOO_MANY_REQUESTS, 573}
TIMEOUT_S = (3.0, 10.0)
HEALTH_TIMEOUT_S = (1.0, 1.0)
GRID_S = 3600
SHORTEST_GRID_S = 60


class KodoStore:
    """models.ports.ObjectStore over Kodo. Safe to share between threads.

    `up_host` goes to phones; `rs_host` is for us alone; both may end in a path like /kodo. Keys are appended to
    `download_base`. With `callback_url` None there is no callback, and confirming is left to `stat`.
    """

    def __init__(self, *, access_key: str, secret_key: str, bucket: str, up_host: str, rs_host: str,
                 download_base: str, callback_url: str | None = None) -> None:
        self._auth, self._mac = Auth(access_key, secret_key), QiniuMacAuth(access_key, secret_key)
        self._bucket, self._up_host, self._rs_host = bucket, up_host.rstrip("/"), rs_host.rstrip("/")
        self._download_base, self._callback_url = download_base.rstrip("/"), callback_url
        self._patient, self._hasty = _session(retries=2), _session(retries=0)

    def permit(self, key: str, size: int, rules: UploadRules) -> UploadPermit:
        """A token for exactly this key (insertOnly, fsizeLimit, mimeLimit, deadline). No network."""
        expires_at = (clock.now() + timedelta(seconds=rules.life_s)).replace(microsecond=0)
        token = self._auth.token_with_data(json.dumps(self._policy(key, rules, expires_at), separators=(",", ":")))
        return UploadPermit(
            up_host=self._up_host, bucket=self._bucket, key=key, token=token, expires_at=expires_at,
            part_size=PART_SIZE, mode="form" if size <= FORM_LIMIT else "multipart")

    def _policy(self, key: str, rules: UploadRules, expires_at: datetime) -> dict[str, Any]:
        policy: dict[str, Any] = {
            "scope": f"{self._bucket}:{key}", "deadline": int(expires_at.timestamp()), "insertOnly": 1,
            "fsizeMin": 1, "fsizeLimit": rules.max_bytes, "detectMime": 1, "endUser": rules.owner}
        if rules.mimes:
            policy["mimeLimit"] = ";".join(rules.mimes)
        if self._callback_url:
            policy |= {"callbackUrl": self._callback_url, "callbackBody": _callback_body(rules),
                       "callbackBodyType": FORM_TYPE}
        return policy

    def stat(self, key: str) -> StoredObject | None:
        """What is stored under the key now, or None. Raises Refused and Unreachable."""
        code, told = self._manage("stat", key)
        if code == NO_OBJECT:
            return None
        try:
            return StoredObject(key=key, size=int(told["fsize"]), mime=str(told["mimeType"]), etag=str(told["hash"]),
                                put_at=_from_ticks(int(told["putTime"])), sha256=told.get("sha256"))
        except (KeyError, TypeError, ValueError):
            raise Unreachable("the object store answered stat with something else") from None

    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is fine. Raises Refused and Unreachable."""
        self._manage("delete", key)

    def url(self, key: str, life_s: int = 3600, download_as: str | None = None) -> str:
        """A signed address, good for `life_s` and up to an hour longer, so that caches see one address. No network."""
        grid = min(GRID_S, max(SHORTEST_GRID_S, life_s))
        deadline = -(-int(clock.now().timestamp() + life_s) // grid) * grid
        named = f"attname={quote(download_as, safe='')}&" if download_as else ""
        address = f"{self._download_base}/{quote(key, safe='/~')}?{named}e={deadline}"
        return f"{address}&token={self._auth.token(address)}"

    def callback(self, method: str, target: str, headers: dict[str, str], body: bytes) -> dict[str, str]:
        """Verify an upload callback and give its fields. `target` is path?query. Raises Refused ("401").

        A captured callback verifies again: the caller must consume `ticket` once, and believe `stat` only.
        """
        told = {name.lower(): text for name, text in headers.items()}
        # The QBox scheme does not sign any other kind of body, so nothing else may be believed.
        if told.get("content-type") != FORM_TYPE:
            raise Refused("401", "the callback's body is not covered by its signature")
        signatures = [self._auth.token(data) for data in _signed_callback(method, target, told, body, self._callback_url)]
        if not _any_equal(told.get("authorization", ""), signatures):
            raise Refused("401", "the callback's signature is wrong")
        return _fields(body)

    def healthy(self) -> bool:
        """Whether the store answers at all, within two seconds."""
        try:
            self._manage("stat", ".health", self._hasty, HEALTH_TIMEOUT_S)
        except (Refused, Unreachable):
            return False
        return True

    def _manage(self, act: str, key: str, session: requests.Session | None = None,
                timeout: tuple[float, float] = TIMEOUT_S) -> tuple[int, dict[str, Any]]:
        """One call about one object: 200 with its answer, or 612. Raises Refused and Unreachable."""
        entry = urlsafe_b64encode(f"{self._bucket}:{key}".encode()).decode()
        url = f"{self._rs_host}/{act}/{entry}"
        token = self._mac.token_of_request("POST", urlsplit(url).netloc, url, None, FORM_TYPE, None)
        try:
            answer = (session or self._patient).post(
                url, headers={"Authorization": f"Qiniu {token}", "Content-Type": FORM_TYPE}, timeout=timeout,
                allow_redirects=False)
        except (requests.RequestException, OSError):
            # The library's own words may hold the address, so they are not passed on.
            raise Unreachable("the object store did not answer") from None
        return answer.status_code, _judged(answer)


def _judged(answer: requests.Response) -> dict[str, Any]:
    """The answer's JSON when it is 200 or 612. Raises Refused for a no, Unreachable for "later"."""
    code = answer.status_code
    if code in WAIT_AND_RETRY or (500 <= code < 600) or code < 200:
        raise Unreachable(f"the object store answered {code}")
    told = _json(answer)
    if code in (200, NO_OBJECT):
        return told
    raise Refused(str(code), str(told.get("error", ""))[:200])


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _callback_body(rules: UploadRules) -> str:
    """Form-urlencoded, the only kind QBox signs. The ticket is written in, so the client cannot change it."""
    asked = "key=$(key)&hash=$(etag)&fsize=$(fsize)&mime=$(mimeType)&owner=$(endUser)"
    return f"{asked}&{urlencode({'ticket': rules.ticket})}"


def _signed_callback(method: str, target: str, told: Mapping[str, str], body: bytes, url: str | None) -> list[bytes]:
    """What either scheme would have signed. A proxy may have changed Host, so the address we asked for counts too."""
    scheme = told.get("authorization", "").partition(" ")[0]
    if scheme == "QBox":
        return [target.encode() + b"\n" + body]
    lines = [f"Content-Type: {told['content-type']}"]
    lines += sorted(f"{name.title()}: {text}" for name, text in told.items()
                    if name.startswith("x-qiniu-") and len(name) > len("x-qiniu-"))
    hosts = dict.fromkeys(filter(None, (told.get("host"), url and urlsplit(url).netloc)))
    return ["\n".join([f"{method.upper()} {target}", f"Host: {host}", *lines]).encode() + b"\n\n" + body
            for host in hosts if scheme == "Qiniu"]


def _any_equal(told: str, signatures: list[str]) -> bool:
    _, _, signature = told.partition(" ")
    return any(hmac.compare_digest(signature.encode(), expected.encode()) for expected in signatures)


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=50)
    except ValueError:
        raise Refused("401", "the callback's body cannot be read") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refused("401", "the callback names a field twice")
    return fields


def _from_ticks(put_time: int) -> datetime:
    """Kodo's putTime counts 100 ns; ours is to the millisecond."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=put_time // 10_000)


def _session(retries: int) -> requests.Session:
    """Keeps connections, follows no proxy from the environment, retries only what never reached the store."""
    retry = Retry(total=retries, connect=retries, read=retries, status=0, redirect=0, other=0, backoff_factor=0.2,
                  allowed_methods=None)
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", HTTPAdapter(max_retries=retry))
    session.mount("http://", HTTPAdapter(max_retries=retry))
    return session
