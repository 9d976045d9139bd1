"""Our own files on their way into the store: a form when small, parts of 4 MiB beyond, one part in memory at a time.

The SDK's uploader is not used: it reads a form whole, makes threads and a connection for every upload, keeps its
progress in the system's temp folder and gives back a pair where an error should be raised (`qiniu` 7.18.0).
Nothing is resumed: a file of ours is at hand, so it is simply put again.
"""
import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from qiniu import Auth, etag

from models.ports import Refused, Unreachable

from .asking import ask, judged, new_session

PART = 4 << 20                  # Kodo's own block, so that the hash is the same in parts and in one piece
LIFE_S = 3600
TIMEOUT_S = (3.0, 60.0)
UPLOAD_LOST = {"612", "701"}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One file under way: where to, under which key and token."""
    session: requests.Session
    up_host: str
    bucket: str
    key: str
    token: str
    mime: str


class Putting:
    """Uploads to one bucket. Safe to share between threads."""

    def __init__(self, auth: Auth, bucket: str, up_host: str) -> None:
        self._auth, self._bucket, self._up_host = auth, bucket, up_host.rstrip("/")
        self._session = new_session(retries=2)

    def put(self, key: str, source: Path, mime: str) -> str:
        """Store a file under exactly this key, over whatever was there; its hash. Raises Refused and Unreachable.

        The token takes exactly this many bytes, so half a file cannot be stored; and the store's hash must be the
        file's, so that other bytes are not taken for it. Another object under the key is replaced in one moment.
        """
        size, hash_here = source.stat().st_size, etag(str(source))
        policy = {"fsizeMin": size, "fsizeLimit": size} if size else {}
        token = self._auth.upload_token(self._bucket, key, LIFE_S, policy)
        outgoing = Outgoing(self._session, self._up_host, self._bucket, key, token, mime)
        told = _in_one(outgoing, source) if size <= PART else _in_parts(outgoing, source)
        if told.get("hash") != hash_here:
            raise Unreachable("the object store holds other bytes than were sent")
        return hash_here


def _in_one(outgoing: Outgoing, source: Path) -> dict[str, Any]:
    data = source.read_bytes()
    fields = {"token": outgoing.token, "key": outgoing.key, "crc32": str(zlib.crc32(data))}
    return judged(ask(outgoing.session, "POST", f"{outgoing.up_host}/", data=fields, timeout=TIMEOUT_S,
                      files={"file": ("file", data, outgoing.mime)}))


def _in_parts(outgoing: Outgoing, source: Path) -> dict[str, Any]:
    """Raises Unreachable where the upload itself got lost: it is begun anew next time."""
    uploads = f"{outgoing.up_host}/buckets/{outgoing.bucket}/objects/{_entry(outgoing.key)}/uploads"
    upload = f"{uploads}/{_told(outgoing, 'POST', uploads)['uploadId']}"
    try:
        parts = _sent_parts(outgoing, upload, source)
        return _told(outgoing, "POST", upload, json={"parts": parts, "mimeType": outgoing.mime})
    except Refused as no:
        if no.code in UPLOAD_LOST:
            raise Unreachable("the object store lost an upload") from None
        raise


def _sent_parts(outgoing: Outgoing, upload: str, source: Path) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    with open(source, "rb") as file:
        while data := file.read(PART):
            number = len(parts) + 1
            told = _told(outgoing, "PUT", f"{upload}/{number}", data=data)
            parts.append({"partNumber": number, "etag": told["etag"]})
    return parts


def _told(outgoing: Outgoing, method: str, url: str, **what: Any) -> dict[str, Any]:
    answer = ask(outgoing.session, method, url, headers={"Authorization": f"UpToken {outgoing.token}"}, timeout=TIMEOUT_S, **what)
    return judged(answer)


def _entry(key: str) -> str:
    return urlsafe_b64encode(key.encode()).decode()
