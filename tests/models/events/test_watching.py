"""Who may watch a board: whoever may know of the event; asked once in ten seconds, and for a whole unit at a time."""
import pytest

from models.accounts import membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.events.board import may_watch
from models.problems import NotFound
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.events.arrived import an_event


def member_of(actor: Actor, unit: str) -> Actor:
    membership.ask_for_unit(unit, actor=actor)
    membership.answer_membership(str(actor.account_id), unit, "confirm", actor=SYSTEM)
    return people.actor_of(str(actor.account_id))


def test_members_of_one_unit_are_looked_up_once(cast: Cast) -> None:
    event, colleague = an_event(cast), member_of(cast.yangjin, cast.factory)
    may_watch(event.id, cast.lincuo)
    with count_queries() as counted:
        for _ in range(3):
            may_watch(event.id, cast.lincuo)
            may_watch(event.id, colleague)
    assert (counted.reads, counted.writes) == (0, 0)


def test_who_belongs_elsewhere_or_nowhere_does_not_learn_of_the_event(cast: Cast) -> None:
    event = an_event(cast)
    may_watch(event.id, cast.lincuo)
    for stranger in (cast.yangjin, member_of(cast.yangjin, cast.city)):
        with pytest.raises(NotFound):
            may_watch(event.id, stranger)


def test_a_role_opens_the_board_to_its_holder_and_not_to_colleagues(cast: Cast) -> None:
    event = an_event(cast)
    may_watch(event.id, member_of(cast.liqing, cast.city))
    with pytest.raises(NotFound):
        may_watch(event.id, member_of(cast.yangjin, cast.city))


def test_who_only_asks_to_belong_is_asked_for_themselves(cast: Cast) -> None:
    event = an_event(cast)
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    asking = people.actor_of(str(cast.yangjin.account_id))
    may_watch(event.id, asking)
    membership.answer_membership(str(asking.account_id), cast.factory, "refuse", actor=SYSTEM)
    other = an_event(cast)
    with pytest.raises(NotFound):
        may_watch(other.id, people.actor_of(str(asking.account_id)))
