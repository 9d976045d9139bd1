"""App, pages, tabs, packages, and what happens when the app's own code is wrong."""
import time

import pytest

from tests.miniprogram.preview.conftest import Phone, Service


def told(phone: Phone) -> list[list[object]]:
    """What the fixture app noted of its own life."""
    found: list[list[object]] = phone.do("preview.app().told")
    return found


def test_an_app_is_launched_shown_and_its_first_page_loaded_in_that_order(phone: Phone) -> None:
    phone.page.wait_for_function("preview.app().told.length >= 6")
    assert told(phone) == [["launch", "pages/home/home", 1001], ["show", 1001], ["home", "load", ""], ["home", "show"],
                           ["card", "page shown"], ["home", "ready"]]
    assert phone.errors == []


def test_wechat_hears_of_every_time_the_app_is_opened_while_there_is_a_network(phone: Phone) -> None:
    phone.open(user="who-comes-and-goes")
    back = "preview.hide(), preview.show()"
    phone.do(f"preview.offline(true), {back}")
    phone.do(f"preview.offline(false), {back}")
    until = time.monotonic() + 10
    while Service.visited.count("who-comes-and-goes") < 2 and time.monotonic() < until:
        phone.page.wait_for_timeout(20)
    phone.do("wx.login()")                                          # nothing sent before it is still on its way
    assert Service.visited.count("who-comes-and-goes") == 2
    assert phone.errors == []


def test_wxml_wxs_templates_lists_and_conditions_are_shown(phone: Phone) -> None:
    phone.see("#wide", "bAnAnA list")
    assert phone.box(".item").all_inner_texts() == ["一", "二"]
    assert phone.box("#gone").is_visible()
    phone.see("#picked", "没有选")
    phone.tap(".item >> nth=1")
    phone.see("#picked", "选了 2")


def test_rpx_vh_the_page_selector_and_roles_become_the_browsers(phone: Phone) -> None:
    width, height = phone.do("(({width, height}) => [width, height])(document.querySelector('[aria-label=标题]').getBoundingClientRect())")
    assert (width, height) == (375, pytest.approx((812 - 44 - 50) / 10, abs=0.05))
    assert phone.do("getComputedStyle(document.querySelector('.page-body')).backgroundColor") == "rgb(251, 247, 242)"
    assert phone.page.get_by_role("heading", name="标题").count() == 1


def test_an_isolated_component_keeps_its_styles_and_takes_only_the_class_it_is_given(phone: Phone) -> None:
    colour = "(selector) => getComputedStyle(document.querySelector(selector)).color"
    assert phone.page.evaluate(colour, "#phone-pages wx-view.title") == "rgb(1, 2, 3)"
    assert phone.page.evaluate(colour, "#phone-pages card wx-view") == "rgb(4, 5, 6)"
    assert "title" in (phone.page.locator("#phone-pages card wx-view").get_attribute("class") or "").split()


def test_a_component_with_behaviours_observers_and_events(phone: Phone) -> None:
    phone.page.get_by_text("卡片 0 0").tap()
    phone.report("changed 1")
    assert phone.page.get_by_text("卡片 1 2").is_visible()


def test_a_long_press_is_told(phone: Phone) -> None:
    box = phone.box("#long").bounding_box()
    assert box
    phone.page.mouse.move(box["x"] + 5, box["y"] + 5)
    phone.page.mouse.down()
    phone.see("#long", "长按 久了")
    phone.page.mouse.up()


def test_a_pressed_element_gets_its_hover_class_until_it_is_let_go(phone: Phone) -> None:
    box = phone.box("#wide").bounding_box()
    assert box
    phone.page.mouse.move(box["x"] + 5, box["y"] + 5)
    phone.page.mouse.down()
    assert "pressed" in (phone.box("#wide").get_attribute("class") or "")
    phone.page.mouse.up()
    assert "pressed" not in (phone.box("#wide").get_attribute("class") or "")


def test_a_fault_in_a_handler_is_collected_and_the_app_goes_on(phone: Phone) -> None:
    phone.tap("#throw")
    phone.page.wait_for_function("preview.errors.length === 1")
    assert "the handler fell" in phone.errors[0]
    phone.tap(".item >> nth=0")
    phone.see("#picked", "选了 1")


def test_a_rejection_nobody_caught_is_collected(phone: Phone) -> None:
    phone.tap("#reject")
    phone.page.wait_for_function("preview.errors.length === 1")
    assert "nobody caught me" in phone.errors[0]


def test_a_disabled_button_does_nothing(phone: Phone) -> None:
    phone.box("#off").tap(force=True)
    phone.tap(".item >> nth=0")
    phone.see("#picked", "选了 1")
    assert phone.errors == []


def test_the_apps_code_sees_none_of_the_browsers_names(phone: Phone) -> None:
    phone.tap("#globals")
    phone.report("end")


def test_set_data_goes_through_json_and_says_what_was_lost(phone: Phone) -> None:
    data = phone.do("""(() => { const page = preview.pages()[0]
        page.setData({ list: undefined, report: { at: new Date(0), call: () => 1, none: undefined, not: NaN } })
        return page.data })()""")
    assert data["report"] == {"at": "1970-01-01T00:00:00.000Z", "not": None}
    assert [one["id"] for one in data["list"]] == [1, 2]
    warnings = phone.do("preview.warnings")
    assert 'Setting data field "list" to undefined is invalid.' in warnings[0]
    assert 'a function in data field "report" (call) is lost.' in warnings[1]


def test_a_cycle_in_set_data_throws(phone: Phone) -> None:
    thrown = phone.do("""(() => {
        const a = {}
        a.a = a
        try { preview.pages()[0].setData({ a }) } catch (fault) { return String(fault) }
    })()""")
    assert "circular" in thrown


def test_ten_pages_are_the_most_and_the_tabs_are_for_switching(phone: Phone) -> None:
    phone.open("pages/bare/bare", n="1")
    for _ in range(9):
        phone.do("wx.navigateTo({ url: '/pages/bare/bare?n=2' })")
    assert phone.fails("wx.navigateTo({ url: '../bare/bare' })")["errMsg"] == "navigateTo:fail webview count limit exceed"
    phone.do("wx.navigateBack({ delta: 99 })")
    phone.see("#bare", '{"n":"1"}')
    assert phone.fails("wx.navigateTo({ url: '/pages/home/home' })")["errMsg"] == "navigateTo:fail can not navigateTo a tabbar page"
    assert phone.fails("wx.switchTab({ url: '/pages/bare/bare' })")["errMsg"] == "switchTab:fail can not switch to no-tabBar page"
    assert phone.fails("wx.navigateTo({ url: '/pages/none' })")["errMsg"] == 'navigateTo:fail page "pages/none" is not found'


def test_tabs_live_on_while_another_is_looked_at(phone: Phone) -> None:
    phone.page.get_by_role("tab", name="第二").tap()
    phone.see("#second", "第二页")
    phone.page.get_by_role("tab", name="首页").tap()
    phone.page.get_by_role("tab", name="首页", selected=True).wait_for()
    life = [one for one in told(phone) if one[0] in ("home", "second")][3:]
    assert life == [["home", "hide"], ["second", "show"], ["second", "tab", 1], ["home", "show"], ["home", "tab", "首页"]]


def test_badges_and_red_dots_on_tabs(phone: Phone) -> None:
    phone.do("wx.setTabBarBadge({ index: 1, text: '3' })")
    assert phone.page.locator("#phone-tabs .badge").inner_text() == "3"
    phone.do("wx.removeTabBarBadge({ index: 1 })")
    phone.do("wx.showTabBarRedDot({ index: 0 })")
    assert (phone.page.locator("#phone-tabs .badge").count(), phone.page.locator("#phone-tabs .dot").count()) == (0, 1)


def test_the_navigation_bar_shows_the_pages_title_and_the_way_back(phone: Phone) -> None:
    assert phone.page.locator("#phone-navigation h1").inner_text() == "首页"
    phone.do("wx.navigateTo({ url: '/pages/bare/bare' })")
    assert phone.page.locator("#phone-navigation h1").inner_text() == "试验"
    phone.do("wx.setNavigationBarTitle({ title: '新的' })")
    assert phone.page.locator("#phone-navigation h1").inner_text() == "新的"
    phone.page.get_by_label("返回").tap()
    phone.see("#picked", "没有选")


def test_a_page_reaches_its_bottom_is_pulled_down_and_scrolled(phone: Phone) -> None:
    phone.open("pages/long/long")
    phone.do("wx.pageScrollTo({ scrollTop: 5000, duration: 0 })")
    phone.page.wait_for_function("preview.app().told.some((one) => one[1] === 'bottom')")
    assert phone.do("preview.pages()[0].scrolled") > 2000
    phone.do("wx.startPullDownRefresh()")
    assert ["long", "pulled"] in told(phone)
    assert phone.page.locator(".page.refreshing").count() == 1
    phone.do("wx.stopPullDownRefresh()")
    assert phone.page.locator(".page.refreshing").count() == 0


def test_a_page_that_is_not_there_is_told_to_the_app(phone: Phone) -> None:
    phone.open("pages/never/was")
    phone.see("#lost", "没有这一页")
    assert ["lost", "pages/never/was"] in told(phone)


def test_hiding_and_showing_tells_the_app_and_the_page(phone: Phone) -> None:
    phone.page.wait_for_function("preview.app().told.length >= 6")
    phone.do("preview.hide()")
    phone.do("preview.show()")
    assert told(phone)[6:] == [["home", "hide"], ["hide"], ["show", 1001], ["home", "show"], ["card", "page shown"]]


def test_the_scene_and_the_query_are_the_addresss(phone: Phone) -> None:
    phone.do("preview.scene(1154)")
    phone.open("pages/bare/bare", a="1")
    phone.see("#bare", '{"a":"1"}')
    assert phone.do("[wx.getLaunchOptionsSync().scene, wx.getEnterOptionsSync().path]") == [1154, "pages/bare/bare"]


def test_a_sub_package_never_loaded_cannot_be_opened_offline_and_can_afterwards(phone: Phone) -> None:
    phone.do("preview.offline(true)")
    assert phone.fails("wx.navigateTo({ url: '/far/away/away' })")["errMsg"] == 'navigateTo:fail load subpackage "far" fail'
    phone.do("preview.offline(false)")
    phone.do("wx.navigateTo({ url: '/far/away/away' })")
    phone.see("#far", "远处 到了")
    phone.do("preview.offline(true)")
    phone.restart()
    phone.do("wx.navigateTo({ url: '/far/away/away' })")
    phone.see("#far", "远处 到了")


def test_a_preload_rule_fetches_a_package_for_later(phone: Phone) -> None:
    phone.do("wx.switchTab({ url: '/pages/second/second' })")
    phone.page.wait_for_function("preview.settings.packages.includes('near')")
    phone.do("preview.offline(true)")
    phone.do("wx.navigateTo({ url: '/near/by/by' })")
    phone.see("#near", "近处")


def test_what_wx_does_not_have_is_undefined_and_noted(phone: Phone) -> None:
    assert phone.do("[typeof wx.getUserProfile, wx.canIUse('getUserProfile'), wx.canIUse('request')]") == ["undefined", False, True]
    assert phone.do("preview.missing") == ["getUserProfile"]


def test_the_phones_clock_is_the_apps_date(phone: Phone) -> None:
    phone.do("preview.clock(3600)")
    phone.do("preview.pages()[0].now()")
    ahead = phone.do("preview.pages()[0].data.now - Date.now()")
    assert 3_500_000 < ahead <= 3_600_000
