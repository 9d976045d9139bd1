"""One photograph, from draft to recommended: each step by who may take it, at the time it may be taken, once."""
import pytest

from models import clock, ids
from models.entries import queries
from models.journal import Line
from models.law import Role
from models.problems import Forbidden, IdReused, Incomplete, NoLongerSo, NotFound, OwnEntry, PhaseClosed, WrongState
from models.workflow import actions
from models.workflow import queries as workflow
from models.workflow.tables import Move
from tests.cast import Cast
from tests.models.works import CLOSING, COLLECTING, INSTANT, all_looked_into, brought_to, lines, move, now, ready, row, submitted


def test_a_photograph_goes_the_whole_way_and_each_step_is_written_down(cast: Cast) -> None:
    entry_id = brought_to("recommended", cast)
    moves = Move.select().where(Move.entry == entry_id).order_by(Move.number)
    assert [(one.number, one.act, one.source, one.target, one.actor_id, one.at) for one in moves] == [
        (1, "submit", "draft", "submitted", cast.lincuo.account_id, COLLECTING),
        (2, "preselect", "submitted", "preselected", cast.ma.account_id, COLLECTING),
        (3, "shortlist", "preselected", "shortlisted", cast.qilian.account_id, COLLECTING),
        (4, "approve", "shortlisted", "approved", cast.liqing.account_id, COLLECTING),
        (5, "recommend", "approved", "recommended", cast.qilian.account_id, COLLECTING)]
    assert lines(entry_id) == [f"entry.{done}" for done in ("saved", "submitted", "preselected", "shortlisted", "approved", "recommended")]


def test_only_the_reporting_units_own_coordinator_preselects(cast: Cast) -> None:
    entry_id = submitted(cast)
    for person, refusal in ((cast.cairang, Forbidden), (cast.baima, Forbidden), (cast.qilian, NotFound), (cast.yangjin, NotFound)):
        with pytest.raises(refusal):
            move(entry_id, "preselect", person)
    assert now(entry_id) == "submitted"
    assert move(entry_id, "preselect", cast.ma)


@pytest.mark.parametrize(("state", "act"), [("preselected", "shortlist"), ("preselected", "decline"), ("approved", "recommend")])
def test_only_the_tracks_own_host_shortlists_declines_and_recommends(cast: Cast, state: str, act: str) -> None:
    entry_id = brought_to(state, cast)
    for person in (cast.ma, cast.baima, cast.cairang):
        with pytest.raises(Forbidden):
            move(entry_id, act, person)
    assert move(entry_id, act, cast.qilian)


@pytest.mark.parametrize("act", ["approve", "return", "decline"])
def test_only_an_organiser_approves_and_returns_or_declines_what_is_shortlisted(cast: Cast, act: str) -> None:
    entry_id = brought_to("shortlisted", cast)
    for person in (cast.ma, cast.qilian):
        with pytest.raises(Forbidden):
            move(entry_id, act, person)
    assert move(entry_id, act, cast.zhuoma)


def test_nobody_moves_an_entry_they_authored_but_as_its_author(cast: Cast) -> None:
    own = submitted(cast, cast.ma)
    for act in ("preselect", "decline", "return"):
        with pytest.raises(OwnEntry):
            move(own, act, cast.ma)
    organisers = submitted(cast, cast.liqing)
    for act in ("disqualify", "preselect"):
        with pytest.raises(OwnEntry):
            move(organisers, act, cast.liqing)
    assert (now(own), now(organisers)) == ("submitted", "submitted")
    assert move(own, "withdraw", cast.ma)


def test_the_organiser_stands_in_for_liaison_and_host_and_the_journal_says_so(cast: Cast) -> None:
    entry_id = submitted(cast, cast.yangjin)                # she belongs nowhere: no unit, nobody but the organiser
    assert row(entry_id).reporting_unit_id is None
    all_looked_into(entry_id)
    for act in ("preselect", "shortlist", "approve", "recommend"):
        move(entry_id, act, cast.liqing)
    stood_in = [(one.act, one.as_role, one.on_behalf_of) for one in Move.select().where(Move.entry == entry_id).order_by(Move.number)]
    assert stood_in == [("submit", "author", None), ("preselect", "organiser", "coordinator"), ("shortlist", "organiser", "host"),
                        ("approve", "organiser", None), ("recommend", "organiser", "host")]
    written = {line.what: line.details.get("on_behalf_of") for line in Line.select().where(Line.about == entry_id)}
    assert (written["entry.preselected"], written["entry.shortlisted"], written["entry.approved"]) == ("coordinator", "host", None)


def test_the_union_below_ticks_and_the_state_stays(cast: Cast) -> None:
    entry_id = submitted(cast)
    entry = queries.find(entry_id, cast.cairang)
    assert entry is not None
    assert [(way.step.act, way.problem is None) for way in workflow.ways_on(entry, cast.cairang, COLLECTING)] == [
        ("withdraw", False), ("endorse", True)]
    move(entry_id, "endorse", cast.cairang)
    assert (now(entry_id), row(entry_id).endorsed_at) == ("submitted", COLLECTING)
    with pytest.raises(NoLongerSo, match="已经推荐给上级工会"):
        move(entry_id, "endorse", cast.cairang)
    assert Move.get(Move.entry == entry_id, Move.act == "endorse").as_role == Role.ENDORSER


def test_a_reporting_unit_does_not_recommend_to_itself(cast: Cast) -> None:
    entry_id = submitted(cast)
    with pytest.raises(Forbidden):
        move(entry_id, "endorse", cast.ma)
    with pytest.raises(Forbidden):
        move(entry_id, "endorse", cast.lincuo)


def test_a_move_sent_again_changes_nothing_and_another_under_its_id_is_refused(cast: Cast) -> None:
    entry_id, move_id = submitted(cast), ids.mint("mov")
    once = actions.move(entry_id, "preselect", move_id=move_id, actor=cast.ma, at=COLLECTING)
    again = actions.move(entry_id, "preselect", move_id=move_id, actor=cast.ma, at=CLOSING)
    assert (once[1], again[1], once[0].id, again[0].at) == (True, False, again[0].id, COLLECTING)
    for act, actor, comment in (("decline", cast.ma, ""), ("preselect", cast.liqing, ""), ("preselect", cast.ma, "好")):
        with pytest.raises(IdReused):
            actions.move(entry_id, act, move_id=move_id, actor=actor, at=COLLECTING, comment=comment)
    assert lines(entry_id).count("entry.preselected") == 1


def test_a_replay_finds_its_move_even_when_the_entry_went_out_of_sight(cast: Cast) -> None:
    entry_id, move_id = brought_to("preselected", cast), ids.mint("mov")
    actions.move(entry_id, "decline", move_id=move_id, actor=cast.qilian, at=COLLECTING)
    nobody = type(cast.qilian)(cast.qilian.account_id)
    assert actions.move(entry_id, "decline", move_id=move_id, actor=nobody, at=COLLECTING)[1] is False


def test_a_reason_is_asked_for_where_the_author_will_read_it(cast: Cast) -> None:
    entry_id = submitted(cast)
    for act, actor in (("return", cast.ma), ("disqualify", cast.liqing)):
        with pytest.raises(Incomplete) as lacking:
            move(entry_id, act, actor, comment=" ")
        assert lacking.value.context["fields"] == [{"field": "comment", "says": "请写明原因"}]


def test_collection_closes_at_the_instant_and_not_before(cast: Cast) -> None:
    late, just = ready(cast), ready(cast)
    with pytest.raises(PhaseClosed) as closed:
        move(late, "submit", cast.lincuo, CLOSING)
    assert "8 月 31 日（周三）24:00" in closed.value.detail
    assert move(just, "submit", cast.lincuo, CLOSING - INSTANT)
    assert now(late) == "draft"


def test_collection_opens_at_the_instant_and_not_before(cast: Cast) -> None:
    opening = clock.from_shanghai("2022-07-25 00:00")
    early, entry_id = ready(cast, at=opening - INSTANT), ready(cast, at=opening - INSTANT)
    with pytest.raises(PhaseClosed):
        move(early, "submit", cast.lincuo, opening - INSTANT)
    assert move(entry_id, "submit", cast.lincuo, opening)


def test_a_second_submission_is_told_the_state(cast: Cast) -> None:
    entry_id = submitted(cast)
    with pytest.raises(WrongState) as wrong:
        move(entry_id, "submit", cast.lincuo)
    assert wrong.value.detail == "作品当前为「已提交」，不能「提交作品」"


def test_an_act_nobody_knows_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        move(submitted(cast), "promote", cast.liqing)
