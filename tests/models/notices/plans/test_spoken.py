"""The campaign's own plans in words: an organiser finds when each comes, to whom, and why one does not."""
import re
from datetime import datetime

from models.campaign import queries as campaigns
from models.clock import UTC
from models.notices.plans import spoken
from models.notices.plans.spoken import Spoken
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.works import COLLECTING


def told(at: datetime = COLLECTING) -> dict[str, Spoken]:
    return {one.id: one for one in spoken.of(campaigns.newest_plan("qinghai-2022"), at)}


def test_a_plan_of_a_phases_edge_says_its_day_and_when_next(cast: Cast) -> None:
    draft = told()["A4"]
    assert (draft.when_words, draft.at_words, draft.to_words) == ("作品征集截止前 3 天", "12:30", "有未提交草稿的作者")
    assert draft.next_at == datetime(2022, 8, 28, 4, 30, tzinfo=UTC)
    assert told(datetime(2022, 8, 28, 4, 30, tzinfo=UTC))["A4"].next_at is None
    assert draft.values[2] == "2022年8月31日 23:59"
    assert [told()[one].when_words for one in ("B2", "A6", "E1")] == [
        "初步评选到期前 2 个工作日", "作品征集结束后", "每天，有事情等着办时"]


def test_a_plan_of_a_line_says_what_happens_and_whom_it_concerns(cast: Cast) -> None:
    returned = told()["S2"]
    assert (returned.when_words, returned.to_words, returned.next_at) == ("作品需要修改时", "作者、代报的联络员", None)
    assert told()["X2"].when_words == "提醒已自动暂停时"


def test_every_plan_is_in_words_and_one_that_is_off_says_why(cast: Cast) -> None:
    plans = list(told().values())
    assert len(plans) == len(cast.plan.notices)
    for one in plans:
        assert all((one.when_words, one.to_words, one.at_words, one.title, one.words))
        assert re.search(r"[a-z]+\.[a-z]+|every|once", f"{one.when_words}{one.to_words}{one.at_words}{one.words}{one.forward}") is None
        assert one.on or (one.why_off and one.next_at is None)


def test_it_takes_no_more_statements_for_many_plans_than_for_one(cast: Cast) -> None:
    plan = campaigns.newest_plan("qinghai-2022")
    counted = []
    for count in (1, 3):
        few = plan.model_copy(update={"notices": plan.notices[:count]})
        with count_queries() as seen:
            spoken.of(few, COLLECTING)
        counted.append(seen.reads)
    assert counted[0] == counted[1]
