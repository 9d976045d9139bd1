"""Bad luck on a worker's phone: the words on the screen say what happened and what to do, and the draft is still there."""
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from models.campaign.plan import read
from models.campaign.shift import demo_days, shift_text
from tests.cast import PLAN
from tests.lives.between import between, instead, with_json
from tests.lives.conftest import Give
from tests.lives.works import agrees, begins, entry_called, submits, waits_for_parts, writes_a_photograph
from tests.miniprogram.driving import Hand
from tests.running import HOME, House, running
from tests.server.asking import real

pytestmark = pytest.mark.xdist_group("bad-luck-on-the-phone")
PHOTO, FILM, SONG = "网络正能量摄影作品征集", "网络正能量微视频征集", "“喜迎二十大”网络正能量歌曲征集"
WAITING = "已保存在本机，联网后自动上传"
HTML = "<!doctype html><title>宾馆无线网络</title><p>请先登录</p>".encode()
AWAY = json.dumps({"type": "about:blank", "title": "服务正忙", "status": 503, "code": "neighbour.away", "context": {}, "instance": "",
                   "detail": "服务正忙，您的内容没有丢失"}).encode()


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of this file's own: what happens here (a plan that closes) is nobody else's."""
    with running(tmp_path_factory.mktemp("bad-luck") / "var") as started:
        yield started


def still_there(hand: Hand, title: str, url: str = "") -> None:
    """The app is killed and started again, and the work stands among mine with what was written."""
    hand.open("pages/mine/mine").taps(title).sees("删除草稿").taps("继续填写").sees("每个不超过")
    assert hand.field("作品名称").input_value() == title


# no network, at every step

def test_home_without_a_network_shows_what_was_read_last(own_house: House, give: Give) -> None:
    hand = give(own_house.url).sees(PHOTO, "作品征集还有")
    hand.goes_offline().restart()
    hand.sees("没有网络，显示的是上次读到的内容", PHOTO, "作品征集还有")


def test_saving_without_a_network_keeps_it_on_the_phone(own_house: House, give: Give) -> None:
    hand = begins(give(own_house.url), PHOTO).goes_offline()
    hand.writes("作品名称", "断网时写的").taps("保存草稿").sees(WAITING).restart()
    still_there(hand, "断网时写的")
    hand.comes_online().sees("已保存到服务器")
    assert entry_called(own_house.phone("demo-worker"), "断网时写的")["revision"] == 1


def test_picking_a_unit_without_a_network_says_so_and_can_be_tried_again(own_house: House, give: Give) -> None:
    hand = begins(give(own_house.url), PHOTO).writes("作品名称", "选单位之前").sees("已保存")
    hand.open("pages/unit/unit").taps("更换单位").goes_offline()
    hand.top.locator("input").first.fill("机械厂")
    hand.sees("没有网络", "再试一次").comes_online().taps("再试一次").sees("西宁市城北区演示机械厂工会")
    still_there(hand, "选单位之前")


def test_a_network_lost_in_mid_upload_comes_back_and_the_file_goes_on(own_house: House, give: Give, picture: Path) -> None:
    hand = begins(give(own_house.url), PHOTO).chooses("类别", "单幅").writes("作品名称", "传到一半")
    hand.do("preview.network({ rate_kBps: 300 })")
    hand.picks("相册或拍照", picture).sees("暂停").goes_offline().sees("没有网络，联网后自动接着传")
    hand.do("preview.network({ rate_kBps: 0 })")
    hand.comes_online().sees("已上传")
    still_there(hand, "传到一半")


def test_submitting_without_a_network_waits_and_goes_out_when_it_is_back(own_house: House, give: Give, picture: Path) -> None:
    hand = ready(give(own_house.url), "断网时提交", picture)
    submits(hand.goes_offline()).sees("还没有提交：", "联网后自动提交")
    assert entry_called(own_house.phone("demo-worker"), "断网时提交")["state"] == "draft"
    hand.comes_online().sees("《断网时提交》已提交")


# the service, and what stands between

def test_a_session_that_ended_in_mid_upload_is_renewed_and_nothing_is_lost(own_house: House, give: Give, tmp_path: Path) -> None:
    hand = begins(give(own_house.url), FILM).writes("作品名称", "会话过期")
    hand.do("preview.network({ rate_kBps: 1500 })")
    reel = tmp_path / "a.mp4"
    reel.write_bytes(real("video", 12 << 20))
    waits_for_parts(hand.picks("相册或拍摄", reel), 2)
    shown = hand.do("wx.getStorageInfoSync().keys.map((key) => wx.getStorageSync(key)).find((one) => one && one.token).token")
    ended = requests.delete(f"{own_house.url}/api/sessions/current", headers={"Authorization": f"Bearer {shown}"}, timeout=30)
    assert ended.status_code == 204
    hand.do("preview.network({ rate_kBps: 0 })")
    hand.sees("已上传")
    assert 401 in [one["status"] for one in hand.requests]
    still_there(hand, "会话过期")


def test_a_page_of_the_hotels_network_is_recognised(own_house: House, give: Give) -> None:
    with between(own_house.url) as proxy:
        hand = begins(give(proxy.url), PHOTO)
        proxy.bend("(PUT|POST|GET) /api/", instead(200, HTML, "text/html; charset=utf-8"))
        hand.writes("作品名称", "宾馆里写的").taps("保存草稿").sees("收到的不是本服务的回应。如果连着需要登录的无线网络，请先登录")
        proxy.lift()
        hand.taps("保存草稿").sees("已保存到服务器")
        still_there(hand, "宾馆里写的")


def test_a_busy_service_is_asked_again_when_it_said(own_house: House, give: Give) -> None:
    with between(own_house.url) as proxy:
        hand = begins(give(proxy.url), PHOTO)
        proxy.bend("PUT /api/entries/", instead(503, AWAY, "application/problem+json", Retry_After="2"))
        hand.writes("作品名称", "服务正忙").taps("保存草稿").sees("已保存在本机，还没有上传：服务正忙，您的内容没有丢失")
        proxy.lift()
        hand.sees("已保存到服务器")
        assert proxy.bent <= 3
        still_there(hand, "服务正忙")


def test_a_newer_service_is_read_as_far_as_it_is_understood(own_house: House, give: Give) -> None:
    with between(own_house.url) as proxy:
        proxy.bend("GET /api/campaigns/current", with_json(newer))
        hand = begins(give(proxy.url).sees("作品征集还有"), PHOTO)
        hand.sees("观众打分", "这一项需要新版小程序，请更新后填写").writes("作品名称", "新版表单").sees("已保存到服务器")
        hand.taps("提交作品").sees("请更新小程序后填写")
        still_there(hand, "新版表单")


def newer(campaign: dict[str, list[dict[str, object]]]) -> None:
    """A question of a kind, and a phase of a stage and a state, that this phone has never heard of."""
    photo = next(track for track in campaign["tracks"] if track["id"] == "photo")
    photo["form"]["fields"].insert(1, {"id": "stars", "label": "观众打分", "kind": "stars", "required": True, "by": "author"})      # type: ignore[index]
    campaign["phases"].append(dict(campaign["phases"][0], id="vote", stage="ballot", state="paused", label="网络投票", permits=["vote"]))


# the phone

@pytest.mark.parametrize("ahead_s", [3600, -3600])
def test_a_phone_an_hour_wrong_shows_the_right_days_and_submits(own_house: House, give: Give, picture: Path, ahead_s: int) -> None:
    right = give(own_house.url).sees("作品征集还有").words("作品征集还有").inner_text()
    hand = give(own_house.url)
    hand.do("preview.clock(given)", ahead_s)
    hand.restart()
    assert hand.sees("作品征集还有").words("作品征集还有").inner_text() == right
    title = f"钟差 {ahead_s} 秒"
    submits(ready(hand, title, picture)).sees(f"《{title}》已提交")


def test_a_file_deleted_before_it_was_sent_is_asked_for_again(own_house: House, give: Give, tmp_path: Path) -> None:
    reel, kept = tmp_path / "gone.mp4", real("video", 12 << 20)
    reel.write_bytes(kept)
    hand = begins(give(own_house.url), FILM).writes("作品名称", "文件没了").sees("已保存到服务器").goes_offline()
    hand.picks("相册或拍摄", reel).sees("没有网络")
    reel.unlink()
    hand.comes_online().sees("手机里找不到这个文件了，可能已被删除或移动。请重新选择同一个文件")
    reel.write_bytes(kept)
    hand.picks("重新选择", reel).sees("已上传")
    still_there(hand, "文件没了")


def test_a_full_phone_says_that_it_did_not_keep_the_words(own_house: House, give: Give) -> None:
    hand = begins(give(own_house.url), PHOTO).writes("作品名称", "存得下的").sees("已保存到服务器")
    hand.do("preview.storageFull(true)")
    hand.writes("作品名称", "存不下的").sees("没有保存：手机里留给小程序的空间已满，这次没有存下")
    still_there(hand, "存得下的")
    hand.do("preview.storageFull(false)")
    hand.writes("作品名称", "又存得下了").sees("已保存到服务器")


def test_who_refuses_the_privacy_guide_keeps_writing(own_house: House, give: Give) -> None:
    hand = begins(give(own_house.url), PHOTO).writes("作品名称", "不同意指引")
    hand.taps("相册或拍照").sees("使用前请您知悉").taps("暂不")
    hand.sees_in_dialog("您没有同意《用户隐私保护指引》").sees_in_dialog("已填写的文字不受影响").taps_in_dialog("知道了")
    still_there(hand, "不同意指引")


def test_who_refuses_the_microphone_is_told_where_to_allow_it(own_house: House, give: Give) -> None:
    hand = begins(give(own_house.url), SONG).writes("歌曲名称", "没有麦克风")
    hand.do("preview.deny('scope.record')")
    hand.taps("现在录音").taps("开始录音").taps_if_there("同意，继续")
    hand.sees_in_dialog("没有得到使用麦克风的许可。请点右上角“···”，在“设置”里打开，再试一次").taps_in_dialog("知道了")
    hand.open("pages/mine/mine").taps("没有麦克风").sees("删除草稿").taps("继续填写").sees("歌曲名称")
    assert hand.field("歌曲名称").input_value() == "没有麦克风"


def test_a_collection_that_closed_while_writing_says_whom_to_ask(own_house: House, give: Give, picture: Path, tmp_path: Path) -> None:
    """The last of this file: nothing can be handed in afterwards."""
    hand = ready(give(own_house.url), "截止以后", picture)
    close_the_collection(own_house, tmp_path)
    submits(hand).sees("截止。如有特殊情况，请联系", "草稿还在，没有丢失", "如已得到延期报送许可，请填在这里")
    hand.sees("西宁市总工会", "联络员 马海燕")
    assert entry_called(own_house.phone("demo-worker"), "截止以后")["state"] == "draft"
    still_there(hand, "截止以后")
    hand.sees("现在不在征集时间内", "截止。如有特殊情况，请联系西宁市总工会 0971-0000000")


def close_the_collection(house: House, folder: Path) -> None:
    """The plan's next version, imported as an organiser's machine would: today is six days after the end of collection."""
    plan, _ = read(PLAN)
    document = folder / "closed.yaml"
    document.write_text(shift_text(PLAN, demo_days(plan, demo_day="2022-09-06")), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "server", "plan", "import", str(document)], cwd=HOME, env=house.environment, check=True,
                   capture_output=True, timeout=120)


def ready(hand: Hand, title: str, picture: Path) -> Hand:
    """A photograph that lacks nothing."""
    writes_a_photograph(begins(hand, PHOTO), title).picks("相册或拍照", picture).sees("已上传")
    return agrees(hand).sees("已保存到服务器")
