"""The page /u in a real browser, against the real service and store: a film from a computer into the place a phone named."""
import os
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from models import ids
from tests.lives.test_an_entry import JPEG, saved, uploaded
from tests.public.line import Line, until
from tests.public.made import picture, sound
from tests.running import House, Phone, running
from tests.server.asking import new_draft, real

pytestmark = pytest.mark.xdist_group("page-u")

MIB = 1 << 20
WHOLE = real("video", 9 * MIB + 32)                               # ten parts of 1 MiB, all but the first of no meaning to a player
FILM, OTHER_FILM = (WHOLE[:MIB] + os.urandom(len(WHOLE) - MIB) for _ in range(2))
SMALL_FILM = real("video", MIB)
NO_FILM = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + os.urandom(20_000)
PARTS = list(range(1, 11))
WRONG = "口令不对或已过期，请在手机上重新取一个"
CUT = "网络断开了，恢复后自动接着传"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("page-u") / "var") as house:
        yield house


@pytest.fixture
def context(browser: Browser, home: House) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=home.url)
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


def film_draft(phone: Phone) -> str:
    return str(new_draft(phone, track="micro_video", type="creative", title="高原上的追光人")["id"])


def code_for(phone: Phone, entry_id: str, file_id: str, kind: str = "video") -> str:
    asked = phone.ask("POST", f"/api/uploads/{file_id}/computer", {"about": entry_id, "kind": kind})
    assert asked.status_code == 201, asked.text
    return str(asked.json()["short_code"])


def enter(page: Page, code: str) -> None:
    page.goto("/u")
    page.get_by_label("8 个字母和数字").fill(code)
    page.get_by_role("button", name="打开").click()


def choose(page: Page, name: str, content: bytes, mime: str = "video/mp4") -> None:
    expect(page.get_by_label("选择文件")).to_be_visible()
    page.get_by_label("选择文件").set_input_files({"name": name, "mimeType": mime, "buffer": content})
    expect(page.get_by_role("button", name="开始上传")).to_be_enabled()


def arrived(page: Page) -> None:
    expect(page.get_by_role("heading", name="文件已传到，手机上可以看到了")).to_be_visible(timeout=60_000)


def on_the_phone(phone: Phone, entry_id: str) -> list[tuple[str, str, bytes]]:
    """(id, name, bytes as they were sent) of each file that has arrived."""
    files: list[dict[str, Any]] = phone.get(f"/api/entries/{entry_id}")["files"]
    assert {one["state"] for one in files} <= {"stored", "ready"}
    return [(one["id"], one["name"], requests.get(original(one), timeout=30).content) for one in files]


def original(file: dict[str, Any]) -> str:
    (url,) = (one["url"] for one in file["renditions"] if one["purpose"] == "original")
    return str(url)


def test_a_film_goes_on_after_the_network_was_cut_and_no_finished_part_is_sent_twice(home: House, context: BrowserContext) -> None:
    phone, page, file_id = home.phone("demo-worker"), context.new_page(), ids.mint("fil")
    entry_id = film_draft(phone)
    line = Line(page, let=4)
    enter(page, code_for(phone, entry_id, file_id).lower().replace("-", ""))
    expect(page.get_by_role("heading", name="高原上的追光人")).to_be_visible()
    choose(page, "追光.mp4", FILM)
    page.get_by_role("button", name="开始上传").click()
    until(page, lambda: len(line.answered) == 4 and len(line.held) == 3)
    context.set_offline(True)
    line.release()
    expect(page.get_by_role("status")).to_have_text(CUT)
    assert phone.get(f"/api/uploads/{file_id}")["state"] == "waiting"
    context.set_offline(False)
    arrived(page)
    assert sorted(line.answered) == PARTS
    assert on_the_phone(phone, entry_id) == [(file_id, "追光.mp4", FILM)]


def test_a_small_picture_goes_as_one_form_and_what_it_lacks_is_said_before(home: House, context: BrowserContext) -> None:
    phone, page, file_id = home.phone("demo-worker"), context.new_page(), ids.mint("fil")
    entry_id, sent = str(new_draft(phone)["id"]), [""]
    page.on("request", lambda request: sent.append(request.url) if "/kodo" in request.url else None)
    enter(page, code_for(phone, entry_id, file_id, "photo"))
    small = real("photo", 1_430_000)
    choose(page, "晨光.jpg", small, "image/jpeg")
    expect(page.get_by_text("提示：文件只有 1.4 MB，建议不小于 2 MB，请尽量选原图")).to_be_visible()
    page.get_by_role("button", name="开始上传").click()
    arrived(page)
    expect(page.get_by_text("文件检查：提示")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("list").get_by_text("长边只有 400 像素，建议不少于 2000 像素")).to_be_visible()
    assert "符合要求" not in page.inner_text("main")
    assert sent == ["", f"{home.url}/kodo"]
    assert on_the_phone(phone, entry_id) == [(file_id, "晨光.jpg", small)]


def test_the_browser_measures_sound_and_pictures_and_says_what_is_wanted(home: House, context: BrowserContext) -> None:
    phone, page = home.phone("demo-worker"), context.new_page()
    enter(page, code_for(phone, str(new_draft(phone, track="song", type="original")["id"]), ids.mint("fil"), "song"))
    choose(page, "追光.wav", sound(seconds=372), "audio/wav")
    expect(page.get_by_text("2.8 MB · 时长 6 分 12 秒")).to_be_visible()
    expect(page.get_by_text("提示：时长 6 分 12 秒，这里不超过 6 分钟，请剪短后重选")).to_be_visible()
    page.evaluate("sessionStorage.clear()")
    enter(page, code_for(phone, str(new_draft(phone)["id"]), ids.mint("fil"), "photo"))
    choose(page, "晨光.png", picture(1200, 900), "image/png")
    expect(page.get_by_text("提示：长边只有 1200 像素，建议不少于 2000 像素，请尽量选原图")).to_be_visible()


def test_a_second_browser_with_the_same_code_is_refused(home: House, context: BrowserContext, browser: Browser) -> None:
    phone, page = home.phone("demo-worker"), context.new_page()
    code = code_for(phone, film_draft(phone), ids.mint("fil"))
    enter(page, code)
    expect(page.get_by_role("heading", name="高原上的追光人")).to_be_visible()
    with browser.new_context(base_url=home.url) as elsewhere:
        second = elsewhere.new_page()
        enter(second, code)
        expect(second.get_by_role("alert")).to_have_text(WRONG)
        expect(second.get_by_role("heading", name="请输入手机上的口令")).to_be_visible()
    page.reload()
    expect(page.get_by_label("选择文件")).to_be_attached()


def test_an_entry_submitted_meanwhile_is_refused_in_words(home: House, context: BrowserContext) -> None:
    phone, page = home.phone("demo-worker"), context.new_page()
    entry_id = saved(phone, "photo")["id"]
    late, code = code_for(phone, entry_id, ids.mint("fil"), "photo"), code_for(phone, entry_id, ids.mint("fil"), "photo")
    enter(page, code)
    choose(page, "晨光.jpg", JPEG, "image/jpeg")
    uploaded(phone, entry_id, "photo", "车间.jpg", JPEG)
    assert phone.move(entry_id, "submit").status_code == 201
    page.get_by_role("button", name="开始上传").click()
    expect(page.get_by_role("status")).to_have_text("作品当前为「已提交」，不能「修改」")
    second = context.new_page()
    enter(second, late)
    expect(second.get_by_role("alert")).to_have_text("作品当前为「已提交」，不能「修改」")
    assert [one[1] for one in on_the_phone(phone, entry_id)] == ["车间.jpg"]


def test_after_a_closed_tab_a_new_code_goes_on_with_the_same_parts(home: House, context: BrowserContext) -> None:
    phone, first, file_id = home.phone("demo-worker"), context.new_page(), ids.mint("fil")
    entry_id = film_draft(phone)
    line = Line(first, let=5)
    enter(first, code_for(phone, entry_id, file_id))
    choose(first, "追光.mp4", FILM)
    first.get_by_role("button", name="开始上传").click()
    until(first, lambda: len(line.answered) == 5 and bool(line.held))
    first.close(run_before_unload=False)
    second = context.new_page()
    again = Line(second)
    enter(second, code_for(phone, entry_id, file_id))
    expect(second.get_by_text("上次有一个 9.0 MB 的文件没有传完，请再选同一个文件，会接着传")).to_be_visible()
    choose(second, "追光.mp4", FILM)
    second.get_by_role("button", name="开始上传").click()
    arrived(second)
    assert sorted(line.answered + again.answered) == PARTS
    assert on_the_phone(phone, entry_id) == [(file_id, "追光.mp4", FILM)]


def test_another_film_under_the_same_name_and_size_is_never_mixed_with_the_first(home: House, context: BrowserContext) -> None:
    phone, page = home.phone("demo-worker"), context.new_page()
    entry_id, file_id = film_draft(phone), ids.mint("fil")
    line = Line(page, let=3)
    enter(page, code_for(phone, entry_id, file_id))
    choose(page, "追光.mp4", FILM)
    page.get_by_role("button", name="开始上传").click()
    until(page, lambda: len(line.answered) == 3)
    page.close(run_before_unload=False)
    second = context.new_page()
    enter(second, code_for(phone, entry_id, file_id))
    choose(second, "追光.mp4", OTHER_FILM)
    second.get_by_role("button", name="开始上传").click()
    arrived(second)
    assert on_the_phone(phone, entry_id) == [(file_id, "追光.mp4", OTHER_FILM)]


def test_it_stands_still_while_paused_and_goes_on_when_told(home: House, context: BrowserContext) -> None:
    phone, page = home.phone("demo-worker"), context.new_page()
    entry_id = film_draft(phone)
    line = Line(page, let=2)
    enter(page, code_for(phone, entry_id, ids.mint("fil")))
    choose(page, "追光.mp4", FILM)
    page.get_by_role("button", name="开始上传").click()
    until(page, lambda: len(line.answered) == 2 and len(line.held) == 3)
    page.get_by_role("button", name="暂停").click()
    expect(page.get_by_role("status")).to_have_text("已暂停，点“继续”接着传")
    line.held.clear()
    line.let = 1000
    page.get_by_role("button", name="继续").click()
    arrived(page)
    assert sorted(line.answered) == PARTS


def test_what_is_no_film_is_refused_and_another_file_may_be_chosen(home: House, context: BrowserContext) -> None:
    phone, page, file_id = home.phone("demo-worker"), context.new_page(), ids.mint("fil")
    entry_id = film_draft(phone)
    enter(page, code_for(phone, entry_id, file_id))
    expect(page.get_by_label("选择文件")).to_be_visible()
    page.get_by_label("选择文件").set_input_files({"name": "方案.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"})
    expect(page.get_by_role("alert")).to_have_text("这里收 MP4 或 MOV 格式的视频，请转换或重新选择")
    expect(page.get_by_role("button", name="开始上传")).to_be_disabled()
    page.get_by_role("button", name="换一个文件").click()
    choose(page, "其实是文档.mp4", b"%PDF-1.7\n" + bytes(2000))
    page.get_by_role("button", name="开始上传").click()
    expect(page.get_by_role("status")).to_have_text("这不是视频文件，请换一个文件")
    page.get_by_role("button", name="换一个文件").click()
    choose(page, "追光.mp4", SMALL_FILM)
    page.get_by_role("button", name="开始上传").click()
    arrived(page)
    assert on_the_phone(phone, entry_id) == [(file_id, "追光.mp4", SMALL_FILM)]


def test_a_film_that_cannot_be_opened_is_told_when_it_was_looked_into(home: House, context: BrowserContext) -> None:
    phone, page, file_id = home.phone("demo-worker"), context.new_page(), ids.mint("fil")
    enter(page, code_for(phone, film_draft(phone), file_id))
    choose(page, "追光.mp4", NO_FILM)
    page.get_by_role("button", name="开始上传").click()
    arrived(page)
    expect(page.get_by_role("heading", name="文件已传到，但不能用")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("status").filter(has_text="文件检查：不合格")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("请在手机上移除它，再取一个口令")
    assert phone.get(f"/api/uploads/{file_id}")["state"] == "refused"


def test_a_newer_code_ends_this_browsers_turn_in_words(home: House, context: BrowserContext) -> None:
    phone, page, file_id = home.phone("demo-worker"), context.new_page(), ids.mint("fil")
    entry_id = film_draft(phone)
    enter(page, code_for(phone, entry_id, file_id))
    choose(page, "追光.mp4", SMALL_FILM)
    newer = code_for(phone, entry_id, file_id)
    page.get_by_role("button", name="开始上传").click()
    expect(page.get_by_role("alert")).to_have_text("这次口令已结束，请在手机上重新取一个口令，接着上传")
    enter(page, newer)
    choose(page, "追光.mp4", SMALL_FILM)
    page.get_by_role("button", name="开始上传").click()
    arrived(page)


def test_a_code_is_written_as_it_stands_on_the_phone_and_half_a_one_is_not_sent(home: House, context: BrowserContext) -> None:
    page, faults = context.new_page(), [""]
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/u")
    expect(page.get_by_label("8 个字母和数字")).to_be_focused()
    page.keyboard.type("ab1 2")
    expect(page.get_by_label("8 个字母和数字")).to_have_value("AB12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("口令是 8 个字，请对照手机再看一遍")
    page.keyboard.type("wxyz")
    expect(page.get_by_label("8 个字母和数字")).to_have_value("AB12-WXYZ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(WRONG)
    assert faults == [""]


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_nothing_sticks_out_and_what_is_tapped_is_large_enough(home: House, browser: Browser, width: int) -> None:
    phone = home.phone("demo-worker")
    with browser.new_context(base_url=home.url, viewport={"width": width, "height": 800}) as narrow:
        page = narrow.new_page()
        page.goto("/u")
        assert page.get_by_label("8 个字母和数字").evaluate("field => field.getBoundingClientRect().height") >= 44
        enter(page, code_for(phone, film_draft(phone), ids.mint("fil")))
        choose(page, "一个没有空格的很长很长的文件名" * 5 + ".mp4", SMALL_FILM)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        heights = page.locator("button:visible").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert min(heights) >= 44
