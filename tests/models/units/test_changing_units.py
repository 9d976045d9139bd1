"""One unit is saved; two that are one body are merged, and nothing that points at either is lost."""
from typing import Any

import pytest

from models import ids
from models.accounts.actor import SYSTEM, Actor
from models.journal import Line
from models.problems import Forbidden, Incomplete, NotFound, UnitCircular, UnitMerged, UnitNameTaken
from models.units import actions, queries
from models.units.rows import UnitRow
from models.units.tables import Unit
from tests.models.units.annex import ROWS, plant

SIX, TWELVE = "中国电信青海分公司工会", "中国电信青海省分公司工会"
NOBODY = Actor("acc_0000000000000000")


def test_a_new_unit_is_saved_and_found_by_its_names(db: Any) -> None:
    tree = plant()
    unit_id = ids.mint("unt")
    actions.save_unit(unit_id, {"name": "西宁市第三中学工会", "aliases": ["三中"], "parent_id": tree["西宁市总工会"].id}, actor=SYSTEM)
    assert queries.search("三中")[0][0].id == unit_id
    assert queries.chain(unit_id)[1] == tree["西宁市总工会"].id


def test_a_renamed_unit_renames_the_way_to_everything_below_it(db: Any) -> None:
    tree = plant()
    actions.save_unit(tree["城东区总工会"].id, {"name": "河湟新区总工会"}, actor=SYSTEM)
    assert queries.search("河湟新区第一小学")[0][0].name == "城东区第一小学工会"


def test_saving_the_same_facts_again_writes_nothing(db: Any) -> None:
    unit = plant()["西宁市总工会"]
    before = Line.select().count()
    for _ in range(3):
        actions.save_unit(unit.id, {"workers": 5}, actor=SYSTEM)
    assert Line.select().count() == before + 1


def test_what_cannot_stand_is_refused(db: Any) -> None:
    tree = plant()
    city, school = tree["西宁市总工会"].id, tree["城东区第一小学工会"].id
    for facts, problem in (({"name": "海东 市总工会"}, UnitNameTaken), ({"parent_id": school}, UnitCircular),
                           ({"parent_id": city}, UnitCircular), ({"parent_id": "unt_0000000000000000"}, NotFound),
                           ({"kind": "planet"}, Incomplete), ({"name": " "}, Incomplete), ({"search": "x"}, Incomplete)):
        with pytest.raises(problem):
            actions.save_unit(city, facts, actor=SYSTEM)
    with pytest.raises(Incomplete):
        actions.save_unit(ids.mint("unt"), {"short": "无名"}, actor=SYSTEM)
    with pytest.raises(Incomplete):
        actions.save_unit("unt_no", {"name": "某工会"}, actor=SYSTEM)
    with pytest.raises(Forbidden):
        actions.save_unit(city, {"workers": 1}, actor=NOBODY)
    assert queries.find(city).name == "西宁市总工会"


def test_merging_keeps_both_ids_reachable_from_everywhere(db: Any) -> None:
    tree = plant()
    gone, survivor = tree[TWELVE].id, tree[SIX].id
    below = ids.mint("unt")
    actions.save_unit(below, {"name": "电信格尔木分局工会", "parent_id": gone}, actor=SYSTEM)
    actions.merge_units(gone, survivor, actor=SYSTEM)
    assert queries.find(gone) == queries.find(survivor)
    assert set(queries.chain(below)) >= {below, gone, survivor}
    assert queries.chain(gone) == queries.chain(survivor)
    assert set(queries.subtree_ids(gone)) == {gone, survivor, below} == set(queries.subtree_ids(survivor))
    assert queries.reporting_unit_of(below) == tree[SIX]
    assert set(queries.same_body(gone)) == {gone, survivor}


def test_a_merged_name_finds_the_survivor_and_is_listed_no_more(db: Any) -> None:
    tree = plant()
    actions.merge_units(tree[TWELVE].id, tree[SIX].id, actor=SYSTEM)
    assert [unit.name for unit in queries.search("电信青海省分公司")[0]] == [SIX]
    assert TWELVE not in [unit.name for unit in queries.children(tree["青海省总工会"].id)]


def test_importing_the_document_again_does_not_undo_a_merge(db: Any) -> None:
    tree = plant()
    actions.merge_units(tree[TWELVE].id, tree[SIX].id, actor=SYSTEM)
    report = actions.import_units([*ROWS, UnitRow("电信格尔木分局工会", parent=TWELVE)], actor=SYSTEM)
    assert report.counts == {"new": 1, "changed": 0, "same": len(ROWS), "refused": 0}
    assert Unit.get(Unit.name == "电信格尔木分局工会").parent_id == tree[SIX].id


def test_merging_again_is_the_same_and_merging_otherwise_is_refused(db: Any) -> None:
    tree = plant()
    gone, survivor, city = tree[TWELVE].id, tree[SIX].id, tree["西宁市总工会"].id
    actions.merge_units(gone, survivor, actor=SYSTEM)
    before = Line.select().count()
    assert actions.merge_units(gone, survivor, actor=SYSTEM).id == survivor
    for pair, problem in (((gone, city), UnitMerged), ((city, gone), UnitMerged), ((city, city), UnitCircular),
                          ((city, tree["城东区总工会"].id), UnitCircular), ((city, "unt_0000000000000000"), NotFound)):
        with pytest.raises(problem):
            actions.merge_units(*pair, actor=SYSTEM)
    with pytest.raises(Forbidden):
        actions.merge_units(city, survivor, actor=NOBODY)
    assert Line.select().count() == before


def test_merging_a_survivor_carries_the_earlier_one_along(db: Any) -> None:
    tree = plant()
    first, second, third = tree[TWELVE].id, tree[SIX].id, tree["青海省邮政公司工会"].id
    actions.merge_units(first, second, actor=SYSTEM)
    actions.merge_units(second, third, actor=SYSTEM)
    assert queries.find(first).id == third
    assert set(queries.same_body(first)) == {first, second, third}
