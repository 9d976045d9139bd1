"""Authors do not see the jury: whatever it decides, their whole view stays the same until results are published."""
from dataclasses import asdict
from functools import partial
from typing import Any

import pytest

from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.db import writing
from models.entries import actions as entries
from models.entries import attachments, queries
from models.entries.draft import Draft
from models.entries.standing import Reach
from models.entries.tables import Entry, Revision
from models.law import ACTS, JURY, Shown, State
from models.problems import Problem, WrongState
from models.workflow import queries as workflow
from models.workflow.tables import Move
from tests.cast import Cast
from tests.models.works import (
    COLLECTING,
    INSTANT,
    PUBLISHING,
    brought_to,
    move,
    photo,
    place,
    published,
    row,
    shown,
    submitted,
)


def view(entry_id: str, reader: Actor) -> dict[str, Any]:
    """Everything a reader can learn of one entry: words, ways, history, filters, counts, and the answer to every act he might try."""
    entry = queries.find(entry_id, reader)
    assert entry is not None
    return {
        "shown": Reach(reader).shown(entry, COLLECTING), "sees": Reach(reader).sees_jury(entry),
        "ways": [(way.step.act, way.step.label, said(way.problem)) for way in workflow.ways_on(entry, reader, COLLECTING)],
        "history": [{**asdict(told), "id": None} for told in workflow.history(entry, reader)],
        "filters": [word for word in {*State, *Shown} if queries.with_state(queries.visible_to(reader), word, reader, COLLECTING).count()],
        "scopes": [queries.in_scope(reader, scope).count() for scope in ("mine", "unit", "track", "all")],
        "tried": {act: tried(lambda act=act: move(entry_id, act, reader)) for act in ACTS if act != "withdraw"},
        "saved": tried(lambda: entries.save(entry_id, photo_of(entry), revision=entry.revision, actor=reader, at=COLLECTING)),
        "placed": tried(lambda: place(entry_id, reader)),
        "ordered": tried(lambda: attachments.reorder(entry_id, [], actor=reader, at=COLLECTING)),
        "discarded": tried(lambda: entries.discard(entry_id, actor=reader)), "until": entry.editable_until, "revision": entry.revision,
    }


def photo_of(entry: Entry) -> Draft:
    return Draft(track=entry.track, type=entry.type, title="换一个题目")


def said(problem: Problem | None) -> Any:
    return problem and (problem.code, problem.detail, problem.context)


def tried(deed: Any) -> Any:
    try:
        return deed()
    except Problem as refused:
        return said(refused)


@pytest.mark.parametrize("reader", ["lincuo", "cairang"])
def test_the_whole_view_is_the_same_whatever_the_jury_decided(cast: Cast, reader: str) -> None:
    """For the author and for the union below, each from its own single entry in an otherwise equal world."""
    views = []
    for state in JURY:
        entry_id = brought_to(state, cast)
        views.append(view(entry_id, getattr(cast, reader)))
        forget(entry_id)
    for each in views:
        assert each == views[0]
    assert (views[0]["shown"], views[0]["sees"]) == ("in_review", False)


def forget(entry_id: str) -> None:
    """Out of the way of the next world's counts."""
    with writing():
        delete_rows(Move, Move.entry == entry_id)
        delete_rows(Revision, Revision.entry == entry_id)
        delete_rows(Entry, Entry.id == entry_id)


def test_with_more_asked_for_the_view_stays_the_same_too(cast: Cast) -> None:
    views: list[Any] = []
    for decision in (None, ("decline", cast.qilian), ("shortlist", cast.qilian)):
        entry_id = brought_to("preselected", cast)
        move(entry_id, "return", cast.qilian)
        if decision:
            move(entry_id, *decision)
        entry = row(entry_id)
        views.append((Reach(cast.lincuo).shown(entry, COLLECTING), entry.editable_until,
                      [(way.step.act, way.step.label, said(way.problem)) for way in workflow.ways_on(entry, cast.lincuo, COLLECTING)],
                      [(told.act, told.target) for told in workflow.history(entry, cast.lincuo)]))
        assert move(entry_id, "submit", cast.lincuo)
        views.append(shown(entry_id, cast.lincuo))
    assert views == views[:2] * 3
    assert (views[0][0], [way[:2] for way in views[0][2]], views[0][3][-1], views[1]) == (
        "supplement", [("submit", "提交补充材料"), ("withdraw", "撤回")], ("return", "supplement"), "in_review")


def test_before_the_jury_the_words_are_the_states_own(cast: Cast) -> None:
    entry_id = submitted(cast)
    assert shown(entry_id, cast.lincuo) == "submitted"
    move(entry_id, "return", cast.ma)
    assert shown(entry_id, cast.lincuo) == "returned"


@pytest.mark.parametrize(("state", "word"), [("recommended", "recommended"), ("approved", "selected"), ("shortlisted", "not_selected"),
                                             ("preselected", "not_selected"), ("declined", "not_selected")])
def test_results_are_shown_when_a_third_person_agrees_and_to_the_instant(cast: Cast, state: str, word: str) -> None:
    entry_id, batch = brought_to(state, cast), brought_to("approved", cast, cast.ma)
    for organiser in (cast.liqing, cast.zhuoma):
        move(batch, "publish", organiser, PUBLISHING)
        assert shown(entry_id, cast.lincuo) == "in_review"
    move(batch, "publish", cast.hanmei, PUBLISHING)
    assert shown(entry_id, cast.lincuo) == word


def test_an_author_reads_role_and_unit_and_the_words_of_the_day(cast: Cast) -> None:
    entry_id = brought_to("preselected", cast)
    move(entry_id, "return", cast.qilian, comment="请换原图")
    for act, actor in (("submit", cast.lincuo), ("shortlist", cast.qilian), ("approve", cast.liqing)):
        move(entry_id, act, actor)
    before = workflow.history(row(entry_id), cast.lincuo)
    published(cast, entry_id)
    move(entry_id, "exhibit", cast.liqing, PUBLISHING)
    after = workflow.history(row(entry_id), cast.lincuo)
    assert [(told.act, told.source, told.target, told.role, told.unit, told.comment, told.who) for told in after] == [
        ("submit", "draft", "submitted", "author", None, "", None),
        ("return", "in_review", "supplement", "host", "中国水利水电第四工程局有限公司工会", "请换原图", None),
        ("submit", "in_review", "in_review", "author", None, "", None),
        ("exhibit", "selected", "selected", "organiser", None, "", None)]
    assert after[:3] == before


def test_staff_read_everything_with_who_and_how_late(cast: Cast) -> None:
    entry_id = brought_to("shortlisted", cast, at=COLLECTING)
    told = workflow.history(row(entry_id), cast.baima)
    assert [(one.act, one.target, one.who, one.late_s) for one in told] == [
        ("submit", "submitted", cast.lincuo.account_id, 0), ("preselect", "preselected", cast.ma.account_id, 0),
        ("shortlist", "shortlisted", cast.qilian.account_id, 0)]


def test_an_author_who_tries_what_is_not_his_learns_nothing_of_the_state(cast: Cast) -> None:
    works = [brought_to(state, cast) for state in ("submitted", "preselected", "declined")]
    answers = [tried(partial(move, work, "shortlist", cast.lincuo)) for work in works]
    assert answers == [answers[0]] * 3
    assert answers[0][0] == "entry.own"


def test_a_supplement_that_is_due_is_over(cast: Cast) -> None:
    entry_id = brought_to("preselected", cast)
    move(entry_id, "return", cast.qilian)
    due = row(entry_id).editable_until
    assert due is not None
    assert (shown(entry_id, cast.lincuo, due - INSTANT), shown(entry_id, cast.lincuo, due)) == ("supplement", "in_review")
    assert entries.save(entry_id, photo(cast, title="补上了"), revision=1, actor=cast.lincuo, at=due - INSTANT).revision == 2
    with pytest.raises(WrongState, match="作品当前为「评选中」，不能「修改」"):
        entries.save(entry_id, photo(cast), revision=2, actor=cast.lincuo, at=due)
