"""Where WeChat doubts or does not look, a person decides: who may, what he is shown, and what becomes of the work."""
from datetime import timedelta
from typing import Any

import pytest

from models.accounts.actor import Actor
from models.db import writing
from models.entries import actions as entries
from models.media.tables import File
from models.problems import ContentDecided, Incomplete, Malformed, NoLongerSo, NotFound
from models.safety import actions, queries, wording
from models.safety.tables import ContentCheck
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.safety.checked import again, picture_check, says, text_check
from tests.models.works import COLLECTING, lines, move, now, photo, row, submitted

MINUTE = timedelta(minutes=1)


def doubted(cast: Cast, suggest: str = "review", minutes: int = 0, author: Actor | None = None) -> ContentCheck:
    """The text of a submitted work, of which WeChat is not sure."""
    entry_id = submitted(cast, author, COLLECTING + minutes * MINUTE)
    return says(text_check(entry_id), suggest, 20006)


def doubted_picture(cast: Cast) -> tuple[ContentCheck, str]:
    entry_id = submitted(cast)
    (file,) = File.select().where(File.about == entry_id)
    return says(picture_check(file), "risky", 20002), entry_id


def waiting(actor: Actor) -> list[str]:
    return [one.check.id for one in queries.queue(actor)[0]]


def test_risky_ones_come_first_and_then_what_waited_longest(cast: Cast) -> None:
    late, early = doubted(cast, minutes=9), doubted(cast, minutes=1, author=cast.yangjin)
    risky = doubted(cast, "risky", minutes=20, author=cast.liqing)
    says(text_check(submitted(cast, cast.cairang)), "pass")
    assert waiting(cast.zhuoma) == [risky.id, early.id, late.id]
    assert waiting(cast.liqing) == [early.id, late.id]


def test_only_those_who_work_on_it_see_a_doubt_and_never_its_author(cast: Cast) -> None:
    check = doubted(cast)
    people = {name: getattr(cast, name) for name in ("lincuo", "ma", "cairang", "qilian", "liqing", "zhuoma", "yangjin", "baima")}
    assert {name for name, actor in people.items() if waiting(actor)} == {"ma", "liqing", "zhuoma"}
    for name in ("lincuo", "cairang", "qilian", "yangjin", "baima"):
        with pytest.raises(NotFound):
            actions.decide(check.id, "pass", actor=people[name])
    move(check.about, "preselect", cast.ma)
    assert waiting(cast.qilian) == [check.id]
    assert again(check).state == "human"


def test_an_author_with_a_role_does_not_decide_on_his_own(cast: Cast) -> None:
    check = doubted(cast, author=cast.liqing)
    assert (waiting(cast.liqing), waiting(cast.zhuoma)) == ([], [check.id])
    with pytest.raises(NotFound):
        actions.decide(check.id, "pass", actor=cast.liqing)


def test_a_doubt_shows_the_text_itself_and_what_wechat_said_in_words(cast: Cast) -> None:
    doubted(cast)
    (shown,), following = queries.queue(cast.ma)
    assert (shown.entry.title, shown.file, shown.key, following) == ("高原上的追光人", None, None, None)
    assert shown.text is not None
    assert shown.text.startswith("高原上的追光人\n")
    assert (wording.part(shown.check), wording.said(shown.check)) == ("正文", "微信拿不准：违法犯罪")


def test_a_picture_is_shown_by_its_key_until_its_file_is_gone(cast: Cast) -> None:
    check, entry_id = doubted_picture(cast)
    (shown,), _ = queries.queue(cast.ma)
    assert (shown.key, shown.text, shown.file and shown.file.about) == (check.digest, None, entry_id)
    assert (wording.part(shown.check), wording.said(shown.check)) == ("照片", "微信认为有风险：色情")
    with writing():
        File.update(removed_at=COLLECTING).where(File.id == check.about).execute()
    assert waiting(cast.ma) == []


@pytest.mark.parametrize(("facts", "part", "said"), [
    ({"part": "text/2", "kind": "text"}, "正文第 2 段", "微信还没有答复"),
    ({"part": "picture/frame_03", "kind": "picture", "why": "timeout"}, "第 3 个画面", "微信没有按时答复"),
    ({"part": "sound/play", "kind": "sound", "why": "61010"}, "录音", "作者两小时内没有打开过小程序，微信不检查"),
    ({"part": "sound/sound", "kind": "sound", "why": "-7"}, "录音", "微信没有检查（-7）"),
    ({"part": "text/1", "kind": "text", "suggest": "risky", "label": 20999}, "正文", "微信认为有风险：其他（20999）"),
    ({"part": "text/1", "kind": "text", "suggest": "review", "label": None}, "正文", "微信拿不准")])
def test_parts_and_reasons_are_said_in_words(facts: dict[str, Any], part: str, said: str) -> None:
    check = ContentCheck(**facts)
    assert (wording.part(check), wording.said(check)) == (part, said)


def test_said_fine_once_it_waits_for_nobody_and_the_same_again_changes_nothing(cast: Cast) -> None:
    check = doubted(cast)
    for _ in range(2):
        decided = actions.decide(check.id, "pass", "方言，没有问题", actor=cast.ma, at=COLLECTING)
        assert (decided.state, decided.comment, decided.decided_by_id, decided.decided_at) == (
            "cleared", "方言，没有问题", cast.ma.account_id, COLLECTING)
    assert (waiting(cast.ma), lines(check.id)) == ([], ["content.human", "content.cleared"])


def test_another_answer_or_another_persons_is_told_that_it_is_decided(cast: Cast) -> None:
    check = doubted(cast)
    actions.decide(check.id, "pass", actor=cast.ma)
    for answer, actor in (("block", cast.ma), ("pass", cast.liqing)):
        with pytest.raises(ContentDecided) as refused:
            actions.decide(check.id, answer, "不妥", actor=actor)  # type: ignore[arg-type]
        assert refused.value.context == {"label": "人工核对通过"}
    says(check, "risky")
    assert again(check).state == "cleared"


def test_a_block_needs_a_reason_of_some_length(cast: Cast) -> None:
    check = doubted(cast)
    for comment in ("", "  ", "长" * 201):
        with pytest.raises(Incomplete) as refused:
            actions.decide(check.id, "block", comment, actor=cast.ma)
        assert [field["field"] for field in refused.value.context["fields"]] == ["comment"]
    assert again(check).state == "human"


def test_a_blocked_text_marks_the_work_and_leaves_it_where_it_is(cast: Cast) -> None:
    check = doubted(cast)
    actions.decide(check.id, "block", "有辱骂", actor=cast.ma)
    assert (again(check).state, now(check.about)) == ("blocked", "submitted")
    assert queries.of_entry(row(check.about)) == {"state": "blocked", "label": "内容安全：未通过"}


def test_a_blocked_picture_refuses_its_file_and_its_author_is_told_why(cast: Cast) -> None:
    check, entry_id = doubted_picture(cast)
    decided = actions.decide(check.id, "block", "画面不妥。", actor=cast.ma, at=COLLECTING)
    file = File.get_by_id(check.about)
    assert (decided.state, file.state, now(entry_id)) == ("blocked", "refused", "submitted")
    assert [(one["rule"], one["outcome"], one["words"]) for one in file.verdicts] == [
        ("content", "refuse", "内容审核未通过：画面不妥，请换一个文件")]
    assert lines(file.id)[-1] == "file.refused"
    assert actions.decide(check.id, "block", "画面不妥。", actor=cast.ma).state == "blocked"
    assert waiting(cast.ma) == []
    assert queries.of_entry(row(entry_id))["state"] == "blocked"


def test_what_waits_for_nobody_is_not_decided(cast: Cast) -> None:
    entry_id = submitted(cast)
    due = text_check(entry_id)
    for state in ("due", "passed"):
        with pytest.raises(NoLongerSo):
            actions.decide(due.id, "pass", actor=cast.ma)
        assert again(due).state == state
        says(due, "pass")


def test_a_text_that_was_replaced_waits_for_nobody(cast: Cast) -> None:
    check = doubted(cast)
    move(check.about, "return", cast.ma)
    entries.save(check.about, photo(cast, title="改过的题目"), revision=row(check.about).revision, actor=cast.lincuo, at=COLLECTING)
    assert [one.text for one in queries.queue(cast.ma)[0]] == [None]
    move(check.about, "submit", cast.lincuo)
    assert waiting(cast.ma) == []
    with pytest.raises(NoLongerSo):
        actions.decide(check.id, "pass", actor=cast.ma)
    assert text_check(check.about).state == "due"


def test_a_withdrawn_work_waits_for_nobody(cast: Cast) -> None:
    check = doubted(cast)
    move(check.about, "withdraw", cast.lincuo)
    assert waiting(cast.ma) == []


def test_the_queue_goes_on_where_a_page_ended_and_asks_as_often_for_many_as_for_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    entry_id, asked = submitted(cast), []
    (file,) = File.select().where(File.about == entry_id)
    for number in (1, 3):
        for n in range(number):
            with writing():
                ContentCheck.insert(id=f"cks_{number}{n}", about=file.id, entry=entry_id, account=cast.lincuo.account_id, kind="picture",
                                    part=f"picture/frame_{number}{n}", digest="rnd", state="human", attempts=0, failures=0, comment="",
                                    opened_at=COLLECTING, due_at=COLLECTING).execute()
        with count_queries() as counted:
            queries.queue(cast.liqing)
        asked.append(counted.reads)
    assert asked[0] == asked[1]
    monkeypatch.setattr(queries, "PAGE", 3)
    first, following = queries.queue(cast.liqing)
    second, end = queries.queue(cast.liqing, following)
    assert [one.check.id for one in (*first, *second)] == ["cks_10", "cks_30", "cks_31", "cks_32"]
    assert end is None
    for cursor in ("x", "2~2022~cks", "0~2022~cks"):
        with pytest.raises(Malformed):
            queries.queue(cast.liqing, cursor)


def test_somebody_who_holds_nothing_has_no_queue(cast: Cast) -> None:
    doubted(cast)
    assert queries.queue(cast.yangjin) == ([], None)
