"""Roles are handed out by codes that work once, to people who may have them, and can be taken back."""
import re
from datetime import timedelta
from typing import Any

import pytest

from models import clock
from models.accounts import grants, queries
from models.accounts.actor import SYSTEM, Actor
from models.accounts.tables import Grant, Invitation
from models.journal import Line
from models.problems import (
    AdministratorExists,
    Forbidden,
    Incomplete,
    InvitationExpired,
    InvitationRevoked,
    InvitationUsed,
    LastAdministrator,
    NotFound,
)
from models.units import actions as unit_actions
from tests.models.accounts.people import holder, someone
from tests.models.accounts.together import at_once
from tests.models.units.annex import plant


def code_for(role: str = "organiser", over: str = "*") -> str:
    return grants.invite(role, over, actor=SYSTEM)[0][1]


def test_a_code_gives_its_role_once(db: Any) -> None:
    first, second = someone("a"), someone("b")
    code = code_for()
    grant = grants.redeem(code, actor=first)
    assert (grant.role, grant.over, grant.account_id) == ("organiser", "*", first.account_id)
    with pytest.raises(InvitationUsed):
        grants.redeem(code, actor=second)
    assert (queries.actor_of(str(first.account_id)).is_organiser, queries.actor_of(str(second.account_id)).is_organiser) == (True, False)


def test_the_same_person_again_finds_the_same_grant(db: Any) -> None:
    actor, code = someone(), code_for()
    assert grants.redeem(code, actor=actor) == grants.redeem(code, actor=actor)
    assert (Grant.select().count(), Line.select().where(Line.what == "role.granted").count()) == (1, 1)


def test_a_used_code_does_not_bring_back_a_role_that_was_taken_away(db: Any) -> None:
    actor, code = someone(), code_for()
    grants.revoke_grant(grants.redeem(code, actor=actor).id, actor=SYSTEM)
    with pytest.raises(InvitationUsed):
        grants.redeem(code, actor=actor)
    assert queries.actor_of(str(actor.account_id)).grants == frozenset()


def test_who_holds_the_role_already_leaves_the_code_for_a_colleague(db: Any) -> None:
    first, second = someone("a"), someone("b")
    held, code = grants.redeem(code_for(), actor=first), code_for()
    assert grants.redeem(code, actor=first) == held
    assert grants.redeem(code, actor=second).account_id == second.account_id


def test_two_people_redeeming_one_code_at_once_one_wins(db: Any) -> None:
    people = [someone(f"openid-{n}") for n in range(6)]
    for _ in range(3):
        code = code_for("juror", "track:qinghai-2022/photo")
        answers = at_once([lambda who=who, code=code: grants.redeem(code, actor=who) for who in people])  # type: ignore[misc]
        assert sorted(type(answer).__name__ for answer in answers) == ["Grant"] + ["InvitationUsed"] * 5
        grants.revoke_grant(next(a for a in answers if isinstance(a, Grant)).id, actor=SYSTEM)


def test_a_code_may_be_typed_as_people_type(db: Any) -> None:
    code = code_for()
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    sloppy = " " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert grants.redeem(sloppy, actor=someone()).role == "organiser"


def test_a_code_is_stored_hashed(db: Any) -> None:
    code = code_for()
    stored = str(list(Invitation.select().dicts())) + str(list(Line.select().dicts()))
    assert code not in stored
    assert code.replace("-", "").lower() not in stored


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "×", "'--"])
def test_an_unknown_code_is_not_found(db: Any, code: str) -> None:
    with pytest.raises(NotFound):
        grants.redeem(code, actor=someone())


def test_a_code_ends_with_its_life(db: Any) -> None:
    start = clock.now()
    code = grants.invite("organiser", "*", life_days=2, actor=SYSTEM, at=start)[0][1]
    with pytest.raises(InvitationExpired):
        grants.redeem(code, actor=someone(), at=start + timedelta(days=2))
    assert grants.redeem(code, actor=someone(), at=start + timedelta(days=2, milliseconds=-1)).role == "organiser"


def test_a_revoked_code_is_worthless_and_a_used_one_cannot_be_revoked(db: Any) -> None:
    (spoilt, code), (used, other) = grants.invite("organiser", "*", count=2, actor=SYSTEM)
    for _ in range(2):
        grants.revoke_invitation(spoilt.id, actor=SYSTEM)
    with pytest.raises(InvitationRevoked):
        grants.redeem(code, actor=someone())
    grants.redeem(other, actor=someone())
    with pytest.raises(InvitationUsed):
        grants.revoke_invitation(used.id, actor=SYSTEM)
    with pytest.raises(NotFound):
        grants.revoke_invitation("inv_0000000000000000", actor=SYSTEM)


def test_everybody_invites_only_whom_they_may(db: Any) -> None:
    tree = plant()
    city, school, other = (f"unit:{tree[name].id}" for name in ("西宁市总工会", "城东区第一小学工会", "海东市总工会"))
    photo = "track:qinghai-2022/photo"
    may = {
        holder("administrator"): [("administrator", "*"), ("organiser", "*"), ("host", photo), ("coordinator", other)],
        holder("organiser"): [("organiser", "*"), ("host", photo), ("coordinator", other), ("observer", "*")],
        holder("coordinator", city): [("coordinator", school)],
        holder("coordinator", school): [], holder("host", photo): [], holder("observer"): [], someone("nobody"): []}
    everything = {one for some in may.values() for one in some} | {("coordinator", city), ("juror", photo)}
    for actor, allowed in may.items():
        strong = actor.is_administrator or actor.is_organiser
        for role, over in everything:
            if (role, over) in allowed or (strong and (actor.is_administrator or role != "administrator")):
                assert len(grants.invite(role, over, actor=actor)) == 1
            else:
                with pytest.raises(Forbidden):
                    grants.invite(role, over, actor=actor)


def test_a_reporting_unit_merged_into_another_keeps_its_power_below(db: Any) -> None:
    tree = plant()
    coordinator = holder("coordinator", f"unit:{tree['西宁市总工会'].id}")
    unit_actions.merge_units(tree["西宁市总工会"].id, tree["海东市总工会"].id, actor=SYSTEM)
    assert grants.invite("coordinator", f"unit:{tree['城东区总工会'].id}", actor=coordinator)


@pytest.mark.parametrize(("role", "over"), [
    ("author", "*"), ("king", "*"), ("coordinator", "*"), ("administrator", "track:a/b"), ("organiser", "unit:unt_0123456789abcdef"),
    ("host", "track:a"), ("juror", "unit:unt_0123456789abcdef"), ("host", "track:A/b"), ("coordinator", "unit:x"), ("host", ""),
    ("coordinator", "event:evt_0123456789abcdeF"), ("host", "track:a/b\n")])
def test_a_role_over_something_it_does_not_fit_is_incomplete(db: Any, role: str, over: str) -> None:
    with pytest.raises(Incomplete):
        grants.invite(role, over, actor=SYSTEM)
    assert Invitation.select().count() == 0


def test_an_invitation_over_an_unknown_unit_is_not_found(db: Any) -> None:
    with pytest.raises(NotFound):
        grants.invite("coordinator", "unit:unt_0000000000000000", actor=SYSTEM)


@pytest.mark.parametrize("wrong", [{"count": 0}, {"count": 201}, {"life_days": 0}, {"life_days": 91}])
def test_numbers_out_of_reason_are_incomplete(db: Any, wrong: dict[str, int]) -> None:
    with pytest.raises(Incomplete):
        grants.invite("organiser", "*", actor=SYSTEM, **wrong)  # type: ignore[arg-type]


def test_a_role_is_taken_back_once_and_only_by_who_might_have_given_it(db: Any) -> None:
    actor = someone()
    grant = grants.redeem(code_for(), actor=actor)
    for stranger in (someone("b"), holder("observer")):
        with pytest.raises(Forbidden):
            grants.revoke_grant(grant.id, actor=stranger)
    first = grants.revoke_grant(grant.id, actor=SYSTEM).revoked_at
    assert grants.revoke_grant(grant.id, actor=SYSTEM).revoked_at == first
    assert Line.select().where(Line.what == "role.revoked").count() == 1
    with pytest.raises(NotFound):
        grants.revoke_grant(0, actor=SYSTEM)


def test_one_may_lay_down_ones_own_role(db: Any) -> None:
    actor = someone()
    grant = grants.redeem(code_for("host", "track:qinghai-2022/photo"), actor=actor)
    grants.revoke_grant(grant.id, actor=actor)
    assert queries.holders("track:qinghai-2022/photo") == []


def test_init_gives_one_code_and_only_while_there_is_no_administrator(db: Any) -> None:
    lost, code = grants.first_invitation(), grants.first_invitation()
    with pytest.raises(InvitationRevoked):
        grants.redeem(lost, actor=someone())
    grants.redeem(code, actor=someone())
    with pytest.raises(AdministratorExists):
        grants.first_invitation()


def test_the_last_administrator_stays(db: Any) -> None:
    first = grants.redeem(grants.first_invitation(), actor=someone("a"))
    with pytest.raises(LastAdministrator):
        grants.revoke_grant(first.id, actor=SYSTEM)
    second = grants.redeem(code_for("administrator"), actor=someone("b"))
    answers = at_once([lambda g=g: grants.revoke_grant(g.id, actor=SYSTEM) for g in (first, second)])  # type: ignore[misc]
    assert sorted(type(answer).__name__ for answer in answers) == ["Grant", "LastAdministrator"]


def test_an_actor_holds_what_was_given_and_nothing_beside(db: Any) -> None:
    actor = Actor("acc_0000000000000000", frozenset({("coordinator", "unit:a"), ("host", "track:c/song")}))
    assert (actor.holds("coordinator", "unit:a"), actor.holds("coordinator", "unit:b"), actor.holds("coordinator")) == (True, False, False)
    assert (actor.holds("host", "track:c/photo", "track:c/song"), actor.holds("juror", "track:c/song")) == (True, False)
    assert actor.holds_over_unit("coordinator", ("b", "a"))
    assert Actor("x", frozenset({("organiser", "*")})).holds("organiser", "unit:b")


def test_the_coordinators_of_a_merged_body_are_found_under_either_id(db: Any) -> None:
    tree = plant()
    one, two = tree["西宁市总工会"].id, tree["海东市总工会"].id
    people = [holder("coordinator", f"unit:{unit}").account_id for unit in (one, two)]
    unit_actions.merge_units(one, two, actor=SYSTEM)
    assert queries.coordinators_of(one) == queries.coordinators_of(two) == people
