"""Draws docs/screens/*.png, the mini program's screens as a person would meet them: `python -m tests.miniprogram.screens`.

Starts a service in a folder of its own, hands in and exhibits a few made-up works over HTTP, and photographs the preview at 375 × 812 @2x.
Names of screens may be given: `python -m tests.miniprogram.screens home gallery` draws those alone. Nobody real is in them.
"""
import importlib
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from models import clock, ids
from models.accounts.actor import SYSTEM
from models.accounts.grants import grant_role
from tests.browser import LAUNCH_FLAGS, find_chromium
from tests.lives.test_an_entry import FIELDS, WORKS, send
from tests.lives.works import agrees, begins, submits, told, writes_a_photograph
from tests.miniprogram.drawn import clip, film, photograph, song
from tests.miniprogram.driving import Hand, built, holding
from tests.miniprogram.pages.test_check_ins import ATTENDANCE, CHECK_IN, CODE, planned
from tests.miniprogram.two_phones import side_by_side
from tests.running import HOME, House, Phone, running
from tests.server.asking import content_checked
from tests.server.beside import beside
from tests.server.test_works import actor, publish, step
from tests.tools import find_node

FOLDER = HOME / "docs" / "screens"
HEAVIEST = 200_000
PHOTO = "网络正能量摄影作品征集"
ON_SHOW = (("song", "追光", 0), ("recitation", "班组的诗", 2), ("photo", "昆仑山下的夜班", 3), ("photo", "雪线巡检", 1),
           ("photo", "追光的人", 0), ("recitation", "青海湖的早晨", 4))
TYPES = {"photo": "single", "recitation": "own", "song": "original"}
ROLES = {"photo": ("摄影",), "recitation": ("诵读者",), "song": ("作词", "作曲", "演唱")}
WORDS = {"photo": {"caption": "海拔三千米的夜里，班组在星光下检修设备。"}, "recitation": {"text": "湖水醒来以前，我们已经上路。"}}
FILES = {"photo": ("photo", "原图.jpg"), "recitation": ("video", "诵读.mp4"), "song": ("song", "追光.wav")}
WAY = (("demo-coordinator", "preselect"), ("demo-host", "shortlist"), ("demo-organiser", "approve"))
IS_DRAWN = """[...document.querySelectorAll(".page.on-top canvas")].some((one) => one.getContext("2d")
  .getImageData(0, 0, one.width, one.height).data.some((value, at, all) => at % 4 === 3 && value === 255 && all[at - 1] === 0))"""
NOTICE: dict[str, Any] = {
    "title": "征集还有 3 天截止", "words": "写了草稿的请点开提交，缺什么会逐项写明。不会操作可请本单位联络员代报。", "revision": 0,
    "audience": {"everybody": True}, "template": "T1",
    "values": ["网聚职工正能量 争做中国好网民", "征集还有3天截止", "2026年12月31日 23:59", "写了草稿的请及时提交"],
    "forward": "作品征集还有 3 天截止。写了草稿的请点开提交；视频太大的，把文件交给联络员用电脑代传。"}
REASON = "画面很好。标题请写明是哪个车间，图片说明补上拍摄时间"


def main(wanted: list[str]) -> None:
    """All screens, or those named; says how heavy each is."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    built(HOME / "miniprogram", find_node())
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "var") as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(LAUNCH_FLAGS))
        stage = Stage(house, browser, Path(folder), wanted)
        stage.fill()
        for scene in (looking_around, writing, afterwards, on_show, in_bad_weather):
            with holding(browser, house.url, device_scale_factor=2) as hand:
                scene(stage, hand)
        with holding(browser, house.url, "demo-coordinator", device_scale_factor=2) as hand:
            on_site(stage, hand)
        with holding(browser, house.url, "demo-organiser", device_scale_factor=2) as hand:
            telling_people(stage, hand)
        two_phones(stage)
        browser.close()


class Stage:
    """The service with works in it, and where pictures of it go."""

    def __init__(self, house: House, browser: Browser, folder: Path, wanted: list[str]) -> None:
        self.house, self.browser, self.folder, self.wanted = house, browser, folder, wanted
        self.worker = house.phone("demo-worker")
        self.returned = ""
        self.film = ""

    def fill(self) -> None:
        """A song, two recitations and three photographs on show, one photograph returned with a reason."""
        with beside(self.house):
            for track in ("recitation", "song"):
                grant_role(self.house.phone("demo-host").account["id"], "host", f"track:qinghai-2022/{track}", actor=SYSTEM)
        shown = [self._approved(*work) for work in ON_SHOW]
        with beside(self.house):
            for entry in shown[:3]:                    # one of each track
                publish(self.house, entry)
            for entry in shown:
                step(entry, "exhibit", actor(self.house, "demo-organiser"))
        self.film = shown[-1]
        self.returned = self._submitted("photo", "装配车间", 2)
        assert self.house.phone("demo-coordinator").move(self.returned, "return", comment=REASON).status_code == 201
        told(self.worker, self.returned)

    def shoot(self, hand: Hand, name: str) -> None:
        self.keep(hand.shot, name)

    def keep(self, draw: Callable[..., object], name: str) -> None:
        """What `draw(path=…)` pictures, as light as it goes."""
        if self.wanted and name not in self.wanted:
            return
        path = FOLDER / f"{name}.png"
        draw(path=path)
        _lighten(path)
        size = path.stat().st_size
        says = "" if size < HEAVIEST else ", too heavy: install pillow beside this and draw it again"
        sys.stdout.write(f"{name}: {size // 1000} KB{says}\n")

    def _approved(self, track: str, title: str, scene: int) -> str:
        entry = self._submitted(track, title, scene)
        content_checked(self.house.phone("demo-organiser"), entry)
        for user, act in WAY:
            answer = self.house.phone(user).move(entry, act)
            assert answer.status_code == 201, answer.text
        return entry

    def _submitted(self, track: str, title: str, scene: int) -> str:
        """Handed in by the demo worker, with a picture or a film."""
        entry = ids.mint("ent")
        self.worker.put(f"/api/entries/{entry}", body_of(self.worker, track, title))
        (kind, name), content, file = FILES[track], self._made(track, scene), ids.mint("fil")
        send(self.worker.put(f"/api/uploads/{file}", {"about": entry, "name": name, "size": len(content), "kind": kind}), name, content)
        assert self.worker.ask("POST", f"/api/uploads/{file}/confirm").status_code == 200
        answer = self.worker.move(entry, "submit")
        assert answer.status_code == 201, answer.text
        return entry

    def _made(self, track: str, scene: int) -> bytes:
        path = self.folder / f"{track}-{scene}"
        if track == "song":
            return song(path).read_bytes()
        return (photograph(self.browser, path, scene, grain=0) if track == "photo" else clip(self.browser, path, scene)).read_bytes()


def body_of(worker: Phone, track: str, title: str) -> dict[str, Any]:
    """A work that lacks nothing but its file."""
    campaign = worker.get("/api/campaigns/current")
    asked = next(one for one in campaign["tracks"] if one["id"] == track)
    words = WORDS.get(track, {})
    return {
        "campaign": campaign["id"], "track": track, "type": TYPES[track], "title": title, "revision": 0,
        "fields": {**FIELDS[track], **WORKS, **words}, "authors": [{"name": "林措", "role": role} for role in ROLES[track]],
        "consents": [{"id": one["id"], "version": one["version"]} for one in asked["consents"] if one["required"]],
    }


def _lighten(path: Path) -> None:
    """To 256 colours, where Pillow is at hand; it is no dependency of the project."""
    with suppress(ImportError):
        image = importlib.import_module("PIL.Image")
        whole = image.open(path).convert("RGB")
        whole.quantize(256, method=image.Quantize.MEDIANCUT, dither=image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


# scenes: one phone each

def looking_around(stage: Stage, hand: Hand) -> None:
    stage.shoot(hand.sees(PHOTO, "最新消息"), "home")
    stage.shoot(hand.taps(PHOTO).sees("征集什么", "遇到困难请找"), "track")
    hand.open("pages/unit/unit").taps("更换单位").writes("查找单位", "城北")
    stage.shoot(hand.sees("西宁市城北区演示机械厂工会"), "unit")
    stage.shoot(hand.open("pages/me/me").sees("林措"), "me")


def writing(stage: Stage, hand: Hand) -> None:
    begins(hand, PHOTO)
    stage.shoot(writes_a_photograph(hand, "高原上的追光人").scrolls_to("作品名称").sees("已保存到服务器"), "editor")
    hand.open("pages/entry-edit/entry-edit?track=micro_video").sees("每次修改都会自动保存").writes("作品名称", "高原夜班")
    hand.do("preview.network({ rate_kBps: 4000 })")
    hand.picks("相册或拍摄", film(stage.folder / "高原夜班.mp4", 24 << 20)).scrolls_to("视频 1 个")
    stage.shoot(hand.waits_until("/[5-7][0-9]%[^%]*(还要|马上)/.test(document.querySelector('.page.on-top').innerText)"), "upload")


def afterwards(stage: Stage, hand: Hand) -> None:
    dawn = photograph(stage.browser, stage.folder / "dawn.jpg", 5)
    writes_a_photograph(begins(hand, PHOTO), "塔吊上的黎明").picks("相册或拍照", dawn).sees("已上传")
    stage.shoot(submits(agrees(hand)).sees("《塔吊上的黎明》已提交"), "submitted")
    stage.shoot(hand.open("pages/mine/mine").sees("装配车间", "等您处理"), "mine")
    hand.open(f"pages/entry/entry?id={stage.returned}").sees("办理记录", "去修改", "文件检查：提示")
    stage.shoot(hand, "returned")
    stage.shoot(hand.taps("符合要求").scrolls_to("文件"), "check")
    stage.shoot(hand.open("pages/inbox/inbox").sees("装配车间"), "inbox")


def on_show(stage: Stage, hand: Hand) -> None:
    stage.shoot(hand.open("pages/gallery/gallery").sees("青海湖的早晨"), "gallery")
    hand.open(f"pages/work/work?id={stage.film}").sees("作品介绍")
    hand.do("Object.assign(document.querySelector('.page.on-top video'), { muted: true }).play()")
    hand.waits_until("document.querySelector('.page.on-top video').currentTime > 0.5")
    hand.do("document.querySelector('.page.on-top video').pause()")
    stage.shoot(hand, "work")


def on_site(stage: Stage, hand: Hand) -> None:
    """An event that people are at, as its coordinator sees it."""
    coordinator, event = stage.house.phone("demo-coordinator"), planned(stage.house, "网络文明进车间")
    now = clock.to_wire(clock.now())
    for name in ("卓玛才让", "李大山", "马占海"):
        coordinator.put(f"/api/events/{event}/checkins/{ids.mint('chk')}", {"name": name, "scanned_at": now, "sent_at": now})
    stage.shoot(hand.open(f"{CODE}?id={event}").sees("已签到 3", "秒后更换").waits_until(IS_DRAWN), "code")
    stage.shoot(hand.open(f"{ATTENDANCE}?id={event}").sees("马占海"), "attendance")
    stage.shoot(hand.open("staff/pages/events/events").sees("线下活动任务", "网络文明进车间"), "events")
    stage.shoot(hand.open("staff/pages/event-edit/event-edit").sees("活动形式").taps("宣讲演讲").writes("地点", "职工之家"), "event-edit")
    stage.shoot(hand.open("staff/pages/numbers/numbers").sees("已核实"), "numbers")
    stage.shoot(hand.open("staff/pages/ready/ready").sees("可离线使用 ✓"), "ready")


def telling_people(stage: Stage, hand: Hand) -> None:
    """A notice an organiser writes: the group text first, whom it reaches, how it looks."""
    organiser, notice = stage.house.phone("demo-organiser"), ids.mint("ntc")
    organiser.put(f"/api/notices/{notice}", {"campaign": organiser.get("/api/campaigns/current")["id"], **NOTICE})
    stage.shoot(hand.open("pages/reminders/reminders").sees("用服务号提醒我"), "reminders")
    stage.shoot(hand.open("staff/pages/notices/notices").sees(NOTICE["title"]), "notices")
    stage.shoot(hand.open(f"staff/pages/notices/notice-edit?id={notice}").sees("现在能提醒到"), "notice-edit")
    stage.shoot(hand.open(f"staff/pages/notices/notice?id={notice}").sees("先转发到群里", "其余的人怎样通知"), "notice")
    stage.shoot(hand.taps("存海报").sees("长按图片也可以发到群里"), "poster")


def two_phones(stage: Stage) -> None:
    """The code on one phone, scanned by the other, with no network at either."""
    event = planned(stage.house, "网上安全知识竞赛")
    with side_by_side(stage.browser, stage.house.url) as (left, right):
        left.open("staff/pages/ready/ready").sees("活动和签到码")
        right.open(CHECK_IN).sees("扫码签到")
        left.is_online(False)
        right.is_online(False)
        left.restart().open(f"{CODE}?id={event}").sees("秒后更换")
        right.taps("扫码签到").sees("已记在本机")
        stage.keep(left.whole.screenshot, "two-phones")


def in_bad_weather(stage: Stage, hand: Hand) -> None:
    hand.sees(PHOTO)
    hand.goes_offline().restart()
    stage.shoot(hand.sees("没有网络，显示的是上次读到的内容"), "offline")
    hand.comes_online().open("pages/settings/settings").switches("大字版")
    hand.open("pages/entry-edit/entry-edit?track=photo").sees("下一步").chooses("类别", "单幅").taps("下一步")
    stage.shoot(hand.sees("作品名称").writes("作品名称", "高原上的追光人"), "elderly")


if __name__ == "__main__":
    main(sys.argv[1:])
