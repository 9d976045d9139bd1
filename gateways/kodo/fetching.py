"""An object's bytes on their way to us: whole under their name, or not there at all."""
import hashlib
import http.client
import os
import secrets
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import requests
import urllib3

from models.ports import Refused, StoredObject, Unreachable

from .asking import NO_OBJECT, ask, judged

CHUNK = 256 << 10
TIMEOUT_S = (3.0, 30.0)
GONE = {HTTPStatus.NOT_FOUND, NO_OBJECT}


def fetch(session: requests.Session, address: str, expected: StoredObject, into: Path) -> str:
    """The bytes behind a signed address into a new file; their sha256.

    They come under a hidden name beside it, and the last act is the rename: a process killed before leaves nothing
    under `into`. Raises Refused ("612" when the object is gone) and Unreachable, also when less, more or other bytes
    came than `stat` had said.
    """
    draft = into.with_name(f".{into.name}-{secrets.token_hex(4)}")
    try:
        with closing(ask(session, "GET", address, stream=True, timeout=TIMEOUT_S,
                         headers={"Accept-Encoding": "identity"})) as answer:
            _require_the_whole(answer, expected.size)
            sha256 = _written(answer, draft, expected.size)
        if expected.sha256 not in (None, sha256):
            raise Unreachable("the object changed while it was fetched")
        os.replace(draft, into)
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError):
        # Also a full disk of ours: in both cases later may help.
        raise Unreachable("an object could not be fetched whole") from None
    finally:
        draft.unlink(missing_ok=True)
    return sha256


def _require_the_whole(answer: requests.Response, size: int) -> None:
    if answer.status_code in GONE:
        raise Refused(str(NO_OBJECT), "no such object")
    if answer.status_code != HTTPStatus.OK:
        judged(answer)
    if answer.headers.get("Content-Length", str(size)) != str(size):
        raise Unreachable("the object is not as long as it was")


def _written(answer: requests.Response, draft: Path, size: int) -> str:
    digest, seen = hashlib.sha256(), 0
    with open(draft, "xb") as file:
        for chunk in _pieces(answer):
            digest.update(chunk)
            file.write(chunk)
            seen += len(chunk)
            if seen > size:
                break
    if seen != size:
        raise Unreachable("the object came shorter or longer than it is")
    return digest.hexdigest()


def _pieces(answer: requests.Response) -> Iterator[bytes]:
    while chunk := answer.raw.read(CHUNK, decode_content=False):
        yield chunk
