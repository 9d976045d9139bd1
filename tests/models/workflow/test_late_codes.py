"""延期报送许可: bounded in time, uses and scope, handed out by organisers, and logged."""
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from models import clock, ids
from models.journal import Line
from models.problems import Forbidden, IdReused, Incomplete, LateCodeOver, LateCodeWrong, NotFound, PhaseClosed
from models.workflow import actions, late_codes
from models.workflow.tables import LateCode, Move
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.works import CLOSING, INSTANT, lines, move, now, ready

AFTER = clock.from_shanghai("2022-09-02 10:00")
UNTIL = clock.from_shanghai("2022-09-03 24:00")
TERMS: dict[str, Any] = {"campaign": "qinghai-2022", "until": UNTIL, "uses": 2, "reason": "州里停电两天"}


def issued(cast: Cast, **terms: Any) -> LateCode:
    return late_codes.issue(ids.mint("ltc"), **{**TERMS, **terms}, actor=cast.liqing, at=AFTER)[0]


def used(code: LateCode) -> int:
    return int(LateCode.get_by_id(code.id).used)


def test_a_code_opens_submission_after_closing_and_is_counted_and_logged(cast: Cast) -> None:
    code, entry_id = issued(cast), ready(cast)
    with pytest.raises(PhaseClosed):
        move(entry_id, "submit", cast.lincuo, AFTER)
    assert move(entry_id, "submit", cast.lincuo, AFTER, late_code=late_codes.text_of(code))
    assert (used(code), Move.get(Move.entry == entry_id).late_code_id) == (1, code.id)
    assert Line.get(Line.what == "entry.submitted").details["late_code"] == code.id
    assert late_codes.text_of(code) not in str([line.details for line in Line.select()])


def test_people_type_it_as_they_like(cast: Cast) -> None:
    text = late_codes.text_of(issued(cast))
    typed = f" {text.upper().replace('-', ' ').replace('0', 'O').replace('1', 'I')} "
    assert move(ready(cast), "submit", cast.lincuo, AFTER, late_code=typed)


def test_a_move_sent_again_with_its_code_spends_it_once(cast: Cast) -> None:
    code, entry_id, move_id = issued(cast), ready(cast), ids.mint("mov")
    for first in (True, False):
        again = actions.move(entry_id, "submit", move_id=move_id, actor=cast.lincuo, late_code=late_codes.text_of(code), at=AFTER)
        assert again[1] is first
    with pytest.raises(IdReused):
        actions.move(entry_id, "submit", move_id=move_id, actor=cast.lincuo, at=AFTER)
    assert used(code) == 1


def test_a_code_is_not_spent_while_submission_is_open_nor_by_a_move_that_fails(cast: Cast) -> None:
    code, lacking = issued(cast), ready(cast, title="")
    move(ready(cast), "submit", cast.lincuo, CLOSING - INSTANT, late_code=late_codes.text_of(code))
    with pytest.raises(Incomplete):
        move(lacking, "submit", cast.lincuo, AFTER, late_code=late_codes.text_of(code))
    assert used(code) == 0


def test_a_wrong_code_and_one_for_others_are_answered_alike(cast: Cast) -> None:
    entry_id = ready(cast)
    texts = ["aaaa-bbbb-cc", "", late_codes.text_of(issued(cast, track="song")),
             late_codes.text_of(issued(cast, reporting_unit=cast.factory))]
    for text in texts:
        with pytest.raises(LateCodeWrong) as wrong:
            move(entry_id, "submit", cast.lincuo, AFTER, late_code=text)
        assert wrong.value.context == {"fields": [{"field": "late_code", "says": "请核对"}]}
    fitting = issued(cast, track="photo", reporting_unit=cast.city)
    assert move(entry_id, "submit", cast.lincuo, AFTER, late_code=late_codes.text_of(fitting))


def test_a_code_ends_at_its_instant_with_its_uses_and_when_taken_back(cast: Cast) -> None:
    code = issued(cast, uses=1)
    text, entry_id = late_codes.text_of(code), ready(cast)
    with pytest.raises(LateCodeOver):
        move(entry_id, "submit", cast.lincuo, UNTIL, late_code=text)
    assert move(entry_id, "submit", cast.lincuo, UNTIL - INSTANT, late_code=text)
    other, taken_back = ready(cast), issued(cast)
    late_codes.revoke(taken_back.id, actor=cast.zhuoma, at=AFTER)
    for over in (text, late_codes.text_of(taken_back)):
        with pytest.raises(LateCodeOver):
            move(other, "submit", cast.lincuo, AFTER, late_code=over)


def test_two_submissions_at_once_share_one_use(cast: Cast) -> None:
    code = issued(cast, uses=1)
    rivals = [(ready(cast, who), who) for who in (cast.lincuo, cast.yangjin)]
    answers = at_once([partial(move, rival, "submit", who, AFTER, late_code=late_codes.text_of(code)) for rival, who in rivals])
    assert sorted(str(type(answer).__name__) for answer in answers) == ["LateCodeOver", "bool"]
    assert used(code) == 1


def test_a_code_does_not_open_before_collection_has_begun(cast: Cast) -> None:
    before = clock.from_shanghai("2022-07-24 10:00")
    code = late_codes.issue(ids.mint("ltc"), **TERMS, actor=cast.liqing, at=before)[0]
    with pytest.raises(PhaseClosed):
        move(ready(cast, at=before), "submit", cast.lincuo, before, late_code=late_codes.text_of(code))


def test_only_an_organiser_hands_out_and_takes_back(cast: Cast) -> None:
    code = issued(cast)
    for person in (cast.ma, cast.qilian, cast.lincuo, cast.baima):
        with pytest.raises(Forbidden):
            late_codes.issue(ids.mint("ltc"), **TERMS, actor=person, at=AFTER)
        with pytest.raises(Forbidden):
            late_codes.revoke(code.id, actor=person, at=AFTER)
    with pytest.raises(NotFound):
        late_codes.revoke(ids.mint("ltc"), actor=cast.liqing)
    for _ in range(2):
        late_codes.revoke(code.id, actor=cast.liqing, at=AFTER)
    assert lines(code.id) == ["late_code.issued", "late_code.revoked"]


def test_the_same_code_asked_for_again_is_the_same_even_when_it_is_over(cast: Cast) -> None:
    code_id, until = ids.mint("ltc"), UNTIL + timedelta(microseconds=7)
    first = late_codes.issue(code_id, **{**TERMS, "until": until}, actor=cast.liqing, at=AFTER)
    again = late_codes.issue(code_id, **{**TERMS, "until": until}, actor=cast.liqing, at=UNTIL + INSTANT)
    assert (first[1], again[1], late_codes.text_of(first[0])) == (True, False, late_codes.text_of(again[0]))
    for changes, person in (({"uses": 3}, cast.liqing), ({"track": "photo"}, cast.liqing), ({}, cast.zhuoma)):
        with pytest.raises(IdReused):
            late_codes.issue(code_id, **{**TERMS, "until": until, **changes}, actor=person, at=AFTER)


def test_terms_without_sense_are_named(cast: Cast) -> None:
    for terms, field in (({"until": AFTER}, "until"), ({"until": cast.plan.ends + INSTANT}, "until"), ({"uses": 0}, "uses"),
                         ({"uses": 101}, "uses"), ({"reason": " "}, "reason")):
        with pytest.raises(Incomplete) as wrong:
            issued(cast, **terms)
        assert [one["field"] for one in wrong.value.context["fields"]] == [field]
    for terms in ({"track": "opera"}, {"campaign": "none"}, {"reporting_unit": "unt_0000000000000000"}):
        with pytest.raises(NotFound):
            issued(cast, **terms)
    assert LateCode.select().count() == 0


def test_a_returned_work_past_its_due_time_comes_in_by_a_code(cast: Cast) -> None:
    entry_id = ready(cast)
    move(entry_id, "submit", cast.lincuo)
    move(entry_id, "return", cast.ma)
    with pytest.raises(PhaseClosed):
        move(entry_id, "submit", cast.lincuo, AFTER)
    assert move(entry_id, "submit", cast.lincuo, AFTER, late_code=late_codes.text_of(issued(cast)))
    assert now(entry_id) == "submitted"
