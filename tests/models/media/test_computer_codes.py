"""A code on the phone, a token for one browser, one file's place: and everything that is refused on the way."""
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from models import ids
from models.entries import attachments, from_computers
from models.entries.from_computers import ask, errand, place, take_up
from models.journal import Line
from models.media import computer_codes as codes
from models.media import queries
from models.media.tables import ComputerCode, File
from models.personal import actions as personal
from models.problems import (
    ComputerCodeWrong,
    ComputerOver,
    FileArrived,
    FileNameBad,
    FileTooLarge,
    FileTooMany,
    FileWrongKind,
    IdReused,
    NotFound,
    WrongState,
)
from tests.cast import Cast
from tests.models.works import COLLECTING, INSTANT, arrive, lines, move, ready, saved, with_file

FILM: dict[str, Any] = {"name": "追光.jpg", "size": 3_000_000}


def code_for(cast: Cast, entry_id: str, file_id: str | None = None, at: timedelta = timedelta(0)) -> str:
    return ask(file_id or ids.mint("fil"), about=entry_id, kind="photo", actor=cast.lincuo, at=COLLECTING + at)[0]


def token_for(cast: Cast, entry_id: str, file_id: str | None = None) -> str:
    return take_up(code_for(cast, entry_id, file_id), at=COLLECTING)[0]


def test_a_code_is_eight_letters_to_read_aloud_and_kept_as_a_hash_only(cast: Cast) -> None:
    file_id = ids.mint("fil")
    text, code = ask(file_id, about=saved(cast), kind="photo", actor=cast.lincuo, at=COLLECTING)
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", text)
    assert code.expires_at == COLLECTING + timedelta(minutes=15)
    kept = str(ComputerCode.select().tuples().get()).upper()
    assert text not in kept
    assert text.replace("-", "") not in kept
    assert queries.find(file_id) is None


@pytest.mark.parametrize("typed", [
    str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:4]} — {code[5:]} ",
    lambda code: code.replace("0", "O").replace("1", "I"), lambda code: code.replace("0", "o").replace("1", "l"),
    lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code)])
def test_however_it_is_typed_a_code_is_understood(cast: Cast, typed: Callable[[str], str]) -> None:
    entry_id = saved(cast)
    while not {"0", "1"} <= set(text := code_for(cast, entry_id)):
        continue
    _, found = take_up(typed(text), at=COLLECTING)
    assert (found.title, found.track_label, found.kind) == ("高原上的追光人", "网络正能量摄影作品征集", "photo")


def test_a_code_wrong_used_replaced_or_expired_is_told_alike_and_opens_nothing(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    replaced = code_for(cast, entry_id, file_id)
    used = code_for(cast, entry_id, file_id)
    take_up(used, at=COLLECTING)
    old = code_for(cast, entry_id)
    told = set()
    for text, at in (("0000-0000", COLLECTING), ("", COLLECTING), ("😀", COLLECTING), (replaced, COLLECTING), (used, COLLECTING),
                     (old, COLLECTING + codes.CODE_LIFE)):
        with pytest.raises(ComputerCodeWrong) as wrong:
            take_up(text, at=at)
        told.add((wrong.value.code, wrong.value.detail, str(wrong.value.context)))
    assert told == {("computer.code_wrong", "口令不对或已过期，请在手机上重新取一个", "{}")}
    assert take_up(old, at=COLLECTING + codes.CODE_LIFE - INSTANT)


def test_a_computer_opens_the_place_the_phone_named_and_the_file_is_the_authors(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    token = token_for(cast, entry_id, file_id)
    file = place(token, **FILM, at=COLLECTING)
    assert (file.id, file.about, file.owner_id, file.kind, file.name, file.size) == (
        file_id, entry_id, cast.lincuo.account_id, "photo", "追光.jpg", 3_000_000)
    assert [one.id for one in queries.files_of(entry_id)] == [file_id]
    assert place(token, **FILM, at=COLLECTING).key == file.key
    assert from_computers.placed(token, at=COLLECTING).id == file_id
    arrive(file)
    assert errand(token, at=COLLECTING).file.state == "stored"  # type: ignore[union-attr]
    assert lines(file_id) == ["upload.code_made", "upload.code_used", "file.opened", "file.stored"]


def test_the_journal_holds_ids_only(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    token_for(cast, entry_id, file_id)
    told = [(line.actor_id, line.details) for line in Line.select().where(Line.about == file_id).order_by(Line.id)]
    assert told == [(cast.lincuo.account_id, {"about": entry_id}), (None, {"about": entry_id})]


def test_a_token_ends_after_two_hours_and_a_new_code_goes_on_in_the_same_place(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    token = token_for(cast, entry_id, file_id)
    key = place(token, **FILM, at=COLLECTING).key
    end = COLLECTING + codes.TOKEN_LIFE
    assert place(token, **FILM, at=end - INSTANT).key == key
    for asked in (errand, from_computers.placed):
        with pytest.raises(ComputerOver):
            asked(token, at=end)
    with pytest.raises(ComputerOver):
        place(token, **FILM, at=end)
    text, _ = ask(file_id, about=entry_id, kind="photo", actor=cast.lincuo, at=end)
    again, found = take_up(text, at=end)
    assert found.file
    assert found.file.id == file_id
    assert place(again, **FILM, at=end).key == key


def test_asking_again_ends_the_browser_that_was_open(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    token = token_for(cast, entry_id, file_id)
    code_for(cast, entry_id, file_id)
    with pytest.raises(ComputerOver):
        place(token, **FILM, at=COLLECTING)
    assert ComputerCode.select().count() == 1
    assert queries.files_of(entry_id) == []


def test_a_code_is_refused_where_a_file_could_not_be_attached(cast: Cast) -> None:
    entry_id, sent = saved(cast), ready(cast)
    move(sent, "submit", cast.lincuo)
    full = ready(cast)
    refusals = [(cast.yangjin, entry_id, "photo", None, NotFound), (cast.lincuo, ids.mint("ent"), "photo", None, NotFound),
                (cast.lincuo, entry_id, "song", None, FileWrongKind), (cast.lincuo, sent, "photo", None, WrongState),
                (cast.lincuo, full, "photo", None, FileTooMany), (cast.lincuo, entry_id, "photo", ids.mint("fil"), NotFound)]
    for actor, about, kind, replaces, refusal in refusals:
        with pytest.raises(refusal):
            ask(ids.mint("fil"), about=about, kind=kind, replaces=replaces, actor=actor, at=COLLECTING)
    assert ComputerCode.select().count() == 0


def test_a_file_may_be_replaced_from_a_computer(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    former = with_file(entry_id, cast.lincuo)
    text, _ = ask(file_id, about=entry_id, kind="photo", replaces=former.id, actor=cast.lincuo, at=COLLECTING)
    arrive(place(take_up(text, at=COLLECTING)[0], **FILM, at=COLLECTING))
    assert [one.id for one in queries.files_of(entry_id)] == [file_id]


def test_an_id_of_another_file_or_person_is_not_taken(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    code_for(cast, entry_id, file_id)
    other = saved(cast, cast.yangjin)
    with pytest.raises(IdReused):
        ask(file_id, about=other, kind="photo", actor=cast.yangjin, at=COLLECTING)
    waiting = attachments.attach(ids.mint("fil"), about=entry_id, kind="photo", **FILM, actor=cast.lincuo, at=COLLECTING)[0]
    with pytest.raises(IdReused):
        ask(waiting.id, about=other, kind="photo", actor=cast.yangjin, at=COLLECTING)


def test_no_code_for_a_file_that_arrived_or_was_removed(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    stored, removed = (with_file(entry_id, cast.lincuo) for _ in range(2))
    attachments.detach(removed.id, actor=cast.lincuo, at=COLLECTING)
    for file, refusal in ((stored, FileArrived), (removed, NotFound)):
        with pytest.raises(refusal):
            ask(file.id, about=entry_id, kind="photo", actor=cast.lincuo, at=COLLECTING)


def test_an_entry_submitted_meanwhile_is_refused_in_words_and_the_code_stays_unspent(cast: Cast) -> None:
    entry_id = ready(cast, type="group")
    while len(queries.files_of(entry_id)) < 4:
        with_file(entry_id, cast.lincuo)
    unspent, token = code_for(cast, entry_id), token_for(cast, entry_id)
    move(entry_id, "submit", cast.lincuo)
    for asked in (lambda: take_up(unspent, at=COLLECTING), lambda: place(token, **FILM, at=COLLECTING)):
        with pytest.raises(WrongState) as refused:
            asked()
        assert refused.value.detail == "作品当前为「已提交」，不能「修改」"
    assert len(queries.files_of(entry_id)) == 4
    move(entry_id, "return", cast.ma)
    assert take_up(unspent, at=COLLECTING)[0]


def test_another_choice_before_the_bytes_are_there_moves_the_place_and_afterwards_is_refused(cast: Cast) -> None:
    entry_id = saved(cast)
    token = token_for(cast, entry_id)
    first = place(token, **FILM, at=COLLECTING)
    second = place(token, name="另一张.jpg", size=2_500_000, at=COLLECTING)
    assert (second.id, second.name, second.size, second.key != first.key) == (first.id, "另一张.jpg", 2_500_000, True)
    assert queries.discarded(COLLECTING + timedelta(hours=2)) == [first.key]
    arrive(second)
    with pytest.raises(FileArrived):
        place(token, **FILM, at=COLLECTING)
    assert (File.get_by_id(first.id).state, File.get_by_id(first.id).name) == ("stored", "另一张.jpg")


def test_what_no_place_is_given_for_leaves_the_former_choice(cast: Cast) -> None:
    token = token_for(cast, saved(cast))
    file = place(token, **FILM, at=COLLECTING)
    for name, size, refusal in (("a/b.jpg", 5, FileNameBad), ("空.jpg", 0, FileWrongKind), ("大.jpg", 1 << 40, FileTooLarge)):
        with pytest.raises(refusal):
            place(token, name=name, size=size, at=COLLECTING)
    assert (File.get_by_id(file.id).name, File.get_by_id(file.id).key) == (file.name, file.key)


def test_a_file_removed_on_the_phone_is_gone_on_the_computer(cast: Cast) -> None:
    token = token_for(cast, saved(cast))
    file = place(token, **FILM, at=COLLECTING)
    attachments.detach(file.id, actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(NotFound):
        place(token, **FILM, at=COLLECTING)
    with pytest.raises(NotFound):
        from_computers.placed(token, at=COLLECTING)


def test_a_file_is_judged_in_view_by_the_entrys_own_rules(cast: Cast) -> None:
    token = token_for(cast, saved(cast))
    said = from_computers.judge(token, {"name": "小.jpg", "size": 1_468_006, "width": 1200, "height": 900}, at=COLLECTING)
    assert [(one["rule"], one["outcome"]) for one in said] == [("bytes_at_least", "warn"), ("long_side_at_least_px", "warn")]
    said = from_computers.judge(token, {"name": "歌.mp3", "size": 3_000_000}, at=COLLECTING)
    assert [one["words"] for one in said] == ["这里收 JPG、PNG、HEIC 或 WebP 格式的照片，请转换或重新选择"]


def test_a_title_that_is_a_persons_name_is_not_shown(cast: Cast) -> None:
    entry_id = saved(cast, track="influencer", type="recommended", title="央金", fields={}, authors=[], consents=[])
    _, found = take_up(code_for(cast, entry_id), at=COLLECTING)
    assert (found.title, found.track_label) == ("", "正能量职工网络达人征集")


def test_whoever_leaves_takes_the_computers_permission_along(cast: Cast) -> None:
    entry_id = saved(cast)
    token = token_for(cast, entry_id)
    personal.forget(actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(ComputerOver):
        place(token, **FILM, at=COLLECTING)


def test_the_phone_knows_how_far_it_is_and_nobody_else_does(cast: Cast) -> None:
    entry_id, file_id = saved(cast), ids.mint("fil")
    me = str(cast.lincuo.account_id)

    def seen(at: timedelta = timedelta(0), by: str = me) -> tuple[str, timedelta] | None:
        found = codes.standing(file_id, by, COLLECTING + at)
        return (found[1], found[2] - COLLECTING) if found else None

    assert seen() is None
    text = code_for(cast, entry_id, file_id)
    assert (seen(), seen(codes.CODE_LIFE), seen(by=str(cast.yangjin.account_id))) == (("computer_waiting", codes.CODE_LIFE), None, None)
    take_up(text, at=COLLECTING)
    assert (seen(codes.CODE_LIFE), seen(codes.TOKEN_LIFE)) == (("computer_open", codes.TOKEN_LIFE), None)


def test_the_sweep_forgets_what_ended_and_nothing_else(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    code_for(cast, entry_id)
    token = token_for(cast, entry_id)
    assert codes.forget_expired(COLLECTING + codes.CODE_LIFE - INSTANT) == 0
    assert codes.forget_expired(COLLECTING + codes.CODE_LIFE) == 1
    assert place(token, **FILM, at=COLLECTING + codes.CODE_LIFE)
    assert codes.forget_expired(COLLECTING + codes.TOKEN_LIFE) == 1
    assert ComputerCode.select().count() == 0
