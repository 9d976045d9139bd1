"""The files of an entry: how many of each kind, in what order, replaced without a gap, and when they may change."""
import pytest

from models import ids
from models.entries import actions, attachments
from models.media import queries
from models.media.tables import File
from models.problems import FilesMissing, FilesNotReady, FileTooMany, FileWrongKind, IdReused, Incomplete, NotFound, WrongState
from tests.cast import Cast
from tests.models.works import (
    COLLECTING,
    INSTANT,
    arrive,
    lines,
    looked_into,
    move,
    now,
    photo,
    place,
    ready,
    saved,
    song,
    submitted,
    with_file,
)


def names(entry_id: str) -> list[str]:
    return [file.name for file in queries.files_of(entry_id)]


def group(cast: Cast, files: int) -> str:
    """A draft of a series with so many pictures."""
    entry_id = saved(cast, type="group", fields={**photo(cast).fields, "caption": "一、清晨；二、正午；三、黄昏；四、夜里"})
    for number in range(files):
        with_file(entry_id, cast.lincuo, name=f"{number}.jpg")
    return entry_id


def test_a_single_picture_takes_one_file_and_no_second(cast: Cast) -> None:
    entry_id = ready(cast)
    with pytest.raises(FileTooMany) as full:
        place(entry_id, cast.lincuo)
    assert full.value.detail == "照片最多 1 个，请先删去不要的再添加"


@pytest.mark.parametrize(("files", "enough"), [(0, False), (3, False), (4, True), (8, True)])
def test_a_series_takes_four_to_eight(cast: Cast, files: int, enough: bool) -> None:
    entry_id = group(cast, files)
    if enough:
        assert move(entry_id, "submit", cast.lincuo)
        return
    with pytest.raises(FilesMissing) as lacking:
        move(entry_id, "submit", cast.lincuo)
    assert lacking.value.context["fields"] == [{"field": "files.photo", "label": "照片", "says": "要有 4 到 8 个"}]


def test_a_series_takes_no_ninth(cast: Cast) -> None:
    with pytest.raises(FileTooMany):
        place(group(cast, 8), cast.lincuo)


def test_a_kind_the_track_does_not_take_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(FileWrongKind) as wrong:
        place(saved(cast), cast.lincuo, kind="video")
    assert wrong.value.detail == "这里不收这种文件（视频），请重新选择"


def test_files_left_from_another_track_are_named_when_submitting(cast: Cast) -> None:
    entry_id = saved(cast)
    actions.save(entry_id, song(cast), revision=1, actor=cast.lincuo, at=COLLECTING)
    with_file(entry_id, cast.lincuo, kind="song")
    actions.save(entry_id, photo(cast), revision=2, actor=cast.lincuo, at=COLLECTING)
    with_file(entry_id, cast.lincuo)
    with pytest.raises(FilesMissing, match="歌曲 本子项目不收，请删去"):
        move(entry_id, "submit", cast.lincuo)


def test_a_place_asked_for_again_is_the_same_place(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    asked = {"about": entry_id, "name": "a.jpg", "size": 10, "kind": "photo", "sha256": "a" * 64}
    first = attachments.attach(file_id, **asked, actor=cast.lincuo, at=COLLECTING)  # type: ignore[arg-type]
    again = attachments.attach(file_id, **asked, actor=cast.lincuo, at=COLLECTING + INSTANT)  # type: ignore[arg-type]
    assert (first[1], again[1], first[0].key) == (True, False, again[0].key)
    other = saved(cast, cast.yangjin)
    for changed, person in (({"size": 11}, cast.lincuo), ({"sha256": "b" * 64}, cast.lincuo), ({"name": "b.jpg"}, cast.lincuo),
                            ({"about": other}, cast.yangjin), ({}, cast.ma)):
        with pytest.raises(IdReused):
            attachments.attach(file_id, **{**asked, **changed}, actor=person, at=COLLECTING)  # type: ignore[arg-type]


def test_a_place_asked_for_again_after_submission_is_still_found_and_a_new_one_is_not_given(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    asked = {"about": entry_id, "name": "a.jpg", "size": 3_000_000, "kind": "photo"}
    arrive(attachments.attach(file_id, **asked, actor=cast.lincuo, at=COLLECTING)[0])  # type: ignore[arg-type]
    move(entry_id, "submit", cast.lincuo)
    assert attachments.attach(file_id, **asked, actor=cast.lincuo)[1] is False  # type: ignore[arg-type]
    with pytest.raises(WrongState):
        place(entry_id, cast.lincuo)


def test_a_removed_file_has_no_place_any_more(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    asked = {"about": entry_id, "name": "a.jpg", "size": 10, "kind": "photo"}
    attachments.attach(file_id, **asked, actor=cast.lincuo, at=COLLECTING)  # type: ignore[arg-type]
    attachments.detach(file_id, actor=cast.lincuo, at=COLLECTING)
    for deed in (lambda: attachments.attach(file_id, **asked, actor=cast.lincuo), lambda: attachments.detach(file_id, actor=cast.lincuo)):  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            deed()


def test_only_the_author_adds_removes_and_orders_files(cast: Cast) -> None:
    entry_id = ready(cast)
    file = queries.files_of(entry_id)[0]
    for person in (cast.ma, cast.liqing, cast.yangjin):
        for deed in (lambda: place(entry_id, person), lambda: attachments.detach(file.id, actor=person),  # noqa: B023 - called at once
                     lambda: attachments.reorder(entry_id, [file.id], actor=person)):  # noqa: B023
            with pytest.raises(NotFound):
                deed()
    assert names(entry_id) == ["a.jpg"]


def test_a_replacement_takes_the_place_only_when_it_has_arrived(cast: Cast) -> None:
    entry_id = group(cast, 4)
    old = queries.files_of(entry_id)[1]
    new = place(entry_id, cast.lincuo, name="better.jpg", replaces=old.id)
    assert names(entry_id) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "better.jpg"]
    arrive(new)
    assert names(entry_id) == ["0.jpg", "better.jpg", "2.jpg", "3.jpg"]
    assert lines(old.id)[-1] == "file.removed"


def test_a_replacement_that_is_refused_leaves_the_old_one_standing(cast: Cast) -> None:
    entry_id = ready(cast)
    old = queries.files_of(entry_id)[0]
    assert arrive(place(entry_id, cast.lincuo, name="x.jpg", replaces=old.id), mime="text/html").state == "refused"
    assert names(entry_id) == ["a.jpg", "x.jpg"]
    with pytest.raises(FilesNotReady):
        move(entry_id, "submit", cast.lincuo)


def test_a_second_try_to_replace_steps_into_the_first_ones_stead(cast: Cast) -> None:
    entry_id = ready(cast)
    old = queries.files_of(entry_id)[0]
    first = place(entry_id, cast.lincuo, name="b.jpg", replaces=old.id)
    second = place(entry_id, cast.lincuo, name="c.jpg", replaces=old.id)
    third = place(entry_id, cast.lincuo, name="d.jpg", replaces=second.id)
    assert names(entry_id) == ["a.jpg", "d.jpg"]
    with pytest.raises(NotFound):
        arrive(first)
    arrive(third)
    assert names(entry_id) == ["d.jpg"]
    assert move(entry_id, "submit", cast.lincuo)


def test_a_replacement_whose_former_is_gone_needs_room_like_any_other(cast: Cast) -> None:
    entry_id = ready(cast)
    old = queries.files_of(entry_id)[0]
    arrive(place(entry_id, cast.lincuo, name="b.jpg", replaces=old.id))
    with pytest.raises(NotFound):
        place(entry_id, cast.lincuo, replaces=old.id)
    waiting = place(entry_id, cast.lincuo, name="c.jpg", replaces=queries.files_of(entry_id)[0].id)
    attachments.detach(queries.files_of(entry_id)[0].id, actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(FileTooMany):
        place(entry_id, cast.lincuo)
    arrive(waiting)
    assert names(entry_id) == ["c.jpg"]


def test_a_file_of_another_entry_cannot_be_replaced(cast: Cast) -> None:
    theirs = with_file(saved(cast, cast.yangjin), cast.yangjin)
    with pytest.raises(NotFound):
        place(saved(cast), cast.lincuo, replaces=theirs.id)


def test_an_order_names_each_file_once(cast: Cast) -> None:
    entry_id = group(cast, 4)
    one, two, three, four = (file.id for file in queries.files_of(entry_id))
    attachments.reorder(entry_id, [four, two, three, one], actor=cast.lincuo, at=COLLECTING)
    assert names(entry_id) == ["3.jpg", "1.jpg", "2.jpg", "0.jpg"]
    for order in ([one, two, three], [one, two, three, three], [one, two, three, four, four], [one, two, three, ids.mint("fil")], []):
        with pytest.raises(Incomplete):
            attachments.reorder(entry_id, order, actor=cast.lincuo, at=COLLECTING)
    assert names(entry_id) == ["3.jpg", "1.jpg", "2.jpg", "0.jpg"]
    assert lines(entry_id)[-1] == "entry.files_ordered"


def test_a_waiting_or_refused_file_keeps_a_work_from_being_submitted(cast: Cast) -> None:
    entry_id = saved(cast)
    file = place(entry_id, cast.lincuo)
    for size, said, words in ((None, (1, 0), "还有 1 个文件没有传完，请处理后再提交"), (5, (0, 1), "1 个文件不合格，请处理后再提交")):
        if size:
            arrive(file, size=size)
        with pytest.raises(FilesNotReady) as not_yet:
            move(entry_id, "submit", cast.lincuo)
        assert (not_yet.value.context["waiting"], not_yet.value.context["refused"], not_yet.value.detail) == (*said, words)
    attachments.detach(file.id, actor=cast.lincuo, at=COLLECTING)
    with_file(entry_id, cast.lincuo)
    assert move(entry_id, "submit", cast.lincuo)


def test_a_file_refused_after_submission_leaves_the_work_submitted_and_says_so(cast: Cast) -> None:
    entry_id = submitted(cast)
    file = queries.files_of(entry_id)[0]
    looked_into(file, width=20_000, height=20_000)
    assert (now(entry_id), File.get_by_id(file.id).state, lines(file.id)[-1]) == ("submitted", "refused", "file.refused")
    assert move(entry_id, "preselect", cast.ma)
