"""The law: who may take an entry from which state to which, and when.

Pure data. models.workflow applies it; the API, the console's and the phone's buttons
and docs/law.md are rendered from it. When an act is open stands in the campaign's
calendar, whose permits are the names of the acts below.

The organiser holds every coordinator's and host's act ("on behalf of"), so that no entry
is stuck where a unit or a host is missing. Nobody but its author moves an entry they authored.
"""
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    AUTHOR = "author"                # 作者 of this entry, or who entered it for the author (代报)
    ENDORSER = "endorser"            # 基层工会经办人: a coordinator of the author's unit or of one between it and the reporting unit
    COORDINATOR = "coordinator"      # 单位联络员 of the entry's reporting unit
    HOST = "host"                    # 承办单位经办人 of the entry's track
    ORGANISER = "organiser"          # 主办单位经办人


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PRESELECTED = "preselected"
    DECLINED = "declined"
    SHORTLISTED = "shortlisted"
    APPROVED = "approved"
    RECOMMENDED = "recommended"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


class Shown(StrEnum):
    """What a reader who may not see the jury is told instead of the state."""
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SUPPLEMENT = "supplement"
    IN_REVIEW = "in_review"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    RECOMMENDED = "recommended"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


S, R = State, Role

STATE_LABELS = {
    S.DRAFT: "草稿", S.SUBMITTED: "待初评", S.RETURNED: "退回修改", S.PRESELECTED: "待遴选", S.DECLINED: "未入选",
    S.SHORTLISTED: "待省总审核", S.APPROVED: "审核通过", S.RECOMMENDED: "已推荐全国", S.WITHDRAWN: "作者撤回", S.DISQUALIFIED: "取消资格",
}
SHOWN_LABELS = {
    Shown.DRAFT: "草稿", Shown.SUBMITTED: "已提交", Shown.RETURNED: "退回修改", Shown.SUPPLEMENT: "请补材料", Shown.IN_REVIEW: "评选中",
    Shown.SELECTED: "已入选", Shown.NOT_SELECTED: "未入选", Shown.RECOMMENDED: "已推荐全国", Shown.WITHDRAWN: "已撤回",
    Shown.DISQUALIFIED: "取消参评资格",
}
ROLE_LABELS = {R.AUTHOR: "作者", R.ENDORSER: "基层工会经办人", R.COORDINATOR: "单位联络员", R.HOST: "承办单位经办人", R.ORGANISER: "主办单位经办人"}

JURY = (S.PRESELECTED, S.DECLINED, S.SHORTLISTED, S.APPROVED, S.RECOMMENDED)     # what authors do not see before results are published
LIVE = (S.SUBMITTED, S.RETURNED, *JURY)                                           # what counts against the limits
SUPPLEMENTED = (S.PRESELECTED, S.SHORTLISTED, S.APPROVED)                         # where a return is 补件: state and rank stay; once asked, what
                                                                                  # the jury decides meanwhile does not take the author's days away


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the law: an act, who may take it, from where to where (None: the state stays)."""
    act: str
    label: str
    by: tuple[Role, ...]
    source: tuple[State, ...]
    target: State | None = None
    window: bool = False               # True: some phase open now must permit the act
    needs: tuple[str, ...] = ()        # guards of models.workflow.guards, by name
    asks: tuple[str, ...] = ()         # what the mover must give: comment, track, unit


COMPLETE = ("form_complete", "consents_given", "files_ready")

LAW = (
    Step("submit",                "提交作品",             (R.AUTHOR,),         (S.DRAFT, S.RETURNED), S.SUBMITTED,   window=True, needs=(*COMPLETE, "within_limits")),
    Step("submit",                "提交补充材料",         (R.AUTHOR,),         JURY,                  None,          needs=("supplement_asked", *COMPLETE)),
    Step("withdraw",              "撤回",                 (R.AUTHOR,),         LIVE,                  S.WITHDRAWN),
    Step("endorse",               "推荐给上级工会",       (R.ENDORSER,),       (S.SUBMITTED,),        None,          needs=("not_endorsed",)),
    Step("return",                "退回修改",             (R.COORDINATOR,),    (S.SUBMITTED,),        S.RETURNED,    window=True, asks=("comment",)),
    Step("preselect",             "初评通过",             (R.COORDINATOR,),    (S.SUBMITTED,),        S.PRESELECTED, window=True),
    Step("decline",               "不予推荐",             (R.COORDINATOR,),    (S.SUBMITTED,),        S.DECLINED,    window=True),
    Step("shortlist",             "拟推荐，报省总审核",   (R.HOST,),           (S.PRESELECTED,),      S.SHORTLISTED, window=True),
    Step("return",                "请作者补件",           (R.HOST,),           (S.PRESELECTED,),      None,          window=True, asks=("comment",)),
    Step("decline",               "不予推荐",             (R.HOST,),           (S.PRESELECTED,),      S.DECLINED,    window=True),
    Step("approve",               "审核通过",             (R.ORGANISER,),      (S.SHORTLISTED,),      S.APPROVED,    window=True),
    Step("return",                "请作者补件",           (R.ORGANISER,),      (S.SHORTLISTED,),      None,          window=True, asks=("comment",)),
    Step("decline",               "不予推荐",             (R.ORGANISER,),      (S.SHORTLISTED,),      S.DECLINED,    window=True),
    Step("recommend",             "推荐全国",             (R.HOST,),           (S.APPROVED,),         S.RECOMMENDED, window=True, needs=("national_specification",)),
    Step("return",                "请作者补件",           (R.HOST,),           (S.APPROVED,),         None,          window=True, asks=("comment",)),
    Step("disqualify",            "取消参评资格",         (R.ORGANISER,),      LIVE,                  S.DISQUALIFIED, asks=("comment",)),
    Step("move_track",            "调整子项目",           (R.ORGANISER,),      (S.SUBMITTED, S.RETURNED, S.PRESELECTED), None, needs=("other_track",), asks=("track",)),
    Step("change_reporting_unit", "调整报送单位",         (R.ORGANISER,),      (S.SUBMITTED, S.RETURNED, S.PRESELECTED, S.SHORTLISTED, S.APPROVED), None, needs=("other_unit",), asks=("unit",)),
    Step("publish",               "公布结果",             (R.ORGANISER,),      (S.DECLINED, S.APPROVED, S.RECOMMENDED), None, window=True, needs=("not_published",)),
    Step("exhibit",               "上线展示",             (R.ORGANISER,),      (S.APPROVED, S.RECOMMENDED), None,    window=True, needs=("published", "not_exhibited", "content_cleared")),
    Step("unexhibit",             "撤下展示",             (R.ORGANISER,),      tuple(S),              None,          needs=("exhibited",)),
)

ACTS = tuple(dict.fromkeys(step.act for step in LAW))
AUTHORS_ACTS = ("submit", "withdraw")


def step_for(act: str, state: str) -> Step | None:
    """The row for an act from a state; at most one (tests/house checks it)."""
    return next((step for step in LAW if step.act == act and state in step.source), None)


def steps_from(state: State) -> tuple[Step, ...]:
    """Every way out of a state, in the law's order."""
    return tuple(step for step in LAW if state in step.source)


def shown(state: State, *, supplement: bool, published: bool) -> Shown:
    """The word for a state that a reader who may not see the jury is given. `supplement`: one is asked for and not yet due."""
    if state not in JURY:
        return Shown(state.value)
    if supplement and (not published or state in SUPPLEMENTED):
        return Shown.SUPPLEMENT
    if not published:
        return Shown.IN_REVIEW
    return {S.RECOMMENDED: Shown.RECOMMENDED, S.APPROVED: Shown.SELECTED}.get(state, Shown.NOT_SELECTED)
