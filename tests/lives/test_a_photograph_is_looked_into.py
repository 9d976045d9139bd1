"""A photograph with its place in it goes up, and what becomes of it: looked into, made fit to show, read by WeChat, compared, decided on.

In a house of its own, since a work is put on show, which happens weeks after the demo's day.
"""
import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from PIL import Image, ImageChops, ImageStat

from models import clock, ids
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.accounts.grants import grant_role
from models.problems import ContentOpen
from models.workflow import actions as workflow
from tests.gateways.media.pictures import CAMERA, camera_data, encoded, scene, stored_as
from tests.lives.test_an_entry import saved, uploaded
from tests.lives.works import waited_for
from tests.running import House, Phone, running
from tests.server.asking import content_checked, looked_into, real
from tests.server.beside import beside

LATER = timedelta(days=20)                 # results are published and works shown from 7 September of the plan on
TURNED = 6                                 # to be turned by a quarter, as phones write what was taken upright
SHOWN = {"thumb": ("image/jpeg", 480), "thumb_webp": ("image/webp", 480),
         "display": ("image/jpeg", 1280), "display_webp": ("image/webp", 1280)}
UPRIGHT = scene(2022, 1500, 2000)
ORIGINAL = encoded(stored_as(UPRIGHT, TURNED), exif=camera_data(TURNED), quality=90)
GPS, CAMERA_DATA = 0x8825, CAMERA.encode()


pytestmark = pytest.mark.xdist_group("a-photograph-is-looked-into")


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("looked-into") / "var") as house:
        yield house


@pytest.fixture(scope="module")
def work(own_house: House) -> tuple[str, str]:
    """The ids of the author's preselected work and of its photograph, looked into; its caption has a word WeChat calls risky."""
    author = own_house.phone("demo-worker")
    entry = saved(author, "photo", caption="清晨的车间里，班长在检查设备。模拟涉政，写在说明里。")
    file = uploaded(author, entry["id"], "photo", "车间.jpg", ORIGINAL)
    progress = file["progress"]
    assert (file["state"], file["check"]["label"], progress["state"], progress["of"]) == ("stored", "检查中", "examining", 5)
    assert author.move(entry["id"], "submit").status_code == 201
    assert looked_into(author, file["id"])["state"] == "ready"
    assert own_house.phone("demo-coordinator").move(entry["id"], "preselect").status_code == 201
    return str(entry["id"]), str(file["id"])


def test_it_is_looked_into_and_judged_in_words(own_house: House, work: tuple[str, str]) -> None:
    file = own_house.phone("demo-worker").get(f"/api/uploads/{work[1]}")
    assert file["progress"] == {"state": "done", "done": 5, "of": 5, "next_try": None, "words": "检查完成"}
    assert (file["check"], file["sha256"], file["mime"]) == (
        {"outcome": "warn", "label": "提示"}, hashlib.sha256(ORIGINAL).hexdigest(), "image/jpeg")
    said = {one["rule"]: (one["outcome"], one["measured"], one["limit"], one["words"]) for one in file["verdicts"]}
    assert said["long_side_at_least_px"][:3] == ("pass", 2000, 2000)
    outcome, measured, limit, words = said["bytes_at_least"]
    assert (outcome, measured, limit) == ("warn", len(ORIGINAL), 2 << 20)
    assert "2 MB" in words
    assert said["not_recompressed"][0] == "pass"


def test_what_is_shown_is_upright_and_tells_no_place(own_house: House, work: tuple[str, str]) -> None:
    file = own_house.phone("demo-worker").get(f"/api/uploads/{work[1]}")
    made = {one["purpose"]: one for one in file["renditions"] if one["purpose"] != "original"}
    assert {name: (one["mime"], one["height"]) for name, one in made.items()} == SHOWN
    for one in made.values():
        answer = requests.get(one["url"], timeout=30)
        assert answer.headers["Content-Type"] == one["mime"]
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert f"image/{str(picture.format).lower()}" == one["mime"]
            assert (picture.size, dict(picture.getexif())) == ((one["width"], one["height"]), {})
            apart = ImageChops.difference(picture.convert("RGB"), UPRIGHT.resize(picture.size))
        assert max(ImageStat.Stat(apart).mean) < 6
        assert CAMERA_DATA not in answer.content
    assert CAMERA_DATA in ORIGINAL
    assert Image.open(io.BytesIO(ORIGINAL)).getexif().get_ifd(GPS)


def test_the_original_goes_to_those_who_hand_it_on_and_to_nobody_else(own_house: House, work: tuple[str, str]) -> None:
    author, liaison, host, organiser = (own_house.phone(f"demo-{user}") for user in ("worker", "coordinator", "host", "organiser"))
    assert original_of(liaison, work[0]) is None
    for phone in (author, host, organiser):
        url = original_of(phone, work[0])
        assert url is not None
        assert requests.get(url, timeout=30).content == ORIGINAL


def original_of(phone: Phone, entry_id: str) -> str | None:
    (file,) = phone.get(f"/api/entries/{entry_id}")["files"]
    return next((one["url"] for one in file["renditions"] if one["purpose"] == "original"), None)


def test_a_cut_and_smaller_copy_by_somebody_else_is_pointed_out_to_staff_alone(own_house: House, work: tuple[str, str]) -> None:
    other, author, organiser = own_house.phone("somebody-else"), own_house.phone("demo-worker"), own_house.phone("demo-organiser")
    entry = saved(other, "photo", title="城东晨色")
    width, height = UPRIGHT.size
    cut = UPRIGHT.crop((0, 0, width * 9 // 10, height * 9 // 10)).resize((900, 1200))
    copied = uploaded(other, entry["id"], "photo", "IMG.jpg", encoded(cut, quality=70))
    assert looked_into(other, copied["id"])["state"] == "ready"
    assert other.move(entry["id"], "submit").status_code == 201
    (found,) = organiser.get(f"/api/likenesses?entry={work[0]}")["items"]
    assert (found["older"]["entry"], found["older"]["file"], found["newer"]["entry"], found["newer"]["file"]) == (
        work[0], work[1], entry["id"], copied["id"])
    assert (found["how"], found["words"]) == ("picture", f"与《城东晨色》的照片相似 {found['similarity']}%")
    assert found["similarity"] >= 80
    for side in (found["older"], found["newer"]):
        assert requests.get(side["thumb"], timeout=30).headers["Content-Type"] == "image/jpeg"
    for phone, own in ((author, work[0]), (other, entry["id"])):
        assert phone.get(f"/api/likenesses?entry={own}")["items"] == []
        assert "likeness" not in str(phone.get(f"/api/entries/{own}"))


def test_nothing_is_shown_before_a_person_decided_and_then_only_what_was_made_of_it(own_house: House, work: tuple[str, str]) -> None:
    entry_id, organiser = work[0], own_house.phone("demo-organiser")
    assert content_checked(organiser, entry_id)["content"] == {"state": "human", "label": "内容安全：待人工核对"}
    assert own_house.phone("demo-worker").get(f"/api/entries/{entry_id}")["content"] is None
    for user, act in (("host", "shortlist"), ("organiser", "approve")):
        answer = own_house.phone(f"demo-{user}").move(entry_id, act)
        assert answer.status_code == 201, answer.text
    with beside(own_house):
        publish(own_house, entry_id)
        with pytest.raises(ContentOpen) as closed:
            step(own_house, entry_id, "exhibit")
    assert "1 项待人工核对" in closed.value.detail
    (doubt,) = doubts(organiser, entry_id)
    assert (doubt["part"], doubt["said"]) == ("正文", "微信认为有风险：时政")
    assert organiser.put(f"/api/content-checks/{doubt['id']}", {"answer": "pass"})["state_label"] == "人工核对通过"
    with beside(own_house):
        step(own_house, entry_id, "exhibit")
    (shown,) = requests.get(f"{own_house.url}/api/works/{entry_id}", timeout=30).json()["files"]
    assert {one["purpose"] for one in shown["renditions"]} == set(SHOWN)
    for one in shown["renditions"]:
        assert CAMERA_DATA not in requests.get(one["url"], timeout=30).content


def publish(house: House, entry_id: str) -> None:
    """Three organisers agree."""
    grant_role(house.phone("third-organiser").account["id"], "organiser", "*", actor=SYSTEM)
    for user in ("demo-organiser", "demo-organiser-2", "third-organiser"):
        step(house, entry_id, "publish", user)


def step(house: House, entry_id: str, act: str, user: str = "demo-organiser") -> None:
    who: Actor = people.actor_of(house.phone(user).account["id"])
    workflow.move(entry_id, act, move_id=ids.mint("mov"), actor=who, at=clock.now() + LATER)


def test_a_picture_that_a_person_blocks_is_refused_and_its_author_is_told(own_house: House) -> None:
    author, organiser = own_house.phone("another-worker"), own_house.phone("demo-organiser")
    author.simulator("media_result", suggest="review", label=20002, user="another-worker")
    entry = saved(author, "photo", title="夜班")
    file = uploaded(author, entry["id"], "photo", "a.jpg", real("photo", number=7))
    assert author.move(entry["id"], "submit").status_code == 201
    (doubt,) = waited_for(lambda: doubts(organiser, entry["id"]), "a doubt", 60)
    assert (doubt["part"], doubt["said"], doubt["file"]["id"]) == ("照片", "微信拿不准：色情", file["id"])
    assert requests.get(doubt["url"], timeout=30).headers["Content-Type"] == "image/jpeg"
    blocked = organiser.put(f"/api/content-checks/{doubt['id']}", {"answer": "block", "comment": "画面里有广告"})
    assert blocked["state_label"] == "未通过"
    refused = looked_into(author, file["id"])
    assert (refused["state"], refused["check"]["label"], refused["renditions"]) == ("refused", "不合格", [])
    assert [one["words"] for one in refused["verdicts"]] == ["内容审核未通过：画面里有广告，请换一个文件"]
    (told,) = waited_for(lambda: messages(author, entry["id"]), "a message")
    assert (told["purpose"], "画面里有广告" in told["words"]) == ("file_refused", True)


def doubts(phone: Phone, entry_id: str) -> list[dict[str, Any]]:
    return [one for one in phone.get("/api/content-checks")["items"] if one["entry"] == entry_id]


def messages(phone: Phone, entry_id: str) -> list[dict[str, Any]]:
    """What others did with the work: the receipt of one's own submitting is not among them."""
    return [one for one in phone.get("/api/inbox")["items"] if one["about"] == entry_id and one["purpose"] != "entry_submitted"]


def test_a_film_gets_a_cover_and_plays_from_its_first_bytes(own_house: House) -> None:
    author = own_house.phone("film-maker")
    entry = saved(author, "recitation")
    file = uploaded(author, entry["id"], "video", "青海的草.mp4", real("video"))
    looked = looked_into(author, file["id"])
    assert looked["state"] == "ready", looked["verdicts"]
    made = {one["purpose"]: one for one in looked["renditions"]}
    play = requests.get(made["play"]["url"], timeout=30)
    assert (play.headers["Content-Type"], round(made["play"]["duration_s"])) == ("video/mp4", 2)
    assert 0 < play.content.index(b"moov") < play.content.index(b"mdat")
    with Image.open(io.BytesIO(requests.get(made["poster"]["url"], timeout=30).content)) as poster:
        assert (poster.format, poster.size) == ("JPEG", (made["poster"]["width"], made["poster"]["height"]))
