"""A worker's phone, from the first look to the second submission: the mini program in Chromium, the service as `make run` starts it."""
from pathlib import Path

import pytest

from tests.lives.conftest import Give
from tests.lives.works import (
    SYNOPSIS,
    agrees,
    begins,
    entry_called,
    parts_taken,
    submits,
    told,
    waits_for_parts,
    writes_a_film,
    writes_a_photograph,
)
from tests.miniprogram.drawn import song
from tests.miniprogram.driving import Hand
from tests.running import House
from tests.server.asking import looked_into, real

PHOTO, FILM, SONG = "网络正能量摄影作品征集", "网络正能量微视频征集", "“喜迎二十大”网络正能量歌曲征集"
REASON = "标题请写明是哪个车间"
IN_FLIGHT = 2
on_sqlite = pytest.mark.parametrize("house", ["sqlite"], indirect=True)


def test_a_worker_writes_loses_the_network_submits_is_asked_to_mend_and_submits_again(house: House, give: Give, picture: Path) -> None:
    hand = give(house.url)
    begins(hand.sees("网聚职工正能量"), PHOTO)
    assert hand.top.locator(".question:visible").count() == 6      # all that a worker is asked; the rest is filled in and folded
    writes_a_photograph(hand, "车间里的清晨")
    hand.do("preview.network({ rate_kBps: 300 })")
    hand.picks("相册或拍照", picture).sees("暂停").goes_offline().sees("没有网络，联网后自动接着传")
    hand.writes("拍摄地点", "西宁市城东区机械厂").sees("已保存在本机，联网后自动上传")
    hand.do("preview.network({ rate_kBps: 0 })")
    hand.comes_online().sees("已保存到服务器", "已上传")
    entry = entry_called(house.phone("demo-worker"), "车间里的清晨")
    file = looked_into(house.phone("demo-worker"), entry["files"][0]["id"])
    assert (entry["fields"]["place"], file["state"], file["size"]) == ("西宁市城东区机械厂", "ready", picture.stat().st_size)
    submits(agrees(hand)).sees("《车间里的清晨》已提交", "提交时间：今天", "接下来由报送单位初评")
    hand.taps("查看作品").sees("办理记录", "已提交", "今天")
    _mends(hand, house, entry["id"])


def _mends(hand: Hand, house: House, entry_id: str) -> None:
    """The liaison returns it; the reason and the day stand in the inbox and on the work; mended, it goes out again."""
    assert house.phone("demo-coordinator").move(entry_id, "return", comment=REASON).status_code == 201
    told(house.phone("demo-worker"), entry_id)
    hand.open("pages/inbox/inbox").sees("车间里的清晨", REASON)
    hand.open(f"pages/entry/entry?id={entry_id}").sees("退回修改", f"原因：{REASON}", "前改好")
    hand.taps("去修改").sees("西宁市总工会退回修改，请在", f"原因：{REASON}")
    submits(hand.writes("作品名称", "装配车间里的清晨")).sees("《装配车间里的清晨》已提交")
    assert [line["act"] for line in house.phone("demo-worker").get(f"/api/entries/{entry_id}")["history"]] == ["submit", "return", "submit"]


@on_sqlite
def test_no_part_of_a_film_is_sent_twice_though_the_app_was_killed(house: House, give: Give, tmp_path: Path) -> None:
    hand, reel = give(house.url), tmp_path / "夜班.mp4"
    reel.write_bytes(real("video", 12 << 20))
    writes_a_film(begins(hand, FILM), "高原夜班")
    hand.do("preview.network({ rate_kBps: 1500 })")
    done = set(waits_for_parts(hand.picks("相册或拍摄", reel), 3))
    hand.restart().do("preview.network({ rate_kBps: 0 })")
    hand.taps_tab("我的作品").taps("高原夜班").sees("删除草稿", "正在上传")
    hand.taps("继续填写").sees("请重新选择同一个文件，已传的", "不会重传")
    again = parts_taken(hand.picks("重新选择", reel).sees("已上传").requests)
    assert done.isdisjoint(again)
    assert len(again) == len(set(again))
    assert len(set(range(1, 13)) - done - set(again)) <= IN_FLIGHT      # those may have arrived though the killed app never heard of it
    submits(agrees(hand)).sees("《高原夜班》已提交")
    assert entry_called(house.phone("demo-worker"), "高原夜班")["files"][0]["size"] == 12 << 20


@on_sqlite
def test_a_song_comes_from_a_chat(house: House, give: Give, tmp_path: Path) -> None:
    hand = begins(give(house.url), SONG)
    hand.writes("歌曲名称", "追光").writes("创作说明", SYNOPSIS).writes("歌词", "我们在高原，追着光")
    hand.chooses("原创情况", "词曲均为原创").chooses("著作权归属", "作者").writes("联系电话", "13800001234")
    hand.picks("从聊天选", song(tmp_path / "追光.wav")).sees("已上传")
    submits(agrees(hand)).sees("《追光》已提交")
    sent = entry_called(house.phone("demo-worker"), "追光")
    assert [(file["kind"], file["name"], file["mime"]) for file in sent["files"]] == [("song", "追光.wav", "audio/wav")]


@on_sqlite
def test_a_second_phone_goes_on_with_a_draft(house: House, give: Give) -> None:
    first, second = give(house.url), give(house.url)
    begins(first, PHOTO).writes("作品名称", "塔吊上的黎明").taps("保存草稿").sees("已保存到服务器")
    second.taps_tab("我的作品").sees("塔吊上的黎明").taps("塔吊上的黎明").sees("删除草稿").taps("继续填写").sees("已保存到服务器")
    assert second.field("作品名称").input_value() == "塔吊上的黎明"
    second.writes("作品名称", "塔吊上看黎明").taps("保存草稿").sees("已保存到服务器")
    first.hide_and_show().sees("已保存到服务器").waits_until(
        "[...document.querySelectorAll('.page.on-top input')].some((one) => one.value === given)", "塔吊上看黎明")
    assert entry_called(house.phone("demo-worker"), "塔吊上看黎明")["revision"] == 2
