"""Persistent operations (pfop): what is made of an object after it was stored, asked for now and looked up later.

What can be made, this store does not know: words such as "avthumb/mp3/ab/128k" are handed to `settings.perform`.
A store without one answers as Kodo does an account without the service. One operation at a time is worked on, by
whichever process holds a lock that the kernel drops when it dies; what it had not finished is then taken up again.
Notifications are not served: who asked looks for himself, under the id.
"""
import json
import re
import secrets
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from werkzeug import Request, Response

from .answers import answer
from .intake import small_body
from .refusals import BAD_ARGUMENT, NO_OBJECT, NO_OPERATION, NOT_ENABLED, Refusal
from .signing import check_management
from .store import Store
from .wire import entry

DONE, WAITING, RUNNING, FAILED = 0, 1, 2, 3
DESCRIPTIONS = {DONE: "The fop was completed successfully", WAITING: "The fop is waiting for execution",
                RUNNING: "The fop is executing now", FAILED: "The fop is failed"}
ONE_OPERATION = re.compile(r"(?P<words>[A-Za-z0-9/._><-]{1,1000})\|saveas/(?P<entry>[A-Za-z0-9_=-]{1,1100})")
MOST_AT_ONCE = 50
INSERT = "INSERT INTO operations VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def begin(store: Store, request: Request) -> Response:
    """`POST /pfop/` with bucket, key and fops. Raises Refusal (400, 401, 612, 631)."""
    body = small_body(request)
    check_management(request, store.keys, body)
    told = _fields(body)
    bucket, key = told.get("bucket", ""), told.get("key", "")
    store.check_bucket(bucket)
    if store.settings.perform is None:
        raise Refusal(*NOT_ENABLED)
    if told.get("notifyURL") or told.get("workflowTemplateID"):
        raise Refusal(400, "notifyURL and workflowTemplateID are not served by this store")
    items = [_item(store, words, force=told.get("force") == "1") for words in told.get("fops", "").split(";")[:MOST_AT_ONCE + 1]]
    if len(items) > MOST_AT_ONCE:
        raise Refusal(*BAD_ARGUMENT)
    if not store.shelf.find(bucket, key):
        raise Refusal(*NO_OBJECT)
    return answer({"persistentId": _written(store, bucket, key, told.get("pipeline", ""), items)})


def status(store: Store, request: Request) -> Response:
    """`GET /status/get/prefop?id=`. Raises Refusal (401, 612)."""
    check_management(request, store.keys, b"")
    row = store.rows.one("SELECT * FROM operations WHERE id = ?", request.args.get("id", ""))
    if not row:
        raise Refusal(*NO_OPERATION)
    items = [{name: value for name, value in item.items() if name != "force"} for item in json.loads(row["items"])]
    created = datetime.fromtimestamp(row["put_at"], UTC).isoformat()
    return answer({"id": row["id"], "code": row["code"], "desc": DESCRIPTIONS[row["code"]], "inputBucket": row["bucket"],
                   "inputKey": row["key"], "pipeline": row["pipeline"], "type": 0, "creationDate": created, "items": items})


def target(cmd: str) -> tuple[str, str, str]:
    """(what to make, bucket, key) of one command. Raises Refusal (400)."""
    found = ONE_OPERATION.fullmatch(cmd)
    if not found:
        raise Refusal(400, "an operation of this store needs its words and |saveas/")
    return found["words"], *entry(found["entry"])


def _item(store: Store, cmd: str, *, force: bool) -> dict[str, Any]:
    _, bucket, _ = target(cmd)
    store.check_bucket(bucket)
    return {"cmd": cmd, "code": WAITING, "desc": DESCRIPTIONS[WAITING], "force": force}


def _written(store: Store, bucket: str, key: str, pipeline: str, items: list[dict[str, Any]]) -> str:
    new, now = f"z0.{secrets.token_hex(12)}", int(time.time())
    with store.rows.writing() as db:
        db.execute(INSERT, (new, bucket, key, pipeline[:200], WAITING, json.dumps(items), now, now))
    return new


def _fields(body: bytes) -> dict[str, str]:
    try:
        found = parse_qs(body.decode(), strict_parsing=True, max_num_fields=20)
    except ValueError:
        raise Refusal(*BAD_ARGUMENT) from None
    return {name: texts[0] for name, texts in found.items()}
