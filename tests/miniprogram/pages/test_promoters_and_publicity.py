"""宣传员: enrolled, nominated, confirmed, shared, counted in total only; and 宣传台账, with a network and without one."""
from typing import Any

import pytest
from playwright.sync_api import Browser

from models import ids
from tests.miniprogram.driving import PATIENCE_MS, Hand, holding
from tests.miniprogram.pages.test_me_and_units import SMALL, TYPE
from tests.running import House, Phone
from tests.server.asking import member

MINE, ROLL, NOMINATE = "pages/promoter/promoter", "staff/pages/promoters/promoters", "staff/pages/promoters/nominate"
LEDGER, LINE = "staff/pages/publicity/publicity", "staff/pages/publicity/publicity-edit"
RULE = "转发量只作合计，不考核、不排名"
KEPT_OF = "wx.getStorageInfoSync().keys.filter((key) => JSON.stringify(wx.getStorageSync(key)).includes(given))"
CLIPBOARD = "new Promise((done) => wx.getClipboardData({ success: (told) => done(told.data) }))"
WECHAT = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49"
ELDERLY_PX, LEAST_PX = 20, 16


@pytest.fixture
def coordinator(browser: Browser, open_house: House) -> Any:
    with holding(browser, open_house.url, "demo-coordinator") as held:
        yield held


def somebody(house: House, name: str) -> Phone:
    """A new confirmed member of the demo worker's union, with a name."""
    phone = member(house)
    phone.ask("PUT", "/api/me", {"name": name})
    return phone


def as_coordinator(house: House) -> Phone:
    return house.phone("demo-coordinator")


def my_unit(house: House) -> str:
    return str(next(one["over"] for one in as_coordinator(house).get("/api/me")["roles"] if one["role"] == "coordinator").split(":")[1])


def presses(hand: Hand, name: str) -> Hand:
    hand.top.get_by_role("button", name=name, exact=True).and_(hand.page.locator(":visible")).last.tap(timeout=PATIENCE_MS)
    return hand


def test_somebody_enrols_is_confirmed_shares_and_leaves(browser: Browser, open_house: House, coordinator: Hand) -> None:
    worker = somebody(open_house, "李海")
    with holding(browser, open_house.url, worker.user) as hand:
        hand.taps_tab("我的").taps("宣传员").sees("职工好网民宣传员", RULE, "可以随时退出")
        presses(hand, "报名当宣传员").sees("请先阅读承诺书")
        hand.taps("阅读全文").sees("自愿担任职工好网民宣传员").taps("我已阅读，确认同意")
        presses(hand.writes("想说的话（选填）", "常给工友拍短视频"), "报名当宣传员").sees("报名已收到，等待单位确认", "待单位确认")
        coordinator.taps_tab("我的").taps("宣传员名册").sees("李海", "常给工友拍短视频").taps_called("确认 李海")
        coordinator.taps_in_dialog("确认").sees("已确认", RULE)
        hand.open(MINE).sees("您是职工好网民宣传员", "我的分享链接", RULE, "系统不记是谁带来的").taps("复制链接")
        link = worker.get("/api/promoters/mine")["link"]
        assert hand.do(CLIPBOARD) == link
        hand.taps("转发给微信好友").taps_in_dialog("发送")
        slug = link.rsplit("/", 1)[1]
        assert [one["path"] for one in hand.do("preview.shares")] == [f"/pages/home/home?p={slug}"]
        presses(hand, "退出宣传员").taps_in_dialog("退出").sees("您已退出宣传员", "报名当宣传员")
    assert worker.get("/api/promoters/mine")["state"] == "left"


def test_whoever_opens_what_was_shared_is_counted_once_in_the_total(browser: Browser, open_house: House) -> None:
    worker = somebody(open_house, "马兰")
    promoter = ids.mint("prm")
    worker.put(f"/api/promoters/{promoter}", {"consent": {"id": "C11", "version": 1}, "revision": 0})
    as_coordinator(open_house).put(f"/api/promoters/{promoter}/moves/{ids.mint('mov')}", {"act": "confirm"})
    slug = worker.get("/api/promoters/mine")["link"].rsplit("/", 1)[1]
    before = worker.get("/api/promoters/reach")["people"]
    with holding(browser, open_house.url, "passer-by", user_agent=WECHAT) as hand:
        hand.goes_offline().open("pages/home/home", p=slug)
        assert worker.get("/api/promoters/reach")["people"] == before
        hand.comes_online().waits_until("preview.requests.some((one) => one.url.endsWith('/api/visits') && one.status === 204)")
        hand.hide_and_show().restart().open("pages/home/home", p=slug)
        hand.waits_until("preview.requests.some((one) => one.url.endsWith('/api/visits') && one.status === 204)")
        assert len([one for one in hand.requests if one["url"].endswith("/api/visits")]) == 1
    assert worker.get("/api/promoters/reach")["people"] == before + 1


def test_a_nomination_on_paper_is_kept_without_a_network_and_leaves_the_phone_when_sent(coordinator: Hand, open_house: House) -> None:
    coordinator.open(ROLL).sees("推荐宣传员").goes_offline().taps("推荐宣传员").sees("姓名")
    presses(coordinator, "推荐").sees("请填写姓名", "请填写手机号")
    coordinator.writes("姓名", "索南才让").writes("手机号", "13900004321").taps("已签纸质承诺书").restart()
    coordinator.open(ROLL).sees("这部手机上的推荐", "索南才让", "还没有发送", "要联网看").taps("索南才让").sees("已签纸质承诺书")
    presses(coordinator, "推荐").sees("联网后自动发送", "索南才让").comes_online().sees("有纸质承诺书").sees_no("这部手机上的推荐")
    assert [coordinator.do(KEPT_OF, words) for words in ("索南才让", "13900004321")] == [[], []]
    coordinator.taps_called("确认 索南才让").taps_in_dialog("确认").sees("已确认")
    coordinator.taps_called("取消宣传员 索南才让").taps("写好了，办理").sees("请写明原因")
    coordinator.taps("本人提出不再担任").taps("写好了，办理").sees("未确认")
    rows = as_coordinator(open_house).get(f"/api/promoters?unit={my_unit(open_house)}")["items"]
    assert [(one["state"], one["paper"]) for one in rows if one["name"] == "索南才让"] == [("refused", True)]


def test_a_member_is_chosen_accepts_and_is_not_nominated_twice(browser: Browser, open_house: House, coordinator: Hand) -> None:
    worker = somebody(open_house, "韩玉梅")
    coordinator.open(ROLL).taps("推荐宣传员").taps("从本单位职工里选").finds("韩玉梅", more="看更多").taps("韩玉梅").sees("已选职工")
    presses(coordinator, "推荐").sees("待本人接受", "韩玉梅")
    with holding(browser, open_house.url, worker.user) as hand:
        hand.taps_tab("消息").taps("推荐您担任宣传员")
        hand.sees("推荐您担任宣传员", "不接受也没有影响")
        hand.open(MINE).sees("待本人接受", "不接受推荐")
        presses(hand, "接受推荐").sees("请先阅读承诺书").taps("阅读全文").taps("我已阅读，确认同意")
        presses(hand, "接受推荐").sees("报名已收到，等待单位确认")
    coordinator.open(NOMINATE).taps("从本单位职工里选").finds("韩玉梅", more="看更多")
    presses(coordinator.taps("韩玉梅"), "推荐").sees("没有收下", "已经报名或已被推荐")
    presses(coordinator, "删去").taps_in_dialog("删去").sees_no("没有收下")


def test_a_line_of_the_ledger_is_written_without_a_network_changed_and_withdrawn(coordinator: Hand, open_house: House) -> None:
    coordinator.taps_tab("我的").taps("宣传台账").sees("还没有记录").goes_offline().taps("记一条宣传").sees("发布渠道")
    presses(coordinator, "记入台账").sees("请选发布渠道", "请填写标题", "请填阅读（观看）人次")
    coordinator.taps("微信公众号").writes("标题", "高原上的网络正能量").writes("阅读（观看）人次", "12345")
    coordinator.writes("链接（选填）", "mp.weixin.qq.com").sees("链接要以 http").writes("链接（选填）", "https://mp.weixin.qq.com/s/abc")
    presses(coordinator, "记入台账").sees("高原上的网络正能量", "联网后自动发送")
    coordinator.restart().open(LEDGER).sees("这部手机上的", "高原上的网络正能量")
    coordinator.comes_online().sees("微信公众号", "12 345 人次", "有链接").sees_no("这部手机上的")
    found = [one for one in as_coordinator(open_house).get("/api/publicity")["items"] if one["title"] == "高原上的网络正能量"]
    assert [(one["channel"], one["reads"], one["revision"]) for one in found] == [("wechat_account", 12345, 1)]
    presses(coordinator.taps("高原上的网络正能量").sees("撤下这一条").writes("阅读（观看）人次", "20000"), "保存修改").sees("20 000 人次")
    coordinator.taps("高原上的网络正能量")
    presses(coordinator, "撤下这一条").taps_in_dialog("撤下").sees_no("20 000 人次")
    assert [one for one in as_coordinator(open_house).get("/api/publicity")["items"] if one["id"] == found[0]["id"]] == []


def test_a_line_changed_elsewhere_meanwhile_is_chosen_between(coordinator: Hand, open_house: House) -> None:
    line, colleague = f"/api/publicity/{ids.mint('pub')}", as_coordinator(open_house)
    said = {"unit": my_unit(open_house), "channel": "tv", "title": "早间新闻", "reads": 100, "day": "2022-08-05"}
    colleague.put(line, {**said, "revision": 0})
    coordinator.open(f"{LINE}?id={line.rsplit('/', 1)[1]}").sees("撤下这一条").writes("阅读（观看）人次", "300")
    colleague.put(line, {**said, "reads": 200, "revision": 1})
    presses(coordinator, "保存修改").sees("这一条在别处改过", "早间新闻 · 300 人次", "早间新闻 · 200 人次")
    coordinator.taps("用这部手机上的").sees("300 人次")
    assert colleague.get(line)["reads"] == 300


def test_in_the_elderly_mode_nothing_is_small(coordinator: Hand) -> None:
    coordinator.do("wx.setStorageSync('settings', { elderly: true })")
    for path in (MINE, ROLL, NOMINATE, LEDGER, LINE):
        coordinator.open(path).waits_until("document.querySelector('.page.on-top .panel-dots') === null")
        assert coordinator.page.evaluate(SMALL) == [], path
        base, least = coordinator.page.evaluate(TYPE)
        assert (base, least >= LEAST_PX) == (ELDERLY_PX, True), path
