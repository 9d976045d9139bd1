"""The printed code of an event: what a phone reads in the picture, and who may have it."""
import io
import re

import requests
import zxingcpp
from PIL import Image

from models import ids
from tests.running import House
from tests.server.asking import refused
from tests.server.test_events import saved


def read(picture: bytes) -> str:
    """What the stand-in was asked for, as a scanner reads it."""
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(picture)).convert("L"))
    assert found is not None
    return str(found.text)


def test_whoever_looks_after_an_event_prints_its_code_and_it_is_always_the_same(house: House) -> None:
    ma = house.phone("demo-coordinator")
    event, other = saved(house, ma), saved(house, ma)
    first, again, beside = (ma.ask("GET", f"/api/events/{one['id']}/mini-code") for one in (event, event, other))
    assert (first.status_code, first.headers["Content-Type"]) == (200, "image/png")
    assert first.headers["Cache-Control"] == "private, max-age=86400"
    assert (again.content, Image.open(io.BytesIO(first.content)).size) == (first.content, (1280, 1280))
    told = re.fullmatch(rf"pages/check-in/check-in\?scene=({event['id']}\.[0-9a-z]{{8}})", read(first.content))
    assert told is not None
    assert len(told.group(1)) == 29
    assert read(beside.content).rsplit(".", 1)[1] != told.group(1).rsplit(".", 1)[1]


def test_nobody_else_has_it(house: House) -> None:
    event = saved(house, house.phone("demo-coordinator"))
    path = f"/api/events/{event['id']}/mini-code"
    assert house.phone("demo-organiser").ask("GET", path).status_code == 200
    assert refused(house.phone("demo-worker").ask("GET", path)) == (403, "forbidden")
    assert refused(house.phone(ids.mint("usr")).ask("GET", path)) == (404, "not_found")
    assert refused(house.phone("demo-coordinator").ask("GET", f"/api/events/{ids.mint('evt')}/mini-code")) == (404, "not_found")
    assert refused(requests.get(house.url + path, timeout=30)) == (401, "session.missing")


def test_while_wechat_is_away_or_refuses_one_is_asked_to_come_again(house: House) -> None:
    ma = house.phone("demo-coordinator")
    path = f"/api/events/{saved(house, ma)['id']}/mini-code"
    ma.simulator("fault", path="/wxa/getwxacodeunlimit", errcode=41030, times=1)
    away = ma.ask("GET", path)
    assert (refused(away), away.headers["Retry-After"]) == ((503, "neighbour.away"), "10")
    assert ma.ask("GET", path).status_code == 200
