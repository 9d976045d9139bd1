"""Management (rs and rsf): stat, delete, move, copy, change, batch and list, by signature only.

Python's SDK sends POST for stat and GET for list, Node's the other way round: both are taken everywhere.
"""
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from werkzeug import Request, Response

from .answers import answer
from .intake import small_body
from .kinds import WELL_FORMED
from .refusals import BAD_ARGUMENT, BAD_MARKER, NO_OBJECT, Refusal
from .shelf import Stored
from .signing import check_management
from .store import Store
from .wire import entry, from_base64, text_from_base64, to_base64

MAX_BATCH = 1000
PAGE = 1000
DAY_S = 86400


def manage(store: Store, request: Request, operation: str) -> Response:
    """One operation, e.g. `stat/<entry>`. Raises Refusal (400, 401, 612, 614, 631)."""
    check_management(request, store.keys, small_body(request))
    return answer(_run(store, operation))


def batch(store: Store, request: Request) -> Response:
    """Up to 1000 operations, each with its own code; 298 when any of them failed. Raises Refusal (400, 401)."""
    body = small_body(request)
    check_management(request, store.keys, body)
    operations = _operations(body)
    results = [_tried(store, operation) for operation in operations]
    return answer(results, 200 if all(result["code"] == 200 for result in results) else 298)


def list_objects(store: Store, request: Request) -> Response:
    """Keys in order, a page at a time, folders folded at the delimiter. Raises Refusal (400, 401, 631, 640)."""
    check_management(request, store.keys, small_body(request))
    asked = request.args
    bucket, delimiter = asked.get("bucket", ""), asked.get("delimiter", "")
    store.check_bucket(bucket)
    limit = min(_number(asked.get("limit") or "0", at_most=10**9) or PAGE, PAGE)
    found = store.shelf.walk(bucket, asked.get("prefix", ""), delimiter, _after(asked.get("marker", "")))
    page: list[Stored | str] = []
    more = False
    for one in found:
        if len(page) == limit:
            more = True
            break
        page.append(one)
    return answer(_page(page, more, bool(delimiter)))


def _page(page: list[Stored | str], more: bool, folded: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"items": [{"key": o.key} | _facts(o) for o in page if isinstance(o, Stored)]}
    if more:
        last = page[-1]
        shown["marker"] = to_base64(json.dumps({"k": last.key if isinstance(last, Stored) else last + "\U0010ffff"}).encode())
    if folded:
        shown["commonPrefixes"] = [o for o in page if isinstance(o, str)]
    return shown


def _run(store: Store, operation: str) -> dict[str, Any]:
    name, *words = operation.strip("/").split("/")
    act = ACTS.get(name)
    if not act or not words:
        raise Refusal(*BAD_ARGUMENT)
    bucket, key = entry(words[0])
    store.check_bucket(bucket)
    return act(store, bucket, key, words[1:])


def _tried(store: Store, operation: str) -> dict[str, Any]:
    try:
        data = _run(store, operation)
    except Refusal as refusal:
        return {"code": refusal.code, "data": {"error": refusal.said}}
    return {"code": 200, "data": data} if data else {"code": 200}


def _stat(store: Store, bucket: str, key: str, _words: list[str]) -> dict[str, Any]:
    found = store.shelf.summed(bucket, key)
    if not found:
        raise Refusal(*NO_OBJECT)
    return _facts(found) | ({"x-qn-meta": dict(found.metadata)} if found.metadata else {})


def _facts(stored: Stored) -> dict[str, Any]:
    """As stat and list show an object; `sha256` is this store's own addition, in a list null until stat was asked."""
    owner = {"endUser": stored.end_user} if stored.end_user else {}
    return {"fsize": stored.size, "hash": stored.hash, "mimeType": stored.mime, "type": stored.type,
            "putTime": stored.put_at, "status": 0, "sha256": stored.sha256} | owner


def _delete(store: Store, bucket: str, key: str, _words: list[str]) -> dict[str, Any]:
    store.shelf.remove(bucket, key)
    return {}


def _copy(store: Store, bucket: str, key: str, words: list[str], *, move: bool = False) -> dict[str, Any]:
    target = entry(words[0] if words else "")
    store.check_bucket(target[0])
    store.shelf.copy((bucket, key), target, force=_word(words[1:], "force", "false") == "true", move=move)
    return {}


def _move(store: Store, bucket: str, key: str, words: list[str]) -> dict[str, Any]:
    return _copy(store, bucket, key, words, move=True)


def _change_mime(store: Store, bucket: str, key: str, words: list[str]) -> dict[str, Any]:
    mime = text_from_base64(_word(words, "mime"))
    if not WELL_FORMED.fullmatch(mime):
        raise Refusal(*BAD_ARGUMENT)
    store.shelf.change(bucket, key, "mime", mime)
    return {}


def _change_type(store: Store, bucket: str, key: str, words: list[str]) -> dict[str, Any]:
    store.shelf.change(bucket, key, "type", _number(_word(words, "type"), at_most=4))
    return {}


def _delete_after(store: Store, bucket: str, key: str, words: list[str]) -> dict[str, Any]:
    """Days from now; 0 keeps the object for ever."""
    days = _number(words[0] if words else "", at_most=36500)
    store.shelf.change(bucket, key, "expires_at", int(time.time()) + days * DAY_S if days else None)
    return {}


ACTS: dict[str, Callable[[Store, str, str, list[str]], dict[str, Any]]] = {
    "stat": _stat, "delete": _delete, "copy": _copy, "move": _move, "chgm": _change_mime, "chtype": _change_type,
    "deleteAfterDays": _delete_after}


def _operations(body: bytes) -> list[str]:
    try:
        return parse_qs(body.decode(), strict_parsing=True, max_num_fields=MAX_BATCH)["op"]
    except (ValueError, KeyError):
        raise Refusal(*BAD_ARGUMENT) from None


def _word(words: list[str], name: str, otherwise: str | None = None) -> str:
    """The word after a name, as in `force/true`. Raises Refusal (400)."""
    for said, value in zip(words[::2], words[1::2], strict=False):
        if said == name:
            return value
    if otherwise is None:
        raise Refusal(*BAD_ARGUMENT)
    return otherwise


def _number(text: str, at_most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= at_most):
        raise Refusal(*BAD_ARGUMENT)
    return int(text)


def _after(marker: str) -> str:
    """The key a page starts after. Raises Refusal (640)."""
    if not marker:
        return ""
    try:
        after = json.loads(from_base64(marker))["k"]
        if isinstance(after, str):
            after.encode()
            return after
    except (Refusal, ValueError, KeyError, TypeError, RecursionError):
        pass
    raise Refusal(*BAD_MARKER)
