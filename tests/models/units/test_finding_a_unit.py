"""A worker finds his unit by what he calls it, and everybody finds what stands above and below it."""
from typing import Any

import pytest

from models.accounts.actor import SYSTEM
from models.problems import Malformed, NotFound
from models.units import actions, queries
from models.units.rows import UnitRow
from tests.models.counting import count_queries
from tests.models.units.annex import ANNEX, plant

EVERYDAY = [
    ("西宁市总工会", "西宁市总工会"), ("西宁总工会", "西宁市总工会"), ("西宁", "西宁市总工会"), ("青海省西宁市总工会", "西宁市总工会"),
    ("海东工会", "海东市总工会"), ("黄南", "黄南州总工会"), ("能源化工", "省能源化工机冶工会"), ("教科文卫体", "省教育科文卫体工会"),
    ("国网青海电力", "国网青海省电力公司工会"), ("国网海南供电", "国网海南供电公司工会"), ("海南州供电公司", "国网海南供电公司工会"),
    ("建设工会", "青海省建设工会"), ("水电四局", "中国水利水电第四工程局有限公司工会"), ("青海机场", "西部机场集团青海机场有限公司工会"),
    ("青海邮政", "青海省邮政公司工会"), ("电信青海分公司", "中国电信青海分公司工会"), ("青海电信", "中国电信青海分公司工会"),
    ("权益保障部", "省总权益保障部"), ("海南州总工会", "海南藏族自治州总工会"), ("城东一小", "城东区第一小学工会"),
    ("西宁第一小学", "城东区第一小学工会"), (" 国 网　海南（供电）", "国网海南供电公司工会"),
]


@pytest.mark.parametrize(("typed", "meant"), EVERYDAY)
def test_an_everyday_name_finds_the_unit_first(db: Any, typed: str, meant: str) -> None:
    plant()
    assert queries.search(typed)[0][0].name == meant


def test_full_width_letters_find_half_width_names(db: Any) -> None:
    actions.import_units([UnitRow("西宁A区总工会")], actor=SYSTEM)
    assert [unit.name for unit in queries.search("ａ区")[0]] == ["西宁A区总工会"]


@pytest.mark.parametrize("typed", ["火星", "%", "_", "西宁%海东", "（）"])
def test_a_name_nobody_has_finds_nothing(db: Any, typed: str) -> None:
    plant()
    assert queries.search(typed) == ([], None)


def test_without_a_name_the_children_stand_in_the_documents_order(db: Any) -> None:
    tree = plant()
    found, _ = queries.search(parent=tree["青海省总工会"].id, limit=50)
    assert [unit.name for unit in found if unit.reports] == list(ANNEX)
    assert [unit.name for unit in queries.search()[0]] == ["青海省总工会"]


def test_a_name_below_a_parent_is_looked_for_anywhere_below_it(db: Any) -> None:
    tree = plant()
    assert [u.name for u in queries.search("小学", parent=tree["西宁市总工会"].id)[0]] == ["城东区第一小学工会"]
    assert queries.search("小学", parent=tree["海东市总工会"].id)[0] == []


def test_cursors_walk_the_whole_list_once(db: Any) -> None:
    plant()
    seen, cursor = [], None
    while True:
        page, cursor = queries.search("工会", limit=4, cursor=cursor)
        seen += [unit.id for unit in page]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == len(queries.search("工会", limit=100)[0])


@pytest.mark.parametrize("cursor", ["nonsense", "1~2", "x~y~z", "1~2~3~4"])
def test_a_cursor_that_is_not_ours_is_malformed(db: Any, cursor: str) -> None:
    with pytest.raises(Malformed):
        queries.search("工会", cursor=cursor)


def test_a_list_costs_one_query_whether_one_unit_or_three(db: Any) -> None:
    plant()
    for limit in (1, 3):
        with count_queries() as counted:
            assert [unit.parent and unit.parent.name for unit in queries.search("青海", limit=limit)[0]]
        assert counted.reads == 1


def test_the_chain_runs_from_the_unit_to_the_root(db: Any) -> None:
    tree = plant()
    up = ["城东区第一小学工会", "城东区总工会", "西宁市总工会", "青海省总工会"]
    assert queries.chain(tree[up[0]].id) == tuple(tree[name].id for name in up)
    assert [unit.name for unit in queries.ancestors(tree[up[0]].id)] == up[1:]
    assert queries.chain("unt_0000000000000000") == ()


def test_the_subtree_is_the_unit_and_everything_below(db: Any) -> None:
    tree = plant()
    below = {tree[name].id for name in ("西宁市总工会", "城东区总工会", "城东区第一小学工会")}
    assert set(queries.subtree_ids(tree["西宁市总工会"].id)) == below
    assert queries.children(tree["西宁市总工会"].id) == [tree["城东区总工会"]]


def test_the_reporting_unit_is_the_nearest_one_up(db: Any) -> None:
    tree = plant()
    for name, reporting in (("城东区第一小学工会", "西宁市总工会"), ("西宁市总工会", "西宁市总工会"),
                            ("国网海南供电公司工会", "国网青海省电力公司工会")):
        assert queries.reporting_unit_of(tree[name].id) == tree[reporting]
    assert queries.reporting_unit_of(tree["青海省总工会"].id) is None


def test_a_worker_sees_his_reporting_units_liaisons(db: Any) -> None:
    tree = plant()
    actions.save_unit(tree["西宁市总工会"].id, {"liaison_a": "林措", "office_phone": "0971-0000000"}, actor=SYSTEM)
    card = queries.liaison_card(tree["城东区第一小学工会"].id)
    assert card == queries.LiaisonCard(tree["西宁市总工会"].id, "西宁市总工会", "林措", "", "0971-0000000")
    assert queries.liaison_card(tree["青海省总工会"].id) is None


def test_an_unknown_unit_is_not_found(db: Any) -> None:
    with pytest.raises(NotFound):
        queries.find("unt_0000000000000000")
