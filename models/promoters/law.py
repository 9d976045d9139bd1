"""The law of promoters: which step leads from which state to which, by whom. Pure data, as models.law is for entries.

Enrolling and nominating have a window (`enrol` in the calendar); no step has one. Nobody confirms or refuses themselves.
The organiser holds every coordinator's act.
"""
from dataclasses import dataclass
from enum import StrEnum


class PromoterState(StrEnum):
    NOMINATED = "nominated"          # named by a coordinator; has not yet agreed
    ENROLLED = "enrolled"            # agreed; the unit has not yet confirmed
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LEFT = "left"


class PromoterRole(StrEnum):
    PERSON = "person"                # the promoter, or whoever's WeChat-verified phone a nomination names
    KEEPER = "keeper"                # 代办人: a coordinator, for somebody on paper who has no account
    COORDINATOR = "coordinator"      # 单位联络员 of the promoter's unit or of one above it
    ORGANISER = "organiser"


P, R = PromoterState, PromoterRole

STATE_LABELS = {P.NOMINATED: "待本人接受", P.ENROLLED: "待单位确认", P.CONFIRMED: "已确认", P.REFUSED: "未确认", P.LEFT: "已退出"}
ROLE_LABELS = {R.PERSON: "本人", R.KEEPER: "单位联络员代办", R.COORDINATOR: "单位联络员", R.ORGANISER: "主办单位经办人"}
LIVE = (P.NOMINATED, P.ENROLLED, P.CONFIRMED)


@dataclass(frozen=True, slots=True)
class PromoterStep:
    """One row: an act, who may take it, from where to where."""
    act: str
    label: str
    by: tuple[PromoterRole, ...]
    source: tuple[PromoterState, ...]
    target: PromoterState
    needs: tuple[str, ...] = ()        # guards of models.promoters.moving, by name
    asks: tuple[str, ...] = ()         # what the mover must give: comment


LAW = (
    PromoterStep("accept",  "接受推荐",   (R.PERSON,),          (P.NOMINATED,),            P.ENROLLED,  needs=("consented", "only_one")),
    PromoterStep("confirm", "确认",       (R.COORDINATOR,),     (P.NOMINATED,),            P.CONFIRMED, needs=("not_own", "on_paper")),
    PromoterStep("confirm", "确认",       (R.COORDINATOR,),     (P.ENROLLED,),             P.CONFIRMED, needs=("not_own",)),
    PromoterStep("refuse",  "不予确认",   (R.COORDINATOR,),     (P.NOMINATED, P.ENROLLED), P.REFUSED,   needs=("not_own",)),
    PromoterStep("refuse",  "取消宣传员", (R.COORDINATOR,),     (P.CONFIRMED,),            P.REFUSED,   ("not_own",), ("comment",)),
    PromoterStep("leave",   "不接受推荐", (R.PERSON, R.KEEPER), (P.NOMINATED,),            P.LEFT),
    PromoterStep("leave",   "退出",       (R.PERSON, R.KEEPER), (P.ENROLLED, P.CONFIRMED), P.LEFT),
)
ACTS = tuple(dict.fromkeys(step.act for step in LAW))
PAST = {"accept": "accepted", "confirm": "confirmed", "refuse": "refused", "leave": "left"}


def step_for(act: str, state: str) -> PromoterStep | None:
    """The row for an act from a state; at most one."""
    return next((step for step in LAW if step.act == act and state in step.source), None)


def steps_from(state: str) -> tuple[PromoterStep, ...]:
    """Every way out of a state, in the law's order."""
    return tuple(step for step in LAW if state in step.source)
