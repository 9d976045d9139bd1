"""文件检查: one worker a file, each step written down once, patience, and an end in the open."""
from datetime import timedelta
from typing import Any

import pytest

from models import ids
from models.db import writing
from models.entries import attachments
from models.media import actions, examination, queries
from models.media.examination import IN_FLIGHT, LEASE, PATIENCE, ClaimLost, Stored, rendition_key
from models.media.tables import Examination, File, FileState, Rendition, Step
from models.problems import NothingToExamine
from tests.cast import Cast
from tests.models.works import COLLECTING, INSTANT, lines, saved, with_file

PHOTOS = ("photo",)
FOUND = {"type": "image/jpeg", "width": 4000, "height": 3000, "has_camera_data": True}


def claimed(at: Any = COLLECTING) -> Examination:
    row = examination.claim(PHOTOS, at=at)
    assert row is not None
    return row


def made(file: File, *purposes: str) -> list[Stored]:
    return [Stored(purpose, rendition_key(file.key, purpose), "image/jpeg", 1000, 480, 360) for purpose in purposes]


def taken_through(row: Examination, file: File) -> None:
    examination.sniffed(row, mime="image/jpeg", sha256="a" * 64, at=COLLECTING)
    examination.measured(row, FOUND, at=COLLECTING)
    examination.rendered(row, made(file, "thumb", "display"), at=COLLECTING)
    examination.printed(row, at=COLLECTING)
    examination.finished(row, at=COLLECTING)


def test_a_stored_file_is_taken_through_every_step_and_is_ready(cast: Cast) -> None:
    file = with_file(saved(cast), cast.lincuo)
    taken_through(claimed(), file)
    found = File.get_by_id(file.id)
    assert (found.state, found.sha256, found.mime) == (FileState.READY, "a" * 64, "image/jpeg")
    assert [one.purpose for one in queries.renditions([file.id])[file.id]] == ["display", "thumb"]
    assert queries.progress([file.id])[file.id] == queries.Progress("done", 5, 5)
    assert lines(file.id) == ["file.opened", "file.stored", "file.ready"]
    assert examination.claim(PHOTOS, at=COLLECTING + timedelta(days=9)) is None


def test_a_file_is_in_one_hand_at_a_time_and_the_longest_waiting_comes_first(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    first, second = with_file(entry_id, cast.lincuo), with_file(entry_id, cast.lincuo, COLLECTING + INSTANT)
    later = COLLECTING + INSTANT
    assert [claimed(later).file_id, claimed(later).file_id] == [first.id, second.id]
    assert examination.claim(PHOTOS, at=later) is None
    assert examination.claim(("video", "song"), at=later + LEASE) is None


def test_a_worker_that_was_killed_is_followed_by_another_at_the_same_step(cast: Cast) -> None:
    file = with_file(saved(cast), cast.lincuo)
    lost = claimed()
    examination.sniffed(lost, mime="image/jpeg", sha256="a" * 64, at=COLLECTING)
    assert examination.claim(PHOTOS, at=COLLECTING + LEASE - INSTANT) is None
    follower = claimed(COLLECTING + LEASE)
    assert (follower.file_id, follower.step, follower.attempts) == (file.id, Step.MEASURE, 2)
    with pytest.raises(ClaimLost):
        examination.measured(lost, FOUND, at=COLLECTING)
    with pytest.raises(ClaimLost):
        examination.keep_alive(lost, at=COLLECTING)
    assert examination.measured(follower, FOUND, at=COLLECTING)


def test_work_that_goes_on_keeps_its_claim(cast: Cast) -> None:
    with_file(saved(cast), cast.lincuo)
    row = claimed()
    examination.keep_alive(row, at=COLLECTING + LEASE - INSTANT)
    assert examination.claim(PHOTOS, at=COLLECTING + LEASE) is None
    assert examination.claim(PHOTOS, at=COLLECTING + 2 * LEASE) is not None


def test_trouble_is_met_with_patience_and_ends_in_the_open(cast: Cast) -> None:
    file, at = with_file(saved(cast), cast.lincuo), COLLECTING
    for pause in PATIENCE:
        examination.failed(claimed(at), "away", at=at)
        assert queries.progress([file.id])[file.id].state == "trying_again"
        assert examination.claim(PHOTOS, at=at + pause - INSTANT) is None
        at += pause
    examination.failed(claimed(at), "away", at=at)
    assert examination.claim(PHOTOS, at=at + timedelta(days=99)) is None
    assert queries.progress([file.id])[file.id] == queries.Progress("given_up", 0, 5)
    assert [(row.file_id, row.trouble) for row in queries.given_up()] == [(file.id, "away")]
    assert (File.get_by_id(file.id).state, lines(file.id)[-1], queries.backlog()) == (FileState.STORED, "file.given_up", (0, 1))


def test_a_file_that_kills_every_worker_is_given_up_too(cast: Cast) -> None:
    file, at = with_file(saved(cast), cast.lincuo), COLLECTING
    for _ in range(len(PATIENCE) + 1):
        assert claimed(at).file_id == file.id
        at += LEASE
    assert examination.claim(PHOTOS, at=at) is None
    assert [row.file_id for row in queries.given_up()] == [file.id]


def test_what_is_too_heavy_is_tried_twice(cast: Cast) -> None:
    file = with_file(saved(cast), cast.lincuo)
    examination.failed(claimed(), examination.TOO_HEAVY, at=COLLECTING)
    assert queries.given_up() == []
    later = COLLECTING + PATIENCE[0]
    examination.failed(claimed(later), examination.TOO_HEAVY, at=later)
    assert [row.file_id for row in queries.given_up()] == [file.id]


def test_what_was_given_up_may_be_started_again_and_nothing_else(cast: Cast) -> None:
    file = with_file(saved(cast), cast.lincuo)
    with pytest.raises(NothingToExamine):
        examination.start_again(file.id, actor_id=cast.liqing.account_id)
    for at in (COLLECTING, COLLECTING + PATIENCE[0]):
        examination.failed(claimed(at), examination.TOO_HEAVY, at=at)
    examination.start_again(file.id, actor_id=cast.liqing.account_id, at=COLLECTING)
    taken_through(claimed(), file)
    assert File.get_by_id(file.id).state == FileState.READY
    with pytest.raises(NothingToExamine):
        examination.start_again(ids.mint("fil"), actor_id=cast.liqing.account_id)


@pytest.mark.parametrize(("why", "words"), [
    ("kind", "这里收 JPG、PNG、HEIC 或 WebP 格式的照片，请转换或重新选择"),
    ("unreadable", "文件打不开，可能没有传完整或已经损坏，请在手机或电脑上确认能打开后重新上传"),
    ("dangerous", "文件里有不安全的内容，请重新导出后再上传")])
def test_a_file_that_is_itself_at_fault_is_refused_with_words_and_everything_of_it_goes(cast: Cast, why: str, words: str) -> None:
    file = with_file(saved(cast), cast.lincuo)
    row = claimed()
    examination.sniffed(row, mime="image/jpeg", sha256="a" * 64, at=COLLECTING)
    examination.measured(row, FOUND, at=COLLECTING)
    examination.rendered(row, made(file, "thumb"), at=COLLECTING)
    examination.unfit(row, why, at=COLLECTING)
    found = File.get_by_id(file.id)
    assert (found.state, [(one["rule"], one["outcome"], one["words"]) for one in found.verdicts]) == (
        FileState.REFUSED, [(why, "refuse", words)])
    assert (Rendition.select().count(), queries.discarded(COLLECTING)) == (0, [file.key])
    assert rendition_key(file.key, "thumb") in queries.discarded(COLLECTING + IN_FLIGHT)
    assert examination.claim(PHOTOS, at=COLLECTING + timedelta(days=9)) is None


def test_other_bytes_than_the_phone_announced_are_refused_where_only_the_worker_can_tell(cast: Cast) -> None:
    file = with_file(saved(cast), cast.lincuo, sha256="b" * 64)
    assert examination.sniffed(claimed(), mime="image/jpeg", sha256="a" * 64, at=COLLECTING) is False
    assert [one["rule"] for one in File.get_by_id(file.id).verdicts] == ["sha256"]


def test_a_file_removed_meanwhile_is_nobodys_work_and_its_renditions_go_too(cast: Cast) -> None:
    entry_id = saved(cast)
    file = with_file(entry_id, cast.lincuo)
    row = claimed()
    attachments.detach(file.id, actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(ClaimLost):
        examination.subject(row)
    with pytest.raises(ClaimLost):
        examination.rendered(row, made(file, "thumb"), at=COLLECTING)
    assert Rendition.select().count() == 0
    for key in queries.discarded(COLLECTING + IN_FLIGHT):
        actions.forget_discarded(key)                  # the sweep was quicker than the worker
    examination.clear_up(row, at=COLLECTING)
    gone = queries.discarded(COLLECTING + IN_FLIGHT)
    assert {file.key, rendition_key(file.key, "thumb"), rendition_key(file.key, "display")} <= set(gone)


def test_the_stores_own_processing_is_waited_for_without_losing_patience(cast: Cast) -> None:
    file, at = with_file(saved(cast), cast.lincuo), COLLECTING
    row = claimed(at)
    examination.sniffed(row, mime="image/jpeg", sha256="a" * 64, at=at)
    examination.measured(row, FOUND, at=at)
    examination.under_way(row, "z0.job", due=PATIENCE[0], at=at)
    for _ in range(3 * len(PATIENCE)):
        at += PATIENCE[0]
        row = claimed(at)
        assert row.ticket == "z0.job"
        examination.under_way(row, "z0.job", due=PATIENCE[0], at=at)
    row = claimed(at + PATIENCE[0])
    examination.rendered(row, made(file, "thumb"), at=at)
    assert (Examination.get_by_id(file.id).ticket, Examination.get_by_id(file.id).step) == (None, Step.PRINT)


def test_a_person_may_refuse_what_was_ready(cast: Cast) -> None:
    file = with_file(saved(cast), cast.lincuo)
    taken_through(claimed(), file)
    verdict: Any = {"rule": "content", "outcome": "refuse", "measured": None, "limit": None, "words": "内容审核未通过：含有广告"}
    for _ in range(2):
        with writing():
            examination.refuse(file.id, verdict, COLLECTING)
    found = File.get_by_id(file.id)
    assert (found.state, found.verdicts, Rendition.select().count()) == (FileState.REFUSED, [verdict], 0)
    assert lines(file.id)[-2:] == ["file.ready", "file.refused"]


def test_a_rendition_key_follows_from_the_original_and_does_not_tell_it() -> None:
    one, other = rendition_key("ent/ab/secret", "thumb"), rendition_key("ent/ab/secret", "display")
    assert one == rendition_key("ent/ab/secret", "thumb")
    assert one != other
    assert "secret" not in one
