"""请转告名单: who cannot be reached by a push, by unit, with the liaison of the unit that reports for it."""
from models.db import writing
from models.notices.audiences import call_list
from models.units.tables import Unit
from tests.cast import CITY, FACTORY, Cast
from tests.models.counting import count_queries
from tests.models.notices.ledger.told import AT, T1, grant, people

CAMPAIGN = "qinghai-2022"


def told(*account_ids: str) -> list[call_list.Unreachable]:
    return call_list.by_unit({"accounts": list(account_ids)}, T1, CAMPAIGN, AT)


def test_only_those_without_a_credit_are_on_it_under_their_unit_with_its_liaison(cast: Cast) -> None:
    with writing():
        Unit.update(liaison_a="王芳", liaison_b="", office_phone="0971-6100000").where(Unit.id == cast.city).execute()
    worker, reached, alone = str(cast.lincuo.account_id), str(cast.yangjin.account_id), people(1)[0]
    grant(reached)
    found = told(worker, reached, alone)
    assert [(one.unit_id, one.name, one.people, one.named) for one in found] == [
        (cast.factory, FACTORY, 1, ["林措"]), (None, "没有选单位", 1, ["没有填写姓名"])]
    assert [(one.liaisons, one.phone) for one in found] == [(["王芳"], "0971-6100000"), ([], "")]


def test_twenty_are_named_and_the_rest_are_a_number(cast: Cast) -> None:
    (one,) = told(*people(22, unit=cast.factory))
    assert (one.people, len(one.named), one.named[-1]) == (22, 21, "等 22 人")


def test_people_of_a_merged_unit_stand_under_its_survivor(cast: Cast) -> None:
    with writing():
        Unit.update(merged_into=cast.city).where(Unit.id == cast.factory).execute()
    found = told(str(cast.lincuo.account_id), people(1, unit=cast.city)[0])
    assert [(one.name, one.people, len(one.named)) for one in found] == [(CITY, 2, 2)]


def test_it_takes_as_many_statements_for_three_units_as_for_one(cast: Cast) -> None:
    units = [unit.id for unit in Unit.select().limit(3)]
    counted = []
    for count in (1, 3):
        account_ids = [people(1, unit=unit)[0] for unit in units[:count]]
        with count_queries() as seen:
            assert len(told(*account_ids)) == count
        counted.append((seen.reads, seen.writes))
    assert counted == [(4, 0), (4, 0)]
