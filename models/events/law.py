"""The law of offline events: which step leads from which state to which, by whom. Pure data, as models.law is for entries.

Logging has a window (`log_event` in the calendar); confirming, returning and cancelling have none, and lateness of a
report is recorded, not refused.
"""
from dataclasses import dataclass
from enum import StrEnum


class EventState(StrEnum):
    DRAFT = "draft"                  # planned or written down; not yet reported
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class EventRole(StrEnum):
    COORDINATOR = "coordinator"      # 活动负责人: a coordinator of the event's unit or of one above it, or of this event alone
    REPORTING = "reporting"          # 单位联络员 of the event's reporting unit
    ORGANISER = "organiser"


E, R = EventState, EventRole

STATE_LABELS = {E.DRAFT: "未上报", E.REPORTED: "待确认", E.CONFIRMED: "已确认", E.RETURNED: "退回补充", E.CANCELLED: "已取消"}
ROLE_LABELS = {R.COORDINATOR: "活动负责人", R.REPORTING: "单位联络员", R.ORGANISER: "主办单位经办人"}

KINDS = {"quiz": "知识竞赛", "speech": "宣讲演讲", "welfare": "公益服务", "volunteering": "志愿服务", "publicity": "宣传推广",
         "show": "文艺展演", "training": "培训讲座", "enterprise_visit": "走进企业", "other": "其他"}


@dataclass(frozen=True, slots=True)
class EventStep:
    """One row: an act, who may take it, from where to where."""
    act: str
    label: str
    by: tuple[EventRole, ...]
    source: tuple[EventState, ...]
    target: EventState
    needs: tuple[str, ...] = ()        # guards of models.events.moving, by name
    asks: tuple[str, ...] = ()         # what the mover must give: comment


LAW = (
    EventStep("report",  "上报",     (R.COORDINATOR,), (E.DRAFT, E.RETURNED), E.REPORTED, needs=("complete", "begun")),
    EventStep("confirm", "确认",     (R.REPORTING,),   (E.REPORTED,),         E.CONFIRMED),
    EventStep("return",  "退回补充", (R.REPORTING,),   (E.REPORTED, E.CONFIRMED), E.RETURNED, asks=("comment",)),
    EventStep("cancel",  "取消活动", (R.COORDINATOR,), (E.DRAFT, E.RETURNED, E.REPORTED), E.CANCELLED, asks=("comment",)),
)
ACTS = tuple(dict.fromkeys(step.act for step in LAW))


def step_for(act: str, state: str) -> EventStep | None:
    """The row for an act from a state; at most one."""
    return next((step for step in LAW if step.act == act and state in step.source), None)
