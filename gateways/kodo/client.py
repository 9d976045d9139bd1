"""The object store as the campaign asks for it, spoken over Kodo's own protocol, to Qiniu or to the embedded store.

Tokens and signatures come from the official SDK; the few calls we make are our own (asking.py, fetching.py,
putting.py), because the SDK posts over plain http by default, keeps its region cache in a world-writable folder,
compares signatures with `==` and loses the error when a call fails (`qiniu` 7.18.0).
"""
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from qiniu import Auth

from models import clock
from models.ports import Refused, StoredObject, Unreachable, UploadPermit, UploadRules

from . import fetching
from .asking import FORM_TYPE, NO_OBJECT, Management, new_session
from .putting import Putting

PART_SIZE = 1 << 20
FORM_LIMIT = 8 << 20
FETCH_LIFE_S = 3600
GRID_S = 3600
SHORTEST_GRID_S = 60


class KodoStore:
    """models.ports.ObjectStore over Kodo. Safe to share between threads.

    `up_host` and `download_base` go to phones and browsers; `rs_host`, `inner_up_host` and `inner_download_base` are
    for us alone (by default what everybody uses). Hosts may end in a path like /kodo; keys are appended to the bases.
    With `callback_url` None there is no callback, and confirming is left to `stat`.
    """

    def __init__(self, *, access_key: str, secret_key: str, bucket: str, up_host: str, rs_host: str,
                 download_base: str, callback_url: str | None = None, inner_up_host: str | None = None,
                 inner_download_base: str | None = None) -> None:
        self._auth, self._management = Auth(access_key, secret_key), Management(access_key, secret_key)
        self._bucket, self._up_host, self._rs_host = bucket, up_host.rstrip("/"), rs_host.rstrip("/")
        self._download_base, self._callback_url = download_base.rstrip("/"), callback_url
        self._inner_downloads = (inner_download_base or download_base).rstrip("/")
        self._putting, self._downloads = Putting(self._auth, bucket, inner_up_host or up_host), new_session(retries=2)

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
        return self._signed(self._download_base, key, life_s, download_as)

    def _signed(self, base: str, key: str, life_s: int, download_as: str | None = None) -> str:
        grid = min(GRID_S, max(SHORTEST_GRID_S, life_s))
        deadline = -(-int(clock.now().timestamp() + life_s) // grid) * grid
        named = f"attname={quote(download_as, safe='')}&" if download_as else ""
        address = f"{base}/{quote(key, safe='/~')}?{named}e={deadline}"
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
            self._manage("stat", ".health", hasty=True)
        except (Refused, Unreachable):
            return False
        return True

    def fetch(self, key: str, into: Path) -> str:
        """Bring an object's bytes into a new file; their sha256. Raises Refused ("612" when it is not there) and Unreachable."""
        found = self.stat(key)
        if found is None:
            raise Refused(str(NO_OBJECT), "no such object")
        return fetching.fetch(self._downloads, self._signed(self._inner_downloads, key, FETCH_LIFE_S), found, into)

    def put(self, key: str, source: Path, mime: str) -> StoredObject:
        """Store a file of ours under exactly this key, over whatever was there. Raises Refused and Unreachable."""
        etag = self._putting.put(key, source, mime)
        found = self.stat(key)
        if found is None or found.etag != etag:
            raise Unreachable("the object store does not hold what was just put")
        return found

    def _manage(self, act: str, key: str, *, hasty: bool = False) -> tuple[int, dict[str, Any]]:
        """One call about one object: 200 with its answer, or 612. Raises Refused and Unreachable."""
        entry = urlsafe_b64encode(f"{self._bucket}:{key}".encode()).decode()
        return self._management.post(f"{self._rs_host}/{act}/{entry}", hasty=hasty)


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
