"""What WeChat is asked to look at: the words of a submitted work in pieces it can take, and what was made of its files."""
from datetime import timedelta

import pytest

from models.accounts import actions as accounts
from models.db import writing
from models.entries import actions as entries
from models.entries import attachments
from models.media.tables import File
from models.safety import actions, queries, texts
from models.safety.tables import ContentCheck
from tests.cast import Cast
from tests.models.safety.checked import again, checks, made, picture_check, says, text_check
from tests.models.works import COLLECTING, PHOTO_FIELDS, move, photo, place, ready, row, saved, song, submitted, with_file

LATER = COLLECTING + timedelta(hours=5)
LONG = "".join(chr(0x4e00 + n) for n in range(9000))


def resubmitted(entry_id: str, cast: Cast, **changes: object) -> None:
    """Returned, written anew and handed in again."""
    move(entry_id, "return", cast.ma)
    entries.save(entry_id, photo(cast, **changes), revision=row(entry_id).revision, actor=cast.lincuo, at=LATER)
    move(entry_id, "submit", cast.lincuo, LATER)


def test_title_answers_and_credited_names_are_read_and_nothing_personal(cast: Cast) -> None:
    entry_id = submitted(cast)
    check = text_check(entry_id)
    question = queries.question(check)
    assert question is not None
    assert sorted(question.text.splitlines()) == sorted(["高原上的追光人", PHOTO_FIELDS["place"], PHOTO_FIELDS["caption"], "林措"])
    assert PHOTO_FIELDS["contact_phone"] not in question.text
    assert PHOTO_FIELDS["shot_on"] not in question.text
    assert (question.kind, question.openid) == ("text", "openid-lincuo")
    assert (check.part, check.state, check.entry_id, check.digest) == ("text/1", "due", entry_id, texts.digest(question.text))


def test_a_draft_is_not_asked_about(cast: Cast) -> None:
    assert checks(ready(cast)) == []


@pytest.mark.parametrize("text", [
    "短", LONG[:2500], LONG[:2501], LONG, "句子。" * 2000, "行\n" * 3000, "字" * 2490 + "。" + "词" * 30, "😀" * 2600, "ཀ་" * 2000])
def test_a_long_text_is_cut_into_pieces_wechat_takes_and_nothing_is_left_out(text: str) -> None:
    pieces = list(texts.cut(text))
    assert [piece for piece in pieces if not 0 < len(piece) <= 2500] == []
    joined = pieces[0]
    for piece in pieces[1:]:
        joined += piece if text.startswith(joined + piece) else piece[texts.OVERLAP:]
    assert joined == text
    assert len(pieces) <= len(text) // (2500 - texts.LATEST_BREAK) + 1


def test_a_word_at_a_hard_cut_stands_whole_in_one_piece() -> None:
    text = "字" * 2495 + "要紧的一个词儿" + "字" * 100
    assert [piece for piece in texts.cut(text) if "要紧的一个词儿" in piece] != []


def test_the_same_words_handed_in_again_keep_their_answer_and_others_are_asked(cast: Cast) -> None:
    entry_id = submitted(cast)
    first = says(text_check(entry_id), "pass")
    resubmitted(entry_id, cast)
    assert [check.id for check in checks(entry_id)] == [first.id]
    assert again(first).state == "passed"
    resubmitted(entry_id, cast, title="换了题目")
    second = text_check(entry_id)
    assert (second.id != first.id, second.state, second.due_at, again(first).superseded_at) == (True, "due", LATER, LATER)
    resubmitted(entry_id, cast)
    assert (text_check(entry_id).id, again(first).state, again(second).superseded_at) == (first.id, "passed", LATER)


def test_what_wechat_has_not_looked_at_it_may_look_at_when_the_author_is_here_again(cast: Cast) -> None:
    entry_id = submitted(cast)
    check = text_check(entry_id)
    actions.failed(check.id, "61010", COLLECTING)
    assert again(check).state == "human"
    resubmitted(entry_id, cast)
    assert (again(check).state, again(check).due_at, again(check).why) == ("due", LATER, None)
    says(check, "risky", 20006)
    resubmitted(entry_id, cast)
    assert (again(check).state, again(check).label) == ("human", 20006)


def test_a_work_moved_to_another_track_keeps_its_check(cast: Cast) -> None:
    entry_id = submitted(cast)
    move(entry_id, "move_track", cast.liqing, facts={"track": "song", "type": "original"})
    assert queries.question(text_check(entry_id)) is not None


@pytest.mark.parametrize(("kind", "purposes", "wanted"), [
    ("photo", ("thumb", "thumb_webp", "display", "display_webp"), ["picture/display"]),
    ("video", ("poster", "thumb", "play", "sound", "frame_01", "frame_02"), ["picture/frame_01", "picture/frame_02", "sound/sound"]),
    ("video", ("poster", "play", "frame_01"), ["picture/frame_01"]),
    ("song", ("play",), ["sound/play"]), ("song", ("play", "sound"), ["sound/sound"]), ("document", (), [])])
def test_of_a_file_what_was_made_for_it_is_asked(cast: Cast, kind: str, purposes: tuple[str, ...], wanted: list[str]) -> None:
    file = with_file(saved(cast), cast.lincuo)
    file.kind = kind
    with_kind(file.id, kind)
    assert actions.open_checks(file.id, made(file, *purposes), COLLECTING) == len(wanted)
    assert [check.part for check in checks(file.id)] == wanted
    assert actions.open_checks(file.id, made(file), LATER) == 0
    assert [check.opened_at for check in checks(file.id)] == [COLLECTING] * len(wanted)


def with_kind(file_id: str, kind: str) -> None:
    with writing():
        File.update(kind=kind).where(File.id == file_id).execute()


def test_a_file_is_asked_about_in_its_owners_name_by_the_key_of_the_rendition(cast: Cast) -> None:
    file = with_file(saved(cast), cast.lincuo)
    check = picture_check(file)
    question = queries.question(check)
    assert question == queries.Question("picture", "openid-lincuo", key=check.digest)
    assert (check.account_id, check.entry_id) == (cast.lincuo.account_id, file.about)


def test_what_was_taken_away_is_asked_about_no_more(cast: Cast) -> None:
    entry_id = saved(cast)
    file = with_file(entry_id, cast.lincuo)
    renditions = made(file, "display")
    actions.open_checks(file.id, renditions, COLLECTING)
    attachments.detach(file.id, actor=cast.lincuo, at=COLLECTING)
    claimed = actions.claim(COLLECTING)
    assert claimed is not None
    assert queries.question(claimed) is None
    actions.drop(claimed, COLLECTING)
    assert actions.claim(LATER) is None
    assert actions.open_checks(file.id, renditions, COLLECTING) == 0
    assert actions.open_checks(place(entry_id, cast.lincuo).id, [], COLLECTING) == 0


def test_a_discarded_draft_takes_its_checks_along(cast: Cast) -> None:
    entry_id = saved(cast)
    picture_check(with_file(entry_id, cast.lincuo))
    entries.discard(entry_id, actor=cast.lincuo, at=COLLECTING)
    assert ContentCheck.select().count() == 0


def test_a_changed_text_is_dropped_and_asked_anew_when_handed_in(cast: Cast) -> None:
    entry_id = submitted(cast)
    claimed = actions.claim(COLLECTING)
    assert claimed is not None
    move(entry_id, "return", cast.ma)
    entries.save(entry_id, photo(cast, title="改了"), revision=row(entry_id).revision, actor=cast.lincuo, at=LATER)
    assert queries.question(claimed) is None
    actions.drop(claimed, LATER)
    assert actions.claim(LATER) is None
    entries.save(entry_id, photo(cast), revision=row(entry_id).revision, actor=cast.lincuo, at=LATER)
    move(entry_id, "submit", cast.lincuo, LATER)
    actions.drop(claimed, LATER)                                    # the slow process drops what was taken up again meanwhile
    taken = actions.claim(LATER)
    assert (taken and taken.id, again(claimed).superseded_at) == (claimed.id, None)


def test_of_somebody_who_left_nobody_is_asked(cast: Cast) -> None:
    check = text_check(submitted(cast))
    with writing():
        accounts.empty_account(str(cast.lincuo.account_id), at=COLLECTING)
    question = queries.question(check)
    assert question is not None
    assert question.openid is None


def test_a_song_text_has_its_lyrics(cast: Cast) -> None:
    entry_id = saved(cast)
    entries.save(entry_id, song(cast), revision=1, actor=cast.lincuo, at=COLLECTING)
    assert "我们在高原\n追着光" in texts.whole(row(entry_id))
