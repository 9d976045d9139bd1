"""The small door on loopback: only the store's callback, only signed, only small."""
import json
from pathlib import Path

import pytest
from werkzeug.test import Client

from gateways import open_gateways
from models.config import generate_missing, load
from server.callbacks import KODO, door


@pytest.fixture
def loopback(tmp_path: Path, db: str) -> Client:
    config = load(environment={"DATA_DIR": str(tmp_path / "var"), "PORT": "8000"})
    generate_missing(config)
    return Client(door(open_gateways(config), body_bytes=1000))


@pytest.mark.parametrize(("method", "path", "body", "answer"), [
    ("GET", KODO, b"", (404, "not_found")), ("POST", "/api/me", b"", (404, "not_found")),
    ("POST", KODO, b"x" * 1001, (413, "body.too_large")), ("POST", KODO, b"key=a&ticket=b", (401, "callback.bad_signature"))])
def test_nothing_but_a_signed_callback_is_taken(loopback: Client, method: str, path: str, body: bytes, answer: tuple[int, str]) -> None:
    headers = {"Authorization": "QBox a:b", "Content-Type": "application/x-www-form-urlencoded"}
    given = loopback.open(path, method=method, data=body, headers=headers)
    assert (given.status_code, json.loads(given.data)["code"]) == answer
