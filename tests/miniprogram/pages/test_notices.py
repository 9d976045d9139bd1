"""提醒与通知 as organisers write, approve, send and stop it; what the plan sends by itself; large type."""
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from models import clock, ids
from tests.miniprogram.driving import PATIENCE_MS, Hand, holding
from tests.miniprogram.pages.test_me_and_units import SMALL, TYPE
from tests.running import House, Phone
from tests.server.asking import member

LIST, WRITE, ONE = "staff/pages/notices/notices", "staff/pages/notices/notice-edit", "staff/pages/notices/notice"
PLANS, POSTER, MINE = "staff/pages/notices/plans", "staff/pages/notices/poster", "pages/reminders/reminders"
FORWARD = "作品征集还有 3 天，写了草稿的请点开提交；视频太大的，把文件交给联络员用电脑代传。"
CLIPBOARD = "new Promise((done) => wx.getClipboardData({ success: (told) => done(told.data) }))"
ELDERLY_PX, LEAST_PX = 20, 16


@pytest.fixture
def organiser(browser: Browser, open_house: House) -> Iterator[Hand]:
    with holding(browser, open_house.url, "demo-organiser") as held:
        yield held


def worker_of(house: House) -> Phone:
    """Somebody new, a confirmed member of the demo worker's union."""
    return member(house)


def presses(hand: Hand, name: str) -> Hand:
    hand.top.get_by_role("button", name=name, exact=True).and_(hand.page.locator(":visible")).last.tap(timeout=PATIENCE_MS)
    return hand


def until(found: Callable[[], Any], what: str) -> Any:
    """What `found` answers, once it is something."""
    patience = time.monotonic() + 30
    while not (answer := found()):
        assert time.monotonic() < patience, what
        time.sleep(0.1)
    return answer


def written(house: House, title: str, people: list[Phone], **more: Any) -> str:
    """A draft of the first organiser's, for these people."""
    author, notice = house.phone("demo-organiser"), ids.mint("ntc")
    campaign = author.get("/api/campaigns/current")["id"]
    author.put(f"/api/notices/{notice}", {
        "campaign": campaign, "title": title, "words": "点开即可继续，缺什么会逐项写明。", "forward": FORWARD, "revision": 0,
        "audience": {"accounts": [one.account["id"] for one in people]}, **more})
    return notice


def let_go(house: House, notice: str, act: str = "send") -> None:
    house.phone("demo-organiser").put(f"/api/notices/{notice}/moves/{ids.mint('mov')}", {"act": act})


def state_of(house: House, notice: str) -> str:
    return str(house.phone("demo-organiser").get(f"/api/notices/{notice}")["state"])


def inbox_of(phone: Phone, title: str) -> list[Any]:
    return [one for one in phone.get("/api/inbox")["items"] if one["title"] == title]


# what organisers do

def test_what_the_plan_sends_by_itself_is_listed_with_its_next_moment(organiser: Hand) -> None:
    organiser.open(LIST).sees("方案预定的提醒", "自动发").taps("方案预定的提醒").sees("有日期的", "遇到情况时发")
    organiser.taps_called("复制群转发文案 还有 3 天截止").sees_in_dialog("已复制")
    assert "征集" in organiser.do(CLIPBOARD)


def test_an_organiser_writes_without_a_network_sees_who_is_reached_and_publishes(organiser: Hand, open_house: House) -> None:
    title = "请各单位核对联络员"
    organiser.taps_tab("我的").taps("提醒与通知").sees("写一条").goes_offline().taps("写一条").sees("每次修改都会自动保存")
    presses(organiser, "看看谁能收到").sees("请写标题", "请写正文", "请选发给谁")
    organiser.writes("标题", title).sees("9/100 字").writes("正文", "请在本周内核对联络员姓名和电话。").restart()
    organiser.open(LIST).sees("这部手机上的", title, "联网后自动上传").comes_online().taps(title).sees("9/100 字")
    organiser.taps("选一选发给谁").sees("工作人员").taps("报送单位联络员").sees("现在能提醒到 0 / 1 人，其余 1 人只有站内消息")
    organiser.writes("群转发文案", FORWARD).taps("待办事项提醒").writes("待办事项", "核对联络员").writes("办理进度", "待核对")
    organiser.writes("备注", "长" * 25)
    presses(organiser.sees("超过 20 个字的部分会用“…”代替"), "看看谁能收到").sees("请填写")
    organiser.taps("只发站内消息")
    presses(organiser, "看看谁能收到").sees("先转发到群里", FORWARD, "其余的人怎样通知", "各报送单位的单位联络员")
    organiser.taps("复制群转发文案").sees_in_dialog("已复制")
    assert organiser.do(CLIPBOARD) == FORWARD
    presses(organiser.taps("看看真人收到的样子").sees("只有站内消息"), "发布").sees_in_dialog("其中 0 人会收到微信提醒")
    organiser.taps_in_dialog("发布")
    until(lambda: inbox_of(open_house.phone("demo-coordinator"), title), "the message never came")
    organiser.sees("已发完", "站内消息 1 人", "办理记录")


def test_a_colleague_approves_what_was_looked_at_and_not_what_was_changed_since(browser: Browser, open_house: House) -> None:
    worker, title = worker_of(open_house), "评选安排有调整"
    notice = written(open_house, title, [worker], due_at=clock.to_wire(clock.now() + timedelta(days=2)))
    let_go(open_house, notice, "submit")
    author = open_house.phone("demo-organiser")
    with holding(browser, open_house.url, "demo-organiser-2") as hand:
        hand.open(LIST).sees("等待复核", title).taps(title).sees("待复核", "提交复核")
        document = author.get(f"/api/notices/{notice}")
        kept = {name: document[name] for name in ("campaign", "title", "audience", "forward", "due_at", "revision")}
        author.put(f"/api/notices/{notice}", {**kept, "words": "时间改到下周一。"})
        let_go(open_house, notice, "submit")
        presses(hand, "同意发布").sees_in_dialog("发给 1 人").taps_in_dialog("同意发布").sees_in_dialog("已在别处改过")
        hand.taps_in_dialog("知道了").sees("时间改到下周一")
        assert state_of(open_house, notice) == "awaiting_approval"
        presses(hand, "同意发布").taps_in_dialog("同意发布").sees("待发送", "办理记录")
        presses(hand, "暂停").taps_in_dialog("暂停").sees("已暂停")
        presses(hand, "继续").taps_in_dialog("继续发").sees("待发送")
        presses(hand, "取消这条提醒").taps_in_dialog("取消发送").sees("已取消")
    assert (state_of(open_house, notice), inbox_of(worker, title)) == ("cancelled", [])


def test_two_organisers_who_write_at_once_choose_whose_words_hold(organiser: Hand, open_house: House) -> None:
    notice = written(open_house, "初评进度", [worker_of(open_house)])
    colleague = open_house.phone("demo-organiser-2")
    organiser.open(f"{WRITE}?id={notice}").sees("已保存到服务器")
    document = colleague.get(f"/api/notices/{notice}")
    kept = {name: document[name] for name in ("campaign", "words", "audience", "forward", "revision")}
    colleague.put(f"/api/notices/{notice}", {**kept, "title": "初评进度（同事改的）"})
    presses(organiser.writes("标题", "初评进度（我改的）"), "看看谁能收到").sees("这条提醒在别处改过", "初评进度（同事改的）")
    organiser.taps("用这部手机上的").sees("已保存到服务器")
    assert colleague.get(f"/api/notices/{notice}")["title"] == "初评进度（我改的）"


def test_a_trial_comes_to_myself_and_a_poster_into_the_album(organiser: Hand, open_house: House) -> None:
    notice = written(open_house, "海报试一试", [worker_of(open_house)])
    organiser.open(f"{ONE}?id={notice}").sees("先转发到群里")
    presses(organiser, "发给自己看看").sees_in_dialog("已发到您的“消息”").taps_in_dialog("知道了")
    assert len(inbox_of(open_house.phone("demo-organiser"), "【试发】海报试一试")) == 1
    organiser.taps("存海报").sees("长按图片也可以发到群里")
    with organiser.page.expect_download() as download:
        presses(organiser, "存到相册").taps("同意，继续").taps_in_dialog("允许")
    assert download.value.path().read_bytes()[:4] == b"\x89PNG"
    organiser.sees_in_dialog("已存到相册")


def test_the_call_list_opens_as_a_sheet(organiser: Hand, open_house: House) -> None:
    notice = written(open_house, "名单试一试", [worker_of(open_house)])
    organiser.open(f"{ONE}?id={notice}").sees("其余的人怎样通知").taps("打开名单（表格）").sees_in_dialog("文档 XLSX")


def test_an_audience_is_narrowed_saved_and_taken_again(organiser: Hand, open_house: House) -> None:
    organiser.open(WRITE).writes("标题", "对象").taps("选一选发给谁").taps("有草稿没提交的作者").sees("只限一个单位（选填）")
    organiser.taps("不限子项目").taps("网络正能量摄影作品征集").sees("网络正能量摄影作品征集")
    presses(organiser.taps("存下这个对象，下次再用").writes("名称", "摄影草稿"), "存下")
    saved = until(lambda: open_house.phone("demo-organiser").get("/api/audiences")["items"], "it was never saved")
    assert [(one["name"], one["terms"]) for one in saved] == [("摄影草稿", {"entry": "draft", "track": "photo"})]
    organiser.open(WRITE).taps("选一选发给谁").taps("摄影草稿").sees("有草稿没提交的作者")


def test_nobody_but_organisers_is_led_there(browser: Browser, open_house: House) -> None:
    with holding(browser, open_house.url, "demo-coordinator") as hand:
        hand.taps_tab("我的").sees("我的活动").sees_no("提醒与通知").open(LIST).sees("暂时看不了")


def test_in_the_elderly_mode_nothing_is_small(organiser: Hand, open_house: House) -> None:
    notice = written(open_house, "大字版也看得清", [worker_of(open_house)], template="T1",
                     values=["网聚职工正能量 争做中国好网民", "征集还有3天截止", "2026年12月31日 23:59", "请及时提交"])
    organiser.do("wx.setStorageSync('settings', { elderly: true })")
    for path in (MINE, "pages/home/home", LIST, f"{WRITE}?id={notice}", f"{ONE}?id={notice}", f"{POSTER}?id={notice}"):
        organiser.open(path).waits_until("document.querySelector('.page.on-top .panel-dots') === null")
        assert organiser.page.evaluate(SMALL) == [], path
        base, least = organiser.page.evaluate(TYPE)
        assert (base, least >= LEAST_PX) == (ELDERLY_PX, True), path
