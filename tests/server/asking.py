"""Small things every test of the wire needs: a draft, a ticket, real files, and what a refusal says."""
import base64
import json
import random
import struct
import subprocess
import sys
import time
from typing import Any

import requests

from models import ids
from tests.gateways.media import made
from tests.gateways.media.pictures import encoded, scene
from tests.running import HOME, House, Phone

ANSWERED = ("ready", "refused")
PATIENCE_S = 60
COMMENT = 60_000                      # bytes of one; a JPEG takes 65,533


def real(kind: str = "photo", size: int = 0, number: int = 1) -> bytes:
    """A small file that is what it says, filled up to at least `size` bytes with what every reader passes over.

    A photograph of 400 × 300 (another for each number), a film or a song of two seconds.
    """
    chance = random.Random(number)
    if kind == "photo":
        picture = encoded(scene(number))
        comments = -(-max(0, size - len(picture)) // (COMMENT + 4))
        filling = b"".join(b"\xff\xfe" + struct.pack(">H", COMMENT + 2) + chance.randbytes(COMMENT) for _ in range(comments))
        return picture[:2] + filling + picture[2:]
    content = (made.film("plain") if kind == "video" else made.song("m4a")).read_bytes()
    missing = max(8, size - len(content))
    return content + struct.pack(">I4s", missing, b"free") + chance.randbytes(missing - 8)


PHOTO = real()


def looked_into(phone: Phone, file_id: str) -> dict[str, Any]:
    """The file, once the house's own jobs have come to an answer about it."""
    until = time.monotonic() + PATIENCE_S
    while True:
        file: dict[str, Any] = phone.get(f"/api/uploads/{file_id}")
        if file["state"] in ANSWERED:
            return file
        assert time.monotonic() < until, file["progress"]
        time.sleep(0.1)


def content_checked(staff: Phone, entry_id: str) -> dict[str, Any]:
    """The work, once WeChat has answered about all of it; whatever it said."""
    until = time.monotonic() + PATIENCE_S
    while True:
        entry: dict[str, Any] = staff.get(f"/api/entries/{entry_id}")
        if entry["content"]["state"] != "pending":
            return entry
        assert time.monotonic() < until, entry["content"]
        time.sleep(0.1)


def refused(answer: requests.Response) -> tuple[int, str]:
    """Status and code of a Problem, having checked that it is one."""
    body = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(body) == {"type", "title", "status", "code", "detail", "context", "instance"}
    assert (body["status"], body["type"]) == (answer.status_code, f"/problems/{body['code']}")
    assert body["title"]
    assert body["detail"]
    return body["status"], body["code"]


def faulty(answer: requests.Response) -> set[str]:
    """The fields a 422 names."""
    return {one["field"] for one in answer.json()["context"]["fields"]}


def draft(**more: Any) -> dict[str, Any]:
    """A photograph that lacks nearly everything."""
    return {"campaign": "qinghai-2022", "track": "photo", "title": "晨光", "revision": 0, **more}


def member(house: House) -> Phone:
    """Somebody new, confirmed in the demo worker's union: nobody else's works count against their limit."""
    phone, unit = house.phone(ids.mint("usr")), house.phone("demo-worker").account["unit"]
    assert phone.ask("PUT", "/api/me/unit", {"unit": unit}).status_code == 200
    answer = house.phone("demo-coordinator").ask("PUT", f"/api/units/{unit}/members/{phone.account['id']}", {"answer": "confirm"})
    assert answer.status_code in (200, 204), answer.text
    return phone.sign_in()


def new_draft(phone: Phone, **more: Any) -> dict[str, Any]:
    return phone.put(f"/api/entries/{ids.mint('ent')}", draft(**more))


def place(phone: Phone, entry_id: str, file_id: str | None = None, **more: Any) -> requests.Response:
    asked = {"about": entry_id, "name": "晨光.jpg", "size": len(PHOTO), "kind": "photo", **more}
    return phone.ask("PUT", f"/api/uploads/{file_id or ids.mint('fil')}", asked)


def send_form(ticket: dict[str, Any], content: bytes = PHOTO, **more: str) -> requests.Response:
    """The store's form upload, without an SDK's manners."""
    fields = {"token": ticket["token"], "key": ticket["key"], **more}
    return requests.post(ticket["up_host"], data=fields, files={"file": ("x", content, "application/octet-stream")}, timeout=30)


def policy(ticket: dict[str, Any]) -> dict[str, Any]:
    """What an upload token permits, as its last part says."""
    return json.loads(base64.urlsafe_b64decode(ticket["token"].rsplit(":", 1)[1]))


def command(house: House, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command beside a running house, over the same data."""
    return subprocess.run([sys.executable, "-m", "server", *arguments], cwd=HOME, env=house.environment, capture_output=True, text=True,
                          timeout=120, check=False)
