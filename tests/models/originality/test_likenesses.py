"""What is written down of files that are alike, for whom, and what people may say of it."""
from datetime import timedelta
from functools import partial

import pytest
from peewee import IntegrityError

from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.db import writing
from models.entries import actions as entries
from models.media.tables import File, FileState
from models.originality import actions, queries
from models.originality.tables import Fingerprint, Likeness
from models.ports import Print
from models.problems import Forbidden, NotFound
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.counting import count_queries
from tests.models.originality.works import entered, likenesses, pairs, row
from tests.models.works import COLLECTING, arrive, move, place, saved, written

BYTES = "ab" * 32
LATER = COLLECTING + timedelta(hours=1)
PRINT = [Print("0123456789abcdef", "5a" * 32)]
EVERYBODY = ("lincuo", "ma", "cairang", "qilian", "liqing", "zhuoma", "hanmei", "yangjin", "baima")


def listing(actor: Actor, state: str = "open") -> list[str]:
    return [one.id for one in queries.listed(actor, state)]


def two(cast: Cast, one: Actor | None = None, other: Actor | None = None) -> Likeness:
    """Two works with the same file, an hour apart."""
    entered(cast, one or cast.lincuo, sha256=BYTES, title="晨光")
    entered(cast, other or cast.yangjin, sha256=BYTES, at=LATER, title="朝阳")
    (found,) = likenesses()
    return found


@pytest.mark.parametrize("kind", ["photo", "song", "video", "document"])
def test_equal_bytes_are_a_likeness_of_every_kind(cast: Cast, kind: str) -> None:
    first = entered(cast, cast.lincuo, sha256=BYTES, kind=kind)
    second = entered(cast, cast.yangjin, sha256=BYTES, kind=kind, at=LATER)
    entered(cast, cast.yangjin, sha256="cd" * 32, kind=kind, at=LATER)
    (found,) = likenesses()
    assert (found.newer_id, found.older_id, found.how, found.similarity) == (second.id, first.id, "bytes", 100)
    assert [line.details for line in written(second.id) if line.what == "file.likened"] == [{"about": second.about, "count": 1}]


def test_looking_again_writes_nothing_again_and_a_pair_is_one_whichever_is_looked_at(cast: Cast) -> None:
    found = two(cast)
    assert [actions.keep_and_compare(one, PRINT) for one in (found.newer_id, found.older_id) * 2] == [0, 0, 0, 0]
    assert [one.id for one in likenesses()] == [found.id]
    assert Fingerprint.select().count() == 2


def test_two_that_arrive_at_one_instant_see_each_other(cast: Cast) -> None:
    both = [entered(cast, author, submit=False) for author in (cast.lincuo, cast.yangjin)]
    at_once([partial(actions.keep_and_compare, one.id, PRINT) for one in both])
    assert [{one.newer_id, one.older_id} for one in likenesses()] == [{one.id for one in both}]


def test_files_of_the_same_work_are_no_likeness(cast: Cast) -> None:
    entry = saved(cast, type="group")
    for file in [arrive(place(entry, cast.lincuo), sha256=BYTES) for _ in range(2)]:
        assert actions.keep_and_compare(file.id, PRINT) == 0
    assert likenesses() == []


def test_a_removed_or_refused_file_is_neither_compared_nor_found_nor_shown(cast: Cast) -> None:
    found = two(cast)
    with writing():
        File.update(removed_at=LATER).where(File.id == found.older_id).execute()
    assert listing(cast.liqing, "all") == []
    assert actions.keep_and_compare(found.older_id, PRINT) == 0
    with writing():
        File.update(removed_at=None, state=FileState.REFUSED).where(File.id == found.older_id).execute()
    assert listing(cast.liqing, "all") == []
    assert actions.keep_and_compare(found.older_id, PRINT) == 0
    assert Fingerprint.select().count() == 0
    third = entered(cast, cast.yangjin, sha256=BYTES)
    assert {one.id for one in likenesses() if found.older_id in (one.newer_id, one.older_id)} == {found.id}
    assert listing(cast.liqing) == [one.id for one in likenesses() if third.id in (one.newer_id, one.older_id)]


def test_a_draft_is_shown_only_once_it_is_submitted_and_a_discarded_one_never(cast: Cast) -> None:
    entered(cast, cast.lincuo, sha256=BYTES)
    draft = entered(cast, cast.yangjin, sha256=BYTES, submit=False)
    assert (len(pairs()), listing(cast.liqing)) == (1, [])
    move(draft.about, "submit", cast.yangjin)
    assert len(listing(cast.liqing)) == 1
    other = entered(cast, cast.yangjin, sha256=BYTES, submit=False)
    entries.discard(other.about, actor=cast.yangjin)
    assert len(listing(cast.liqing, "all")) == 1


def test_rows_go_with_the_file(cast: Cast) -> None:
    found = two(cast)
    actions.keep(found.older_id, PRINT)
    with writing():
        delete_rows(File, File.id == found.older_id)
    assert (likenesses(), Fingerprint.select().count()) == ([], 0)


def test_twenty_are_written_down_for_a_file_that_everybody_has(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    files = [entered(cast, cast.lincuo, sha256=BYTES, at=COLLECTING + timedelta(minutes=n)) for n in range(4)]
    assert {older for newer, older in pairs() if newer == files[3].id} == {files[0].id, files[1].id}


def test_who_is_shown_a_likeness(cast: Cast) -> None:
    """林措 is of a factory under 马海燕's city; 央金 belongs nowhere; the host sees what was preselected for his track."""
    found = two(cast)
    seeing = {name for name in EVERYBODY if listing(getattr(cast, name)) == [found.id]}
    assert seeing == {"ma", "cairang", "liqing", "zhuoma", "hanmei", "baima"}
    move(row(found.older_id).about, "preselect", cast.ma)
    assert listing(cast.qilian) == [found.id]
    assert {name for name in EVERYBODY if listing(getattr(cast, name))} == seeing | {"qilian"}


@pytest.mark.parametrize("author", ["ma", "qilian", "liqing"])
def test_nobody_is_shown_one_of_a_work_he_authored(cast: Cast, author: str) -> None:
    found = two(cast, other=getattr(cast, author))
    assert listing(getattr(cast, author), "all") == []
    assert queries.find(found.id, getattr(cast, author)) is None
    assert list(queries.of_entry(row(found.newer_id).about, getattr(cast, author))) == []


def test_the_side_he_may_not_see_is_told_by_year_and_track_only(cast: Cast) -> None:
    found = two(cast)
    (seen,) = queries.told(queries.listed(cast.ma), cast.ma)
    assert seen.newer == queries.Side(False, "2022 年", cast.plan.track("photo").label)
    assert (seen.older.visible, seen.older.file and seen.older.file.id, seen.older.unit_name) == (True, found.older_id, "城东机械厂工会")
    assert seen.same_author is None
    assert "朝阳" not in seen.words
    assert seen.words.startswith("与2022 年")
    (whole,) = queries.told(queries.listed(cast.liqing), cast.liqing)
    assert (whole.newer.visible, whole.older.visible, whole.same_author) == (True, True, False)
    assert whole.words == "与《晨光》的照片完全相同（两个文件一个字节不差）"
    (turned,) = queries.told([found], cast.liqing, row(found.older_id).about)
    assert turned.words.startswith("与《朝阳》的照片")


def test_the_same_author_is_marked(cast: Cast) -> None:
    two(cast, other=cast.lincuo)
    (seen,) = queries.told(queries.listed(cast.ma), cast.ma)
    assert seen.same_author is True


def test_the_likenesses_of_one_work(cast: Cast) -> None:
    found = two(cast)
    apart = entered(cast, cast.lincuo)
    for entry, ids in ((row(found.older_id).about, [found.id]), (row(found.newer_id).about, [found.id]), (apart.about, [])):
        assert [one.id for one in queries.of_entry(entry, cast.liqing)] == ids
    assert [one.id for one in queries.of_entry(row(found.older_id).about, cast.ma)] == [found.id]
    assert list(queries.of_entry(row(found.newer_id).about, cast.ma)) == []


def test_an_answer_settles_it_may_be_changed_and_taken_back(cast: Cast) -> None:
    found = two(cast)
    actions.answer(found.id, "same", "同一张底片", actor=cast.ma, at=LATER)
    assert [listing(cast.ma, state) for state in queries.STATES] == [[], [found.id], [], [found.id]]
    for _ in range(2):
        kept = actions.answer(found.id, "different", actor=cast.liqing, at=LATER)
    assert (kept.answer, kept.comment, kept.answered_by_id, kept.answered_at) == ("different", "", cast.liqing.account_id, LATER)
    opened = actions.answer(found.id, None, "再看", actor=cast.ma)
    assert (opened.answer, opened.comment, opened.answered_by_id, opened.answered_at) == (None, "", None, None)
    assert [(line.actor_id, line.details) for line in written(found.id)] == [
        (cast.ma.account_id, {"answer": "same", "former": None}), (cast.liqing.account_id, {"answer": "different", "former": "same"}),
        (cast.ma.account_id, {"answer": None, "former": "different"})]


@pytest.mark.parametrize(("who", "problem"), [("baima", Forbidden), ("lincuo", NotFound), ("yangjin", NotFound), ("qilian", NotFound)])
def test_who_only_watches_or_is_a_party_does_not_answer(cast: Cast, who: str, problem: type[Exception]) -> None:
    found = two(cast)
    with pytest.raises(problem):
        actions.answer(found.id, "same", actor=getattr(cast, who))
    assert [one.answer for one in likenesses()] == [None]


def test_a_list_asks_as_many_questions_of_three_as_of_one(cast: Cast) -> None:
    two(cast)
    asked = []
    for _ in range(2):
        with count_queries() as counted:
            shown = queries.told(queries.listed(cast.ma), cast.ma)
        asked.append((len(shown), counted.reads))
        if len(shown) == 1:
            entered(cast, cast.lincuo, sha256=BYTES)
    assert asked == [(1, asked[0][1]), (3, asked[0][1])]


def test_a_file_is_never_like_itself(cast: Cast) -> None:
    found = two(cast)
    with pytest.raises(IntegrityError), writing():
        Likeness.update(older=found.newer_id).where(Likeness.id == found.id).execute()
