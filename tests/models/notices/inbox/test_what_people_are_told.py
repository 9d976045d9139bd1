"""Who is told what of a work, and of what they are told nothing: the author knows no more than the jury's silence allows."""
from datetime import timedelta
from typing import Any

import pytest

from models import clock
from models.accounts import actions as accounts
from models.accounts import membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.db import writing
from models.entries import actions as entries
from models.media import examination
from models.media import queries as files
from models.notices.inbox import actions, wording
from models.personal.actions import forget
from models.units.queries import by_names
from models.workflow.actions import claim
from tests.cast import Cast
from tests.models.notices.inbox.reading import forget_what_was, messages, told
from tests.models.works import COLLECTING, INSTANT, PUBLISHING, brought_to, move, published, ready, saved, submitted

PHONE = "13800001234"
BEHALF = {"name": "白玛央金", "phone": PHONE}


@pytest.fixture(autouse=True)
def _empty_inboxes(cast: Cast) -> None:
    forget_what_was()


@pytest.fixture
def second(cast: Cast, _empty_inboxes: None) -> Actor:
    """央金, now a member of the factory's union too."""
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    membership.answer_membership(str(cast.yangjin.account_id), cast.factory, "confirm", actor=SYSTEM)
    forget_what_was()
    return people.actor_of(str(cast.yangjin.account_id))


def test_a_return_says_the_unit_the_reason_and_until_when(cast: Cast) -> None:
    entry_id = submitted(cast)
    move(entry_id, "return", cast.ma, comment="请把图片说明写得具体些。")
    assert told(cast.lincuo, cast.ma) == [["entry_returned"], []]
    (message,) = messages(cast.lincuo)
    assert message.title == "作品需要修改"
    assert message.words == ("《高原上的追光人》：西宁市总工会说明“请把图片说明写得具体些”。请在 8 月 28 日（周日）10:00 前改好重交；"
                             "内容已保留，只改需要改的地方。")
    assert (message.about, message.page, message.read_at, message.at) == (entry_id, f"/pages/entry/entry?id={entry_id}", None, COLLECTING)


def test_a_supplement_is_asked_in_other_words_and_tells_nothing_of_the_jury(cast: Cast) -> None:
    entry_id = brought_to("shortlisted", cast)
    assert told(cast.lincuo) == [[]]
    move(entry_id, "return", cast.liqing, comment="请补高清原件")
    assert told(cast.lincuo) == [["entry_supplement"]]
    assert messages(cast.lincuo)[0].words.startswith("《高原上的追光人》：主办单位请您在 ")


@pytest.mark.parametrize("state", ["preselected", "declined", "shortlisted", "approved", "recommended"])
def test_what_the_jury_does_is_told_to_nobody_before_publication(cast: Cast, state: str) -> None:
    brought_to(state, cast)
    everybody = (cast.lincuo, cast.ma, cast.cairang, cast.qilian, cast.liqing, cast.yangjin, cast.baima)
    assert told(*everybody) == [[]] * len(everybody)


def test_a_membership_confirmed_by_preselecting_is_not_told_and_one_confirmed_by_a_liaison_is(cast: Cast) -> None:
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    author = people.actor_of(str(cast.yangjin.account_id))
    move(submitted(cast, author), "preselect", cast.ma)
    assert people.me(str(author.account_id)).unit_confirmed
    assert told(author) == [[]]
    membership.ask_for_unit(by_names(["海东市总工会"])["海东市总工会"].id, actor=author)
    membership.answer_membership(str(author.account_id), by_names(["海东市总工会"])["海东市总工会"].id, "confirm", actor=SYSTEM)
    assert told(author) == [["membership_confirmed"]]
    assert messages(author)[0].words == "您已归属海东市总工会，您的作品由它初评和报送。归属有误可以重新申请。"


def test_a_membership_refused_says_what_to_do(cast: Cast) -> None:
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    membership.answer_membership(str(cast.yangjin.account_id), cast.factory, "refuse", actor=cast.cairang)
    assert told(cast.yangjin, cast.cairang) == [["membership_refused"], []]
    assert messages(cast.yangjin)[0].words.startswith("城东机械厂工会没有找到您的信息。已写的作品不受影响")
    assert messages(cast.yangjin)[0].page == "/pages/me/me"


def test_published_results_reach_every_author_of_the_track_once_for_all_their_works(cast: Cast, second: Actor) -> None:
    chosen, sent = brought_to("approved", cast), brought_to("recommended", cast)
    brought_to("declined", cast), submitted(cast), saved(cast)
    brought_to("preselected", cast, second, COLLECTING)
    move(chosen, "publish", cast.liqing, PUBLISHING)
    move(sent, "publish", cast.zhuoma, PUBLISHING)
    assert told(cast.lincuo, second) == [[], []]
    move(sent, "publish", cast.hanmei, PUBLISHING)
    assert told(cast.lincuo, second, cast.liqing, cast.ma) == [["results_published"], ["results_published"], [], []]
    (mine,), (other,) = messages(cast.lincuo), messages(second)
    assert mine.words == ("《高原上的追光人》入选优秀作品，并已推荐参加全国活动评审，请保持电话畅通，可能需要补交材料。"
                          "《高原上的追光人》入选优秀作品，感谢您的创作。《高原上的追光人》未入选，已计入本单位征集成果，感谢参与，欢迎下次再来。")
    assert (mine.about, mine.page) == (None, "/pages/mine/mine")
    assert other.words == "《高原上的追光人》未入选，已计入本单位征集成果，感谢参与，欢迎下次再来。"
    assert other.about is not None
    assert actions.announce(PUBLISHING) == 0


def test_a_track_that_was_not_published_hears_nothing(cast: Cast, second: Actor) -> None:
    entry_id, elsewhere = brought_to("approved", cast), submitted(cast, second)
    move(elsewhere, "move_track", cast.liqing, facts={"track": "song"})
    move(elsewhere, "decline", cast.ma)
    published(cast, entry_id)
    assert told(cast.lincuo, second) == [["results_published"], []]
    assert [message.about for message in messages(cast.lincuo)] == [entry_id]


def test_a_result_that_comes_after_publication_is_told_when_it_comes(cast: Cast, second: Actor) -> None:
    late, first = brought_to("shortlisted", cast), brought_to("approved", cast, second)
    move(late, "return", cast.liqing, PUBLISHING - timedelta(days=1))
    published(cast, first)
    assert told(cast.lincuo, second) == [["entry_supplement"], ["results_published"]]
    later = PUBLISHING + timedelta(hours=1)
    move(late, "decline", cast.liqing, later)
    move(first, "recommend", cast.qilian, later)
    assert told(cast.lincuo, second) == [["entry_supplement", "entry_result"], ["results_published", "entry_result"]]
    assert messages(cast.lincuo)[-1].words == "《高原上的追光人》未入选，已计入本单位征集成果，感谢参与，欢迎下次再来。"
    assert messages(second)[-1].title == "作品已推荐全国"


def test_a_decision_between_publication_and_telling_is_told_once(cast: Cast) -> None:
    entry_id = brought_to("approved", cast)
    published(cast, entry_id)
    move(entry_id, "recommend", cast.qilian, PUBLISHING + INSTANT)
    assert told(cast.lincuo) == [["entry_result"]]


def test_what_repeats_the_published_word_is_not_told_again(cast: Cast, second: Actor) -> None:
    undecided, other = brought_to("preselected", cast), brought_to("approved", cast, second)
    published(cast, other)
    assert told(cast.lincuo) == [["results_published"]]
    move(undecided, "decline", cast.qilian, PUBLISHING + timedelta(hours=1))
    assert told(cast.lincuo) == [["results_published"]]


def test_a_work_on_show_and_taken_down_is_told_with_its_page(cast: Cast) -> None:
    entry_id = brought_to("approved", cast)
    published(cast, entry_id)
    forget_what_was()
    move(entry_id, "exhibit", cast.liqing, PUBLISHING)
    move(entry_id, "unexhibit", cast.liqing, PUBLISHING, comment="作者申请")
    assert told(cast.lincuo) == [["entry_exhibited", "entry_unexhibited"]]
    shown, down = messages(cast.lincuo)
    assert shown.page == f"/pages/work/work?id={entry_id}"
    assert down.words == "《高原上的追光人》已撤下展示，原因：作者申请。如有疑问，请联系主办单位。"


def test_a_disqualified_work_is_told_with_the_reason(cast: Cast) -> None:
    move(submitted(cast), "disqualify", cast.liqing, comment="与他人作品雷同")
    assert told(cast.lincuo) == [["entry_disqualified"]]
    assert "原因：与他人作品雷同。" in messages(cast.lincuo)[0].words


def test_a_file_found_unusable_after_submission_is_told_and_one_of_a_draft_is_not(cast: Cast) -> None:
    entry_id, draft = submitted(cast), ready(cast)
    verdict: Any = {"rule": "kind", "outcome": "refuse", "measured": "x", "limit": "photo", "words": "这不是照片"}
    for about, wanted in ((draft, []), (entry_id, ["file_refused"])):
        with writing():
            examination.refuse(files.files_of(about)[0].id, verdict, COLLECTING)
        assert told(cast.lincuo) == [wanted]
    assert messages(cast.lincuo)[0].words == ("《高原上的追光人》里有一个文件不能用：这不是照片。"
                                              "请联系本单位联络员，退回后再换文件。")


def test_a_work_entered_for_somebody_is_told_to_whom_the_phone_belongs_and_to_the_liaison_when_it_comes_back(cast: Cast) -> None:
    accounts.verify_phone(PHONE, actor=cast.yangjin)
    entry_id = submitted(cast, cast.ma, on_behalf_of=BEHALF)
    assert told(cast.yangjin, cast.ma) == [["entry_entered_for_you"], []]
    assert messages(cast.yangjin)[0].page == f"/pages/entry/entry?id={entry_id}&claim=1"
    assert "西宁市总工会联络员替您提交了《高原上的追光人》" in messages(cast.yangjin)[0].words
    move(entry_id, "return", cast.liqing)
    assert told(cast.yangjin, cast.ma) == [["entry_entered_for_you", "entry_returned"], ["entry_returned"]]
    claim(entry_id, actor=cast.yangjin, at=COLLECTING)
    move(entry_id, "submit", cast.ma)
    assert told(cast.yangjin)[0] == ["entry_entered_for_you", "entry_returned"]


def test_the_results_of_ones_own_and_of_what_was_entered_for_one_are_two_messages(cast: Cast, second: Actor) -> None:
    accounts.verify_phone(PHONE, actor=second)
    own, entered = brought_to("approved", cast, second), submitted(cast, cast.ma, on_behalf_of=BEHALF)
    move(entered, "decline", cast.liqing)
    published(cast, own)
    assert [one for one in told(second)[0] if "results" in one] == ["entered_results_published", "results_published"]


def test_without_a_phone_nobody_but_the_liaison_can_be_told(cast: Cast) -> None:
    entry_id = submitted(cast, cast.ma, on_behalf_of={"name": "白玛央金"})
    move(entry_id, "return", cast.liqing)
    assert told(cast.ma, cast.yangjin) == [["entry_returned"], []]


def test_who_left_is_told_nothing_and_keeps_nothing(cast: Cast) -> None:
    recommended, returned = brought_to("recommended", cast), submitted(cast)
    move(returned, "return", cast.ma)
    assert told(cast.lincuo) == [["entry_returned"]]
    forget(actor=cast.lincuo, at=COLLECTING)
    assert messages(cast.lincuo) == []
    published(cast, recommended)
    move(recommended, "exhibit", cast.liqing, PUBLISHING)
    assert told(cast.lincuo) == [[]]


def test_drafts_are_reminded_once_in_the_last_three_days_and_their_writers_only(cast: Cast) -> None:
    closing = clock.from_shanghai("2022-08-31 24:00")
    saved(cast), saved(cast, title=""), submitted(cast), saved(cast, cast.yangjin)
    for at in (closing - timedelta(days=3) - INSTANT, closing):
        assert (actions.write_closing_soon(at), told(cast.lincuo, at=at)) == (0, [[]])
    for at in (closing - timedelta(days=3), closing - timedelta(days=1)):
        assert actions.write_closing_soon(at) == 1
        assert told(cast.lincuo, cast.yangjin, cast.ma, at=at) == [["closing_soon"], ["closing_soon"], []]
    mine, other = messages(cast.lincuo)[0], messages(cast.yangjin)[0]
    assert mine.words == ("《高原上的追光人》、《未命名》还是草稿，没有提交。作品征集将于 8 月 31 日（周三）24:00 截止，"
                          "点开即可继续，缺什么会逐项写明。")
    assert (mine.page, other.page) == ("/pages/mine/mine", f"/pages/entry/entry?id={other.about}")


def test_a_reminder_that_comes_too_late_is_not_given(cast: Cast) -> None:
    closing = clock.from_shanghai("2022-08-31 24:00")
    saved(cast)
    actions.write_closing_soon(closing - INSTANT)
    assert told(cast.lincuo, at=closing) == [[]]


def test_a_draft_thrown_away_before_the_telling_is_nothing_to_tell_of(cast: Cast) -> None:
    entry_id = saved(cast)
    actions.write_closing_soon(clock.from_shanghai("2022-08-30 12:00"))
    entries.discard(entry_id, actor=cast.lincuo, at=COLLECTING)
    assert told(cast.lincuo) == [[]]


def test_many_works_are_named_up_to_five() -> None:
    assert wording.titles(["甲", "乙"]) == "《甲》、《乙》"
    assert wording.titles([str(n) for n in range(7)]) == "《0》、《1》、《2》、《3》、《4》等 7 件"
