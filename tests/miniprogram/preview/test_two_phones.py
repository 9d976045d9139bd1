"""Two phones side by side: what one draws the other reads, by its pixels alone; and WeChat's own scanner, which opens the program.

The codes are drawn by the mini program's own component and read by its own scanner; the small app around them is `code_app`.
"""
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.wrappers import Response

from server.preview import create_preview
from tests.miniprogram.driving import Hand, holding
from tests.miniprogram.two_phones import Side, side_by_side

HERE = Path(__file__).parent
BORROWED = ("components/qr-code", "domain/base64.js", "domain/codes.js", "domain/qr.js", "domain/text.js", "words.js", "phone/fault.js",
            "phone/scanner.js", "phone/screen_light.js", "miniprogram_npm/js-sha256", "miniprogram_npm/qrcode-generator")
LINK = "https://wangju.example.org/c/v1.evt_06c0abcdefghjkmn.179000000.AbCdEfGhIjKlMnOp"
NINETY = LINK + "?" + "x" * (89 - len(LINK))
PRINTED = "pages/check-in/check-in?scene=evt_06c0abcdefghjkmn.abcdefgh"


@pytest.fixture(scope="module")
def code_dist(packages: Path, node: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`code_app` with the parts of the mini program that draw and read codes, built."""
    app = Path(shutil.copytree(HERE / "code_app", tmp_path_factory.mktemp("codes") / "app"))
    for name in BORROWED:
        source, target = packages / "src" / name, app / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    command = [node, str(packages / "preview" / "build.js"), "--app", str(app), "--out", str(app.parent / "dist")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return app.parent / "dist"


@pytest.fixture(scope="module")
def url(code_dist: Path) -> Iterator[str]:
    """Served as the service serves it, under its policy."""
    mounted = DispatcherMiddleware(Response("{}"), {"/preview": create_preview(code_dist)})
    server = make_server("127.0.0.1", 0, mounted, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def pair(browser: Browser, url: str) -> Iterator[tuple[Side, Side]]:
    with side_by_side(browser, url) as both:
        yield both


@pytest.fixture
def lone(browser: Browser, url: str) -> Iterator[Hand]:
    with holding(browser, url) as hand:
        yield hand


def shown_by(hand: Hand) -> str:
    """A rotating code, made and drawn by this phone; what it says."""
    before = hand.box("#text").inner_text()
    hand.tap("#show")
    expect(hand.box("#text")).not_to_have_text(before)
    return hand.box("#text").inner_text()


def says(hand: Hand, text: str) -> None:
    """This phone draws a code of `text`."""
    hand.writes("text", text)
    hand.see("#text", text)


def test_a_code_drawn_on_the_left_phone_is_read_by_the_right_one_with_no_network_at_either(pair: tuple[Side, Side]) -> None:
    left, right = (one.is_online(False) for one in pair)
    asked: list[str] = []
    left.whole.on("request", lambda request: asked.append(request.url))
    first = shown_by(left)
    right.tap("#scan")
    right.see("#read", first)
    second = shown_by(left)
    right.tap("#scan")
    right.see("#read", second)
    assert first != second
    assert [one for one in asked if "/preview/" not in one] == []
    assert right.do("preview.calls.filter(({ api }) => api === 'scanCode').map(({ ok }) => ok)") == [True, True]


def test_ninety_characters_are_read_and_the_scanner_waits_until_there_is_something_to_see(pair: tuple[Side, Side]) -> None:
    left, right = pair
    right.tap("#scan")
    expect(right.page.get_by_label("镜头里看到的")).to_be_visible()
    says(left, NINETY)
    right.see("#read", NINETY)
    assert len(NINETY) == 90


def test_what_is_put_away_or_covered_is_not_seen(pair: tuple[Side, Side]) -> None:
    left, right = pair
    says(left, LINK)
    left.above.get_by_role("button", name="切到后台").click()
    assert _seen(right) is None
    left.above.get_by_role("button", name="回到前台").click()
    assert _seen(right) == LINK
    left.do("void wx.showModal({ content: '一个对话框' })")
    assert _seen(right) is None
    left.say("确定")
    assert _seen(right) == LINK


def _seen(hand: Hand) -> str | None:
    """What one look through this phone's camera reads; the scanner is opened and put away again."""
    hand.tap("#scan")
    has_read = "document.querySelector('.page.on-top #read').textContent !== '…'"
    hand.waits_until(f"document.querySelector('.viewfinder[data-looks]') || {has_read}")
    if hand.page.get_by_role("dialog", name="扫一扫").count():
        hand.say("取消")
        hand.see("#read", "nothing")
        return None
    return hand.box("#read").inner_text()


def test_each_phone_has_a_storage_a_person_a_clock_and_a_network_of_its_own(pair: tuple[Side, Side]) -> None:
    left, right = pair
    left.do("wx.setStorageSync('mine', 'left')")
    assert right.do("wx.getStorageInfoSync().keys") == []
    assert [one.do("preview.settings.user") for one in pair] == ["demo-coordinator", "demo-worker"]
    left.sets_clock("快 2 小时").is_online(False)
    assert [one.do("preview.settings.clock_ahead_s") for one in pair] == [7200, 0]
    assert left.do("preview.wx.getNetworkType()")["networkType"] == "none"
    assert right.do("preview.wx.getNetworkType()")["networkType"] == "wifi"
    assert _step(shown_by(left)) - _step(shown_by(right)) in (719, 720, 721)
    left.restart()
    assert left.do("[wx.getStorageSync('mine'), preview.settings.offline]") == ["left", True]
    right.above.get_by_label("谁的手机").select_option("demo-juror")
    right.waits_until("window.preview && preview.ready && preview.settings.user === 'demo-juror'")
    assert left.do("preview.settings.user") == "demo-coordinator"


def _step(text: str) -> int:
    return int(text.rsplit(".", 2)[1])


def test_whoever_turns_back_has_read_nothing_and_a_refused_camera_says_so(lone: Hand) -> None:
    lone.tap("#scan")
    lone.say("取消")
    lone.see("#read", "nothing")
    assert lone.do("preview.calls.slice(-1)[0].errMsg") == "scanCode:fail cancel"
    lone.do("preview.deny('all')")
    lone.tap("#scan")
    lone.see("#failed", "refused_by_person")


def test_a_lone_phone_is_shown_a_picture_or_told_the_words(lone: Hand, tmp_path: Path) -> None:
    says(lone, NINETY)
    lone.box("canvas").screenshot(path=tmp_path / "code.png")
    lone.tap("#scan")
    with lone.page.expect_file_chooser() as asked:
        lone.say("选一张图片")
    asked.value.set_files(HERE / "app" / "pictures" / "dot.png")
    lone.sees_in_dialog("图片里没有找到二维码")
    with lone.page.expect_file_chooser() as asked:
        lone.say("选一张图片")
    asked.value.set_files(tmp_path / "code.png")
    lone.see("#read", NINETY)
    lone.tap("#scan")
    lone.page.get_by_label("二维码里的文字").fill("现场")
    lone.say("扫到了")
    lone.see("#read", "现场")


def test_a_mini_program_code_is_read_as_the_page_it_holds(lone: Hand) -> None:
    lone.do("preview.scan(given)", PRINTED)
    lone.tap("#scan")
    lone.see("#read", PRINTED)


def test_wechats_own_scanner_opens_the_page_with_the_address_and_the_time_by_that_phones_clock(pair: tuple[Side, Side]) -> None:
    left, right = pair
    says(left, LINK)
    right.sets_clock("快 2 小时")
    with right.page.expect_navigation():
        right.above.get_by_role("button", name="用微信扫一扫").click()
    told = json.loads(right.started().box("#told").inner_text())
    assert set(told) == {"q", "scancode_time"}
    assert (told["q"] != LINK, unquote(told["q"])) == (True, LINK)
    assert abs(int(told["scancode_time"]) - 7200 - time.time()) < 60
    assert right.do("[preview.app().told.scene, wx.getLaunchOptionsSync().scene]") == [1011, 1011]
    right.restart()
    assert right.do("preview.pages().map(({ route }) => route)") == ["pages/desk/desk"]


def test_a_printed_code_opens_the_page_with_its_scene(lone: Hand) -> None:
    with lone.page.expect_navigation():
        lone.do("void preview.scanOutside(given)", PRINTED)
    assert json.loads(lone.started().box("#told").inner_text()) == {"scene": "evt_06c0abcdefghjkmn.abcdefgh"}
    assert lone.do("preview.app().told.scene") == 1047


def test_wechats_own_scanner_needs_a_network_and_leaves_other_texts_outside(lone: Hand) -> None:
    lone.do("void preview.scanOutside('https://example.org/')")
    lone.sees_in_dialog("微信会打开网页或显示文字")
    lone.goes_offline().do("void preview.scanOutside(given)", LINK)
    lone.sees_in_dialog("没有网络，微信的扫一扫打不开小程序")
    assert lone.do("preview.pages().map(({ route }) => route)") == ["pages/desk/desk"]


def test_a_lit_screen_stays_on_and_bright_until_it_is_put_back_or_left(lone: Hand) -> None:
    lone.tap("#lit")
    lone.waits_until("preview.light.kept_on && preview.light.brightness === 1")
    lone.tap("#dark")
    lone.waits_until("!preview.light.kept_on && preview.light.brightness === 0.5")
    lone.tap("#lit")
    lone.waits_until("preview.light.brightness === 1")
    lone.hide_and_show()
    assert lone.do("preview.light") == {"kept_on": False, "brightness": 0.5}


def test_the_code_has_a_name_and_the_screens_own_density(browser: Browser, url: str) -> None:
    with holding(browser, url, device_scale_factor=3) as hand:
        says(hand, LINK)
        drawing = hand.top.get_by_label("现场签到码")
        hand.waits_until("document.querySelector('canvas').width === 900")
        assert drawing.bounding_box()["width"] == 300      # type: ignore[index]
        assert drawing.get_attribute("role") == "img"


def test_the_page_is_found_by_its_short_name(code_dist: Path) -> None:
    answer = Client(create_preview(code_dist)).get("/two", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "两部手机并排" in answer.text
