"""What is told of what, to whom, in which words: one row a kind of message. Change what people read here, and only here.

`what` is the journal's word. `to` names people as `people` finds them, `when` a condition of `occasions`, and {gaps} are
filled by what an Occasion knows. Authors are told nothing of the jury before results are published: no row speaks of
an act between, and those that come after look first (`after_publication`).

`plan` is the id of the campaign document's notice that the row stands for: where that is switched on and has a template,
the message is pushed as well, with the values the document says, at the next moment of the row's `hours`.
"""
from dataclasses import dataclass

from models.law import Shown

ENTRY, WORK, MINE = "/pages/entry/entry?id={id}", "/pages/work/work?id={id}", "/pages/mine/mine"
ME, COMPLAINT, EVENT = "/pages/me/me", "/pages/complaint/complaint", "/staff/pages/event/event?id={id}"
PROMOTER, NOTICE, INBOX = "/pages/promoter/promoter", "/staff/pages/notices/notice?id={id}", "/pages/inbox/inbox"
DAYTIME, FROM_TEN = ("08:00", "20:00"), ("10:00", "20:00")
AUTHORS = ("author", "enterer")                    # the author, and who entered the work for them (代报)


@dataclass(frozen=True, slots=True)
class Telling:
    """One kind of message."""
    what: str
    purpose: str
    to: tuple[str, ...]
    title: str
    words: str
    page: str = ENTRY
    when: str | None = None
    plan: str | None = None
    hours: tuple[str, str] = DAYTIME
    tells_actor: bool = False                      # who did it hears of it too


TELLINGS = (
    Telling("entry.submitted", "entry_submitted", ("author",), "作品已提交",
            "《{title}》已提交。接下来由单位初评、承办单位遴选、主办单位审核，结果公布后告诉您；要修改或补材料时，也会发消息给您。",
            when="entered_by_its_author", plan="S1", tells_actor=True),
    Telling("entry.submitted", "entry_entered_for_you", ("author",), "联络员替您提交了作品",
            "{unit}联络员替您提交了《{title}》。请打开核对内容和承诺书，内容有误请联系联络员；认领以后可以自己修改和撤回。",
            when="entered_for_another", plan="S1"),
    Telling("entry.returned", "entry_returned", AUTHORS, "作品需要修改",
            "《{title}》：{unit}说明“{reason}”。请在 {due} 前改好重交；内容已保留，只改需要改的地方。", when="asks_changes", plan="S2"),
    Telling("entry.returned", "entry_supplement", AUTHORS, "请补交材料",
            "《{title}》：{unit}请您在 {due} 前补交材料，说明“{reason}”。作品其余情况不变。", when="asks_more", plan="S4"),
    Telling("entry.track_moved", "entry_track_moved", AUTHORS, "作品已调整子项目",
            "{unit}已将《{title}》调整到“{track}”，无需重新提交。", plan="S5"),
    Telling("file.refused", "file_refused", AUTHORS, "有一个文件不能用", "《{title}》里有一个文件不能用：{verdict}。{remedy}",
            when="after_submission"),
    Telling("entry.disqualified", "entry_disqualified", AUTHORS, "作品取消参评资格",
            "《{title}》已取消参评资格，原因：{reason}。如有不同意见，请在 5 个工作日内向{contact}说明情况。", plan="S11"),
    Telling("entry.disqualified", "entry_disqualified_unit", ("liaisons",), "本单位作品取消参评资格",
            "《{title}》已取消参评资格，原因：{reason}。请电话告知作者；如有不同意见，请在 5 个工作日内向{contact}说明情况。",
            page=INBOX),
    Telling("entry.approved", "entry_result", ("author",), "作品已入选", "{result}", when="after_publication", plan="G1", hours=FROM_TEN),
    Telling("entry.declined", "entry_result", ("author",), "评选结果", "{result}", when="after_publication"),
    Telling("entry.recommended", "entry_result", ("author",), "作品已推荐全国", "{result}", when="after_publication", plan="S8"),
    Telling("entry.recommended", "entry_recommended_unit", ("liaisons",), "本单位作品已推荐全国",
            "《{title}》已推荐参加全国活动评审。请提醒作者保持电话畅通，可能需要补交材料。", page=INBOX,
            when="after_publication", plan="S8"),
    Telling("entry.exhibited", "entry_exhibited", AUTHORS, "作品已展示",
            "《{title}》已在优秀作品展示上线，可以分享给同事。如需撤下，请致电主办单位，电话在作品页。", page=WORK,
            plan="S9", hours=FROM_TEN),
    Telling("entry.unexhibited", "entry_unexhibited", AUTHORS, "作品已撤下展示",
            "《{title}》已撤下展示{because}。如有疑问，请联系{contact}。", plan="S10"),
    Telling("entry.unexhibited", "entry_unexhibited_unit", ("liaisons",), "本单位作品已撤下展示",
            "《{title}》已撤下展示{because}。如有疑问，请联系{contact}。", page=INBOX),
    Telling("membership.confirmed", "membership_confirmed", ("person",), "单位已确认",
            "您已归属{unit}，您的作品由它初评和报送。归属有误可以重新申请。", page=ME, when="not_by_preselecting", plan="U1"),
    Telling("membership.refused", "membership_refused", ("person",), "单位未确认",
            "{unit}没有找到您的信息。已写的作品不受影响，请核对所在单位后重新申请，或联系该单位联络员。", page=ME, plan="U2"),
    Telling("event.returned", "event_returned", ("person",), "线下活动需要补充",
            "{title}：{unit}说明“{reason}”。请补充后重新上报；内容已保留，只改需要改的地方。", page=EVENT, plan="V3"),
    Telling("event.confirmed", "event_confirmed", ("person",), "线下活动已确认", "{title}已由{unit}确认，计入完成数。", page=EVENT,
            plan="V4"),
    Telling("promoter.nominated", "promoter_nominated", ("person",), "推荐您担任宣传员",
            "{unit}推荐您担任职工好网民宣传员。请点开阅读承诺书后决定是否接受；不接受也没有影响。", page=PROMOTER),
    Telling("promoter.confirmed", "promoter_confirmed", ("person",), "宣传员已确认",
            "{unit}已确认您为职工好网民宣传员，您的分享链接可以使用了。转发量只作合计，不考核、不排名。", page=PROMOTER, plan="U4"),
    Telling("promoter.refused", "promoter_refused", ("person",), "宣传员未确认",
            "{unit}没有确认您担任职工好网民宣传员。点开查看说明，如有疑问请联系本单位联络员。", page=PROMOTER),
    Telling("complaint.answered", "complaint_answered", ("person",), "投诉建议有了答复",
            "您提交的{kind}有了答复，点开查看。", page=COMPLAINT),
    Telling("notice.awaiting_approval", "notice_awaiting_approval", ("approvers",), "有提醒待复核",
            "“{title}”等您复核，要发给 {people} 人。请看预览、对象和人数后再点“同意发布”。", page=NOTICE, plan="X1"),
    Telling("notice.stopped", "notice_stopped", ("writers",), "提醒已自动暂停",
            "“{title}”已自动暂停，原因：{why}。已发 {sent} 人，其余未发；未达名单可导出给各单位联络员。", page=NOTICE, plan="X2"),
)

# Told to many at one line of the journal: one message a person, whatever the number of their works.
TO_MANY = {
    "entry.results_agreed": Telling("entry.results_agreed", "results_published", ("author",), "评选结果已公布", "{results}", plan="G1",
                                    hours=FROM_TEN),
}

RESULTS = {
    Shown.RECOMMENDED: "{titles}入选优秀作品，并已推荐参加全国活动评审，请保持电话畅通，可能需要补交材料。",
    Shown.SELECTED: "{titles}入选优秀作品，感谢您的创作。",
    Shown.NOT_SELECTED: "{titles}未入选，已计入本单位征集成果，感谢参与，欢迎下次再来。",
}

WHATS = tuple(dict.fromkeys([telling.what for telling in TELLINGS] + list(TO_MANY)))
TITLES_AT_MOST = 5


def titles(names: list[str]) -> str:
    """《晨光》、《追光》等 9 件."""
    said = "、".join(f"《{name or '未命名'}》" for name in names[:TITLES_AT_MOST])
    return said if len(names) <= TITLES_AT_MOST else f"{said}等 {len(names)} 件"


def results(by_word: dict[Shown, list[str]]) -> str:
    """A person's results in one text, the best first."""
    return "".join(words.format(titles=titles(by_word[word])) for word, words in RESULTS.items() if by_word.get(word))
