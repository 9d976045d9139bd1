"""A phone for each test: the fixture app of this folder, built once, in Chromium; and the small service it talks to."""
import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

APP = Path(__file__).parent / "app"
READY = "window.preview && preview.ready"


class Service(http.server.SimpleHTTPRequestHandler):
    """The built files, an echo, an answer that never comes, and the simulator's sign-in control."""
    stuck = threading.Event()
    visited: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/stuck":
            self.stuck.wait(60)
        if self.path == "/sim/wechat/_sim/login_code":
            return self._answer({"code": "code of " + json.loads(body)["user"]})
        if self.path == "/sim/wechat/_sim/visit":
            self.visited.append(json.loads(body)["user"])
        if self.path == "/sim/wechat/_sim/phone_code":
            return self._answer({"code": "phone of " + json.loads(body)["user"]})
        return self._answer({"method": self.command, "bytes": len(body), "text": body[:2000].decode("utf-8", "replace"),
                             "type": self.headers.get("Content-Type"), "own": self.headers.get("X-Own"), "path": self.path})

    def do_PUT(self) -> None:
        self.do_POST()

    def do_GET(self) -> None:
        if self.path.startswith("/echo"):
            return self._answer({"method": "GET", "path": self.path})
        return super().do_GET()

    def _answer(self, told: Any) -> None:
        content = json.dumps(told).encode()
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def dist(packages: Path, node: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture app, built."""
    to = tmp_path_factory.mktemp("preview") / "dist"
    command = [node, str(packages / "preview" / "build.js"), "--app", str(APP), "--out", str(to)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return to


@pytest.fixture(scope="session")
def site(dist: Path) -> Iterator[str]:
    """The address it is served at."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Service, directory=str(dist)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    Service.stuck.set()
    server.shutdown()
    server.server_close()


class Phone:
    """A phone's screen in the browser, and `window.preview` behind it."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site

    def open(self, path: str = "", **query: str) -> "Phone":
        """The app, opened at `path`."""
        asked = ({"path": path} if path else {}) | query
        self.page.goto(f"{self.site}/phone.html?{urlencode(asked)}")
        return self.started()

    def started(self) -> "Phone":
        self.page.wait_for_function(READY, timeout=20_000)
        return self

    def do(self, script: str, argument: Any = None) -> Any:
        """What JavaScript answers that is run beside the app; `wx` is the app's own, `given` the argument."""
        return self.page.evaluate(f"async (given) => {{ const {{ wx }} = preview; return await ({script}) }}", argument)

    def fails(self, script: str) -> Any:
        """What a call of wx is rejected with."""
        return self.do(f"{script}.then((found) => {{ throw new Error('it worked: ' + JSON.stringify(found)) }}, (told) => told)")

    def restart(self) -> "Phone":
        """Kills the app and starts it again."""
        with self.page.expect_navigation():
            self.do("void preview.restart()")
        return self.started()

    def see(self, selector: str, words: str) -> None:
        """Waits until the element on the page on top shows `words` and nothing else."""
        expect(self.box(selector)).to_have_text(words, timeout=8_000)

    def tap(self, selector: str) -> None:
        self.page.locator(".page.on-top " + selector).tap()

    def box(self, selector: str) -> Locator:
        return self.page.locator(".page.on-top " + selector)

    def say(self, words: str) -> None:
        """Taps a button of a dialog or sheet."""
        self.page.locator("#phone-shell > .overlay").get_by_text(words, exact=True).last.tap()

    def report(self, words: str) -> None:
        self.see("#report", words)

    @property
    def errors(self) -> list[str]:
        found: list[str] = self.do("preview.errors")
        return found


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Phone]:
    """A phone as new, its app opened at the first page."""
    context = browser.new_context(viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True)
    held = Phone(context.new_page(), site).open()
    yield held
    context.close()

