"""What stands in the ledger of a notice: who may have got it, and who came by it."""
from models.db import writing
from models.notices.ledger import standing
from models.notices.ledger.tables import Delivery
from models.notices.plans.tables import Notice
from tests.cast import FACTORY, Cast
from tests.models.counting import count_queries
from tests.models.notices.ledger.told import AT, a_notice, people, soon


def pushed(notice: Notice, account_id: str, state: str) -> None:
    with writing():
        Delivery.insert(notice=notice.id, account=account_id, channel="mini", state=state, due_at=AT, sent_at=AT).execute()


def test_those_nobody_can_speak_for_are_named_and_the_others_are_not(cast: Cast) -> None:
    notice = a_notice()
    pushed(notice, str(cast.lincuo.account_id), "unknown")
    pushed(notice, str(cast.ma.account_id), "sent")
    assert standing.unknown(notice.id) == [standing.Unknown("林措", FACTORY, "mini", AT)]
    assert standing.unknown(a_notice().id) == []


def test_the_list_of_them_ends_where_it_is_told_to_and_asks_three_times(cast: Cast) -> None:
    notice, counted = a_notice(), []
    for one in people(3, unit=cast.factory):
        pushed(notice, one, "unknown")
        with count_queries() as seen:
            standing.unknown(notice.id)
        counted.append((seen.reads, seen.writes))
    assert (counted[0], counted[2]) == ((3, 0), (3, 0))
    assert [len(standing.unknown(notice.id, most)) for most in (2, 5)] == [2, 3]


def test_coming_by_a_push_is_written_down_once(cast: Cast) -> None:
    notice = a_notice()
    pushed(notice, str(cast.lincuo.account_id), "sent")
    for at in (soon(60), soon(120)):
        standing.opened(notice.id, actor=cast.lincuo, at=at)
        standing.opened(notice.id, actor=cast.ma, at=at)
    assert [row.opened_at for row in Delivery.select().where(Delivery.notice == notice.id)] == [soon(60)]
