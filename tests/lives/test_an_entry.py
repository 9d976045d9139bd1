"""The life of an entry over HTTP, with the official SDK as the phone: sign in, draft, upload, submit, and on to recommended.

A photograph goes by form, a song by form, a recitation film of 9 MB by multipart in 1 MB parts.
"""
import io
from typing import Any

import pytest
import qiniu
import requests
from qiniu import Region, put_data, put_stream_v2

from models import ids
from tests.running import House, Phone
from tests.server.asking import looked_into, real

JPEG = real("photo", 2_400_000)

FIELDS: dict[str, dict[str, Any]] = {
    "photo": {"theme": "劳模风采、工匠技艺", "shot_on": "2022-08-01", "place": "西宁市城东区", "processing": "没有处理",
              "caption": "清晨的车间里，班长在检查设备。བཀྲ་ཤིས། 😀"},
    "song": {"form": "合唱", "synopsis": "写给高原上的建设者，一首关于坚守的歌，歌词来自班组的日记。", "lyrics": "我们在高原\n追着光",
             "originality": "词曲均为原创", "rights": "作者"},
    "recitation": {"text_title": "青海的草", "text_author": "佚名", "text_source": "《高原诗选》青海人民出版社", "form": "一人",
                   "language": "普通话", "music": "无配乐"},
}
WORKS = {"author_kind": "个人", "contact_name": "林措", "contact_phone": "13800001234", "finished_on": "2022-08-20",
         "published": "未公开发表"}
PEOPLE = {"photo": ["摄影"], "song": ["作词", "作曲", "演唱"], "recitation": ["诵读者"]}
FILES = {"photo": ("photo", "车间.jpg", JPEG)}
SHOWN = {"photo": {"thumb", "thumb_webp", "display", "display_webp"}, "song": {"play"}, "video": {"poster", "thumb", "thumb_webp", "play"}}
CHECKED = {"photo": "提示", "song": "合格", "video": "提示"}        # a photograph and a film this small are warned of
OTHERS = {"song": ("song", "追光.m4a", 1_200_000), "recitation": ("video", "青海的草.mp4", 9_000_000)}


@pytest.mark.parametrize("track", ["photo", "song", "recitation"])
def test_a_worker_signs_in_saves_uploads_and_submits(house: House, track: str) -> None:
    phone = house.phone("demo-worker")
    assert phone.account["unit_confirmed"]
    entry = saved(phone, track)
    kind, name, content = FILES["photo"] if track == "photo" else made(*OTHERS[track])
    file = uploaded(phone, entry["id"], kind, name, content)
    assert (file["state"], file["size"]) == ("stored", len(content))
    (original,) = (one["url"] for one in file["renditions"] if one["purpose"] == "original")
    assert requests.get(original, timeout=30).content == content
    answer = phone.move(entry["id"], "submit")
    assert answer.status_code == 201, answer.text
    then = phone.get(f"/api/entries/{entry['id']}")
    assert (then["state"], then["shown_state"], then["fields"]["contact_phone"]) == ("submitted", "submitted", "13800001234")
    assert [line["act"] for line in then["history"]] == ["submit"]
    looked = looked_into(phone, file["id"])
    assert (looked["state"], looked["check"]["label"], looked["progress"]["words"]) == ("ready", CHECKED[kind], "检查完成")
    assert {one["purpose"] for one in looked["renditions"]} == SHOWN[kind] | {"original"}


def test_from_the_reporting_unit_to_the_nation_and_the_author_sees_one_word(house: House) -> None:
    worker, liaison, host, organiser = (house.phone(user) for user in ("demo-worker", "demo-coordinator", "demo-host", "demo-organiser"))
    entry = saved(worker, "photo")
    file = uploaded(worker, entry["id"], *FILES["photo"])
    assert worker.move(entry["id"], "submit").status_code == 201
    assert looked_into(worker, file["id"])["state"] == "ready"
    assert host.ask("GET", f"/api/entries/{entry['id']}").status_code == 404
    for phone, act, then in ((liaison, "preselect", "preselected"), (host, "shortlist", "shortlisted"),
                             (organiser, "approve", "approved"), (host, "recommend", "recommended")):
        answer = phone.move(entry["id"], act)
        assert (answer.status_code, answer.json()["entry"]["state"]) == (201, then), answer.text
        mine = worker.get(f"/api/entries/{entry['id']}")
        assert (mine["state"], mine["shown_state"]) == ("in_review", "in_review")
        assert [way["act"] for way in mine["moves"]] == ["withdraw"]
    assert [line["act"] for line in organiser.get(f"/api/entries/{entry['id']}")["history"]] == [
        "submit", "preselect", "shortlist", "approve", "recommend"]


def test_a_return_tells_the_reason_and_the_unit_and_the_author_mends(house: House) -> None:
    worker, liaison = house.phone("demo-worker"), house.phone("demo-coordinator")
    entry = saved(worker, "photo")
    uploaded(worker, entry["id"], *FILES["photo"])
    worker.move(entry["id"], "submit")
    assert liaison.move(entry["id"], "return").json()["code"] == "incomplete"
    assert liaison.move(entry["id"], "return", comment="标题请写得具体些").status_code == 201
    mine = worker.get(f"/api/entries/{entry['id']}")
    assert (mine["shown_state"], mine["history"][-1]["comment"]) == ("returned", "标题请写得具体些")
    assert mine["history"][-1]["actor"] == {"role": "coordinator", "role_label": "单位联络员", "unit": "西宁市总工会"}
    again = saved(worker, "photo", entry_id=entry["id"], revision=mine["revision"], title="城东机械厂的清晨")
    assert (again["title"], again["revision"]) == ("城东机械厂的清晨", mine["revision"] + 1)
    assert worker.move(entry["id"], "submit").status_code == 201


def made(kind: str, name: str, size: int) -> tuple[str, str, bytes]:
    """A real file of at least this size."""
    return kind, name, real(kind, size)


def saved(phone: Phone, track: str, *, entry_id: str | None = None, revision: int = 0, title: str = "高原上的追光人",
          **answers: str) -> dict[str, Any]:
    """A draft that lacks nothing but its file; `answers` in the place of the usual ones."""
    campaign = phone.get("/api/campaigns/current")
    found = next(one for one in campaign["tracks"] if one["id"] == track)
    types = {"photo": "single", "recitation": "classic"}
    body = {
        "campaign": campaign["id"], "track": track, "type": types.get(track, found["types"][0]["id"]), "title": title,
        "fields": {**FIELDS[track], **WORKS, **answers}, "authors": [{"name": "林措", "role": role} for role in PEOPLE[track]],
        "consents": [{"id": one["id"], "version": one["version"]} for one in found["consents"] if one["required"]], "revision": revision,
    }
    return phone.put(f"/api/entries/{entry_id or ids.mint('ent')}", body)


def uploaded(phone: Phone, entry_id: str, kind: str, name: str, content: bytes) -> dict[str, Any]:
    """A file sent with the official SDK and confirmed."""
    file_id = ids.mint("fil")
    ticket = phone.put(f"/api/uploads/{file_id}", {"about": entry_id, "name": name, "size": len(content), "kind": kind})
    send(ticket, name, content)
    answer = phone.ask("POST", f"/api/uploads/{file_id}/confirm")
    assert answer.status_code == 200, answer.text
    return answer.json()


def send(ticket: dict[str, Any], name: str, content: bytes) -> None:
    """As the ticket says: one form, or parts."""
    region = Region(up_host=ticket["up_host"], scheme="http")
    qiniu.set_default(default_zone=region)
    if ticket["mode"] == "form":
        _, info = put_data(ticket["token"], ticket["key"], content, fname=name)
    else:
        _, info = put_stream_v2(ticket["token"], ticket["key"], io.BytesIO(content), name, len(content), part_size=ticket["part_size"])
    assert info.status_code == 200, info
