"""A document that cannot be used says, in Chinese, which line and which key is wrong, and how."""
import pytest

from models.campaign.plan import Plan, read, trust
from models.documents import DocumentInvalid
from models.problems import NotFound
from tests.models.campaign.small import SMALL

PHASE, TRACK, FIELD, TEXT = "phases.0", "tracks.0", "tracks.0.fields.0", "tracks.0.fields.1"

BROKEN = [   # what stood, what stands, the key, the words
    ('closes: "2023-03-31 24:00"', 'closes: "2023-02-28 24:00"', f"{PHASE}.closes", "阶段「征集」的截止时间不晚于开始时间"),
    ('closes: "2023-03-31 24:00"', 'closes: "2023-03-31 24:30"', f"{PHASE}.closes", "24 点之后没有分钟：2023-03-31 24:30"),
    ('closes: "2023-03-31 24:00"', 'closes: "2023-02-30 24:00"', f"{PHASE}.closes", "没有这一天：2023-02-30 24:00"),
    ('due: "2023-03-20 18:00"', 'due: "2023-04-20 18:00"', f"{PHASE}.due", "阶段「征集」的期限（due）不在开始与截止之间"),
    ('ends: "2023-04-30 24:00"', 'ends: "2023-03-31 24:00"', "phases.1.due", "阶段「推荐」的期限（due）不在开始与截止之间"),
    ("permits: [submit]", "permits: [enrol]", "phases", "没有任何阶段开放提交（submit）"),
    ("permits: [submit]", "permits: [sumbit]", f"{PHASE}.permits.0", "只能写 submit、withdraw、"),
    ('latest: "2023-04-05 24:00"', 'latest: "2024-04-05 24:00"', "returns.latest", "退回修改的最晚时间不在主题活动期间"),
    ("- {id: recommend,", "- {id: collect,", "phases.1.id", "「collect」重复了"),
    ("host: 乙工会", "host: 丙工会", f"{TRACK}.host", "单位名单（units）里没有承办单位「丙工会」"),
    ("consents: [C1]", "consents: [C1, C7]", f"{TRACK}.consents.1", "没有编号为「C7」的承诺书（consents）"),
    ("block: common", "block: commn", f"{TRACK}.block", "没有名为「commn」的公共部分（blocks）"),
    ("- {id: form, label: 体裁", "- {id: contact, label: 体裁", f"{FIELD}.id", "同一张表里有两个「contact」"),
    ("default: 律诗", "default: 词", f"{FIELD}.default", "「体裁」的默认值「词」不合本栏的要求"),
    ("options: [律诗, 绝句]", "options: [律诗]", f"{FIELD}.options", "「体裁」至少要有两个选项"),
    ("kind: choice, required: true", "kind: chioce, required: true", f"{FIELD}.kind", "只能写 line、text、choice、"),
    ("at_least: 5, at_most: 100", "at_least: 500, at_most: 100", f"{TEXT}.at_least", "「正文」的下限 500 大于上限 100"),
    ("at_least: 5, at_most: 100", "at_least: -5, at_most: 100", f"{TEXT}.at_least", "要写成不小于 0 的整数，读到的是 -5"),
    ("[{type: [new]}]", "[{type: [newer]}]", f"{TEXT}.required_when.0.type.0", "「正文」的条件所指的类别「newer」不存在"),
    ("[{type: [new]}]", "[{field: colour, is: [红]}]", f"{TEXT}.required_when.0.field", "「正文」的条件所指的「colour」不在表里"),
    ("[{type: [new]}]", "[{field: form}]", f"{TEXT}.required_when.0", "「正文」的条件要么写 type，要么写 field 和 is"),
    ("{id: new, label: 新诗}", "{id: old, label: 新诗}", f"{TRACK}.types.1.id", "「old」重复了"),
    ("required: [作者]}", "required: [编者]}", f"{TRACK}.people.required.0", "分工（roles）里没有「编者」"),
    ("counts: [[0, 2]]", "counts: [[3, 2]]", f"{TRACK}.media.0.counts.0", "最少 3 个多于最多 2 个"),
    ("counts: [[0, 2]]", "counts: [[0, 2, 4]]", f"{TRACK}.media.0.counts.0", "要写成 [最少, 最多]，读到的是 [0, 2, 4]"),
    ("- {kind: photo, counts", "- {kind: song, counts", f"{TRACK}.media.0.kind", "media_kinds 里没有「song」的大小和格式"),
    ("limit: 10, source: 试}", "limit: 十, source: 试}", f"{TRACK}.media.0.rules.0.limit", "要写成整数"),
    ("limit: 10, source: 试}", "limit: 1.5, source: 试}", f"{TRACK}.media.0.rules.0.limit", "要写成不小于 0 的整数，读到的是 1.5"),
    ("limit: 10, source: 试}", "limit: true, source: 试}", f"{TRACK}.media.0.rules.0.limit", "要写成不小于 0 的整数，读到的是 True"),
    ("bytes_at_least, limit: 10,", "bytes_at_most, limit: 10,", f"{TRACK}.media.0.rules.0.rule", "只能写 duration_at_most_s、"),
    ("bytes_at_least, limit: 10,", "video_codec, limit: h265,", f"{TRACK}.media.0.rules.0.limit", "要写编码的名称，一个或一列"),
    ("bytes_at_least, limit: 10,", "audio_codec, limit: [aac, mp4],", f"{TRACK}.media.0.rules.0.limit", "要写编码的名称"),
    ("bytes_at_least, limit: 10,", "video_codec, limit: 264,", f"{TRACK}.media.0.rules.0.limit", "要写编码的名称"),
    ("bytes_at_least, limit: 10,", "aspect_ratio, limit: 宽屏,", f"{TRACK}.media.0.rules.0.limit", '要写成文字，如 "16:9"'),
    ("bytes_at_least, limit: 10,", 'aspect_ratio, limit: "16:0",', f"{TRACK}.media.0.rules.0.limit", '要写成文字，如 "16:9"'),
    ("bytes_at_least, limit: 10,", "container, limit: 4,", f"{TRACK}.media.0.rules.0.limit", "要写成文字，如 mp4"),
    ("bytes_at_least, limit: 10,", "count, limit: 4,", f"{TRACK}.media.0.rules.0.limit", '要写成文字，如 "4" 或 "4-8"'),
    ("bytes_at_least, limit: 10,", "has_sound, limit: 1,", f"{TRACK}.media.0.rules.0.limit", "这一条不用写 limit"),
    ("bytes_at_least, limit: 10,", "not_recompressed, severity: refuse,", f"{TRACK}.media.0.rules.0.rule", "是机器的推测，只能提示"),
    ("limit: 10, source: 试}", "limit: 10, severity: forbid, source: 试}", f"{TRACK}.media.0.rules.0.severity", "只能写 warn、refuse 之一"),
    ("total_events: 7", "total_events: 8", "allocation.total_events", "各行相加是 7 场，与合计 8 场不符"),
    ("- {no: 1, unit: 乙工会", "- {no: 1, unit: 丁工会", "allocation.rows.0.unit", "单位名单（units）里没有「丁工会」"),
    ("parent: 甲总工会", "parent: 丁总工会", "units.1.parent", "单位名单（units）里没有「丁总工会」"),
    ("limits: {per_person: 3", 'limits: {per_person: "3"', "limits.per_person", "要写成不小于 0 的整数，读到的是 '3'"),
    ("label: 征集", "lable: 征集", f"{PHASE}.lable", "没有这个键，请检查拼写"),
    ('opens: "2023-03-01 00:00"\n    due', "opens: 2023-03-01\n    due", f"{PHASE}.opens", '时间要写成带引号的 "2022-08-31 24:00"'),
]

SEEN_ELSEWHERE = {"phases.1.due": 14, "phases": 6}     # an earlier end shows at a later due date, a lacking permit at the list of phases


@pytest.mark.parametrize(("stood", "stands", "key", "says"), BROKEN, ids=[f"{key} {says[:12]}" for _, _, key, says in BROKEN])
def test_a_fault_names_line_and_key(stood: str, stands: str, key: str, says: str) -> None:
    assert SMALL.count(stood) == 1
    line = SMALL[:SMALL.index(stood)].count("\n") + 1
    found = {fault.key: fault for fault in faults_of(SMALL.replace(stood, stands))}
    assert found[key].says.startswith(says)
    assert str(found[key]) == f"第 {SEEN_ELSEWHERE.get(key, line)} 行 {key}：{found[key].says}"


def test_the_small_campaign_has_no_fault() -> None:
    assert read(SMALL)[0].id == "small-2023"


def test_all_faults_are_told_at_once() -> None:
    broken = SMALL.replace("total_events: 7", "total_events: 8").replace("host: 乙工会", "host: 丙工会")
    assert [fault.key for fault in faults_of(broken)] == ["tracks.0.host", "allocation.total_events"]


def test_a_key_given_twice_is_a_fault() -> None:
    twice = SMALL.replace("name: 小活动\n", "name: 小活动\nname: 大活动\n")
    assert [fault.line for fault in faults_of(twice)] == [3]


def test_a_missing_key_is_told_where_it_should_stand() -> None:
    assert [(fault.key, fault.says) for fault in faults_of(SMALL.replace("name: 小活动\n", ""))] == [("name", "缺少这个键")]


def test_a_document_read_before_gives_the_same_plan(text: str, plan: Plan) -> None:
    assert trust(read(text)[1]) == plan


def test_a_plan_cannot_be_changed(plan: Plan) -> None:
    with pytest.raises(ValueError, match="frozen"):
        plan.limits.per_person = 1  # type: ignore[misc]


@pytest.mark.parametrize("ask", [lambda plan: plan.track("opera"), lambda plan: plan.phase("dinner"), lambda plan: plan.consent("C99"),
                                 lambda plan: plan.form("opera"), lambda plan: plan.media("opera"), lambda plan: plan.limit_in("opera")])
def test_what_is_not_in_the_plan_is_not_found(plan: Plan, ask: object) -> None:
    with pytest.raises(NotFound):
        ask(plan)  # type: ignore[operator]


def test_a_track_may_have_its_own_limit() -> None:
    own = read(SMALL.replace("block: common", "per_person: 1\n    block: common"))[0]
    assert (own.limit_in("poem"), read(SMALL)[0].limit_in("poem")) == (1, 2)


def faults_of(text: str) -> list:  # type: ignore[type-arg]
    with pytest.raises(DocumentInvalid) as found:
        read(text)
    return found.value.faults
