"""Content checks as the gateway asks for them: opinions of texts, trace ids of files, and every way it can go wrong."""
from collections.abc import Callable
from typing import Any, Literal

import pytest

from gateways.wechat import WeChatGateway
from gateways.wechat.client import _opinion, _trace_id
from models.ports import Opinion, Refused, Unreachable
from tests.gateways.wechat.stand_in import StandIn

TEXT, MEDIA = "/wxa/msg_sec_check", "/wxa/media_check_async"
URL = "http://127.0.0.1:9/a.png"

Ask = Callable[[WeChatGateway, str], object]
ASKS: dict[str, Ask] = {TEXT: lambda wechat, openid: wechat.check_text("车间里的一天", openid),
                        MEDIA: lambda wechat, openid: wechat.check_media(URL, "picture", openid)}


@pytest.mark.parametrize(("text", "title", "suggest", "label"), [
    ("车间里的一天", "", "pass", 100), ("车间里的一天", "模拟低俗", "review", 20012), ("模拟涉政", "题目", "risky", 20001),
    ("字" * 2500, "", "pass", 100)])
def test_a_text_gets_an_opinion(sim: StandIn, wechat: WeChatGateway, text: str, title: str, suggest: str, label: int) -> None:
    told = wechat.check_text(text, sim.openid("lin"), title=title)
    assert (told.suggest, told.label) == (suggest, label)
    assert len(told.trace_id) == 26


@pytest.mark.parametrize("text", ["", "字" * 2501])
def test_a_text_too_long_or_empty_is_the_callers_mistake_and_is_not_asked_about(sim: StandIn, wechat: WeChatGateway, text: str) -> None:
    before = sim.asked(TEXT)
    with pytest.raises(ValueError, match="2500"):
        wechat.check_text(text, "o1")
    assert sim.asked(TEXT) == before


@pytest.mark.parametrize("kind", ["picture", "sound"])
def test_a_file_gets_a_trace_id_of_its_own(sim: StandIn, wechat: WeChatGateway, kind: Literal["picture", "sound"]) -> None:
    openid = sim.openid(f"asks of a {kind}")
    traces = [wechat.check_media(f"{URL}?{number}", kind, openid) for number in range(2)]
    assert [(item["trace_id"], item["kind"]) for item in sim.checks(f"asks of a {kind}")] == [(trace, kind) for trace in traces]
    assert traces[0] != traces[1]


@pytest.mark.parametrize("path", ASKS)
def test_who_is_not_known_or_not_here_is_refused(sim: StandIn, wechat: WeChatGateway, path: str) -> None:
    openid = sim.openid("lin")
    with pytest.raises(Refused, match=r"^40003 "):
        ASKS[path](wechat, "o" * 28)
    sim.later(7200)
    with pytest.raises(Refused) as refused:
        ASKS[path](wechat, openid)
    assert refused.value.code == "61010"


def test_the_same_link_twice_is_refused_while_the_first_question_is_open(sim: StandIn, wechat: WeChatGateway) -> None:
    openid = sim.openid("hasty asker")
    wechat.check_media(URL, "picture", openid)
    with pytest.raises(Refused, match=r"^87020 "):
        wechat.check_media(URL, "picture", openid)


@pytest.mark.parametrize("path", ASKS)
@pytest.mark.parametrize(("errcode", "why", "calls"), [
    (61010, Refused, 1), (43104, Refused, 1), (40003, Refused, 1), (40129, Refused, 1), (45009, Refused, 1), (87020, Refused, 1),
    (44991, Unreachable, 1), (45011, Unreachable, 1), (-1, Unreachable, 3)])
def test_each_errcode_is_a_refusal_or_a_reason_to_ask_later(
        sim: StandIn, wechat: WeChatGateway, path: str, errcode: int, why: type[Exception], calls: int) -> None:
    openid, before = sim.openid("lin"), sim.asked(path)
    sim.control("fault", path=path, errcode=errcode, times=calls)
    with pytest.raises(why, match=str(errcode)):
        ASKS[path](wechat, openid)
    assert sim.asked(path) == before + calls


@pytest.mark.parametrize(("path", "calls"), [(TEXT, 2), (MEDIA, 1)])
def test_a_lost_answer_about_a_text_is_asked_for_again_and_one_about_a_file_is_not(
        sim: StandIn, wechat: WeChatGateway, path: str, calls: int) -> None:
    openid, before = sim.openid(f"loses {path}"), sim.asked(path)
    sim.control("fault", path=path, drop=True)
    if calls == 1:
        with pytest.raises(Unreachable, match=r"^broken "):
            ASKS[path](wechat, openid)
    else:
        assert ASKS[path](wechat, openid)
    assert sim.asked(path) == before + calls
    assert len(sim.checks(f"loses {path}")) == (path == MEDIA)


@pytest.mark.parametrize("told", [{}, {"trace_id": ""}, {"trace_id": 7}, {"trace_id": None}])
def test_success_without_a_trace_id_is_unreachable(told: dict[str, Any]) -> None:
    assert _trace_id({**told, "trace_id": "t"}) == "t"
    with pytest.raises(Unreachable, match="without a trace id"):
        _trace_id(told)


@pytest.mark.parametrize(("result", "opinion"), [
    ({"suggest": "risky", "label": 20006}, Opinion("risky", 20006, "t")),
    ({"suggest": "review", "label": "21000"}, Opinion("review", 21000, "t")),
    ({"suggest": "maybe", "label": 1}, None), ({"suggest": "pass"}, None), ({"suggest": "pass", "label": True}, None),
    ({"suggest": "pass", "label": "x"}, None), ({}, None), (None, None), ("pass", None)])
def test_only_result_says_whether_a_text_passes(result: Any, opinion: Opinion | None) -> None:
    """As in a real answer (a community's): `detail` may be silent or say something else, and errcode is 0 all the time."""
    told = {"errcode": 0, "errmsg": "ok", "trace_id": "t", "result": result,
            "detail": [{"strategy": "content_model", "errcode": 0, "suggest": "pass", "label": 100}, {"strategy": "keyword", "errcode": 0}]}
    if opinion is None:
        with pytest.raises(Unreachable, match="without an opinion"):
            _opinion(told)
    else:
        assert _opinion(told) == opinion
