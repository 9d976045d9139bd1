"""Names, phones and numbers: sealed where they lie, found by hash, opened for their owner, emptied when they leave."""
from pathlib import Path
from typing import Any

import pytest

from models import clock
from models.accounts import actions, queries
from models.accounts.actor import SYSTEM, Actor
from models.accounts.grants import grant_role
from models.accounts.membership import answer_membership, ask_for_unit
from models.accounts.personal import fingerprint, sealed
from models.accounts.roster import RosterRow, import_roster
from models.accounts.tables import Account, Grant, RosterLine, Session
from models.db import database, is_postgres, writing
from models.ports import Identity
from models.problems import Incomplete, NotFound, Unauthenticated
from models.seal import Unsealable, current
from tests.models.accounts.people import someone
from tests.models.counting import count_queries
from tests.models.units.annex import plant

NAME, PHONE, NUMBER = "马海燕", "13900001234", "QH20220801"


def belonging() -> Actor:
    tree = plant()
    actor = someone(name=NAME, phone=PHONE)
    import_roster([RosterRow(NAME, PHONE, NUMBER)], tree["城东区第一小学工会"].id, actor=SYSTEM)
    ask_for_unit(tree["城东区第一小学工会"].id, employee_no=NUMBER, actor=actor)
    return actor


def everything_stored(folder: Path) -> bytes:
    if is_postgres():
        tables = [row[0] for row in database.execute_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        rows = [tuple(bytes(c) if isinstance(c, memoryview) else str(c).encode() for c in row)
                for table in tables for row in database.execute_sql(f'SELECT * FROM "{table}"')]
        return b"\n".join(cell for row in rows for cell in row)
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_nothing_personal_lies_readable_in_the_database(db: Any, tmp_path: Path) -> None:
    actor = belonging()
    stored = everything_stored(tmp_path)
    assert str(actor.account_id).encode() in stored
    for text in (NAME, PHONE, NUMBER):
        assert text.encode() not in stored


def test_a_fact_written_in_any_way_has_one_hash(db: Any) -> None:
    for fact, ways in (("phone", [PHONE, "+86 139-0000-1234", "8613900001234", "１３９００００１２３４"]),
                       ("name", [NAME, " 马 海燕 ", "马　海燕"]), ("employee_no", [NUMBER, "qh20220801", " QH2022 0801"])):
        assert len({fingerprint(way, fact) for way in ways}) == 1  # type: ignore[arg-type]
    assert fingerprint(PHONE, "phone") != fingerprint(PHONE, "employee_no")


def test_a_sealed_value_moved_to_another_column_does_not_open(db: Any) -> None:
    blob = sealed(PHONE, "roster", "phone")["phone_sealed"]
    assert current().open(blob, "roster.phone") == PHONE
    with pytest.raises(Unsealable):
        current().open(blob, "account.phone")


def test_sealing_twice_gives_different_bytes_and_one_hash(db: Any) -> None:
    one, two = sealed(PHONE, "account", "phone"), sealed(PHONE, "account", "phone")
    assert (one["phone_sealed"] == two["phone_sealed"], one["phone_print"] == two["phone_print"]) == (False, True)


def test_a_person_is_found_by_verified_phone_only(db: Any) -> None:
    actor = someone(phone=PHONE)
    found = queries.by_phone("+86 " + PHONE)
    assert found
    assert found.id == actor.account_id
    assert queries.by_phone("13900004321") is None


def test_i_see_what_is_kept_of_me_in_three_queries(db: Any) -> None:
    actor = belonging()
    with count_queries() as counted:
        mine = queries.me(str(actor.account_id))
    assert counted.reads == 3
    assert (mine.name, mine.phone, mine.employee_no, mine.unit_name, mine.unit_confirmed, mine.waiting) == (
        NAME, PHONE, NUMBER, "城东区第一小学工会", True, False)


def test_my_export_holds_all_of_it_and_nobody_elses(db: Any) -> None:
    actor = belonging()
    someone("openid-other", name="林措", phone="13700000000")
    grant_role(str(actor.account_id), "observer", "*", actor=SYSTEM)
    mine = queries.export_me(str(actor.account_id))
    assert (mine["name"], mine["phone"], mine["employee_no"], mine["openid"]) == (NAME, PHONE, NUMBER, "openid-lincuo")
    assert ([role["role"] for role in mine["roles"]], len(mine["sessions"])) == (["observer"], 1)
    assert "林措" not in str(mine)


def test_none_leaves_a_fact_and_an_empty_text_takes_it_away(db: Any) -> None:
    actor = someone(name=NAME)
    actions.update_profile(nickname="燕子", actor=actor)
    assert (queries.me(str(actor.account_id)).name, queries.me(str(actor.account_id)).nickname) == (NAME, "燕子")
    actions.update_profile(name="", actor=actor)
    assert queries.me(str(actor.account_id)).name is None
    with pytest.raises(Incomplete):
        actions.update_profile(name="马" * 41, actor=actor)
    with pytest.raises(Incomplete):
        actions.verify_phone("none", actor=actor)


def test_leaving_empties_everything_but_the_id_and_the_unit(db: Any, tmp_path: Path) -> None:
    actor = belonging()
    token = actions.sign_in(Identity("openid-lincuo"))[0]
    grant_role(str(actor.account_id), "observer", "*", actor=SYSTEM)
    unit = Account.get_by_id(actor.account_id).unit_id
    for _ in range(2):
        with writing():
            actions.empty_account(str(actor.account_id), at=clock.now())
    left = Account.get_by_id(actor.account_id)
    assert [getattr(left, fact) for fact in actions.EMPTIED if getattr(left, fact)] == []
    assert (left.unit_id, left.unit_confirmed_at is None, Session.select().count()) == (unit, False, 0)
    assert Grant.select().where(Grant.revoked_at.is_null()).count() == 0
    assert RosterLine.get().claimed_by_id is None
    with pytest.raises(NotFound):
        queries.me(str(actor.account_id))
    with pytest.raises(Unauthenticated):
        queries.actor_by_token(token)
    assert actions.sign_in(Identity("openid-lincuo"))[1].id != actor.account_id


def test_someone_who_left_can_be_answered_no_more(db: Any) -> None:
    tree = plant()
    actor = someone()
    ask_for_unit(tree["西宁市总工会"].id, actor=actor)
    with writing():
        actions.empty_account(str(actor.account_id), at=clock.now())
    with pytest.raises(NotFound):
        answer_membership(str(actor.account_id), tree["西宁市总工会"].id, "confirm", actor=SYSTEM)


def test_emptying_belongs_into_a_verbs_transaction(db: Any) -> None:
    with pytest.raises(RuntimeError):
        actions.empty_account(str(someone().account_id), at=clock.now())
