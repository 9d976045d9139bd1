"""My works, one work, what is on show and the messages, on a phone: what an author reads, does, and keeps without a network."""
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from models import clock, ids
from models.db import writing
from models.media import examination
from models.media.specification import refusal
from tests.lives.test_an_entry import FILES, saved, uploaded
from tests.miniprogram.drawn import photograph, song
from tests.miniprogram.driving import PATIENCE_MS, SCREEN, Hand, holding
from tests.running import House, Phone
from tests.server.asking import content_checked, looked_into, real
from tests.server.beside import beside
from tests.server.test_works import actor, publish, step

UNFIT = "内容审核未通过：画面里有别人的证件，请换一个文件"
REASON = "标题请写明是哪个车间"
SHOWN, PHOTO_TRACK, SONG_TRACK = "高原上的追光人", "网络正能量摄影作品征集", "“喜迎二十大”网络正能量歌曲征集"
BADGE = "document.querySelector('#phone-tabs').innerText"
SIGN_INS = "preview.requests.filter((one) => one.url.includes('/api/sessions')).length"
SMALL = """() => [...document.querySelectorAll('.page.on-top :is([role=button], [role=tab], [role=link], wx-button)')]
  .map((one) => [one.innerText, Math.round(one.getBoundingClientRect().height)]).filter(([, height]) => height > 0 && height < 44)"""


@pytest.fixture(scope="module")
def shown(open_house: House, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of a photograph and a picture on show."""
    path = photograph(browser, tmp_path_factory.mktemp("pictures") / "dawn.jpg", 2)
    worker = open_house.phone("demo-worker")
    entry_id = str(saved(worker, "photo", title=SHOWN)["id"])
    uploaded(worker, entry_id, "photo", "追光.jpg", path.read_bytes())
    assert worker.move(entry_id, "submit").status_code == 201
    content_checked(open_house.phone("demo-organiser"), entry_id)
    for user, act in (("coordinator", "preselect"), ("host", "shortlist"), ("organiser", "approve")):
        assert open_house.phone(f"demo-{user}").move(entry_id, act).status_code == 201
    with beside(open_house):
        publish(open_house, entry_id)
        step(entry_id, "exhibit", actor(open_house, "demo-organiser"))
    return entry_id


@pytest.fixture
def hand(browser: Browser, open_house: House) -> Iterator[Hand]:
    with holding(browser, open_house.url) as held:
        yield held


def submitted(phone: Phone, title: str) -> str:
    entry_id = str(saved(phone, "photo", title=title)["id"])
    uploaded(phone, entry_id, *FILES["photo"])
    assert phone.move(entry_id, "submit").status_code == 201
    return entry_id


def until(found: Callable[[], Any]) -> Any:
    """What `found` answers once it is something."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not (answer := found()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)
    return answer


def message(phone: Phone, about: str) -> dict[str, Any]:
    """The message about a work, once the job has written it; not the receipt of one's own submitting."""
    return dict(until(lambda: next((one for one in phone.get("/api/inbox")["items"]
                                    if one["about"] == about and one["purpose"] != "entry_submitted"), None)))


def test_a_message_opens_the_returned_work_with_its_reason_and_counts_as_read(hand: Hand, open_house: House) -> None:
    worker = open_house.phone("demo-worker")
    entry_id = submitted(worker, "车间里的清晨")
    assert open_house.phone("demo-coordinator").move(entry_id, "return", comment=REASON).status_code == 201
    message(worker, entry_id)
    unread = worker.get("/api/inbox")["unread"]
    hand.taps_tab("消息").sees("作品需要修改", "未读", f"{unread} 条未读").waits_until(f"{BADGE}.includes(String(given))", unread)
    hand.taps("作品需要修改").sees("车间里的清晨", "退回修改", "西宁市总工会 · 单位联络员", f"原因：{REASON}", "前改好后重新提交", "马海燕")
    assert hand.path == f"pages/entry/entry?id={entry_id}"
    hand.goes_back().sees("打开")
    assert worker.get("/api/inbox")["unread"] == unread - 1
    hand.taps_tab("我的作品").sees("等您处理", "车间里的清晨", "去修改").taps("要办的").sees_no("评选中")
    hand.taps("去修改").sees("西宁市总工会退回修改，请在")


def test_all_messages_are_read_at_one_tap_and_the_count_leaves_the_tab(hand: Hand, open_house: House) -> None:
    worker = open_house.phone("demo-worker")
    entry_id = submitted(worker, "班前会")
    assert open_house.phone("demo-coordinator").move(entry_id, "return", comment=REASON).status_code == 201
    message(worker, entry_id)
    hand.taps_tab("消息").sees("条未读").taps("全部已读").sees("都看过了").sees_no("未读")
    assert worker.get("/api/inbox")["unread"] == 0
    hand.waits_until(f"!/\\d/.test({BADGE})")


def test_a_page_this_phone_does_not_have_opens_the_work_instead(hand: Hand, open_house: House) -> None:
    worker = open_house.phone("demo-worker")
    entry_id = submitted(worker, "吊装")
    assert open_house.phone("demo-coordinator").move(entry_id, "return", comment=REASON).status_code == 201
    message(worker, entry_id)
    hand.taps_tab("消息").sees("《吊装》")
    hand.do("void preview.pages().slice(-1)[0].setData({ 'items[0].url': '/pages/of-a-newer-one/x?id=1' })")
    hand.taps("《吊装》").sees("吊装", "办理记录")
    assert hand.path == f"pages/entry/entry?id={entry_id}"


def test_a_work_on_show_is_found_by_its_track_and_read_without_signing_in(browser: Browser, open_house: House, shown: str) -> None:
    context = browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True)          # type: ignore[arg-type]
    hand = Hand(context.new_page(), open_house.url)                                               # never opened before: nobody is signed in
    hand.open(f"pages/work/work?id={shown}", user="a-stranger").sees(SHOWN, "林措（摄影）", "西宁市城北区演示机械厂工会", "0971-8210576")
    assert (hand.do(SIGN_INS), hand.errors) == (0, [])
    hand.taps("分享给同事")
    (card,) = hand.do("preview.shares")
    assert (card["title"], card["path"]) == (f"《{SHOWN}》 {PHOTO_TRACK}", f"/pages/work/work?id={shown}")
    assert card["imageUrl"].startswith("http")
    context.close()


def test_the_single_page_of_moments_offers_nothing_that_cannot_work_there(hand: Hand, shown: str) -> None:
    hand.do("preview.scene(1154)")
    hand.open(f"pages/work/work?id={shown}").sees(SHOWN, "0971-8210576")
    assert [words for words in ("分享给同事", "看更多优秀作品", "拨打") if words in hand.read()] == []


def test_the_gallery_shows_by_track_and_says_when_more_will_be_seen(hand: Hand, shown: str) -> None:
    hand.taps_tab("展示").sees(SHOWN).taps(SONG_TRACK).sees("优秀作品展示从", "入选的作品会在这里展示").sees_no(SHOWN)
    hand.taps("看全部作品").sees(SHOWN).taps(PHOTO_TRACK).sees(SHOWN).taps(SHOWN).sees("作品介绍")
    assert hand.path == f"pages/work/work?id={shown}"


def test_what_was_written_here_is_listed_without_a_network_and_can_be_deleted(hand: Hand, open_house: House) -> None:
    hand.open("pages/entry-edit/entry-edit?track=photo").sees("每次修改都会自动保存").goes_offline().writes("作品名称", "没有网络的早晨")
    hand.page.locator("#phone-navigation").get_by_label("首页").tap()
    hand.taps_tab("我的作品").sees("没有网络，显示的是上次读到的内容", "没有网络的早晨", "草稿", "已保存在本机，还没有上传")
    hand.taps("没有网络的早晨").sees("显示的是这部手机上的草稿", "继续填写").comes_online()
    found = until(lambda: [one for one in open_house.phone("demo-worker").get("/api/entries")["items"] if one["title"] == "没有网络的早晨"])
    hand.sees_no("显示的是这部手机上的草稿").taps("删除草稿").sees_in_dialog("不能恢复").taps_in_dialog("删除")
    hand.sees("要办的").sees_no("没有网络的早晨")
    assert open_house.phone("demo-worker").ask("GET", f"/api/entries/{found[0]['id']}").status_code == 404


def test_withdrawing_says_that_it_is_final_and_waits_for_the_network(hand: Hand, open_house: House) -> None:
    worker = open_house.phone("demo-worker")
    entry_id = submitted(worker, "夜班")
    hand.open(f"pages/entry/entry?id={entry_id}").sees("已提交，请等待初评").goes_offline().taps("撤回")
    hand.sees_in_dialog("《夜班》不再参加评选，不能恢复").taps_in_dialog("撤回").sees("还没有撤回成功，联网后自动撤回")
    assert worker.get(f"/api/entries/{entry_id}")["state"] == "submitted"
    hand.comes_online().sees("已撤回，不再参评").sees_no("还没有撤回成功")
    assert worker.get(f"/api/entries/{entry_id}")["state"] == "withdrawn"


def test_a_refused_step_is_told_in_the_services_words_and_given_up(hand: Hand, open_house: House) -> None:
    worker = open_house.phone("demo-worker")
    entry_id = submitted(worker, "焊花")
    hand.open(f"pages/entry/entry?id={entry_id}").sees("已提交，请等待初评")
    assert worker.move(entry_id, "withdraw").status_code == 201
    detail = worker.move(entry_id, "withdraw").json()["detail"]
    hand.taps("撤回").taps_in_dialog("撤回").sees_in_dialog(detail).taps_in_dialog("知道了")
    hand.sees("已撤回，不再参评").sees_no("还没有撤回成功")


def test_who_reads_a_song_of_his_own_hears_it(hand: Hand, open_house: House, tmp_path: Path) -> None:
    worker = open_house.phone("demo-worker")
    entry_id = str(saved(worker, "song", title="追光")["id"])
    uploaded(worker, entry_id, "song", "追光.wav", song(tmp_path / "song.wav", 2).read_bytes())
    hand.open(f"pages/entry/entry?id={entry_id}").sees("林措（作词、作曲、演唱）", "文件检查：提示", "采样率只有 22050 Hz")
    hand.taps_called("播放 追光.wav").sees("0:02")
    expect(hand.top.get_by_label("播放 追光.wav")).to_be_visible(timeout=PATIENCE_MS)            # it ended by itself
    hand.taps("填写的内容").sees("我们在高原")


def test_a_film_is_looked_into_while_its_author_waits_and_plays_what_was_made_of_it(hand: Hand, open_house: House) -> None:
    worker = open_house.phone("demo-worker")
    entry_id = str(saved(worker, "recitation", title="青海湖的早晨")["id"])
    file = uploaded(worker, entry_id, "video", "诵读.mp4", real("video"))
    hand.open(f"pages/entry/entry?id={entry_id}").sees("文件检查：提示", "短边只有 180 像素", "项符合要求")
    made = {one["purpose"]: one["url"] for one in looked_into(worker, file["id"])["renditions"]}
    film = hand.top.locator("video")
    expect(film).to_have_attribute("poster", made["poster"])
    expect(film).to_have_attribute("src", made["play"])
    assert film.evaluate("film => Math.round(film.clientWidth / film.clientHeight * 9)") == 16
    hand.do("void Object.assign(document.querySelector('.page.on-top video'), { muted: true }).play()")
    hand.waits_until("document.querySelector('.page.on-top video').currentTime > 0.2")


def test_a_file_refused_after_submission_is_told_in_a_message_that_leads_to_it(hand: Hand, open_house: House) -> None:
    worker = open_house.phone("demo-worker")
    entry_id = str(saved(worker, "song", title="塔吊上的歌")["id"])
    file = uploaded(worker, entry_id, "song", "塔吊.m4a", real("song"))
    assert looked_into(worker, file["id"])["state"] == "ready"
    assert worker.move(entry_id, "submit").status_code == 201
    with beside(open_house), writing():
        examination.refuse(file["id"], refusal("content", None, None, UNFIT), clock.now())
    message(worker, entry_id)
    hand.taps_tab("消息").taps("有一个文件不能用").sees("文件检查：不合格", UNFIT, "有 1 个文件不合格，请联系本单位联络员，退回后再换文件")
    assert hand.path == f"pages/entry/entry?id={entry_id}&at=files"
    hand.waits_until("document.querySelector('.page.on-top [id$=files]').getBoundingClientRect().top < innerHeight / 2")


def test_a_work_entered_for_me_is_claimed_from_the_message(hand: Hand, open_house: House) -> None:
    worker, liaison = open_house.phone("demo-worker"), open_house.phone("demo-coordinator")
    number = worker.put("/api/me", {"phone_code": worker.simulator("phone_code", user="demo-worker")["code"]})["phone"]
    behalf = {"name": "林措", "phone": number, "unit": worker.account["unit"]}
    entry_id = entered_for(liaison, behalf)
    assert worker.ask("GET", f"/api/entries/{entry_id}").status_code == 404
    message(worker, entry_id)
    hand.taps_tab("我的作品").sees("联络员替您提交了作品").taps("认领").sees("联络员替您填报了一件作品").taps("认领这件作品")
    hand.sees("班组的一天", "已提交，请等待初评")
    assert worker.get(f"/api/entries/{entry_id}")["claimed"] is True


def entered_for(liaison: Phone, behalf: dict[str, str]) -> str:
    """A whole photograph submitted by a liaison in somebody's name."""
    mine = saved(liaison, "photo", title="班组的一天")
    kept = {name: mine[name] for name in ("track", "type", "title", "fields", "authors")}
    entry_id = ids.mint("ent")
    consents = [{"id": one["id"], "version": one["version"]} for one in mine["consents"]] + [{"id": "C9", "version": 1}]
    liaison.put(f"/api/entries/{entry_id}", {**kept, "revision": 0, "on_behalf_of": behalf, "consents": consents})
    uploaded(liaison, entry_id, *FILES["photo"])
    answer = liaison.move(entry_id, "submit")
    assert answer.status_code == 201, answer.text
    return entry_id


def test_somebody_new_is_told_what_to_do_next(browser: Browser, open_house: House) -> None:
    with holding(browser, open_house.url, "somebody-new") as hand:
        hand.taps_tab("我的作品").sees("还没有作品。选一个子项目开始").taps("选一个子项目开始").sees(PHOTO_TRACK)
        hand.taps_tab("消息").sees("还没有消息")


def test_large_type_leaves_every_target_large_enough(hand: Hand, shown: str) -> None:
    hand.do("wx.setStorageSync('settings', { elderly: true })")
    screens = {"pages/mine/mine": SHOWN, f"pages/entry/entry?id={shown}": "这件作品正在优秀作品展示中", "pages/gallery/gallery": SHOWN,
               f"pages/work/work?id={shown}": "作品介绍", "pages/inbox/inbox": "打开"}
    for path, words in screens.items():
        hand.open(path).sees(words)
        assert (path, hand.page.evaluate(SMALL)) == (path, [])
