"""Answers against forms: what can never be stored, what is still lacking, and nothing else in between."""
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.campaign import forms
from models.campaign.plan import Plan
from models.campaign.tracks import Field

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=12)
SONG = {"form": "独唱", "synopsis": "写给青藏高原上架线工人的歌，唱他们的冬天和春天。", "lyrics": "啊",
        "originality": "词曲均为原创", "rights": "作者", "author_kind": "个人", "contact_name": "卓玛·才让",
        "contact_phone": "0971-0000000", "finished_on": "2022-08-01", "published": "未公开发表"}
SINGERS = [{"name": "卓玛", "role": "作词"}, {"name": "卓玛", "role": "作曲"}, {"name": "扎西", "role": "演唱", "unit": "西宁市总工会"}]

SHAPES = [   # kind and limits, an answer, what is said
    ({"kind": "line", "at_most": 5}, "五个字正好", None),
    ({"kind": "line", "at_most": 5}, "这里有六个字", "至多 5 字，现在 6 字"),
    ({"kind": "line"}, "两\n行", "含有不能显示的字符，请删去后重新输入"),
    ({"kind": "line"}, 5, "要填文字"),
    ({"kind": "text"}, "两\n行\t可以", None),
    ({"kind": "text"}, "响铃\x07不行", "含有不能显示的字符，请删去后重新输入"),
    ({"kind": "text"}, "空\x00字", "含有不能显示的字符，请删去后重新输入"),
    ({"kind": "text"}, "半个\ud83d", "含有不能显示的字符，请删去后重新输入"),
    ({"kind": "text", "at_most": 20}, "བཀྲ་ཤིས་བདེ་ལེགས།", None),
    ({"kind": "line", "at_most": 1}, "e\u0301", None),
    ({"kind": "line", "at_most": 7}, "👩‍👩‍👧‍👦", None),
    ({"kind": "choice", "options": ("甲", "乙")}, "甲", None),
    ({"kind": "choice", "options": ("甲", "乙")}, "丙", "要在甲、乙之中选一项"),
    ({"kind": "choice", "options": ("甲", "乙")}, ["甲"], "要在甲、乙之中选一项"),
    ({"kind": "choices", "options": ("甲", "乙")}, ["乙", "甲"], None),
    ({"kind": "choices", "options": ("甲", "乙")}, ["甲", "甲"], "同一项选了两次"),
    ({"kind": "choices", "options": ("甲", "乙")}, ["甲", {}], "要在甲、乙之中选"),
    ({"kind": "choices", "options": ("甲", "乙"), "at_most": 1}, ["甲", "乙"], "至多选 1 项"),
    ({"kind": "date"}, "2022-08-31", None),
    ({"kind": "date"}, "2022-02-30", "没有这一天"),
    ({"kind": "date"}, "2022-08", "要写成年月日，如 2022-08-01"),
    ({"kind": "date"}, "0022-08-01", "年份不对"),
    ({"kind": "date", "precision": "month"}, "1985-06", None),
    ({"kind": "date", "precision": "month"}, "1985-13", "没有这一天"),
    ({"kind": "date", "precision": "month"}, "八五年", "要写成年月，如 1985-06"),
    ({"kind": "number"}, 0, None),
    ({"kind": "number"}, 3.0, None),
    ({"kind": "number"}, 3.5, "要填整数"),
    ({"kind": "number"}, -1, "要在 0 到 1000000000000 之间"),
    ({"kind": "number"}, 10**400, "要在 0 到 1000000000000 之间"),
    ({"kind": "number"}, True, "要填数字"),
    ({"kind": "number"}, "12", "要填数字"),
    ({"kind": "number"}, float("nan"), "要填数字"),
    ({"kind": "number", "decimals": 2, "at_most": 100}, 99.99, None),
    ({"kind": "number", "decimals": 2, "at_most": 100}, 99.999, "至多 2 位小数"),
    ({"kind": "number", "at_least": 1, "at_most": 100}, 101, "要在 1 到 100 之间"),
    ({"kind": "link"}, "https://v.example.cn/a?b=1#c", None),
    ({"kind": "link"}, "javascript:alert(1)", "要填以 http:// 或 https:// 开头的链接"),
    ({"kind": "link"}, "https:///没有主机", "要填以 http:// 或 https:// 开头的链接"),
    ({"kind": "link"}, "https://[::1", "要填以 http:// 或 https:// 开头的链接"),
    ({"kind": "link"}, "https://a.cn/b c", "要填以 http:// 或 https:// 开头的链接"),
    ({"kind": "people"}, [{"name": "卓玛", "role": "执笔"}], None),
    ({"kind": "people"}, [{"role": "执笔"}], "每位写姓名和分工，各不超过 50 字"),
    ({"kind": "people"}, "卓玛", "要是名单，至多 50 位"),
]


@pytest.mark.parametrize(("limits", "answer", "says"), SHAPES)
def test_an_answer_fits_its_kind_or_is_told_why_not(limits: dict[str, Any], answer: object, says: str | None) -> None:
    field = Field.model_validate({"id": "q", "label": "问题", **limits})
    assert forms.shape_faults([field], {"q": answer}) == ([{"field": "q", "label": "问题", "says": says}] if says else [])


@pytest.mark.parametrize("blank", [None, "", "  \n", []])
def test_a_blank_answer_may_be_saved_but_not_submitted(blank: object) -> None:
    field = Field.model_validate({"id": "q", "label": "问题", "kind": "line", "required": True})
    assert forms.shape_faults([field], {"q": blank}) == []
    assert forms.missing([field], {"q": blank}) == [{"field": "q", "label": "问题", "says": "请填写"}]


def test_an_answer_to_no_question_is_refused(plan: Plan) -> None:
    assert forms.shape_faults(plan.form("song"), {"id_card": "63"}) == [
        {"field": "id_card", "label": "id_card", "says": "表单里没有这一栏，请更新小程序后再试"}]


def test_a_complete_song_has_no_fault_and_its_answers_are_not_altered(plan: Plan) -> None:
    before = dict(SONG)
    assert forms.submit_faults(plan, "song", type_id="original", title="架线工", fields=SONG, authors=SINGERS) == []
    assert before == SONG


def test_an_empty_song_may_be_saved_and_lacks_everything_that_is_required(plan: Plan) -> None:
    assert forms.draft_faults(plan, "song", type_id=None, title="", fields={}, authors=[]) == []
    lacking = forms.submit_faults(plan, "song", type_id=None, title="", fields={}, authors=[])
    assert [(fault["label"], fault["says"]) for fault in lacking] == [
        ("类别", "请选择"), ("歌曲名称", "请填写"), ("演唱形式", "请选择"), ("创作说明", "请填写"), ("歌词", "请填写"),
        ("原创情况", "请选择"), ("著作权归属", "请选择"), ("参评身份", "请选择"), ("联系人", "请填写"), ("联系电话", "请填写"),
        ("完成时间", "请填写"), ("发表情况", "请选择"), ("作者", "还缺作词、作曲、演唱")]


def test_a_short_text_may_be_saved_but_not_submitted(plan: Plan) -> None:
    short = SONG | {"synopsis": "  太短  "}
    assert forms.shape_faults(plan.form("song"), short) == []
    assert forms.missing(plan.form("song"), short) == [{"field": "synopsis", "label": "创作说明", "says": "至少 20 字，现在 2 字"}]


@pytest.mark.parametrize(("type_id", "answers", "lacking"), [
    ("classic", {}, ["text_author", "text_source"]),
    ("thought", {}, ["text_source"]),
    ("own", {}, ["text"]),
    ("classic", {"language": "藏语", "text_author": "仓央嘉措", "text_source": "诗选"}, ["text"]),
    ("own", {"text": "正文"}, []),
])
def test_some_answers_are_required_only_in_their_case(plan: Plan, type_id: str, answers: dict[str, str], lacking: list[str]) -> None:
    told = {fault["field"] for fault in forms.missing(plan.form("recitation"), answers, type_id)}
    assert sorted(told & {"text_author", "text_source", "text"}) == sorted(lacking)


def test_a_series_of_photographs_may_have_a_longer_caption(plan: Plan) -> None:
    caption = {"caption": "图" * 201}
    assert [f["says"] for f in forms.shape_faults(plan.form("photo"), caption, "single")] == ["至多 200 字，现在 201 字"]
    assert forms.shape_faults(plan.form("photo"), caption, "group") == []


@pytest.mark.parametrize(("track", "authors", "says"), [
    ("photo", [{"name": "甲", "role": "摄影"}, {"name": "乙", "role": "摄影"}], ["至多写 1 位，现在有 2 位"]),
    ("photo", [{"name": "甲", "role": "作词"}], ["第 1 位的分工要在摄影之中选"]),
    ("photo", [{"name": "长" * 26, "role": "摄影"}], ["第 1 位的姓名至多 25 字，现在 26 字"]),
    ("photo", [{"name": "甲", "role": "摄影", "phone": "1"}], ["第 1 位格式不对，请更新小程序后再试"]),
    ("photo", [{"name": "甲", "role": ["摄影"]}], ["第 1 位的分工要填文字"]),
    ("photo", "甲", ["格式不对，请更新小程序后再试"]),
    ("media_account", [{"name": "甲", "role": "编辑"}], ["本子项目不另列人员"]),
    ("media_account", [], []),
])
def test_credited_people_fit_the_tracks_roles(plan: Plan, track: str, authors: object, says: list[str]) -> None:
    assert [fault["says"] for fault in forms.people_faults(plan.track(track).people, authors)] == says


def test_a_film_names_at_least_one_of_its_makers(plan: Plan) -> None:
    people = plan.track("micro_video").people
    assert [f["says"] for f in forms.people_missing(people, [{"name": "甲", "role": "配音"}])] == ["导演、摄像、剪辑至少写一项"]
    assert forms.people_missing(people, [{"name": "甲", "role": "摄像"}]) == []
    assert [f["says"] for f in forms.people_missing(people, [{"name": " ", "role": "摄像"}])] == [
        "第 1 位请填写姓名", "导演、摄像、剪辑至少写一项"]


def test_a_title_and_a_type_are_checked_too(plan: Plan) -> None:
    faults = forms.draft_faults(plan, "photo", type_id="film", title="长" * 21, fields={}, authors=[])
    assert [(fault["field"], fault["says"]) for fault in faults] == [
        ("type", "没有这个类别，请重新选择"), ("title", "至多 20 字，现在 21 字")]


@given(type_id=JSON, title=JSON, fields=JSON, authors=JSON)
def test_whatever_json_comes_in_only_faults_come_out(plan: Plan, type_id: Any, title: Any, fields: Any, authors: Any) -> None:
    for track in plan.tracks:
        faults = forms.submit_faults(plan, track.id, type_id=type_id, title=title, fields=fields, authors=authors)
        assert faults
        assert all(set(fault) == {"field", "label", "says"} and fault["says"] for fault in faults)


@given(data=st.data())
def test_whatever_answers_a_known_question_only_faults_come_out(plan: Plan, data: st.DataObject) -> None:
    track = data.draw(st.sampled_from(plan.tracks))
    names = [field.id for field in plan.form(track.id)]
    answers = data.draw(st.dictionaries(st.sampled_from(names), JSON))
    people = data.draw(st.lists(st.fixed_dictionaries({"name": JSON, "role": JSON})))
    forms.submit_faults(plan, track.id, type_id=None, title="题", fields=answers, authors=people)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60))
def test_length_is_counted_in_characters_whatever_the_script(text: str) -> None:
    field = Field.model_validate({"id": "q", "label": "问题", "kind": "line", "at_most": 30})
    too_long = bool(text.strip()) and len(unicodedata.normalize("NFC", text)) > 30
    assert bool(forms.shape_faults([field], {"q": text})) is too_long
