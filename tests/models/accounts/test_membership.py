"""A worker asks to belong; the roster confirms a verified phone, a coordinator everybody else."""
from datetime import datetime, timedelta
from typing import Any

import pytest

from models import clock
from models.accounts import actions, membership, queries
from models.accounts.actor import SYSTEM, Actor
from models.accounts.membership import answer_membership, ask_for_unit
from models.accounts.roster import RosterRow, import_roster
from models.accounts.tables import Account, RosterLine
from models.db import writing
from models.journal import Line
from models.problems import Forbidden, Incomplete, Malformed, MembershipAnswered, NotFound, RosterTries
from models.units import actions as unit_actions
from models.units import queries as units
from tests.models.accounts.people import holder, someone
from tests.models.accounts.together import at_once
from tests.models.counting import count_queries
from tests.models.units.annex import plant

PHONE = "13900001234"
EVENING = datetime(2022, 8, 25, 15, 59, 59, tzinfo=clock.UTC)       # 23:59:59 in Shanghai


@pytest.fixture
def school(db: Any) -> str:
    return plant()["城东区第一小学工会"].id


def confirmed(actor: Actor) -> bool:
    return queries.actor_of(str(actor.account_id)).unit_confirmed


def waiting(unit: str, **how: Any) -> list[str]:
    return [member.account_id for member in queries.members(unit, "asked", actor=SYSTEM, **how)[0]]


def test_asking_makes_one_wait_and_a_coordinator_confirms(school: str) -> None:
    actor, coordinator = someone(), holder("coordinator", f"unit:{school}")
    ask_for_unit(school, actor=actor)
    assert (waiting(school), confirmed(actor)) == ([actor.account_id], False)
    account, first = answer_membership(str(actor.account_id), school, "confirm", actor=coordinator)
    assert (account.unit_confirmed_by, first, confirmed(actor), waiting(school)) == (coordinator.account_id, True, True, [])
    assert [member.account_id for member in queries.members(school, "confirmed", actor=coordinator)[0]] == [actor.account_id]


def test_an_answer_again_is_the_same_answer_and_another_answer_is_a_conflict(school: str) -> None:
    for n, (answer, other) in enumerate((("confirm", "refuse"), ("refuse", "confirm"))):
        actor = someone(f"openid-{n}")
        ask_for_unit(school, actor=actor)
        firsts = [answer_membership(str(actor.account_id), school, answer, actor=SYSTEM)[1] for _ in range(3)]  # type: ignore[arg-type]
        assert firsts == [True, False, False]
        with pytest.raises(MembershipAnswered):
            answer_membership(str(actor.account_id), school, other, actor=SYSTEM)  # type: ignore[arg-type]
        assert Line.select().where(Line.about == actor.account_id, Line.what.startswith("membership.")).count() == 2


def test_someone_refused_may_ask_again(school: str) -> None:
    actor = someone()
    ask_for_unit(school, actor=actor)
    answer_membership(str(actor.account_id), school, "refuse", actor=SYSTEM)
    assert (waiting(school), queries.me(str(actor.account_id)).unit_refused) == ([], True)
    ask_for_unit(school, actor=actor)
    answer_membership(str(actor.account_id), school, "confirm", actor=SYSTEM)
    assert confirmed(actor)


def test_who_may_answer(school: str) -> None:
    tree = units.by_names(["西宁市总工会", "海东市总工会", "青海省总工会"])
    actor = someone()
    ask_for_unit(school, actor=actor)
    who = str(actor.account_id)
    over = {name: f"unit:{unit.id}" for name, unit in tree.items()}
    for stranger in (actor, someone("b"), holder("coordinator", over["海东市总工会"]), holder("host", "track:c/song"), holder("observer")):
        with pytest.raises(Forbidden):
            answer_membership(who, school, "confirm", actor=stranger)
        with pytest.raises(Forbidden):
            queries.members(school, "asked", actor=stranger)
    for coordinator in (holder("coordinator", over["西宁市总工会"]), holder("coordinator", over["青海省总工会"]), holder("organiser")):
        assert answer_membership(who, school, "confirm", actor=coordinator)[0].id == who


def test_who_did_not_ask_cannot_be_answered(school: str) -> None:
    actor, other = someone(), units.by_names(["海东市总工会"])["海东市总工会"].id
    for who, unit in ((actor.account_id, school), ("acc_0000000000000000", school), (actor.account_id, other)):
        with pytest.raises(NotFound):
            answer_membership(str(who), unit, "confirm", actor=SYSTEM)
    ask_for_unit(school, actor=actor)
    with pytest.raises(NotFound):
        answer_membership(str(actor.account_id), other, "confirm", actor=SYSTEM)


def test_a_verified_phone_on_the_roster_confirms_by_itself(school: str) -> None:
    import_roster([RosterRow("马海燕", PHONE)], school, actor=SYSTEM)
    actor = someone(phone="+86 139 0000 1234")
    ask_for_unit(school, actor=actor)
    line = RosterLine.get()
    assert (confirmed(actor), line.claimed_by_id, waiting(school)) == (True, actor.account_id, [])
    assert Account.get_by_id(actor.account_id).unit_confirmed_by is None


def test_it_does_so_whichever_comes_last_the_phone_the_question_or_the_roster(school: str) -> None:
    late_phone = someone("a")
    ask_for_unit(school, actor=late_phone)
    late_roster = someone("b", phone="13900009999")
    ask_for_unit(school, actor=late_roster)
    assert not confirmed(late_roster)
    import_roster([RosterRow("马海燕", PHONE), RosterRow("林措", "13900009999")], school, actor=SYSTEM)
    actions.verify_phone(PHONE, actor=late_phone)
    assert (confirmed(late_phone), confirmed(late_roster)) == (True, True)


def test_a_phone_on_another_units_roster_does_not_confirm(school: str) -> None:
    import_roster([RosterRow("马海燕", PHONE)], units.by_names(["海东市总工会"])["海东市总工会"].id, actor=SYSTEM)
    actor = someone(phone=PHONE)
    ask_for_unit(school, actor=actor)
    assert not confirmed(actor)


def test_name_and_number_put_one_first_in_the_queue_and_never_confirm(school: str) -> None:
    import_roster([RosterRow("马海燕", PHONE, "A7")], school, actor=SYSTEM)
    start = clock.now()
    stranger, member, half = someone("a", name="林措"), someone("b", name="马海燕"), someone("c", name="马海燕")
    for n, (actor, number) in enumerate(((stranger, "A7"), (half, "A8"), (member, "a7"))):
        ask_for_unit(school, employee_no=number, actor=actor, at=start + timedelta(minutes=n))
    found = queries.members(school, "asked", actor=SYSTEM)[0]
    assert [(one.account_id, one.roster_hint) for one in found] == [
        (member.account_id, True), (stranger.account_id, False), (half.account_id, False)]
    assert not any(confirmed(actor) for actor in (stranger, member, half))
    assert RosterLine.get().claimed_by_id is None


def test_the_asker_is_answered_the_same_whether_on_the_roster_or_not(school: str) -> None:
    import_roster([RosterRow("马海燕", PHONE, "A7")], school, actor=SYSTEM)
    on, off = someone("a", name="马海燕"), someone("b", name="马海燕")
    at = clock.now()
    for actor, number in ((on, "A7"), (off, "B9")):
        ask_for_unit(school, employee_no=number, actor=actor, at=at)
    seen = [{**vars_of(queries.me(str(actor.account_id))), "id": "", "employee_no": ""} for actor in (on, off)]
    assert seen[0] == seen[1]


def vars_of(me: queries.Me) -> dict[str, Any]:
    return {name: getattr(me, name) for name in me.__slots__}


def test_two_people_claiming_one_roster_line_at_once_one_wins(school: str) -> None:
    import_roster([RosterRow("马海燕", PHONE)], school, actor=SYSTEM)
    people = [someone(f"openid-{n}", phone=PHONE) for n in range(5)]
    at_once([lambda who=who: ask_for_unit(school, actor=who) for who in people])  # type: ignore[misc]
    assert sorted(confirmed(who) for who in people) == [False] * 4 + [True]
    assert RosterLine.get().claimed_by_id == next(who.account_id for who in people if confirmed(who))


def test_five_questions_a_day_in_shanghai_and_then_tomorrow(school: str) -> None:
    actor = someone()
    for n in range(5):
        ask_for_unit(school, employee_no=f"A{n}", actor=actor, at=EVENING)
    with pytest.raises(RosterTries) as refused:
        ask_for_unit(school, employee_no="A9", actor=actor, at=EVENING)
    assert refused.value.retry_after_s == 1
    ask_for_unit(school, employee_no="A4", actor=actor, at=EVENING)
    assert queries.me(str(actor.account_id)).employee_no == "A4"
    ask_for_unit(school, employee_no="A9", actor=actor, at=EVENING + timedelta(seconds=1))
    assert queries.me(str(actor.account_id)).employee_no == "A9"


def test_the_same_question_again_changes_nothing(school: str) -> None:
    actor = someone()
    asked = [ask_for_unit(school, employee_no="A1", actor=actor).unit_asked_at for _ in range(9)]
    assert (len(set(asked)), Line.select().where(Line.what == "membership.asked").count()) == (1, 1)


def test_a_member_who_asks_for_their_own_unit_again_stays_a_member(school: str) -> None:
    actor, above = someone(), units.by_names(["城东区总工会"])["城东区总工会"].id
    ask_for_unit(school, actor=actor)
    answer_membership(str(actor.account_id), school, "confirm", actor=SYSTEM)
    ask_for_unit(school, employee_no="A1", actor=actor)
    unit_actions.merge_units(school, above, actor=SYSTEM)
    ask_for_unit(above, employee_no="A2", actor=actor)
    assert confirmed(actor)


def test_asking_for_another_unit_starts_over(school: str) -> None:
    actor, other = someone(), units.by_names(["海东市总工会"])["海东市总工会"].id
    ask_for_unit(school, actor=actor)
    answer_membership(str(actor.account_id), school, "confirm", actor=SYSTEM)
    ask_for_unit(other, actor=actor)
    assert (confirmed(actor), waiting(school), waiting(other)) == (False, [], [actor.account_id])


def test_a_unit_nobody_found_is_typed_and_a_liaison_attaches_it(school: str) -> None:
    actor = someone()
    ask_for_unit(typed_name=" 城东一小分会 ", actor=actor)
    mine = queries.me(str(actor.account_id))
    assert (mine.unit_id, mine.unit_typed, mine.waiting) == (None, "城东一小分会", True)
    for _ in range(2):
        membership.attach_unit(str(actor.account_id), school, actor=SYSTEM)
    assert (confirmed(actor), queries.me(str(actor.account_id)).unit_id) == (True, school)
    with pytest.raises(MembershipAnswered):
        membership.attach_unit(str(actor.account_id), units.by_names(["海东市总工会"])["海东市总工会"].id, actor=SYSTEM)
    with pytest.raises(Incomplete):
        ask_for_unit(typed_name="  ", actor=actor)
    with pytest.raises(NotFound):
        ask_for_unit("unt_0000000000000000", actor=actor)


def test_many_are_confirmed_at_once_and_the_others_left(school: str) -> None:
    people, other = [someone(f"openid-{n}") for n in range(4)], someone("other")
    for actor in people:
        ask_for_unit(school, actor=actor)
    answer_membership(str(people[0].account_id), school, "refuse", actor=SYSTEM)
    ids = [str(actor.account_id) for actor in (*people, other)]
    assert membership.confirm_in_bulk(school, ids, actor=SYSTEM) == {"confirmed": 3, "skipped": 2}
    assert [confirmed(actor) for actor in (*people, other)] == [False, True, True, True, False]
    with pytest.raises(Forbidden):
        membership.confirm_in_bulk(school, ids, actor=other)


def test_preselecting_confirms_inside_its_own_transaction(school: str) -> None:
    actor = someone()
    ask_for_unit(school, actor=actor)
    at = clock.now()
    with writing():
        for _ in range(2):
            membership.confirm_membership(str(actor.account_id), actor=SYSTEM, at=at)
    assert confirmed(actor)
    with pytest.raises(RuntimeError):
        membership.confirm_membership(str(actor.account_id), actor=SYSTEM, at=at)


def test_a_merged_units_members_are_its_survivors(school: str) -> None:
    tree = units.by_names(["海东市总工会", "城东区总工会"])
    actor = someone()
    ask_for_unit(school, actor=actor)
    unit_actions.merge_units(school, tree["城东区总工会"].id, actor=SYSTEM)
    assert waiting(tree["城东区总工会"].id) == waiting(school) == [actor.account_id]
    answer_membership(str(actor.account_id), tree["城东区总工会"].id, "confirm", actor=SYSTEM)
    assert queries.me(str(actor.account_id)).unit_name == "城东区总工会"


def test_the_queue_costs_the_same_for_one_and_three_and_pages_once_through(school: str) -> None:
    for n in range(5):
        ask_for_unit(school, actor=someone(f"openid-{n}", name=f"职工{n}"))
    for limit in (1, 3):
        with count_queries() as counted:
            assert len(queries.members(school, "asked", actor=SYSTEM, limit=limit)[0]) == limit
        assert counted.reads == 2
    seen, cursor = [], None
    while True:
        page, cursor = queries.members(school, "asked", actor=SYSTEM, limit=2, cursor=cursor)
        seen += [member.name for member in page]
        if not cursor:
            break
    assert seen == [f"职工{n}" for n in range(5)]
    with pytest.raises(Malformed):
        queries.members(school, "asked", actor=SYSTEM, cursor="nonsense")


def test_a_reporting_unit_sees_everyone_below(school: str) -> None:
    city = units.by_names(["西宁市总工会"])["西宁市总工会"].id
    actor = someone()
    ask_for_unit(school, actor=actor)
    assert (waiting(city), waiting(city, below=True)) == ([], [actor.account_id])
