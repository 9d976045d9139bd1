"""Mini-program codes through the gateway, and what a scanner reads in the stand-in's picture."""
import io

import pytest
import zxingcpp
from PIL import Image

from gateways.wechat import WeChatGateway
from models.ports import Refused, Unreachable
from tests.gateways.wechat.stand_in import StandIn

PATH = "/wxa/getwxacodeunlimit"
SCENE, PAGE = "evt_06h0dns8c7qpjy4z.7k3mx2pv", "pages/check-in/check-in"


def read(picture: bytes) -> str:
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(picture)).convert("L"))
    assert found is not None
    return str(found.text)


@pytest.mark.parametrize("scene", [SCENE, "!#$&'()*+,/:;=?@-._~", "a" * 32, "7"])
def test_the_picture_says_page_and_scene(wechat: WeChatGateway, scene: str) -> None:
    picture = wechat.mini_code(scene, PAGE)
    assert read(picture) == f"{PAGE}?scene={scene}"
    assert Image.open(io.BytesIO(picture)).size == (1280, 1280)


@pytest.mark.parametrize(("scene", "page"), [
    ("", PAGE), ("a" * 33, PAGE), ("签到", PAGE), ("a%20b", PAGE), (SCENE, ""), (SCENE, "/" + PAGE), (SCENE, PAGE + "?a=1")])
def test_what_cannot_be_a_code_is_not_asked_for(sim: StandIn, wechat: WeChatGateway, scene: str, page: str) -> None:
    before = sim.asked(PATH)
    with pytest.raises(ValueError):
        wechat.mini_code(scene, page)
    assert sim.asked(PATH) == before


@pytest.mark.parametrize("errcode", [40129, 40169, 41030])
def test_a_refusal_is_told_with_wechats_errcode(sim: StandIn, wechat: WeChatGateway, errcode: int) -> None:
    sim.control("fault", path=PATH, errcode=errcode)
    with pytest.raises(Refused) as no:
        wechat.mini_code(SCENE, PAGE)
    assert no.value.code == str(errcode)


def test_a_busy_wechat_is_asked_again_and_a_broken_one_is_unreachable(sim: StandIn, wechat: WeChatGateway) -> None:
    sim.control("fault", path=PATH, errcode=-1)
    assert read(wechat.mini_code(SCENE, PAGE)).endswith(SCENE)
    sim.control("fault", path=PATH, http_status=502, times=3)
    with pytest.raises(Unreachable):
        wechat.mini_code(SCENE, PAGE)
