"""The campaign's planned notices: forty-seven of them, each on its day, with values that WeChat takes."""
import pytest

from models import clock
from models.campaign import plan as plans
from models.campaign.plan import Plan
from models.notices.audiences import terms
from models.notices.plans import content, defaults, gaps, keywords
from tests.running import HOME

WORST = {"作品": "高原上的追光人——记一位电力老职工的三十年", "活动": "“网络文明进企业”线下宣讲活动走进黄化集团",
         "单位": "中国水利水电第四工程局有限公司工会", "地点": "海南州共和县恰卜恰镇职工活动中心三楼会议室", "n": "128",
         "做": "2", "应": "10", "期": "8月26日", "时间": "2022年8月23日 10:30"}
KEYWORDS = {"T1": ("thing1", "thing2", "time3", "thing4"), "T2": ("thing1", "phrase2", "time3", "thing4"),
            "T3": ("thing1", "time2", "thing3", "thing4"), "T4": ("thing1", "time2", "thing3", "thing4")}
MOMENTS = {
    "A1": "2022-07-25 09:00", "A2": "2022-08-01 09:00", "A3": "2022-08-24 19:30", "A4": "2022-08-28 12:30", "A5": "2022-08-30 19:30",
    "A6": "2022-09-01 09:00", "B1": "2022-08-22 09:00", "B2": "2022-08-29 09:00", "B3": "2022-08-31 09:00", "C1": "2022-09-01 09:00",
    "C2": "2022-09-02 15:00", "C3": "2022-09-06 09:00", "D1": "2022-09-01 09:00", "D2": "2022-09-02 15:00", "E2": "2022-09-06 09:00",
    "F2": "2022-09-07 09:00", "G2": "2022-09-08 10:00",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plans.read((HOME / "campaigns" / "qinghai-2022.yaml").read_text(encoding="utf-8"))[0]


def test_there_are_forty_seven_of_them_and_what_is_off_says_why(plan: Plan) -> None:
    assert len({one.id.rstrip("b") for one in plan.notices}) == 47
    assert all(one.on or one.why_off for one in plan.notices)


@pytest.mark.parametrize(("notice", "moment"), MOMENTS.items())
def test_each_is_due_when_the_plan_says(plan: Plan, notice: str, moment: str) -> None:
    planned = next(one for one in plan.notices if one.id == notice)
    assert defaults.moment(plan, planned) == clock.from_shanghai(moment)


def test_every_value_is_one_that_wechat_takes_at_its_worst(plan: Plan) -> None:
    for one in plan.notices:
        for keyword, value in zip(KEYWORDS.get(one.template or "", ()), one.values, strict=True):
            filled = defaults.filled(plan, value, for_wechat=True)
            assert keywords.fit(keyword, gaps.GAP.sub(lambda gap: WORST[gap[0].strip("《{}》")], filled)), (one.id, value)


def test_every_gap_is_known_and_every_audience_can_be_read(plan: Plan, cast: object) -> None:
    for one in plan.notices:
        if one.is_of_lines or not one.on:
            continue
        texts = [defaults.filled(plan, text) for text in (one.title, one.words, *one.values)]
        assert gaps.names(texts) - set(gaps.KNOWN) == set(), one.id
        if one.to:
            assert terms.read(one.to, plan.id) == one.to
        assert one.page is None or content.PAGE.fullmatch(one.page)


def test_a_closing_at_midnight_is_said_as_the_day_before(plan: Plan) -> None:
    assert defaults.filled(plan, "{collect.closes}", for_wechat=True) == "2022年8月31日 23:59"
    assert defaults.filled(plan, "{collect.closes}") == "8 月 31 日（周三）24:00"
