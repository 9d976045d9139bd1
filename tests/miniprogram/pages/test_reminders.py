"""提醒: permissions asked at a tap and counted once, the phone's calendar, a message in full, a reminder that was tapped."""
from datetime import timedelta

from playwright.sync_api import Browser, Route

from models import clock
from tests.miniprogram.driving import holding
from tests.miniprogram.pages.test_check_ins import planned
from tests.miniprogram.pages.test_notices import CLIPBOARD, FORWARD, MINE, inbox_of, let_go, presses, until, worker_of, written
from tests.miniprogram.pages.test_works_and_messages import submitted
from tests.running import House, Phone

NEXT_PHASE, ON_CALENDAR = "下一阶段开始时提醒我", "加到手机日历"
REPORTED = "preview.requests.some((one) => one.method === 'POST' && one.url.endsWith('/api/credits') && one.status === 200)"
ASKED = "preview.calls.filter((one) => one.api === 'requestSubscribeMessage').length"


def credits_of(phone: Phone) -> dict[str, int]:
    found: dict[str, int] = {word: count for word, count in phone.get("/api/credits")["credits"].items() if count}
    return found


# permissions

def test_a_permission_is_asked_within_the_tap_and_counted_once_though_the_network_is_lost(browser: Browser, open_house: House) -> None:
    worker = worker_of(open_house)
    with holding(browser, open_house.url, worker.user) as hand:
        lost: list[str] = []

        def lose(route: Route) -> None:
            lost.append(route.request.method)
            route.abort()

        hand.page.route("**/api/credits", lose)
        hand.sees(NEXT_PHASE, "同意一次提醒一次").taps(NEXT_PHASE).sees("到时用微信提醒您一次")
        until(lambda: hand.page.evaluate("1") and lost, "the report was never sent")
        assert credits_of(worker).get("T1", 0) <= 1        # WeChat's own event may have come first: it is the same credit
        hand.page.unroute("**/api/credits")
        hand.restart().waits_until(REPORTED)
        assert credits_of(worker) == {"T1": 1}
        hand.restart().sees(NEXT_PHASE)
        assert [one for one in hand.requests if one["method"] == "POST" and one["url"].endswith("/api/credits")] == []
        assert credits_of(worker) == {"T1": 1}


def test_the_dialog_is_wechats_and_a_no_is_kept_quiet(browser: Browser, open_house: House) -> None:
    worker = worker_of(open_house)
    with holding(browser, open_house.url, worker.user) as hand:
        hand.do("preview.subscribe('ask')")
        hand.taps(NEXT_PHASE).sees_in_dialog("申请发送一次以下消息").sees_in_dialog("总是保持以上选择").taps_in_dialog("取消")
        hand.sees_in_dialog("没有设提醒").sees(NEXT_PHASE)
        assert credits_of(worker) == {}


def test_a_lasting_refusal_is_explained_and_undone(browser: Browser, open_house: House) -> None:
    worker = worker_of(open_house)
    with holding(browser, open_house.url, worker.user) as hand:
        hand.do("preview.subscribe('ask')")
        hand.open(MINE).sees("作品结果", "活动进度").sees_no("待办事项").taps_called("提醒我 作品结果")
        hand.page.locator("#phone-shell > .overlay").get_by_label("总是保持以上选择").check()
        hand.taps_in_dialog("取消").sees("微信里设成了不提醒", "打开“订阅消息”里的开关").taps("打开微信设置")
        hand.page.locator("#phone-shell > .overlay [data-subscription^=demo-result]").check()
        hand.taps_in_dialog("完成").sees_no("微信里设成了不提醒").taps_called("提醒我 作品结果").sees("还能提醒 1 次")
        until(lambda: credits_of(worker) == {"T2": 1}, "the service never heard")


def test_the_official_account_is_asked_for_kind_by_kind(browser: Browser, open_house: House) -> None:
    worker = worker_of(open_house)
    with holding(browser, open_house.url, worker.user) as hand:
        hand.open(MINE).sees("用服务号提醒我").switches("用服务号提醒我 活动进度")
        until(lambda: worker.get("/api/credits")["asked"] == ["T1"], "the wish never arrived")
        hand.sees_in_dialog("由服务号提醒您").switches("用服务号提醒我 活动进度")
        until(lambda: worker.get("/api/credits")["asked"] == [], "the wish was never withdrawn")


def test_submitting_again_asks_for_the_result_and_says_so_before(browser: Browser, open_house: House) -> None:
    worker, title = worker_of(open_house), "雪线上的电工"
    entry = submitted(worker, title)
    assert open_house.phone("demo-coordinator").move(entry, "return", comment="补上拍摄时间").status_code == 201
    with holding(browser, open_house.url, worker.user) as hand:
        hand.open(f"pages/entry/entry?id={entry}").sees("补上拍摄时间", ON_CALENDAR).taps("去修改").sees("作品名称")
        presses(hand, "提交作品").sees_in_dialog("微信会问能否提醒您一次").taps_in_dialog("提交作品")
        hand.sees(f"《{title}》已提交", "到时用微信提醒您一次")
        until(lambda: credits_of(worker) == {"T2": 1}, "the service never heard")
        hand.taps("查看作品").sees(title, "有结果时提醒我")


def test_whoever_said_no_once_submits_without_being_asked(browser: Browser, open_house: House) -> None:
    worker, title = worker_of(open_house), "盐湖的清晨"
    entry = submitted(worker, title)
    assert open_house.phone("demo-coordinator").move(entry, "return", comment="补上拍摄时间").status_code == 201
    with holding(browser, open_house.url, worker.user) as hand:
        hand.do("preview.subscribe('reject')")
        hand.open(MINE).sees("作品结果").taps_called("提醒我 作品结果").waits_until(f"{ASKED} === 1")
        hand.open(f"pages/entry-edit/entry-edit?id={entry}").sees("作品名称")
        presses(hand, "提交作品").sees_in_dialog("提交前确认").taps_in_dialog("提交作品").sees(f"《{title}》已提交", "有结果时提醒我")
        assert hand.do(ASKED) == 0


def test_staff_may_be_reminded_of_their_tasks(browser: Browser, open_house: House) -> None:
    with holding(browser, open_house.url, "demo-coordinator") as hand:
        hand.open("staff/pages/events/events").taps("有待办时提醒我").sees("到时用微信提醒您一次")
        until(lambda: credits_of(open_house.phone("demo-coordinator")).get("T4") == 1, "the service never heard")


# the phone's own calendar

def test_deadlines_and_events_go_into_the_phones_calendar(browser: Browser, open_house: House) -> None:
    tomorrow = clock.now() + timedelta(days=1, hours=2)
    planned(open_house, "网络文明进班组", starts_at=tomorrow)
    with holding(browser, open_house.url) as hand:
        hand.taps(ON_CALENDAR).taps("同意，继续").taps_in_dialog("允许").taps_in_dialog("添加").sees_in_dialog("已加到手机日历")
        hand.open("pages/unit-events/unit-events").sees("网络文明进班组", "前一天提醒我").taps_called(f"{ON_CALENDAR} 网络文明进班组")
        hand.taps_in_dialog("允许").taps_in_dialog("添加").sees_in_dialog("已加到手机日历")
        deadline, event = hand.do("preview.settings.calendar")
        assert deadline["title"].startswith("作品征集")
        said = event["title"], event["location"], event["startTime"], event["alarmOffset"]
        assert said == ("网络文明进班组", "职工之家", int(tomorrow.timestamp()), 86400)
        hand.do("void preview.calendar()")
        hand.sees_in_dialog("网络文明进班组")


# what arrives

def test_a_message_shows_its_words_in_full_and_a_tapped_reminder_is_told_once_offline_later(browser: Browser, open_house: House) -> None:
    worker = worker_of(open_house)
    notice = written(open_house, "请看新的填写说明", [worker], words="第一行说明。\n" + "每一项都写清楚。" * 30 + "\n最后一行。")
    let_go(open_house, notice)
    until(lambda: inbox_of(worker, "请看新的填写说明") and inbox_of(worker, "单位已确认"), "the messages never came")
    with holding(browser, open_house.url, worker.user) as hand:
        hand.taps_tab("消息").sees("2 条未读").taps("请看新的填写说明").sees("1 条未读").taps_called("关闭")
        hand.page.route("**/opened", lambda route: route.abort())
        hand.open("pages/inbox/inbox", n=notice).sees("最后一行")
        hand.page.unroute("**/opened")
        hand.restart().waits_until("preview.requests.some((one) => one.url.endsWith(given + '/opened') && one.status === 204)", notice)
        hand.restart().sees("征集的作品和材料")
        assert [one for one in hand.requests if one["url"].endswith("/opened")] == []


def test_a_coordinator_copies_the_text_for_groups_from_the_message(browser: Browser, open_house: House) -> None:
    coordinator, title = open_house.phone("demo-coordinator"), "请转发到本单位的群"
    let_go(open_house, written(open_house, title, [coordinator], page="/pages/home/home"))
    until(lambda: inbox_of(coordinator, title), "the message never came")
    with holding(browser, open_house.url, "demo-coordinator") as hand:
        hand.taps_tab("消息").taps(title).sees(FORWARD).taps("复制群转发文案").sees_in_dialog("已复制")
        assert hand.do(CLIPBOARD) == FORWARD
        hand.taps("去办理").sees("征集的作品和材料")
