"""The official Node and browser SDKs, unchanged, installed once from the lock file beside this test."""
import http.server
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page

from tests.tools import with_packages

from .calls import MIB, unique
from .running import ACCESS_KEY, PUBLIC, SECRET_KEY, RunningStore

SDK = Path(__file__).parent / "sdk"
SIZE = 5 * MIB + 321


@pytest.fixture(scope="module")
def packages(node: str) -> Path:
    return with_packages(SDK, node) / "node_modules"


@pytest.fixture(scope="module")
def page(browser: Browser, packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of another origin than the store's, so that CORS counts."""
    site = tmp_path_factory.mktemp("site")
    (site / "index.html").write_text((SDK / "browser.html").read_text())
    (site / "qiniu.min.js").symlink_to(packages / "qiniu-js" / "dist" / "qiniu.min.js")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", ["store", "mounted"])
def test_the_node_sdk(packages: Path, tmp_path: Path, request: pytest.FixtureRequest, name: str) -> None:
    store: RunningStore = request.getfixturevalue(name)
    film = tmp_path / "film.bin"
    film.write_bytes(os.urandom(SIZE))
    ran = subprocess.run(["node", "node.mjs", store.url, ACCESS_KEY, SECRET_KEY, str(film)], cwd=SDK,
                         capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "form": 200, "big": [200, "node/大.bin"], "size": SIZE, "list": ["node/大.bin", "node/表.txt"],
        "moved": 200, "gone": 200}


@pytest.mark.parametrize(("name", "size"), [("store", 1000), ("store", SIZE), ("mounted", SIZE)])
def test_the_browser_sdk(page: Page, request: pytest.FixtureRequest, name: str, size: int) -> None:
    store: RunningStore = request.getfixturevalue(name)
    key = unique("片.bin")
    told = send(page, store, key, size)
    assert told["answer"]["key"] == key
    assert requests.get(f"{store.url}/dl/{PUBLIC}/{key}").content == bytes(n * 31 % 251 for n in range(size))


def test_the_browser_sdk_goes_on_where_it_stopped(page: Page, store: RunningStore) -> None:
    """Three chunks of 1 MiB are under way at most, so of 6 MiB sent three were answered, however slow the machine."""
    key = unique("片.bin")
    assert send(page, store, key, 8 * MIB, stop_after=75)["stopped"] >= 75
    page.reload()
    told = send(page, store, key, 8 * MIB)
    assert told["answer"]["key"] == key
    assert told["reused"] >= 3


def send(page: Page, store: RunningStore, key: str, size: int, stop_after: int = 0) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate("words => send(words)", {
        "host": store.host, "token": store.token(key), "key": key, "size": size, "stopAfter": stop_after})
    return told


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Quiet."""
