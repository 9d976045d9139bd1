"""The law of notices: which step leads from which state to which. Pure data, as models.law is for entries.

draft → awaiting_approval → scheduled → sending ⇄ paused → done | cancelled. What the clock does (start, finish, pause by itself)
is a step too, by nobody.
"""
from dataclasses import dataclass
from enum import StrEnum


class NoticeState(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    SCHEDULED = "scheduled"          # approved; goes out at `due_at`
    SENDING = "sending"              # being fanned out or pushed; a standing notice of a kind of line always is
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class Origin(StrEnum):
    ORGANISER = "organiser"          # written by a person
    EDGE = "edge"                    # written by the clock from a default plan, once
    TRIAL = "trial"                  # sent by its writer to themselves
    LINE = "line"                    # stands for a kind of journal line (entry.returned …); each line is an occasion of it


N = NoticeState
STATE_LABELS = {N.DRAFT: "草稿", N.AWAITING_APPROVAL: "待复核", N.SCHEDULED: "待发送", N.SENDING: "发送中", N.PAUSED: "已暂停",
                N.DONE: "已发完", N.CANCELLED: "已取消"}


@dataclass(frozen=True, slots=True)
class NoticeStep:
    """One row: an act, its label, from where to where. `needs`: guards of `moving`, by name. `by_clock`: nobody may take it."""
    act: str
    label: str
    source: tuple[NoticeState, ...]
    target: NoticeState
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    by_clock: bool = False


LAW = (
    NoticeStep("submit",  "提交复核", (N.DRAFT,),              N.AWAITING_APPROVAL, needs=("sendable",)),
    NoticeStep("send",    "发布",     (N.DRAFT,),              N.SCHEDULED, needs=("sendable", "small_enough")),
    NoticeStep("approve", "同意发布", (N.AWAITING_APPROVAL,),  N.SCHEDULED, needs=("sendable", "by_another")),
    NoticeStep("pause",   "暂停",     (N.SCHEDULED, N.SENDING), N.PAUSED),
    NoticeStep("resume",  "继续",     (N.PAUSED,),             N.SCHEDULED, needs=("not_expired",)),
    NoticeStep("cancel",  "取消",     (N.DRAFT, N.AWAITING_APPROVAL, N.SCHEDULED, N.SENDING, N.PAUSED), N.CANCELLED),
    NoticeStep("start",   "开始发送", (N.SCHEDULED,),          N.SENDING, by_clock=True),
    NoticeStep("stop",    "自动暂停", (N.SCHEDULED, N.SENDING), N.PAUSED, by_clock=True),
    NoticeStep("go_on",   "自动继续", (N.PAUSED,),             N.SENDING, by_clock=True),
    NoticeStep("finish",  "发完",     (N.SENDING,),            N.DONE, by_clock=True),
    NoticeStep("lapse",   "过期未发", (N.SCHEDULED, N.SENDING, N.PAUSED), N.CANCELLED, by_clock=True),
)
ACTS = tuple(step.act for step in LAW if not step.by_clock)


def step_for(act: str, state: str) -> NoticeStep | None:
    """The row for an act from a state; at most one."""
    return next((step for step in LAW if step.act == act and state in step.source), None)


def steps_from(state: str) -> list[NoticeStep]:
    """Every row that leads from a state, in the law's order."""
    return [step for step in LAW if state in step.source]
