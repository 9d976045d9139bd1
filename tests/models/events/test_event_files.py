"""The files of an event: photographs and the paper sign-in sheet, brought by who looks after it while it may be edited."""
from datetime import timedelta
from typing import Any

import pytest

from models import clock, ids
from models.accounts.actor import Actor
from models.events import attachments
from models.journal import Line
from models.media import queries
from models.media.tables import File
from models.originality import actions as originality
from models.originality.tables import Fingerprint, Likeness
from models.ports import Print
from models.problems import EventWrongState, FileTooLarge, FileTooMany, FileWrongKind, Forbidden, IdReused, NotFound, PhaseClosed
from models.safety.tables import ContentCheck
from tests.cast import Cast
from tests.models import works
from tests.models.events.logged import AFTER, brought_to, coordinator, move, saved

MS = timedelta(milliseconds=1)
SHA = "c" * 64


def place(event_id: str, actor: Actor, at: Any = AFTER, file_id: str | None = None, **more: Any) -> tuple[File, bool]:
    asked = {"about": event_id, "name": "现场.jpg", "size": 3_000_000, "kind": "photo", **more}
    return attachments.attach(file_id or ids.mint("fil"), **asked, actor=actor, at=at)


def kinds(event_id: str) -> list[str]:
    return [file.kind for file in queries.files_of(event_id)]


def test_photographs_and_the_sheet_are_placed_under_the_plans_hard_limits_alone(cast: Cast) -> None:
    event_id = saved(cast)
    photo, sheet = place(event_id, cast.cairang)[0], place(event_id, cast.ma, kind="document", name="签到表.jpg")[0]
    assert kinds(event_id) == ["photo", "document"]
    assert (photo.rules["max_bytes"], photo.rules["max_pixels"], photo.rules["rules"]) == (52428800, 100000000, [])
    assert (sheet.owner_id, sheet.key[:4]) == (cast.ma.account_id, "evt/")


def test_the_same_place_asked_again_is_found_even_after_it_was_reported(cast: Cast) -> None:
    event_id, file_id = saved(cast), ids.mint("fil")
    first, again = place(event_id, cast.cairang, file_id=file_id), place(event_id, cast.cairang, file_id=file_id)
    assert (first[1], again[1], first[0].key) == (True, False, again[0].key)
    for wrong in ({"size": 5}, {"kind": "document"}, {"about": saved(cast)}):
        with pytest.raises(IdReused):
            place(event_id, cast.cairang, file_id=file_id, **wrong)
    with pytest.raises(IdReused):
        place(event_id, cast.ma, file_id=file_id)


def test_they_become_ready_and_are_neither_asked_of_wechat_nor_compared_with_works(cast: Cast) -> None:
    event_id, work = saved(cast), works.saved(cast)
    mine = works.arrive(place(event_id, cast.cairang)[0], AFTER, sha256=SHA)
    other = works.with_file(work, cast.lincuo, sha256=None)
    for file in (mine, other):
        originality.keep_and_compare(file.id, [Print(mark="0" * 16, detail="0" * 64)], at=AFTER)
    ready = works.looked_into(mine, AFTER)
    sheet = works.looked_into(works.arrive(place(event_id, cast.cairang, kind="document", name="a.pdf")[0], AFTER), AFTER)
    assert (ready.state, sheet.state) == ("ready", "ready")
    assert [one.purpose for one in queries.renditions([ready.id])[ready.id]] == ["display", "display_webp", "thumb", "thumb_webp"]
    assert (ContentCheck.select().count(), Likeness.select().count()) == (0, 0)
    assert {one.file_id for one in Fingerprint.select()} == {other.id}
    assert (originality.is_compared(mine), originality.is_compared(other)) == (False, True)


def test_equal_bytes_at_an_event_and_in_a_work_are_no_likeness(cast: Cast) -> None:
    event_id, work = saved(cast), works.saved(cast)
    at_event = works.arrive(place(event_id, cast.cairang)[0], AFTER, sha256=SHA)
    in_work = works.arrive(works.place(work, cast.lincuo), sha256=SHA)
    assert [originality.compare(file.id, at=AFTER) for file in (at_event, in_work)] == [0, 0]
    assert Line.select().where(Line.what == "file.likened").count() == 0


@pytest.mark.parametrize("state", ["reported", "confirmed", "cancelled"])
def test_what_is_reported_takes_and_gives_no_file(cast: Cast, state: str) -> None:
    event_id = saved(cast)
    file = place(event_id, cast.cairang)[0]
    for act in {"confirmed": ("report", "confirm"), "cancelled": ("cancel",), "reported": ("report",)}[state]:
        move(event_id, act, cast.ma)
    with pytest.raises(EventWrongState):
        place(event_id, cast.cairang)
    with pytest.raises(EventWrongState):
        attachments.detach(file.id, actor=cast.cairang, at=AFTER)
    assert kinds(event_id) == ["photo"]


def test_a_draft_is_closed_with_the_window_and_a_returned_event_is_not(cast: Cast) -> None:
    draft, returned, over = saved(cast), brought_to("returned", cast), clock.from_shanghai("2022-09-06 24:00")
    with pytest.raises(PhaseClosed):
        place(draft, cast.cairang, over)
    place(returned, cast.cairang, over)
    assert (kinds(draft), kinds(returned)) == ([], ["photo"])


def test_who_does_not_look_after_it_brings_and_removes_nothing(cast: Cast) -> None:
    event_id = saved(cast)
    file = place(event_id, cast.cairang)[0]
    for person, problem in ((cast.lincuo, Forbidden), (cast.baima, Forbidden), (cast.yangjin, NotFound)):
        with pytest.raises(problem):
            place(event_id, person)
        with pytest.raises(problem):
            attachments.detach(file.id, actor=person, at=AFTER)
    with pytest.raises(NotFound):
        place(ids.mint("evt"), cast.cairang)
    assert kinds(event_id) == ["photo"]


def test_another_coordinator_may_remove_a_file_once(cast: Cast) -> None:
    event_id = saved(cast)
    file = place(event_id, cast.cairang)[0]
    attachments.detach(file.id, actor=coordinator(cast.yangjin, f"event:{event_id}"), at=AFTER)
    assert kinds(event_id) == []
    with pytest.raises(NotFound):
        attachments.detach(file.id, actor=cast.cairang, at=AFTER)


def test_twenty_photographs_and_ten_sheets_and_nothing_else(cast: Cast) -> None:
    event_id = saved(cast)
    for kind, most in (("photo", 20), ("document", 10)):
        files = [place(event_id, cast.cairang, kind=kind)[0] for _ in range(most)]
        with pytest.raises(FileTooMany):
            place(event_id, cast.cairang, kind=kind)
        place(event_id, cast.cairang, kind=kind, replaces=files[0].id)
    for kind in ("song", "video"):
        with pytest.raises(FileWrongKind) as no:
            place(event_id, cast.cairang, kind=kind, name="a.mp4")
        assert "线下活动收照片和签到表" in no.value.detail
    with pytest.raises(FileTooLarge):
        place(saved(cast), cast.cairang, size=52428801)
    with pytest.raises(NotFound):
        place(saved(cast), cast.cairang, replaces=files[0].id)
