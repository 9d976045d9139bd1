"""The job that tells people: from the campaign's document and the journal's lines to messages and pushes, each once."""
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jobs import announce
from models import clock
from models.notices.inbox.tables import Message
from models.notices.ledger.tables import Delivery
from models.notices.plans.tables import Notice
from tests.cast import Cast
from tests.jobs.senders import gateways
from tests.models.accounts.together import at_once
from tests.models.notices.inbox.reading import is_behind
from tests.models.notices.ledger.told import grant
from tests.models.works import COLLECTING, brought_to, move, published, saved, submitted

SUNDAY_NOON = clock.from_shanghai("2022-08-28 12:30")
PUBLISHED = clock.from_shanghai("2022-09-10 09:00")


def run(at: datetime) -> int:
    """The job at an instant of the campaign, until the journal's end is believed."""
    clock.run_ahead(at - datetime.now(UTC))
    written, until = announce.run(gateways("")), time.monotonic() + 20
    while is_behind():
        assert time.monotonic() < until
        written += announce.run(gateways(""))
    return written


def told(plan: str, actor: Any) -> list[tuple[str, list[str] | None]]:
    of_plan = Notice.select(Notice.id).where(Notice.plan == plan)
    rows = Delivery.select().where(Delivery.notice.in_(of_plan), Delivery.account == actor.account_id).order_by(Delivery.id)
    return [(row.state, row.values) for row in rows]


@pytest.fixture(autouse=True)
def _told_until_now(cast: Cast) -> None:
    run(COLLECTING)


def test_a_return_is_told_and_pushed_by_the_notice_that_the_document_declares(cast: Cast) -> None:
    grant(str(cast.lincuo.account_id), "mini-T2")
    move(submitted(cast), "return", cast.ma)
    clock.run_ahead(COLLECTING + timedelta(minutes=1) - datetime.now(UTC))
    at_once([lambda: announce.run(gateways(""))] * 3)
    run(COLLECTING + timedelta(minutes=1))
    assert told("S2", cast.lincuo) == [
        ("planned", ["高原上的追光人", "退回修改", "2022年8月25日 10:00", "请按意见修改，8月28日前重交"])]
    assert Message.select().where(Message.purpose == "entry_returned").count() == 1
    assert run(COLLECTING + timedelta(minutes=2)) == 0


def test_a_draft_is_called_to_mind_at_noon_three_days_before_the_end_once_and_to_its_writer_alone(cast: Cast) -> None:
    grant(str(cast.lincuo.account_id), "mini-T1")
    saved(cast), saved(cast, title="追光"), submitted(cast, cast.yangjin)
    assert run(SUNDAY_NOON - timedelta(minutes=1)) == 1                                  # 央金's own receipt
    assert run(SUNDAY_NOON) == 1
    assert run(SUNDAY_NOON + timedelta(minutes=1)) == 0
    (message,) = Message.select().where(Message.title == "还有 3 天截止")
    assert (message.account_id, message.words[:16]) == (cast.lincuo.account_id, "《高原上的追光人》、《追光》仍是")
    assert [state for state, _ in told("A4", cast.lincuo)] == ["planned"]


def test_results_reach_the_selected_by_a_push_and_everybody_in_the_inbox(cast: Cast) -> None:
    for one in (cast.lincuo, cast.yangjin):
        grant(str(one.account_id), "mini-T2")
    chosen = brought_to("approved", cast)
    move(submitted(cast, cast.yangjin), "decline", cast.liqing)
    published(cast, chosen, PUBLISHED)
    run(PUBLISHED)
    assert told("G1", cast.lincuo) == [("planned", ["高原上的追光人", "已入选", "2022年9月10日 09:00", "入选优秀作品，点此查看名单"])]
    assert told("G1", cast.yangjin) == []
    assert Message.select().where(Message.purpose == "results_published").count() == 2
