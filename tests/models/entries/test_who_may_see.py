"""Who sees which entries, in every state, in lists and counts; and how many questions a list asks."""
from collections.abc import Iterator
from datetime import datetime

import pytest

from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.accounts.grants import grant_role
from models.entries import queries
from models.entries.standing import Reach
from models.entries.tables import Entry
from models.law import Shown, State
from models.units.queries import by_names
from models.workflow import queries as workflow
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.works import COLLECTING, PUBLISHING, brought_to, move, published, row, saved, submitted

EVERYBODY = ("lincuo", "ma", "cairang", "qilian", "liqing", "zhuoma", "hanmei", "yangjin", "baima")
ORGANISERS = {"liqing", "zhuoma", "hanmei"}
UNITS = {"lincuo", "ma", "cairang", "baima"} | ORGANISERS
SEEN_BY = {
    "draft": {"lincuo"}, "submitted": UNITS, "returned": UNITS, "declined": UNITS, "withdrawn": UNITS, "disqualified": UNITS,
    **dict.fromkeys(("preselected", "shortlisted", "approved", "recommended"), UNITS | {"qilian"})}


def in_state(state: str, cast: Cast) -> str:
    """A photograph by 林措 in any state of the law."""
    if state == "draft":
        return saved(cast)
    acts = {"returned": ("return", cast.ma), "withdrawn": ("withdraw", cast.lincuo), "disqualified": ("disqualify", cast.liqing)}
    if state not in acts:
        return brought_to(state, cast)
    entry_id = submitted(cast)
    move(entry_id, *acts[state])
    return entry_id


@pytest.mark.parametrize("state", list(State))
def test_each_sees_what_concerns_them_and_the_counts_agree(cast: Cast, state: str) -> None:
    entry_id = in_state(state, cast)
    seeing = {name for name in EVERYBODY if queries.find(entry_id, getattr(cast, name))}
    assert seeing == SEEN_BY[state]
    for name in EVERYBODY:
        assert queries.visible_to(getattr(cast, name)).count() == (name in seeing)


def test_scopes_part_what_is_visible(cast: Cast) -> None:
    brought_to("preselected", cast)
    saved(cast, cast.ma)
    scopes = ("mine", "unit", "track", "all")
    counts = {name: [queries.in_scope(getattr(cast, name), scope).count() for scope in scopes] for name in EVERYBODY}
    assert counts == {"lincuo": [1, 0, 0, 1], "ma": [1, 1, 0, 2], "cairang": [0, 1, 0, 1], "qilian": [0, 0, 1, 1], "liqing": [0, 0, 0, 1],
                      "zhuoma": [0, 0, 0, 1], "hanmei": [0, 0, 0, 1], "yangjin": [0, 0, 0, 0], "baima": [0, 0, 0, 1]}


def test_filtering_by_a_state_finds_what_the_reader_is_told_and_nothing_else(cast: Cast) -> None:
    """For every reader and every word, before and after publication: the filter finds exactly the rows that show this word."""
    for state in ("returned", "declined", "recommended"):
        in_state(state, cast)
    asked = brought_to("shortlisted", cast)
    move(asked, "return", cast.liqing)
    approved = brought_to("approved", cast, cast.ma)
    assert _filters_agree(cast, COLLECTING) == 5
    published(cast, approved)
    assert _filters_agree(cast, PUBLISHING) == 5


def _filters_agree(cast: Cast, at: datetime) -> int:
    for actor, word in _readers_and_words(cast):
        reach = Reach(actor)
        found = {entry.id for entry in queries.with_state(queries.visible_to(actor), word, actor, at)}
        told = {entry.id for entry in queries.visible_to(actor)
                if word == (entry.state if reach.sees_jury(entry) else reach.shown(entry, at))}
        assert found == told, (word, actor)
    return Entry.select().count()


def _readers_and_words(cast: Cast) -> Iterator[tuple[Actor, str]]:
    for name in EVERYBODY:
        for word in sorted({*State, *Shown, "nonsense"}):
            yield getattr(cast, name), str(word)


def test_the_union_below_cannot_ask_for_the_jurys_states(cast: Cast) -> None:
    brought_to("declined", cast)
    everything = queries.in_scope(cast.cairang, "unit")
    found = [queries.with_state(everything, word, cast.cairang, COLLECTING).count() for word in ("declined", "preselected", "in_review")]
    assert found == [0, 0, 1]


def test_a_hosts_own_work_does_not_appear_among_his_tracks_when_it_is_preselected(cast: Cast) -> None:
    own = brought_to("submitted", cast, cast.qilian)
    before = [queries.in_scope(cast.qilian, scope).count() for scope in ("mine", "track", "all")]
    move(own, "preselect", cast.liqing)
    assert [queries.in_scope(cast.qilian, scope).count() for scope in ("mine", "track", "all")] == before == [1, 0, 1]
    assert not Reach(cast.qilian).sees_jury(row(own))


def test_a_host_by_unit_hosts_what_the_newest_plan_gives_that_unit(cast: Cast) -> None:
    unit = by_names([str(cast.plan.track("photo").host)])[str(cast.plan.track("photo").host)]
    grant_role(str(cast.yangjin.account_id), "host", f"unit:{unit.id}", actor=SYSTEM)
    host = people.actor_of(str(cast.yangjin.account_id))
    entry_id = brought_to("preselected", cast)
    assert queries.in_scope(host, "track").count() == 1
    assert move(entry_id, "shortlist", host)


def test_an_observer_over_a_unit_or_a_track_reads_those_only_and_moves_nothing(cast: Cast) -> None:
    watched, elsewhere = brought_to("preselected", cast), submitted(cast, cast.hanmei)
    for over in (f"unit:{cast.city}", "track:qinghai-2022/photo"):
        grant_role(str(cast.yangjin.account_id), "observer", over, actor=SYSTEM)
        reader = people.actor_of(str(cast.yangjin.account_id))
        assert Reach(reader).sees_jury(row(watched))
        assert (queries.find(elsewhere, reader) is None) == (over == f"unit:{cast.city}")
        assert all(way.problem for way in workflow.ways_on(row(watched), reader, COLLECTING))


def test_personal_answers_are_for_the_author_and_those_who_work_on_it(cast: Cast) -> None:
    entry = row(brought_to("preselected", cast))
    readers = {name for name in EVERYBODY if Reach(getattr(cast, name)).sees_private(entry)}
    assert readers == {"lincuo", "ma", "qilian"} | ORGANISERS


@pytest.mark.parametrize(("name", "reads"), [("lincuo", 2), ("ma", 6), ("qilian", 2), ("liqing", 2), ("baima", 2), ("cairang", 6)])
def test_a_page_asks_as_often_for_three_rows_as_for_one(cast: Cast, name: str, reads: int) -> None:
    for number in (1, 3):
        while Entry.select().count() < number:
            brought_to("preselected", cast)
        with count_queries() as counted:
            page = list(queries.visible_to(getattr(cast, name)))
            reach = Reach(getattr(cast, name))
            told = [(reach.shown(entry, COLLECTING), reach.sees_jury(entry)) for entry in page]
        assert (len(told), counted.reads) == (number, reads)
