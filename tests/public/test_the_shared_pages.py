"""/p/<slug> and /c/<code> in a real browser: what they say, what they count, and what they never tell or keep."""
import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, expect

from server.public import STATIC
from tests.public.line import until
from tests.running import House
from tests.server.asking import member
from tests.server.test_promoters import ANDROID, confirmed, people

CODE = "/c/v1.evt_06h0dns8c7qpjy4z.166132800.AAAAAAAAAAAAAAAA"


@pytest.fixture
def context(browser: Browser, house: House) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=house.url, user_agent=ANDROID, viewport={"width": 360, "height": 740})
    yield opened
    opened.close()


def test_a_shared_page_says_what_the_campaign_is_and_counts_who_looks_once(house: House, context: BrowserContext) -> None:
    link, before, page = confirmed(house, member(house))["link"], people(house), context.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("网聚职工正能量 争做中国好网民")
    expect(page.get_by_role("heading", name="用微信打开小程序参加")).to_be_visible()
    expect(page.get_by_role("link", name="0971-8210576")).to_have_attribute("href", "tel:0971-8210576")
    expect(page.get_by_text("网络正能量摄影作品征集")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    until(page, lambda: people(house) == before + 1)
    page.reload()
    with page.expect_response("**/api/visits") as said:
        page.reload()
    assert (said.value.status, people(house)) == (204, before + 1)
    assert page.evaluate("document.cookie") == ""


def test_an_unknown_link_is_the_same_page_and_counts_nobody(house: House, context: BrowserContext) -> None:
    slug, before, page = confirmed(house, member(house))["link"].rsplit("/", 1)[1], people(house), context.new_page()
    with page.expect_response("**/api/visits") as said:
        page.goto("/p/0000000000")
    assert (said.value.status, people(house)) == (204, before)
    known, unknown = (requests.get(f"{house.url}/p/{one}", timeout=30).text.replace(one, "") for one in (slug, "0000000000"))
    assert known == unknown
    assert page.goto("/p/%22%3E%3Cscript%3E") is not None
    assert page.locator("body").get_attribute("data-slug") == ""


def test_no_page_names_a_promoter_or_a_unit(house: House) -> None:
    phone = member(house)
    phone.put("/api/me", {"name": "旦增卓玛"})
    promoter = confirmed(house, phone)
    text = requests.get(promoter["link"], headers={"User-Agent": ANDROID}, timeout=30).text
    assert promoter["name"] == "旦增卓玛"
    for known in ("旦增", promoter["unit_name"], promoter["id"], str(promoter["account"])):
        assert known not in text


def test_the_page_of_a_code_says_how_to_check_in_and_keeps_nothing(house: House, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(CODE)
    expect(page.get_by_role("heading", level=1)).to_have_text("这是现场签到码")
    assert "evt_" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (context.cookies(), page.locator("script").count()) == ([], 0)
    answer = requests.get(house.url + CODE, timeout=30)
    assert (answer.status_code, answer.headers["Cache-Control"], "Set-Cookie" in answer.headers) == (200, "no-store", False)
    other = requests.get(f"{house.url}/c/anything/at%20all", timeout=30)
    assert (other.status_code, other.text) == (200, answer.text)


def test_scripts_run_from_files_only_and_no_colour_stands_outside_the_tokens(house: House) -> None:
    for path in ("/p/0000000000", CODE):
        answer = requests.get(house.url + path, timeout=30)
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert re.findall(r"<script(?![^>]*src=)|<style|style=| on\w+=", answer.text) == []
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", (STATIC / "p" / "p.css").read_text(encoding="utf-8")) == []
