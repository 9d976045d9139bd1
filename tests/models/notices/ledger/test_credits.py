"""可提醒次数: the phone's report and WeChat's event of one tap are one, in any order, alone or together."""
from itertools import permutations

import pytest

from models import ids
from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.db import writing
from models.notices.ledger import credits
from models.notices.ledger.tables import Credit
from models.problem import Problem
from tests.cast import Cast
from tests.models.notices.ledger.told import TEMPLATES, soon


def by_phone(actor: Actor, seconds: float, nonce: str = "", **answers: str) -> dict[str, int]:
    said = answers or {"one": "accept"}
    return credits.report({f"mini-{name}": answer for name, answer in said.items()}, nonce or ids.mint("non"), TEMPLATES, actor=actor,
                          at=soon(seconds))


def by_wechat(actor: Actor, seconds: float) -> None:
    with writing():
        credits.event(str(actor.account_id), "mini-one", soon(seconds))


def at_hand(actor: Actor) -> int:
    return credits.at_hand(str(actor.account_id), TEMPLATES)["T1"]


def test_two_taps_told_by_both_are_two_in_any_order(cast: Cast) -> None:
    told = [lambda: by_phone(cast.lincuo, 0), lambda: by_wechat(cast.lincuo, 2), lambda: by_phone(cast.lincuo, 60),
            lambda: by_wechat(cast.lincuo, 63)]
    for order in permutations(told):
        for one in order:
            one()
        assert at_hand(cast.lincuo) == 2
        with writing():
            delete_rows(Credit, Credit.account == cast.lincuo.account_id)


@pytest.mark.parametrize(("apart", "count"), [(0, 1), (120, 1), (121, 2)])
def test_one_tap_is_what_lies_within_two_minutes(cast: Cast, apart: int, count: int) -> None:
    by_phone(cast.lincuo, 0)
    by_wechat(cast.lincuo, apart)
    assert at_hand(cast.lincuo) == count


def test_each_alone_counts(cast: Cast) -> None:
    by_phone(cast.lincuo, 0)
    by_wechat(cast.yangjin, 0)
    assert (at_hand(cast.lincuo), at_hand(cast.yangjin)) == (1, 1)


def test_a_report_sent_again_counts_once_and_another_meaning_is_refused(cast: Cast) -> None:
    nonce = ids.mint("non")
    for seconds in (0, 300):
        assert by_phone(cast.lincuo, seconds, nonce) == {"T1": 1, "T2": 0}
    with pytest.raises(Problem) as refused:
        by_phone(cast.lincuo, 0, nonce, two="accept")
    assert refused.value.code == "credit.nonce_reused"


def test_what_was_refused_or_banned_in_the_dialog_is_no_credit(cast: Cast) -> None:
    assert by_phone(cast.lincuo, 0, one="reject", two="acceptWithAudio") == {"T1": 0, "T2": 1}
    assert by_phone(cast.lincuo, 0, one="ban", two="filter") == {"T1": 0, "T2": 1}


def test_turning_a_template_off_ends_what_was_granted_until_then(cast: Cast) -> None:
    by_phone(cast.lincuo, 0)
    by_phone(cast.lincuo, 500)
    with writing():
        assert credits.end_all(str(cast.lincuo.account_id), "mini-one", soon(200)) == 1
    assert at_hand(cast.lincuo) == 1


def test_an_unknown_template_and_a_fourth_are_refused_and_nothing_is_kept(cast: Cast) -> None:
    for said in ({"three": "accept"}, {"one": "accept", "nine": "accept"}):
        with pytest.raises(Problem) as refused:
            by_phone(cast.lincuo, 0, **said)
        assert refused.value.code == "template.unknown"
    assert at_hand(cast.lincuo) == 0
