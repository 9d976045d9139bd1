"""The protocol's calls, spoken plainly, for tests that look at one answer at a time."""
import base64
import secrets
from typing import Any
from urllib.parse import quote

import requests
from qiniu.auth import QiniuMacAuth

from .running import ACCESS_KEY, PUBLIC, SECRET_KEY, RunningStore

JPEG = b"\xff\xd8\xff\xe0" + b"jpeg" * 300
PNG = b"\x89PNG\r\n\x1a\n" + b"png" * 300
MIB = 1 << 20


def unique(name: str = "a") -> str:
    return f"t/{secrets.token_hex(6)}/{name}"


def b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


def send_form(store: RunningStore, data: bytes, token: str | None, *, key: str | None = None, fname: str = "a.bin",
              declared: str = "application/octet-stream", **fields: str) -> requests.Response:
    fields |= {name: text for name, text in (("token", token), ("key", key)) if text is not None}
    return requests.post(store.url + "/", data=fields, files={"file": (fname, data, declared)}, timeout=30)


class Upload:
    """One v2 upload of a key."""

    def __init__(self, store: RunningStore, key: str | None, **policy: Any) -> None:
        self.headers = {"Authorization": f"UpToken {store.token(key, **policy)}"}
        self.path = f"{store.url}/buckets/{PUBLIC}/objects/{b64(key) if key is not None else '~'}/uploads"
        self.started = requests.post(self.path, headers=self.headers, timeout=30)
        self.id = self.started.json().get("uploadId", "none")

    def put(self, number: int, data: bytes, **headers: str) -> requests.Response:
        return requests.put(f"{self.path}/{self.id}/{number}", data=data, headers=self.headers | headers, timeout=30)

    def list(self, **query: int) -> requests.Response:
        return requests.get(f"{self.path}/{self.id}", params=query, headers=self.headers, timeout=30)

    def complete(self, etags: dict[int, str], **more: Any) -> requests.Response:
        parts = [{"partNumber": number, "etag": etag} for number, etag in etags.items()]
        return requests.post(f"{self.path}/{self.id}", json={"parts": parts} | more, headers=self.headers, timeout=30)

    def abort(self) -> requests.Response:
        return requests.delete(f"{self.path}/{self.id}", headers=self.headers, timeout=30)

    def send(self, *parts: bytes) -> requests.Response:
        return self.complete({n: self.put(n, part).json()["etag"] for n, part in enumerate(parts, 1)})


def manage(store: RunningStore, path: str, body: str = "") -> requests.Response:
    """A signed management call, e.g. "/stat/…"."""
    url, kind = store.url + path, "application/x-www-form-urlencoded"
    token = QiniuMacAuth(ACCESS_KEY, SECRET_KEY).token_of_request("POST", None, url, None, kind, body)
    return requests.post(url, data=body, headers={"Authorization": f"Qiniu {token}", "Content-Type": kind}, timeout=30)


def stat(store: RunningStore, key: str, bucket: str = PUBLIC) -> requests.Response:
    return manage(store, f"/stat/{b64(f'{bucket}:{key}')}")


def fetch(store: RunningStore, key: str, bucket: str = PUBLIC, **headers: str) -> requests.Response:
    return requests.get(f"{store.url}/dl/{bucket}/{quote(key)}", headers=headers, timeout=30)
