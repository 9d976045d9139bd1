"""What the store says of a file, and what becomes of its bytes."""
from datetime import timedelta
from typing import Any

import pytest

from models import ids
from models.entries import attachments
from models.media import actions, examination, queries
from models.media.tables import Discarded
from models.problems import CallbackReplayed, FileNameBad, FileTooLarge, FileWrongKind, NotFound
from tests.cast import Cast
from tests.models.works import CLOSING, COLLECTING, INSTANT, arrive, lines, looked_into, place, saved


def test_a_name_no_system_can_keep_an_empty_and_a_huge_file_are_refused_at_once(cast: Cast) -> None:
    entry_id = saved(cast)
    for name in ("", " ", "a/b.jpg", "a\\b.jpg", "a\nb.jpg", "x" * 256):
        with pytest.raises(FileNameBad):
            place(entry_id, cast.lincuo, name=name)
    for size, refusal, words in ((0, FileWrongKind, "这里不收这种文件（照片），文件是空的，请重新选择"),
                                 (52428801, FileTooLarge, "文件有 52428801 字节，这里最多 52428800 字节，请压缩后重选")):
        with pytest.raises(refusal) as refused:
            place(entry_id, cast.lincuo, size=size)
        assert refused.value.detail == words
    assert queries.files_of(entry_id) == []


@pytest.mark.parametrize(("found", "rule"), [
    ({"size": 2_999_999}, "size"), ({"mime": "image/svg+xml"}, "kind"), ({"mime": "video/mp4"}, "kind"), ({"sha256": "b" * 64}, "sha256")])
def test_other_bytes_than_announced_are_refused_with_the_reason_and_thrown_away(cast: Cast, found: dict[str, Any], rule: str) -> None:
    file = arrive(place(saved(cast), cast.lincuo, sha256="a" * 64), **found)
    assert (file.state, [verdict["rule"] for verdict in file.verdicts]) == ("refused", [rule])
    assert queries.discarded(COLLECTING) == [file.key]


def test_a_specification_warns_and_the_file_is_kept(cast: Cast) -> None:
    file = arrive(place(saved(cast), cast.lincuo, size=1_468_006), mime="image/png")
    assert file.state == "stored"
    assert [(one["rule"], one["outcome"]) for one in file.verdicts] == [("type", "warn"), ("bytes_at_least", "warn")]
    assert file.verdicts[1]["words"] == "提示：文件只有 1.4 MB，建议不小于 2 MB，请尽量选原图"


def test_a_file_has_its_answer_once(cast: Cast) -> None:
    file = place(saved(cast), cast.lincuo)
    assert actions.settle(file.id, found=None, at=COLLECTING).state == "waiting"
    arrive(file)
    assert arrive(file, mime="text/html").state == "stored"
    assert looked_into(file).state == "ready"
    assert arrive(file, size=1).state == "ready"
    assert lines(file.id) == ["file.opened", "file.stored", "content.opened", "file.ready"]


def test_the_store_calls_once_with_its_ticket_and_that_alone_changes_nothing(cast: Cast) -> None:
    file = place(saved(cast), cast.lincuo)
    actions.called_back(file.ticket, key=file.key, at=COLLECTING)
    found = queries.find(file.id)
    assert found is not None
    assert (found.state, found.called_back_at) == ("waiting", COLLECTING)
    with pytest.raises(CallbackReplayed):
        actions.called_back(file.ticket, key=file.key)
    for ticket, key in (("unknown", file.key), (file.ticket, "ent/ab/other")):
        with pytest.raises(NotFound):
            actions.called_back(ticket, key=key)


def test_files_nobody_reported_are_looked_for_those_called_back_first(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    first, second, third = (place(entry_id, cast.lincuo) for _ in range(3))
    actions.called_back(second.ticket, key=second.key)
    arrive(third)
    assert queries.waiting(COLLECTING + timedelta(seconds=119)) == []
    assert [file.id for file in queries.waiting(COLLECTING + timedelta(minutes=2))] == [second.id, first.id]


def test_the_bytes_of_a_removed_file_go_at_once_and_those_still_on_their_way_when_no_permit_lives(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    stored, waiting = arrive(place(entry_id, cast.lincuo)), place(entry_id, cast.lincuo)
    for file in (stored, waiting):
        attachments.detach(file.id, actor=cast.lincuo, at=COLLECTING)
    late, made = COLLECTING + actions.LATEST_ARRIVAL, set(examination.keys_of(stored))
    assert queries.discarded(COLLECTING) == [stored.key]
    assert set(queries.discarded(late - INSTANT)) == {stored.key, *made}
    for key in (stored.key, *made):
        actions.forget_discarded(key)
    assert queries.discarded(late) == [waiting.key]
    assert Discarded.select().count() == 1


def test_a_removed_or_unknown_file_is_not_found(cast: Cast) -> None:
    for file_id in (ids.mint("fil"), "fil_nonsense"):
        with pytest.raises(NotFound):
            actions.settle(file_id, found=None)


def test_uploads_count_as_under_way_when_begun_before_and_none_was_begun_after(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    assert not queries.were_uploading(entry_id, CLOSING)
    first = place(entry_id, cast.lincuo, CLOSING - INSTANT)
    assert queries.were_uploading(entry_id, CLOSING)
    assert not queries.were_uploading(entry_id, CLOSING - INSTANT)
    arrive(first, CLOSING)
    assert queries.were_uploading(entry_id, CLOSING)
    place(entry_id, cast.lincuo, CLOSING)
    assert not queries.were_uploading(entry_id, CLOSING)


def test_a_file_that_arrived_before_closing_was_not_under_way(cast: Cast) -> None:
    entry_id = saved(cast)
    arrive(place(entry_id, cast.lincuo), CLOSING - INSTANT)
    assert not queries.were_uploading(entry_id, CLOSING)


def test_keys_tell_nothing_and_are_never_shared(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    keys = {place(entry_id, cast.lincuo, name="林措.jpg").key for _ in range(3)}
    assert len(keys) == 3
    assert all(key.startswith("ent/") and key.isascii() and len(key) == 41 and entry_id not in key for key in keys)


def test_what_was_asked_for_in_vain_goes_to_the_end_of_the_line_and_is_given_up_in_the_end(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    first, second = (place(entry_id, cast.lincuo, at).id for at in (COLLECTING, COLLECTING + timedelta(seconds=1)))
    later = COLLECTING + timedelta(minutes=5)
    assert [file.id for file in queries.waiting(later)] == [first, second]
    actions.settle(first, found=None, at=later)
    assert [file.id for file in queries.waiting(later)] == [second, first]
    assert queries.waiting(COLLECTING + queries.ABANDONED + timedelta(minutes=1)) == []
