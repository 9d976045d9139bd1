"""Small things every test of the wire needs: a draft, a ticket, and what a refusal says."""
import base64
import json
import subprocess
import sys
from typing import Any

import requests

from models import ids
from tests.running import HOME, House, Phone

PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40_000)


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
