"""/preview/: this machine only, in development only, and a page that says how to build when nothing has been."""
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.wrappers import Response

from models.config import load
from server.preview import create_preview, mount

# The policy forbids eval, as WeChat does; Playwright's own wait_for_function is eval too.
STARTED = "async () => { while (!window.preview || !preview.ready) await new Promise((done) => setTimeout(done, 20)) }"
HERE = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def served(dist: Path) -> Client:
    return Client(create_preview(dist))


def test_it_is_mounted_in_development_and_never_when_wechat_is_live(dist: Path) -> None:
    config = load()
    assert config.wechat.live is False
    assert list(mount(config, dist)) == ["/preview"]
    live = config.model_copy(update={"wechat": config.wechat.model_copy(update={"live": True})})
    assert mount(live, dist) == {}


def test_files_are_served_with_a_policy_and_asked_again_each_time(served: Client) -> None:
    answer = served.get("/", environ_base=HERE)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "小程序预览" in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert answer.headers["Cache-Control"] == "no-cache"
    again = served.get("/", environ_base=HERE, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_bare_path_leads_to_the_folder(served: Client) -> None:
    answer = served.get("/", base_url="http://localhost/preview/", environ_base=HERE, environ_overrides={"PATH_INFO": ""})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/preview/")


@pytest.mark.parametrize("path", ["/none.js", "/../build.js", "/%2e%2e/build.js", "/chunks", "/chunks/"])
def test_nothing_but_the_folders_files(served: Client, path: str) -> None:
    assert served.get(path, environ_base=HERE).status_code == 404


STRANGERS = [{"REMOTE_ADDR": "10.0.0.9"}, HERE | {"HTTP_X_FORWARDED_FOR": "10.0.0.9"}, HERE | {"HTTP_FORWARDED": "for=10.0.0.9"}]


@pytest.mark.parametrize("peer", STRANGERS)
def test_strangers_find_nothing(served: Client, peer: dict[str, str]) -> None:
    assert served.get("/", environ_base=peer).status_code == 404


def test_a_missing_build_is_answered_with_the_way_to_make_it(tmp_path: Path) -> None:
    answer = Client(create_preview(tmp_path / "none")).get("/", environ_base=HERE)
    assert answer.status_code == 503
    assert "node preview/build.js" in answer.text


def test_the_policy_lets_the_phone_work_inside_its_frame(browser: Browser, dist: Path) -> None:
    """In a real browser, under the headers the service sends: the frame, its phone, and every button's file."""
    server = make_server("127.0.0.1", 0, DispatcherMiddleware(create_preview(dist), {"/sim/wechat": Response("{}")}), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 1200, "height": 940})
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda fault: told.append(str(fault)))
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_load_state()
        inside = page.frames[1]
        inside.evaluate(STARTED)
        page.get_by_role("button", name="断网").click()
        assert inside.evaluate("preview.settings.offline") is True
        page.get_by_role("button", name="联网").click()
        assert inside.evaluate("preview.settings.offline") is False
        page.get_by_role("button", name="切到后台").click()
        page.get_by_role("button", name="回到前台").click()
        page.get_by_label("二维码里的文字").fill("v1.x")
        page.get_by_role("button", name="放好这张码").click()
        assert inside.evaluate("preview.wx.scanCode().then(({ result }) => result)") == "v1.x"
        with page.expect_event("framenavigated"):
            page.get_by_role("button", name="马海燕").click()
        page.get_by_role("button", name="马海燕", pressed=True).wait_for()
        page.frames[1].evaluate(STARTED)
        assert told == []
    finally:
        page.close()
        server.shutdown()
        server.server_close()
