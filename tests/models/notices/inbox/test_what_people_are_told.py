"""Who is told what of a work, and of what they are told nothing: the author knows no more than the jury's silence allows."""
from datetime import timedelta
from typing import Any

import pytest

from models.accounts import actions as accounts
from models.accounts import membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.db import writing
from models.media import examination
from models.media import queries as files
from models.notices.inbox import actions, wording
from models.notices.inbox.tables import Message
from models.personal.actions import forget
from models.units.queries import by_names
from models.workflow.actions import claim
from tests.cast import Cast
from tests.models.notices.inbox.reading import RECEIPT, announce_all, forget_what_was, messages, told
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


def test_who_submits_reads_what_comes_next_and_is_told_so_once(cast: Cast) -> None:
    entry_id = submitted(cast)
    move(entry_id, "return", cast.ma)
    move(entry_id, "submit", cast.lincuo)
    announce_all()
    (receipt,) = Message.select().where(Message.account == cast.lincuo.account_id, Message.purpose == RECEIPT)
    assert (receipt.about, receipt.page) == (entry_id, f"/pages/entry/entry?id={entry_id}")
    assert receipt.words.startswith("《高原上的追光人》已提交。接下来由单位初评、承办单位遴选、主办单位审核，结果公布后告诉您；")


def test_a_work_in_another_track_is_told_without_a_word_of_why(cast: Cast) -> None:
    entry_id = submitted(cast)
    move(entry_id, "move_track", cast.liqing, facts={"track": "song"}, comment="像歌曲")
    assert told(cast.lincuo, cast.liqing) == [["entry_track_moved"], []]
    label = cast.plan.track("song").label
    assert messages(cast.lincuo)[0].words == f"主办单位已将《高原上的追光人》调整到“{label}”，无需重新提交。"


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
    assert told(cast.lincuo, second) == [["results_published"], ["entry_track_moved"]]
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
    assert [(one.purpose, one.page) for one in messages(cast.ma)] == [("entry_recommended_unit", "/pages/inbox/inbox")]


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
    assert told(cast.lincuo, cast.ma) == [["entry_exhibited", "entry_unexhibited"], ["entry_unexhibited_unit"]]
    shown, down = messages(cast.lincuo)
    assert shown.page == f"/pages/work/work?id={entry_id}"
    assert down.words == "《高原上的追光人》已撤下展示，原因：作者申请。如有疑问，请联系青海省总工会（0971-8210576）。"


def test_a_disqualified_work_is_told_with_the_reason(cast: Cast) -> None:
    move(submitted(cast), "disqualify", cast.liqing, comment="与他人作品雷同")
    assert told(cast.lincuo, cast.ma, cast.cairang) == [["entry_disqualified"], ["entry_disqualified_unit"], []]
    assert messages(cast.lincuo)[0].words == ("《高原上的追光人》已取消参评资格，原因：与他人作品雷同。"
                                              "如有不同意见，请在 5 个工作日内向青海省总工会（0971-8210576）说明情况。")
    assert "请电话告知作者" in messages(cast.ma)[0].words


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


def test_many_works_are_named_up_to_five() -> None:
    assert wording.titles(["甲", "乙"]) == "《甲》、《乙》"
    assert wording.titles([str(n) for n in range(7)]) == "《0》、《1》、《2》、《3》、《4》等 7 件"
